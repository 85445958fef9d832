"""The log: structured, readable on a terminal, JSON otherwise; without secrets; and the numbers of incidents.

What libraries log through Python's own logging goes the same way.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.redacting import clean, cleaned

INCIDENT = "incident"
Ear = Callable[[str, str, str], None]
"""Hears of a warning or worse: whose it is, how bad, what happened."""

_log = structlog.get_logger("connects")
_ears: list[Ear] = []


def set_up(level: str = "info", *, file: Path | None = None, json: bool | None = None) -> None:
    """Write the log to standard error, or to a file where people talk at the terminal."""
    sink: TextIO = sys.stderr if file is None else file.open("a", encoding="utf-8")
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    as_json = not sink.isatty() if json is None else json
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=True, exception_formatter=structlog.dev.plain_traceback)
    )
    begin: list[Processor] = [
        structlog.processors.add_log_level,
        _name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    end: list[Processor] = [_hear, structlog.processors.format_exc_info, _redact, _Clean(renderer)]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *begin, *end],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *names: _Printing(sys.stderr if file is None else sink, *names),
    )
    _hear_libraries(sink, max(number, logging.WARNING), begin, end)


def _hear_libraries(sink: TextIO, level: int, begin: list[Processor], end: list[Processor]) -> None:
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(handler)
    handler = _Handler(sink)
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=begin, processors=[drop, *end])
    )
    root.addHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = False  # or a message that can't be put together is printed with all it has


class _Handler(logging.StreamHandler[TextIO]):
    """Ours, among those that others may have added."""


class _Printing(structlog.PrintLogger):
    """Prints, and knows whose it is."""

    def __init__(self, file: TextIO, name: str = "") -> None:
        super().__init__(file)
        self.name = name


def _name(logger: WrappedLogger, _: str, event: EventDict) -> EventDict:
    record: Any = event.get("_record")
    name = record.name if record is not None else getattr(logger, "name", "")
    if name:
        event.setdefault("logger", name)
    return event


def _hear(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if event.get("level") in ("warning", "error", "critical"):
        for ear in _ears:
            ear(str(event.get("logger", "")), event["level"], str(event.get("event", "")))
    return event


def _redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    found: EventDict = cleaned(event)
    return found


class _Clean:
    """A renderer whose line is looked through once more: things are turned into words only by it."""

    def __init__(self, renderer: Processor) -> None:
        self._renderer = renderer

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        return clean(str(self._renderer(logger, name, event)))


def listen(ear: Ear) -> Callable[[], None]:
    """Have every warning and worse heard; how to end that."""
    _ears.append(ear)
    return lambda: _ears.remove(ear)


class LoggedFaults:
    """What broke goes to the log once, under a number that the person sees."""

    def report(self, error: BaseException, doing: str) -> str:
        """Log it; the incident's number."""
        incident = secrets.token_hex(4).upper()
        _log.error(INCIDENT, incident=incident, doing=doing, exc_info=error)
        return incident
