"""What no rule would decide, written by the bot's own hand: sums and hashes are right, the deed is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import instants
from core.board.jobs import Job
from core.board.proposals import Proposal
from core.book import Book
from core.ledger.accounts import GIFTS, GRANTS, PeriodPaid, StaffDay, Wallet
from core.people import Member, RoleRank
from core.rules import dues, interviews, jobs, journal, proposals, staff
from tests.adapters.storage.test_verify_story import books, decide, found

BOSS, ANA, BEN, CLI, DAN = 1, 2, 3, 5, 7
Patch = pytest.MonkeyPatch


def _gift(book: Book, member: int, amount: int) -> None:
    wallet = book.the(Wallet, member)
    with journal.record(book, "gift", key="gift/wrong", member=member) as record:
        record.move(GIFTS, -amount)
        record.credit(wallet, amount, "gift", book.now, dues.expiry(book, book.now))


def gift_again(book: Book, patch: Patch) -> None:
    _gift(book, ANA, book.policy.gift_signup)


def gift_of_another_size(book: Book, patch: Patch) -> None:
    _gift(book, DAN, 7)  # who came while the gift was nothing


def _grant(book: Book, member: int, period: int) -> None:
    wallet, due = book.the(Wallet, member), instants.start_of_period(period, book.policy.time_zone)
    version = book.community.policy
    amount, name = book.policy.monthly(wallet.plan), instants.period_name(period)
    paid = book.get(PeriodPaid, period) or book.add(PeriodPaid(period, 0, 0))
    with journal.record(
        book,
        "grant",
        key="grant/wrong",
        due=due,
        policy=version,
        member=member,
        period=name,
        plan=wallet.plan,
    ) as record:
        record.move(GRANTS, -amount)
        record.credit(wallet, amount, "grant", due, dues.expiry(book, book.now))
    book.change(paid, members=paid.members + 1, connects=paid.connects + amount)


def _period(book: Book) -> int:
    return instants.period(book.now, book.policy.time_zone)


def grant_again(book: Book, patch: Patch) -> None:
    _grant(book, ANA, _period(book))


def grant_from_before_joining(book: Book, patch: Patch) -> None:
    _grant(book, DAN, _period(book) - 1)


def _allow_all(patch: Patch) -> None:
    patch.setattr(proposals, "may_apply", lambda *given: None)


def apply_twice(book: Book, patch: Patch) -> None:
    _allow_all(patch)
    proposals.submit(book, BEN, book.the(Job, 7), "again")


def apply_to_own_job(book: Book, patch: Patch) -> None:
    _allow_all(patch)
    proposals.submit(book, CLI, book.the(Job, 7), "me")


def return_again(book: Book, patch: Patch) -> None:
    one = book.the(Proposal, 15)
    with journal.record(
        book, "proposal.returned", key="return/wrong", job=one.job, proposal=one.number, member=one.member
    ):
        pass


def owe_too_much(book: Book, patch: Patch) -> None:
    job = book.the(Job, 8)
    book.change(job, returnable=job.returnable + 1)
    jobs.cancel(book, CLI, job)


def give_beyond_the_limit(book: Book, patch: Patch) -> None:
    def count(book: Book, by: int, *, granted: int = 0, taken: int = 0) -> None:
        day = instants.day(book.now, book.policy.time_zone).toordinal()
        book.add(StaffDay(by, day, granted, taken))

    patch.setattr(staff, "_count", count)
    patch.setattr(staff, "_not_to_oneself", lambda book, by, member: False)
    staff.grant(book, BOSS, ANA, book.policy.staff_daily_limit + 1, "because")


def _answer(book: Book, patch: Patch, number: int, bonus: int) -> None:
    patch.setattr(interviews, "_bonus", lambda *given: (bonus, ""))
    interviews.answer(book, book.the(Proposal, number).member, number, "so")


def answer_again(book: Book, patch: Patch) -> None:
    book.change(book.the(Proposal, 11), answered=0)
    before = book.the(Proposal, 11).bonus
    _answer(book, patch, 11, 0)
    book.change(book.the(Proposal, 11), bonus=before)


def bonus_for_a_free_proposal(book: Book, patch: Patch) -> None:
    _answer(book, patch, 14, 10)


def bonus_beyond_the_cap(book: Book, patch: Patch) -> None:
    _answer(book, patch, 13, 10)


def bonus_for_a_pair_again(book: Book, patch: Patch) -> None:
    _answer(book, patch, 12, 5)


def leave_twice(book: Book, patch: Patch) -> None:
    for key in ("once", "twice"):
        with journal.record(book, "place.left", key=f"leave/{key}"):
            book.change(book.community, away=True)


def give_a_rank_unsaid(book: Book, patch: Patch) -> None:
    book.add(RoleRank("console", "Friends", 2))


WRONGS: dict[str, Callable[[Book, Patch], None]] = {
    "gifts.once": gift_again,
    "gifts.amount": gift_of_another_size,
    "grants.once": grant_again,
    "grants.joined": grant_from_before_joining,
    "proposals.live": apply_twice,
    "proposals.own": apply_to_own_job,
    "returns.once": return_again,
    "returns.owed": owe_too_much,
    "staff.limit": give_beyond_the_limit,
    "bonuses.once": answer_again,
    "bonuses.paid": bonus_for_a_free_proposal,
    "bonuses.cap": bonus_beyond_the_cap,
    "bonuses.pair": bonus_for_a_pair_again,
    "community.away": leave_twice,
    "roles.rank": give_a_rank_unsaid,
}


@pytest.mark.parametrize("name", WRONGS)
async def test_a_wrong_deed_is_found_by_the_check_for_it_alone(
    name: str, tmp_path: Path, monkeypatch: Patch
) -> None:
    path = books(tmp_path)

    def wrong(book: Book) -> Any:
        book.the(Member, ANA)
        WRONGS[name](book, monkeypatch)

    await decide(path, wrong)
    assert found(path) == {name: 1}
