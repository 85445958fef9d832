"""Moving in: balances that the host brings from another bot, one operation a member, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.book import Book
from core.instants import Instant
from core.ledger.accounts import MOVED, Wallet
from core.ledger.lots import LOTS_LEFT
from core.ledger.operations import BY_KEY, ENTRIES, Operation
from core.people import Identity, Member, Who
from core.rules import communities, dues, journal, members, notices, wallets
from core.speech.phrase import Amount

IN, BACK, BEGUN = "moved.in", "moved.back", "import.begun"
SOURCE = "moved"


class Brought(NamedTuple):
    """What somebody brings along: how many Connects, until when (0: as long as a gift of today), a note."""

    who: Who
    amount: int
    expires: Instant = 0
    note: str = ""


class Moved(NamedTuple):
    """What became of some members' balances: how many members, how many Connects."""

    members: int
    connects: int


class Left(NamedTuple):
    """A member's part of an import, looked at to be taken back: what came, and what of it was there.

    ``taken`` says whether it was taken back, ``before`` whether that was done before.
    """

    member: int
    amount: int
    left: int
    taken: bool
    before: bool = False


def key_of(name: str, member: int) -> str:
    """The key of a member's part in an import: it is brought once."""
    return f"import/{name}/{member}"


def begin(book: Book, name: str, source: str, digest: str, all_of_it: Moved, preset: str) -> None:
    """Write down that a file is moved in, and tell the log channel; once for each file under a name."""
    communities.found(book, preset)
    key = f"import/{name}/file-{digest}"
    if book.find(BY_KEY, key):
        return
    with journal.record(
        book, BEGUN, key=key, name=name, source=source, members=all_of_it.members, amount=all_of_it.connects
    ):
        pass
    notices.post(
        book, "log", "log.import_begun", name=name, source=source, members=all_of_it.members,
        amount=Amount(all_of_it.connects),
    )  # fmt: skip


def bring(book: Book, name: str, source: str, some: Sequence[Brought], preset: str) -> Moved:
    """Give members what they bring; who has theirs from this import already gets nothing more."""
    book.need(*((Identity, (one.who.platform, one.who.person)) for one in some))
    rows = [book.get(Identity, (one.who.platform, one.who.person)) for one in some]
    known = [row.member for row in rows if row is not None]
    book.need(
        *((kind, number) for kind in (Member, Wallet, LOTS_LEFT) for number in known),
        *((BY_KEY, key_of(name, number)) for number in known),
    )
    came, connects = 0, 0
    for one, row in zip(some, rows, strict=True):
        if row is not None and book.find(BY_KEY, key_of(name, row.member)):
            continue
        number = row.member if row is not None else members.expect(book, one.who, preset)
        _credit(book, name, source, number, one)
        came, connects = came + 1, connects + one.amount
    return Moved(came, connects)


def _credit(book: Book, name: str, source: str, number: int, one: Brought) -> None:
    wallet = wallets.of(book, number)
    with journal.record(
        book, IN, key=key_of(name, number), member=number, amount=one.amount, name=name, source=source
    ) as record:
        record.move(MOVED, -one.amount)
        record.credit(wallet, one.amount, SOURCE, book.now, one.expires or dues.expiry(book, book.now))
        record.text(one.note, number)


def take_back(book: Book, operations: Sequence[int], *, everything: bool) -> list[Left]:
    """Take parts of an import out of their own lots again, each once.

    Of a wallet that has spent some nothing is taken, or with ``everything`` what is left.
    """
    book.need(
        *((Operation, number) for number in operations),
        *((what, number) for what in (ENTRIES,) for number in operations),
        *((BY_KEY, f"undo/{number}") for number in operations),
    )
    ops = [book.the(Operation, number) for number in operations]
    book.need(*((what, op.member) for what in (Wallet, LOTS_LEFT) for op in ops))
    return [_take_back(book, op, everything=everything) for op in ops]


def _take_back(book: Book, op: Operation, *, everything: bool) -> Left:
    amount = sum(entry.amount for entry in book.find(ENTRIES, op.number) if entry.amount > 0)
    if book.find(BY_KEY, f"undo/{op.number}"):
        return Left(op.member, amount, 0, taken=False, before=True)
    wallet = wallets.of(book, op.member)
    lots = [lot for lot in book.find(LOTS_LEFT, wallet.number) if lot.operation == op.number]
    left = sum(lot.left for lot in lots)
    if not left or (left < amount and not everything):
        return Left(op.member, amount, left, taken=False)
    with journal.record(
        book, BACK, key=f"undo/{op.number}", member=op.member, undone=op.number, amount=left
    ) as record:
        record.move(MOVED, left)
        for lot in lots:
            record.take_from(wallet, lot, lot.left)
    return Left(op.member, amount, left, taken=True)


def tell_undone(book: Book, name: str, back: Moved) -> None:
    """Tell the log channel that an import was taken back."""
    notices.post(
        book, "log", "log.import_undone", name=name, members=back.members, amount=Amount(back.connects)
    )
