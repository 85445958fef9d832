"""Prints outcomes: as JSON, as plain lines, or in colours where a person looks on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, TextIO

from adapters.console.render import (
    ANSWER,
    DIRECT,
    FAULT,
    NOTICE,
    REFUSAL,
    SAID,
    Outcome,
    as_json,
    as_lines,
    notices,
)

_STYLES = {SAID: "bold", ANSWER: "", REFUSAL: "yellow", FAULT: "bold red", NOTICE: "cyan", DIRECT: "magenta"}


def json_printer(sink: TextIO) -> Callable[[Outcome], None]:
    """One object a line. What was sent between two lines stands first among the notices of the next."""
    early: list[dict[str, Any]] = []

    def show(outcome: Outcome) -> None:
        shown = as_json(outcome)
        if shown is None:
            early.extend(notices(outcome))
            return
        shown["notices"] = [*early, *shown["notices"]]
        early.clear()
        _write(sink, json.dumps(shown, ensure_ascii=not _holds_all(sink)))

    return show


def text_printer(sink: TextIO, *, echo: bool) -> Callable[[Outcome], None]:
    """Lines to read; in colours if the sink is a terminal."""
    if sink.isatty():
        return _colours(sink, echo)

    def show(outcome: Outcome) -> None:
        for _, line in as_lines(outcome, echo=echo):
            _write(sink, line)

    return show


def percent(done: int) -> None:
    """How far something is, beside what is printed; the next word takes its place."""
    print(f"\r… {done} %", end="\r", file=sys.stderr, flush=True)


def _colours(sink: TextIO, echo: bool) -> Callable[[Outcome], None]:
    # Only here: it costs start-up time that a script need not pay.
    from rich.console import Console as Terminal
    from rich.text import Text

    def show(outcome: Outcome) -> None:
        # Made anew: while a prompt is shown, what is printed has to go through its stand-in for stdout.
        terminal = Terminal(file=sink, force_terminal=True, soft_wrap=True, highlight=False)
        for kind, line in as_lines(outcome, echo=echo):
            terminal.print(Text(line, style=_STYLES[kind]))

    return show


def _holds_all(sink: TextIO) -> bool:
    return (sink.encoding or "utf-8").lower().replace("-", "") == "utf8"


def _write(sink: TextIO, line: str) -> None:
    # A terminal that lacks a sign gets a mark in its place, never a traceback.
    encoding = sink.encoding or "utf-8"
    sink.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    sink.flush()
