"""The hash over the journal: canonical forms by version, and the digests of free text.

A form, once released, is never changed: what was written under it must stay
verifiable. A new form gets a new number, and `tests/core/ledger` a journal of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import orjson

from core.ledger.lots import Lot, Use
from core.ledger.operations import Entry, Operation

FORM = 1
GENESIS = "0" * 64


def _form_1(op: Operation, entries: Sequence[Entry], uses: Sequence[Use], lots: Sequence[Lot]) -> bytes:
    return orjson.dumps(
        [
            1,
            [op.number, op.key, op.kind, op.actor, op.at, op.due, op.policy, op.job, op.proposal, op.member],
            op.facts,
            [[e.line, e.account, e.wallet, e.amount, e.before, e.after] for e in entries],
            [[u.lot, u.amount] for u in uses],
            [[t.number, t.wallet, t.source, t.amount, t.issued, t.expires] for t in lots],
        ]
    )


_FORMS = {1: _form_1}


def digest(
    before: str, op: Operation, entries: Sequence[Entry], uses: Sequence[Use], lots: Sequence[Lot]
) -> str:
    """The hash of an operation over the hash of the one before it.

    Entries come by line, uses by lot, new lots by number. Raises KeyError for a
    form that this release does not know.
    """
    return sha256(before.encode() + _FORMS[op.form](op, entries, uses, lots)).hexdigest()


def digest_text(salt: str, body: str) -> str:
    """What the chain covers of a free text."""
    return sha256((salt + body).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a chain came to at some moment, to be kept where whoever changes the database can't reach it."""

    community: int
    operations: int
    head: str

    def __str__(self) -> str:
        return f"community {self.community}: {self.operations} operations, head {self.head}"


_ANCHOR = re.compile(r"community ([0-9]{1,18}): ([0-9]{1,18}) operations, head ([0-9a-f]{64})\b")


def anchors_in(text: str) -> Iterator[Anchor]:
    """Every anchor that stands in a text, whatever else does."""
    for found in _ANCHOR.finditer(text):
        yield Anchor(int(found[1]), int(found[2]), found[3])
