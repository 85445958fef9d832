"""What the core needs from outside: a store, questions to it, couriers, a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from core.instants import Instant
from core.queries import Query
from core.rows import Index, Key, Kind
from core.speech.notice import Notice
from core.speech.phrase import Phrase
from core.speech.reply import Reply
from core.speech.texts import Voice

T = TypeVar("T")

Wanted = Mapping[Kind | Index, Sequence[tuple[int, Key]]]
"""What to load: for each kind or collection, communities with keys."""
Loaded = Mapping[Kind | Index, Mapping[tuple[int, Key], Sequence[Any]]]
"""What was found: rows by community and key; what is not in it is known to be absent."""


class Rejected(Exception):
    """The database refused what was written: some piece of the batch is bad."""


class Unavailable(Exception):
    """The database can't be reached or can't write; no piece is to blame."""


class Interrupted(Unavailable):
    """Surely nothing was written, and another try may well go through."""


class Unknown(Exception):
    """A commit was sent and its outcome did not come back."""


@dataclass(slots=True)
class Changes:
    """What one community's Book has to write."""

    community: int
    fresh: Mapping[Kind, Sequence[Any]] = field(default_factory=dict)
    dirty: Mapping[Kind, Sequence[Any]] = field(default_factory=dict)
    gone: Mapping[Kind, Sequence[Any]] = field(default_factory=dict)
    """Rows that are no more: what a person may have erased."""


class Transaction(Protocol):
    """One batch's transaction; its communities are locked from the start."""

    time: Instant
    """The database's own time, read under the lock; 0 where the process's clock is to be asked."""

    async def load(self, wanted: Wanted) -> Loaded:
        """One statement a kind. Raises Unavailable."""

    async def write(self, changes: Sequence[Changes]) -> None:
        """One executemany a table, at the latest with the commit. Raises Rejected, Unavailable."""

    async def commit(self) -> None:
        """Raises Rejected, Unavailable (surely not committed) or Unknown."""

    async def rollback(self) -> None:
        """Give everything back; never raises."""


class Store(Protocol):
    """The writer's side. Only the engine calls it."""

    together: bool
    """Whether one transaction may hold several communities."""
    width: int
    """How many transactions there may be at once."""

    async def begin(self, communities: Sequence[int]) -> Transaction:
        """Lock these communities. Raises Unavailable."""

    async def found(self, platform: str, place: str) -> int:
        """The number of the community that a platform's place points to, made if new."""

    async def remember(self, name: str, value: str) -> None:
        """Keep a value of this installation's own, which belongs to no community."""

    async def settle(self, name: str, value: str) -> str:
        """Keep such a value unless there is one; the one that stands."""

    async def take(self, name: str) -> str:
        """Forget such a value; it, or empty if there is none."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> Instant:
        """The wall's time."""

    def steady(self) -> Instant:
        """The time as it would be had the wall's clock never jumped in this process."""


class Snapshot(Protocol):
    """One read transaction: everything asked in it is of one moment."""

    async def load(self, wanted: Wanted) -> Loaded:
        """As a Transaction loads, without a lock."""

    async def ask(self, community: int, query: Query[T]) -> T:
        """Answer a question about a community (0 where the question is about all)."""


class Queries(Protocol):
    """The readers' side."""

    def snapshot(self) -> AbstractAsyncContextManager[Snapshot]:
        """A read transaction of its own, at most 5 s long. Raises Unavailable."""


Tell = Callable[[int], None]
"""Hears how many percent of something are done."""


class Workshop(Protocol):
    """Does what takes long beside the bot, in a process of its own that only reads."""

    async def finish(self, task: str, community: int, asked: Reply, now: Instant, tell: Tell) -> Reply:
        """The answer to what was asked. Refuses: work.busy, work.long, leaving."""


class Undeliverable(Exception):
    """The platform does not take this notice; ``why`` says to staff what they can do.

    ``closes``: the address takes nothing at all as it is, so what is for it has to wait.
    ``gone``: the person is no longer of the community.
    """

    def __init__(self, why: Phrase, *, closes: bool = False, gone: bool = False) -> None:
        super().__init__(why.key)
        self.why = why
        self.closes = closes
        self.gone = gone


class Faults(Protocol):
    """Where what broke is written down."""

    def report(self, error: BaseException, doing: str) -> str:
        """Log it once; the incident's number, for the person to quote."""


class Later(Exception):
    """The platform can't take this notice now."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notice on its way: the words are the Reply's, ``edits`` the message it replaces.

    ``voice`` is how it is read on the platform, with the names and texts that it needs.
    ``place`` is the community's on the platform, ``to`` the channel or the person there.
    ``again``: it may have been sent before, so the courier looks before it sends.
    """

    community: int
    notice: Notice
    reply: Reply
    edits: str = ""
    place: str = ""
    to: str = ""
    again: bool = False
    voice: Voice = field(default_factory=Voice)


class Courier(Protocol):
    """Delivers notices on one platform."""

    platform: str
    routed: bool
    """Whether channels have to be found on the platform first."""
    width: int
    """How many channels it serves beside each other."""
    pace: float
    """Seconds between two messages of one channel, edits included."""

    async def deliver(self, parcel: Parcel) -> str:
        """Send or edit; the platform's number of the message. Raises Later, Undeliverable."""
