"""Draws the README's picture: the first scenes of `connects demo`, as a terminal shows them.

`python -m tests.picture` writes deploy/pictures/terminal.svg.
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

WIDTH, LINES = 104, 64
OUT = Path(__file__).parents[1] / "deploy" / "pictures" / "terminal.svg"


def main() -> None:
    """Play the demo on a terminal of its own and keep what it shows."""
    shown = bytearray()

    def keep(descriptor: int) -> bytes:
        data = os.read(descriptor, 1024)
        shown.extend(data)
        return data

    os.environ |= {"COLUMNS": str(WIDTH), "LINES": "50", "TERM": "xterm-256color"}
    subprocess.run(["stty", "cols", str(WIDTH)], check=False, stderr=subprocess.DEVNULL)
    pty.spawn([sys.executable, "-m", "bot", "demo", "--fast"], keep)
    text = shown.decode("utf-8", "replace").replace("\r\n", "\n")
    first = "\n".join(text.split("\n")[:LINES])
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(first))
    # No fonts from elsewhere: the reader's own monospaced font does.
    form = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.S)
    form = re.sub(r"<!--.*?-->", "", form, flags=re.S)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(console.export_svg(title="connects demo", code_format=form), "utf-8")


if __name__ == "__main__":
    main()
