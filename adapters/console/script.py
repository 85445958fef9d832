"""Runs the lines of a script, or of whatever is piped in."""

from __future__ import annotations

import asyncio
import os
import sys
from io import TextIOWrapper
from typing import TextIO

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.console.courier import ConsoleCourier
from adapters.console.house import OpenHouse
from adapters.console.printer import json_printer, text_printer


async def run_script(
    open_house: OpenHouse,
    clock: ConsoleClock,
    courier: ConsoleCourier,
    source: TextIO,
    sink: TextIO,
    *,
    as_json: bool = False,
    session: str = "",
) -> int:
    """Run every line of the source; the exit code: 0 at its end, 1 if a line met a fault.

    A reader that went away (``connects chat | head``) ends the script quietly.
    """
    show = json_printer(sink) if as_json else text_printer(sink, echo=True)
    if isinstance(source, TextIOWrapper):
        # A script is UTF-8 wherever it runs; a byte that is none spoils its own line only.
        source.reconfigure(encoding="utf-8", errors="replace")
    console = Console(open_house, clock, courier, show, session=session)
    try:
        await console.start()
        # In a thread: who pipes lines in may take their time, and the bot works on meanwhile.
        while line := await asyncio.to_thread(source.readline):
            await console.run(line)
    except BrokenPipeError:
        _forget(sink)
    finally:
        await console.close()
    return 1 if console.faults else 0


def _forget(sink: TextIO) -> None:
    """Python flushes standard output once more at exit and would print a traceback for it."""
    if sink is sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sink.fileno())
