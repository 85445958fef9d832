"""What staff take of the community's whole journal: /admin export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Annotated

from core import instants
from core.book import Book
from core.chat.ask import Ask
from core.chat.command import question
from core.chat.options import ChoiceSpec
from core.commands.exporting import FORMATS
from core.instants import Instant
from core.ledger.beancount import Ledger, name_of
from core.ledger.operations import Entry, Operation
from core.people import Rank
from core.ports import Tell
from core.replaying.past import Past
from core.rules import journal, notices
from core.speech.phrase import Code, Fact
from core.speech.reply import File, Reply, reply

Format = Annotated[str, ChoiceSpec(FORMATS)]
LARGEST = 7_000_000
"""Signs of a file that every platform takes; more is for whoever hosts the bot."""
COLUMNS = (
    "operation", "at", "due", "kind", "actor", "member", "job", "proposal", "account", "wallet", "amount",
    "before", "after", "policy", "key",
)  # fmt: skip


def _note(ask: Ask, book: Book, format_: Format = "csv") -> Reply:
    """That staff took the journal along is written down, and shown in the log channel."""
    with journal.record(book, "community.exported", actor=ask.member, format=format_):
        pass
    notices.log(book, "log.exported", ask.member, format=format_)
    return Reply("noted")


@question("admin export", rank=Rank.STAFF, records=_note, heavy="export")
def export(ask: Ask, book: Book, format_: Format = "csv") -> Reply:
    """Take the community's whole journal along: csv, json or beancount; this is logged."""
    return reply("export.asked", format=format_)


def finish(number: int, past: Past, asked: Reply, now: Instant, tell: Tell) -> Reply:
    """The answer, in the workshop."""
    format_ = str(asked.facts["format"])
    operations = past.community().operations
    parts: list[str] = []
    size = 0
    for count, text in _texts(number, past, format_):
        parts.append(text)
        size += len(text)
        if size > LARGEST:
            return Reply("export.large", {"host": Code("connects export"), "lines": operations}, ok=False)
        if count % 5_000 == 0:
            tell(100 * count // max(1, operations))
    name = f"connects-journal.{'bean' if format_ == 'beancount' else format_}"
    facts: dict[str, Fact] = {"file": Code(name), "lines": operations}
    return Reply("admin.export", facts, files=(File(name, "".join(parts)),))


def _texts(number: int, past: Past, format_: str) -> Iterator[tuple[int, str]]:
    """The file piece by piece, each with how many operations are in it so far."""
    if format_ == "beancount":
        yield from _beancount(number, past)
        return
    yield 0, "[\n" if format_ == "json" else ",".join(COLUMNS) + "\n"
    first = True
    for act in past.acts(1):
        for entry in act.entries:
            row = _row(act.op, entry)
            if format_ == "json":
                yield (
                    act.op.number,
                    ("" if first else ",\n") + json.dumps(dict(zip(COLUMNS, row, strict=True))),
                )
            else:
                out = io.StringIO()
                csv.writer(out, lineterminator="\n").writerow(row)
                yield act.op.number, out.getvalue()
            first = False
    if format_ == "json":
        yield 0, "\n]\n"


def _row(op: Operation, entry: Entry) -> tuple[object, ...]:
    due = instants.iso(op.due) if op.due else ""
    return (
        op.number, instants.iso(op.at), due, op.kind, op.actor, op.member or "", op.job or "",
        op.proposal or "", entry.account, entry.wallet or "", entry.amount, entry.before, entry.after,
        op.policy, op.key,
    )  # fmt: skip


def _beancount(number: int, past: Past) -> Iterator[tuple[int, str]]:
    ledger = Ledger(f"Connects of community {number}")
    held: dict[str, int] = {}
    for act in past.acts(1):
        if act.entries:
            for entry in act.entries:
                account = name_of(entry.account, entry.wallet)
                held[account] = held.get(account, 0) + entry.amount
            yield act.op.number, "".join(ledger.operation(act.op, act.entries))
    yield 0, "".join(ledger.balances(held))
