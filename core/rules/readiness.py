"""The readiness test: its questions, one try a day, and the gift for passing it once (RULES 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import instants
from core.board.awards import TEST, Award
from core.book import Book
from core.errors import Refusal
from core.instants import Instant
from core.ledger.accounts import AWARDS
from core.people import Member
from core.policy.policy import Policy
from core.policy.versions import PolicyVersion, policy_of
from core.rules import dues, journal, wallets
from core.speech.phrase import Code, Phrase, When, say

READINESS = "readiness"
LETTERS = ("a", "b", "c", "d", "e")
"""What stands for a choice, by its place."""
MOST = 5
"""So many questions fit into one form on every platform."""
_RIGHT = "bcacb"
"""The right answers of the five about these rules, which hold under every policy."""
_CHOICES = LETTERS[:3]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put, and the place of its right choice."""

    ask: Phrase
    choices: tuple[Phrase, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a try came to; ``again`` is when the next one may be."""

    passed: bool
    right: int
    of: int
    paid: int
    balance: int
    again: Instant


def questions(policy: Policy) -> tuple[Asked, ...]:
    """The test's questions: the community's own, or five about these rules."""
    if policy.quiz:
        return tuple(
            Asked(_plain(one.ask), tuple(_plain(choice) for choice in one.choices), one.right)
            for one in policy.quiz
        )
    return tuple(
        Asked(
            say(f"quiz.{number}"),
            tuple(say(f"quiz.{number}_{letter}") for letter in _CHOICES),
            LETTERS.index(right),
        )
        for number, right in enumerate(_RIGHT, 1)
    )


def _plain(words: str) -> Phrase:
    return say("value", value=words)


def passes(policy: Policy) -> int:
    """How many right answers pass."""
    return min(policy.quiz_pass, len(questions(policy)))


def may_try(book: Book, number: int) -> None:
    """Whether a member may take the test today. Refuses: test.passed_already, test.today."""
    book.need((Award, (number, TEST, READINESS)), (Member, number))
    if book.get(Award, (number, TEST, READINESS)) is not None:
        raise Refusal("test.passed_already", awards=Code("/connects awards"))
    if book.the(Member, number).tried >= _today(book):
        raise Refusal("test.today", again=When(_again(book, number), "time"), rules=Code("/connects rules"))


def must_be_the_same(book: Book, version: int) -> None:
    """Whether the questions are still those of the policy they were put under. Refuses: test.changed."""
    if version in (0, book.community.policy):
        return
    asked = book.get(PolicyVersion, version)
    if asked is None or policy_of(asked).quiz != book.policy.quiz:
        raise Refusal("test.changed", test=Code("/connects test"))


def take(book: Book, number: int, answers: Sequence[str]) -> Tried:
    """A member's try, with a letter for each question; passing it pays, once for ever.

    Refuses: test.passed_already, test.today.
    """
    may_try(book, number)
    policy, member, wallet = book.policy, book.the(Member, number), wallets.of(book, number)
    asked = questions(policy)
    right = sum(LETTERS[one.right] == answer for one, answer in zip(asked, answers, strict=True))
    passed, of = right >= passes(policy), len(asked)
    paid = policy.gift_test if passed else 0
    if passed:
        with journal.record(
            book, "test.passed", actor=number, key=f"award/{number}/{TEST}/{READINESS}", member=number,
            paid=paid, right=right, of=of,
        ) as record:  # fmt: skip
            if paid:
                record.move(AWARDS, -paid)
                record.credit(wallet, paid, TEST, book.now, dues.expiry(book, book.now))
            book.change(member, tried=_today(book))
        book.add(Award(number, TEST, READINESS, record.number))
    else:
        with journal.record(book, "test.failed", actor=number, member=number, right=right, of=of):
            book.change(member, tried=_today(book))
    return Tried(passed, right, of, paid, wallet.balance, _again(book, number))


def _today(book: Book) -> int:
    return instants.day(book.now, book.policy.time_zone).toordinal()


def _again(book: Book, number: int) -> Instant:
    """When the day of the last try is over, on the community's clocks."""
    return instants.end_of_day(book.policy.time_zone, date.fromordinal(book.the(Member, number).tried))
