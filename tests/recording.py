"""Records the README's moving picture: a first minute at the terminal, as it is typed and answered.

`python -m tests.recording` writes deploy/pictures/terminal.gif.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from matplotlib import font_manager
from PIL import Image, ImageColor, ImageDraw, ImageFont
from rich.console import Console
from rich.text import Text

OUT = Path(__file__).parents[1] / "deploy" / "pictures" / "terminal.gif"
WIDTH, LINES, SIZE, AROUND = 92, 24, 15, 14
GROUND, INK, TYPED, TOLD = "#1e1f24", "#d7dae0", "#8bd5a0", "#7f8694"
NOTICE, DIRECT = "#82aaff", "#c3a6ff"
PACE, HOLD, END = 70, 1_600, 4_000
"""Milliseconds: of a few typed signs, after an answer, at the end."""
STEP = 6
SCRIPT = """\
# You are the first to speak here, so you are staff. A job for everybody to see:
you> /job post "Logo for a bakery" price:4 skills:logo
# Ben is new: a wallet, and forty Connects in it. He applies.
ben> /apply job-1 "I drew the sign of the café next door."
you> /proposal interview 1 "When could you start?"
ben> /proposal answer 1 Tomorrow
# An interview won and answered pays ten. December begins, and the monthly grant arrives.
!advance 8d
ben> /connects balance
# Every one of them can be explained.
ben> /connects why
ben> /connects history
"""


def answers() -> list[list[str]]:
    """What the bot prints for each line of the script."""
    lines = [line for line in SCRIPT.splitlines() if not line.startswith("#")]
    command = [sys.executable, "-m", "bot", "chat", "--db", ":memory:", "--now", "2026-11-23T09:00:00Z"]
    run = subprocess.run(
        command, input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=60, check=True
    )
    found: list[list[str]] = []
    for line in run.stdout.splitlines():
        if len(found) < len(lines) and line.strip() == lines[len(found)]:
            found.append([])
        else:
            found[-1].append(line)
    assert len(found) == len(lines), run.stdout
    return found


def manner(line: str) -> str:
    """The colour of a printed line."""
    if line.startswith("✉"):
        return DIRECT
    return NOTICE if line.startswith("#") else INK


def scenes() -> Iterator[tuple[list[tuple[str, str]], int]]:
    """The screen's lines with their colours, and for how long they stand."""
    screen: list[tuple[str, str]] = []
    said, console = iter(answers()), Console(width=WIDTH)
    for line in SCRIPT.splitlines():
        if line.startswith("#"):
            screen.append(("", INK))
            screen.append((line, TOLD))
            yield screen[-LINES:], HOLD
            continue
        for place in range(0, len(line) + 1, STEP):
            yield [*screen, (line[:place] + "▌", TYPED)][-LINES:], PACE
        screen.append((line, TYPED))
        for answer in next(said):
            for part in Text(answer).wrap(console, WIDTH):
                screen.append((part.plain.rstrip(), manner(answer)))
        yield screen[-LINES:], HOLD
    yield screen[-LINES:], END


def _palette() -> Image.Image:
    """The colours and what lies between each and the ground: one for all pictures, so that each holds
    only what has changed since the last."""
    grounds, shades = ImageColor.getrgb(GROUND), 5
    flat: list[int] = [*grounds]
    for colour in (INK, TYPED, TOLD, NOTICE, DIRECT):
        parts = ImageColor.getrgb(colour)
        for step in range(1, shades + 1):
            flat += [low + (high - low) * step // shades for low, high in zip(grounds, parts, strict=True)]
    made = Image.new("P", (1, 1))
    made.putpalette(flat + [*grounds] * (256 - len(flat) // 3))
    return made


def main() -> None:
    """Draw every scene, and put them one after another."""
    font = ImageFont.truetype(font_manager.findfont("DejaVu Sans Mono"), SIZE)
    across, down = font.getlength("m"), round(SIZE * 1.4)
    size = (round(across * WIDTH) + 2 * AROUND, down * LINES + 2 * AROUND)
    pictures, times = [], []
    palette = _palette()
    for lines, time in scenes():
        picture = Image.new("RGB", size, GROUND)
        drawing = ImageDraw.Draw(picture)
        for place, (line, colour) in enumerate(lines):
            drawing.text((AROUND, AROUND + place * down), line, colour, font)
        pictures.append(picture.quantize(palette=palette, dither=Image.Dither.NONE))
        times.append(time)
    out = io.BytesIO()
    pictures[0].save(
        out, "GIF", save_all=True, append_images=pictures[1:], duration=times, loop=0, optimize=True
    )
    OUT.write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
