"""What the doctor says of one thing that was looked at."""

from __future__ import annotations

from typing import NamedTuple

OK, WARNING, WRONG = "ok", "warning", "error"


class Finding(NamedTuple):
    """Something looked at: how it is, what it is, and what mends it."""

    state: str
    what: str
    mend: str = ""
