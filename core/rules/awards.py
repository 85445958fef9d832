"""Certified skills and badges, which staff award once each (RULES 13, 34)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from operator import attrgetter

from core.board.awards import AWARDS_OF, BADGE, BADGES, CERTIFICATION, Award
from core.book import Book
from core.errors import Refusal
from core.ledger.accounts import AWARDS
from core.ledger.operations import Operation
from core.policy.policy import Policy
from core.rules import dues, journal, notices, staff, wallets
from core.speech.phrase import Amount, Code, Mention, Phrase, When, say

WHATS = (CERTIFICATION, BADGE)
SOURCE = "award"
_SKILL = re.compile(r"[^\s,]{1,40}")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody was awarded, and what it came to."""

    name: str
    paid: int
    balance: int


def amount(policy: Policy, what: str) -> int:
    """What a certification or a badge pays."""
    return policy.award_badge if what == BADGE else policy.award_certification


def named(what: str, typed: str) -> str:
    """The name under which a badge or a skill is kept. Refuses: award.badge, award.skill."""
    words = typed.casefold().replace("-", " ").replace("_", " ").split()
    if what == BADGE:
        name = "_".join(words)
        if name not in BADGES:
            raise Refusal("award.badge", name=typed, badges=tuple(Code(one) for one in BADGES))
        return name
    name = "-".join(typed.casefold().split())
    if not _SKILL.fullmatch(name):
        raise Refusal("award.skill", name=typed, example=Code("name:python"))
    return name


def give(book: Book, by: int, member: int, what: str, typed: str) -> Given:
    """Award a certification or a badge; each is had, and paid, once.

    Refuses: award.badge, award.skill, award.twice, admin.self, admin.limit.
    """
    name = named(what, typed)
    if book.get(Award, (member, what, name)) is not None:
        raise Refusal(
            "award.twice", member=Mention(member), what=what, name=name, wallet=Code("/admin wallet")
        )
    paid = amount(book.policy, what)
    alone = staff.counts(book, by, member, paid)
    wallet = wallets.of(book, member)
    with journal.record(
        book, "award.paid", actor=by, key=f"award/{member}/{what}/{name}", member=member,
        what=what, name=name, paid=paid,
    ) as record:  # fmt: skip
        if paid:
            record.move(AWARDS, -paid)
            record.credit(wallet, paid, SOURCE, book.now, dues.expiry(book, book.now))
    book.add(Award(member, what, name, record.number))
    notices.log(
        book, "log.awarded_self" if alone else "log.awarded", by, member=Mention(member), what=what,
        name=name, paid=Amount(paid),
    )  # fmt: skip
    if by != member:
        notices.to_member(
            book, member, "award.received", by=Mention(by), what=what, name=name, paid=Amount(paid),
            balance=Amount(wallet.balance),
        )  # fmt: skip
    return Given(name, paid, wallet.balance)


def lines(book: Book, member: int) -> tuple[Phrase, ...]:
    """What a member has earned once, in the order of the journal."""
    had: list[Award] = sorted(book.find(AWARDS_OF, member), key=attrgetter("operation"))
    book.need(*((Operation, one.operation) for one in had))
    return tuple(_line(one, book.the(Operation, one.operation)) for one in had)


def _line(award: Award, op: Operation) -> Phrase:
    return say(
        "awards.line", what=award.what, name=award.name, paid=Amount(json.loads(op.facts).get("paid", 0)),
        when=When(op.at), operation=op.number,
    )  # fmt: skip
