"""The log: structured, readable on a terminal, JSON otherwise; and the numbers of incidents."""

from __future__ import annotations

import logging
import secrets
import sys
from pathlib import Path
from typing import TextIO

import structlog

_log = structlog.get_logger("connects")


def set_up(level: str = "info", *, file: Path | None = None, json: bool | None = None) -> None:
    """Write the log to standard error, or to a file where people talk at the terminal."""
    sink: TextIO = sys.stderr if file is None else file.open("a", encoding="utf-8")
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    as_json = not sink.isatty() if json is None else json
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=True, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if as_json else _keep,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr if file is None else sink),
    )
    logging.basicConfig(
        stream=sink, level=max(number, logging.WARNING), format="%(levelname)s %(name)s: %(message)s"
    )


def _keep(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    return event


class LoggedFaults:
    """What broke goes to the log once, under a number that the person sees."""

    def report(self, error: BaseException, doing: str) -> str:
        """Log it; the incident's number."""
        incident = secrets.token_hex(4).upper()
        _log.error("incident", incident=incident, doing=doing, exc_info=error)
        return incident
