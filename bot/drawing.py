"""Pictures, on their way through the door: drawn in a process of their own, handed on as files.

``python -m bot.drawing`` is that process, started by the bot alone: on standard input the picture's words
and numbers as JSON, on standard output the PNG.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import platformdirs

from core.chat.ask import Answer
from core.chat.door import Door
from core.errors import Broken, Refusal
from core.people import Who
from core.ports import Faults
from core.speech.drawing import in_english, worded
from core.speech.phrase import say
from core.speech.plain import plain_phrase
from core.speech.reply import File, Para

SECONDS = 30.0
"""For one picture: a quarter of a second, but for the first on a machine, which lists its fonts."""
AT_ONCE, WAITING = 2, 20
HOME = Path(__file__).parents[1]
CACHE = "MPLCONFIGDIR"
"""Where matplotlib looks for its list of this machine's fonts; without one it makes it each time anew."""


class Drawing:
    """Draws pictures, two at once; some more wait for their turn."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._asked = 0
        self._drawing: set[Process] = set()
        self._closed = False

    async def draw(self, words: Mapping[str, Any], english: Mapping[str, Any]) -> bytes:
        """A picture as a PNG. Refuses: work.busy, work.long, leaving. Raises Broken."""
        if self._asked >= WAITING:
            raise Refusal("work.busy")
        self._asked += 1
        try:
            async with asyncio.timeout(self._seconds), self._turns:
                return await self._one(json.dumps([words, english]).encode())
        except TimeoutError:
            raise Refusal("work.long") from None
        finally:
            self._asked -= 1

    async def close(self) -> None:
        """End what is being drawn; whoever waits for it gets no picture."""
        self._closed = True
        for process in [*self._drawing]:
            await _end(process)

    async def _one(self, asked: bytes) -> bytes:
        if self._closed:
            raise Refusal("leaving")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.drawing", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment()
        )
        self._drawing.add(process)
        try:
            drawn, _ = await process.communicate(asked)
        finally:
            self._drawing.discard(process)
            await _end(process)
        if self._closed:
            raise Refusal("leaving")
        if process.returncode or not drawn:
            raise Broken(f"a picture's process ended with {process.returncode}")
        return drawn


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    await process.wait()


def _environment() -> dict[str, str]:
    """What the process needs, and no secret of ours."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    paths = [str(HOME), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), CACHE: os.environ.get(CACHE) or _cache()}


def _cache() -> str:
    """A folder of this user's own, or, where there is none to write to, the one for temporary files."""
    try:
        path = platformdirs.user_cache_path("connects", appauthor=False, ensure_exists=True) / "fonts"
        path.mkdir(exist_ok=True)
    except OSError:
        return os.path.join(tempfile.gettempdir(), "connects-fonts")
    return str(path)


class DrawingDoor(Door):
    """A door whose answers come with their pictures drawn."""

    drawing: Drawing | None = None
    faults: Faults

    async def drawn(self, who: Who, answer: Answer) -> Answer:
        """The answer with its pictures as files; where they can't be drawn it says so instead."""
        said = answer.reply
        if not said.pictures:
            return answer
        voice = await self.voice(answer.community, [said], who.locale, who.platform)
        files = []
        try:
            for picture in said.pictures:
                shown = picture.themed(who.theme)
                assert self.drawing is not None
                png = await self.drawing.draw(worded(shown, voice), worded(shown, in_english(voice)))
                files.append(File(f"{shown.name}.png", png, plain_phrase(shown.alt, voice)))
        except (Refusal, Broken, OSError) as error:
            if not isinstance(error, Refusal):
                self.faults.report(error, "drawing")
            body = (*said.body, Para(say("picture.failed")))
            return replace(answer, reply=replace(said, body=body, pictures=()))
        return replace(answer, reply=replace(said, files=(*said.files, *files), pictures=()))


def main() -> int:
    """Draw one picture; 0 if it was."""
    with contextlib.suppress(AttributeError, OSError):  # Windows has no niceness
        os.nice(10)
    from adapters.pictures.draw import png

    words, english = json.load(sys.stdin)
    sys.stdout.buffer.write(png(words, english))
    return 0


if __name__ == "__main__":
    sys.exit(main())
