"""A wallet's history as a file that other programs can add up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Annotated

from core import instants
from core.board.awards import AWARDS_OF
from core.book import Book
from core.chat.options import ChoiceSpec
from core.ledger.accounts import WALLET
from core.ledger.beancount import Ledger, name_of
from core.people import IDENTITIES, TEXTS_OF, Member
from core.queries import History, Line
from core.rules import wallets
from core.speech.reply import File

FORMATS = ("csv", "json", "beancount")
PERSONAL = "personal"
Format = Annotated[str, ChoiceSpec((*FORMATS, PERSONAL))]
COLUMNS = ("operation", "at", "due", "kind", "job", "proposal", "amount", "before", "after", "policy", "key")
ALL = 1_000_000


def wallet_file(book: Book, wallet: int, format_: str) -> File:
    """Everything that ever moved in a wallet, oldest first."""
    newest_first: Sequence[Line] = book.ask(History(wallet, ALL))
    lines = newest_first[::-1]
    return File(
        f"connects-{wallet}.{'bean' if format_ == 'beancount' else format_}", write(lines, wallet, format_)
    )


def personal_file(book: Book, member: int) -> File:
    """What is known of a person and what they wrote (RULES 37)."""
    person, wallet = book.the(Member, member), wallets.of(book, member)
    names = sorted(book.find(IDENTITIES, member), key=lambda one: one.platform)
    texts = sorted(book.find(TEXTS_OF, member), key=lambda one: one.number)
    awards = sorted(book.find(AWARDS_OF, member), key=lambda one: one.operation)
    known = {
        "member": member,
        "names": [{"platform": one.platform, "person": one.person, "name": one.name} for one in names],
        "joined": instants.iso(person.joined),
        "rank": int(person.rank),
        "muted": [one for one in person.muted.split(",") if one],
        "plan": wallet.plan,
        "balance": wallet.balance,
        "awards": [{"what": one.what, "name": one.name, "operation": one.operation} for one in awards],
        "texts": [{"number": one.number, "operation": one.operation, "text": one.body} for one in texts],
    }
    return File(f"connects-{member}-personal.json", json.dumps(known, indent=1, ensure_ascii=False) + "\n")


def write(lines: Sequence[Line], wallet: int, format_: str) -> str:
    """The lines as csv, json, or a beancount ledger with the wallet as an account."""
    if format_ == "beancount":
        return _beancount(lines, wallet)
    rows = [dict(zip(COLUMNS, _row(line), strict=True)) for line in lines]
    if format_ == "json":
        return json.dumps(rows, indent=1) + "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _row(line: Line) -> tuple[object, ...]:
    op = line.operation
    due = instants.iso(op.due) if op.due else ""
    return (
        op.number, instants.iso(op.at), due, op.kind, op.job or "", op.proposal or "",
        line.amount, line.before, line.after, op.policy, op.key,
    )  # fmt: skip


def _beancount(lines: Sequence[Line], wallet: int) -> str:
    ledger = Ledger(f"Connects of wallet {wallet}")
    account = name_of(WALLET, wallet)
    parts = [
        text
        for line in lines
        for text in ledger.transaction(line.operation, [(account, line.amount), (_other(line), -line.amount)])
    ]
    parts += ledger.balances({account: lines[-1].after if lines else 0})
    return "".join(parts)


def _other(line: Line) -> str:
    """The account across from the wallet: a name of the operation's kind, as the wallet's owner sees it."""
    words = line.operation.kind.replace("_", ".").split(".")  # beancount takes no underscore in a name
    return f"Equity:{''.join(word.capitalize() for word in words)}"


def length(book: Book, wallet: int) -> int:
    """How many operations a wallet's file holds."""
    return len(book.ask(History(wallet, ALL)))
