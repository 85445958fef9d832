"""Bugs, each planted into a rule of the bot: the simulation has to find every one."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from bot import outbox
from core.board import boosts as bids
from core.chat.door import Door
from core.instants import DAY, SECOND
from core.ledger import lots
from core.rules import (
    boosts,
    calendar,
    dues,
    erasing,
    interviews,
    jobs,
    journal,
    orders,
    proposals,
    returns,
    staff,
    wallets,
)

Patch = pytest.MonkeyPatch


def burn_order_reversed(patch: Patch) -> None:
    """What ends last is spent first."""
    real = lots.burn_order
    patch.setattr(lots, "burn_order", lambda some, order: real(some, order)[::-1])


def returned_as_a_new_lot(patch: Patch) -> None:
    """What comes back is good for a year again."""

    def give_back(record: Any, purse: Any, paid_by: int, due: int, most: int = -1) -> int:
        uses = record.book.find(lots.USES, paid_by)
        back = sum(use.amount for use in uses)
        back = back if most < 0 else min(most, back)
        if back:
            record.credit(purse, back, "return", due, dues.expiry(record.book, due))
        return back

    patch.setattr(returns, "give_back", give_back)


def cap_ignored(patch: Patch) -> None:
    """A window pays without an end."""
    real = interviews.window
    patch.setattr(interviews, "window", lambda *a: interviews.Window(0, 10_000, real(*a).ends))


def a_pair_earns_again(patch: Patch) -> None:
    """The same client and freelancer earn twice in a window."""
    real = interviews._bonus

    def bonus(book: Any, proposal: Any, job: Any, now: Any) -> tuple[int, str]:
        paid, why = real(book, proposal, job, now)
        return (min(book.policy.bonus_amount, now.cap - now.used), "") if why == "pair" else (paid, why)

    patch.setattr(interviews, "_bonus", bonus)


def granted_again_after_a_zone_change(patch: Patch) -> None:
    """When the zone changes the newest month is paid once more, under a key of its own."""
    real, keys = dues._ungranted, count()

    def ungranted(book: Any, wallet: Any) -> list[int]:
        months = real(book, wallet)
        zones = {one.document.partition("time_zone")[2] for one in book.policies()}
        done = book.memory.setdefault("twice", set())
        if not months and wallet.active and len(zones) > 2 and wallet.number not in done:
            done.add(wallet.number)
            return [wallet.period]
        return months

    def record(book: Any, kind: str, **more: Any) -> Any:
        if kind == "grant":
            more["key"] += f"/{next(keys)}"
        return journal.record(book, kind, **more)

    patch.setattr(dues, "_ungranted", ungranted)
    known = {"record": staticmethod(record), "due_of": staticmethod(journal.due_of)}
    patch.setattr(dues, "journal", type("Journal", (), known))


def every_missed_month_is_paid(patch: Patch) -> None:
    """However long the bot was down."""

    def ungranted(book: Any, wallet: Any) -> list[int]:
        now = calendar.period_now(book, wallet.day)
        return list(range(wallet.period + 1, now + 1)) if wallet.active else []

    patch.setattr(dues, "_ungranted", ungranted)


def a_lot_lives_a_second_longer(patch: Patch) -> None:
    """The end of a lot is no longer its end."""
    real = dues._expired

    def expired(book: Any, wallet: Any) -> Any:
        lot = real(book, wallet)
        return lot if lot is not None and lot.expires + SECOND <= book.now else None

    patch.setattr(dues, "_expired", expired)


def bids_are_kept(patch: Patch) -> None:
    """Whoever holds no place loses the bid as well."""
    real = calendar.policy_at

    def policy_at(book: Any, at: int) -> Any:
        version, policy = real(book, at)
        return version, policy.model_copy(update={"boost_places": 20})

    patch.setattr(boosts, "calendar", type("Calendar", (), {"policy_at": staticmethod(policy_at)}))


def a_tie_goes_to_the_later_bid(patch: Patch) -> None:
    """Of equal bids the later one stands higher."""

    def table(some: Any) -> Any:
        standing = [bid for bid in some if bid.state in bids.RANKED]
        return sorted(standing, key=lambda bid: (-bid.amount, -bid.at, -bid.turn))

    patch.setattr(boosts, "table", table)


def withdrawn_is_returned_with_the_job(patch: Patch) -> None:
    """A job that is called off also pays back who had withdrawn."""
    patch.setattr(proposals, "_leave_board", lambda job, record, proposal: None)
    patch.setattr(returns, "RETURNABLE", (*proposals.LIVE, "withdrawn"), raising=False)


def a_job_closes_a_day_late(patch: Patch) -> None:
    """Where nobody rings, a job takes proposals past its end."""
    real = jobs.at

    def at(book: Any, number: int) -> Any:
        job = book.get(jobs.Job, number)
        if job is not None and job.state == "open" and job.closes <= book.now < job.closes + DAY:
            return job
        return real(book, number)

    patch.setattr(jobs, "at", at)


def deliveries_are_not_known_again(patch: Patch) -> None:
    """An adapter makes up a key instead of taking the platform's own."""
    real, keys = Door.text, count()

    async def text(self: Door, who: Any, line: str, key: str, *more: Any) -> Any:
        return await real(self, who, line, f"{key}-{next(keys)}", *more)

    patch.setattr(Door, "text", text)


def nobody_looks_before_sending_again(patch: Patch) -> None:
    """After a crash what was in flight is sent as if it were new."""
    real = outbox.Parcel

    def parcel(*given: Any) -> Any:
        return real(*given[:6], False, *given[7:])

    patch.setattr(outbox, "Parcel", parcel)


def the_gift_comes_back_after_erasing(patch: Patch) -> None:
    """Who was forgotten is new."""
    patch.setattr(erasing, "had", lambda book, who: [])


def a_receipt_is_good_twice(patch: Patch) -> None:
    """The same receipt confirms any number of orders."""
    keys = count()
    normal = orders.normal
    patch.setattr(orders, "normal", lambda receipt: f"{normal(receipt)}{next(keys)}")


def staff_have_no_limit(patch: Patch) -> None:
    """A stolen account gives what it likes."""
    patch.setattr(staff, "_count", lambda book, by, granted=0, taken=0: None)


def a_frozen_wallet_pays(patch: Patch) -> None:
    """Freezing hinders nothing."""
    real = wallets.afford

    def afford(book: Any, wallet: Any, price: int, *, member: int = 0) -> None:
        real(book, wallet, price, member=member or (wallet.number if wallet.frozen else 0))

    patch.setattr(wallets, "afford", afford)


QUICK = (
    returned_as_a_new_lot, every_missed_month_is_paid, a_lot_lives_a_second_longer, bids_are_kept,
    a_tie_goes_to_the_later_bid, a_job_closes_a_day_late, deliveries_are_not_known_again, staff_have_no_limit,
    a_receipt_is_good_twice,
)  # fmt: skip
"""Those that a few seeds show."""
OTHERS = (
    burn_order_reversed, cap_ignored, a_pair_earns_again, granted_again_after_a_zone_change,
    withdrawn_is_returned_with_the_job, nobody_looks_before_sending_again, the_gift_comes_back_after_erasing,
    a_frozen_wallet_pays,
)  # fmt: skip
