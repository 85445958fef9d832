"""Whatever becomes of a proposal: never more back than was paid, and never twice (RULES 4, 21)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from core.board.boosts import Bid
from core.board.jobs import Job
from core.board.proposals import ARCHIVED, DECLINED, HIRED, Proposal
from core.instants import DAY
from core.ledger.accounts import HELD, RETURNS, Account, Wallet
from core.ledger.operations import Entry, Operation
from core.people import Rank
from core.rules import jobs, proposals, undoing, wallets
from tests.laws.whole import Place, WholeBook

GIFT, PRICE, BOOST = 40, 4, 3
ACTS = ("withdraw", "cancel", "remove", "expire", "decline", "archive", "hire", "undo", "reopen")


class One:
    """One job, one proposal with a boost, and what can happen to them."""

    def __init__(self, *policy: str) -> None:
        self.place = Place("staff.daily_limit 1000000", *policy)
        self.staff, self.client = self.place.member("staff"), self.place.member("client")
        self.ana = self.place.member("ana")
        self.job = self.place.job(self.client, PRICE, hires=2)
        with self.place.order() as book:
            sent = proposals.submit(book, self.ana, jobs.at(book, self.job), "", BOOST)
            self.proposal, self.operation = sent.number, sent.operation

    def do(self, act: str) -> bool:
        """Whether it was allowed."""
        if act == "expire":
            self.place.at += 31 * DAY
            with self.place.order() as book:
                proposals.at(book, self.proposal)
            return True
        return not self.place.try_it(lambda book: self._do(book, act))

    def _do(self, book: WholeBook, act: str) -> None:
        job = jobs.at(book, self.job)
        match act:
            case "withdraw":
                proposals.withdraw(book, self.ana, self.proposal, "")
            case "cancel":
                jobs.cancel(book, self.client, job)
            case "remove":
                jobs.remove(book, self.staff, job, "")
            case "reopen":
                jobs.reopen(book, self.staff, Rank.STAFF, job, "")
            case "undo":
                undoing.undo(book, self.staff, self.operation, "", everything=False)
            case _:
                to = {"decline": DECLINED, "archive": ARCHIVED, "hire": HIRED}[act]
                proposals.move(book, self.client, Rank.CLIENT, self.proposal, to, "")

    def must_hold(self, done: Sequence[str]) -> None:
        """Back is never more than was paid; the books of the job are those of its proposal."""
        book = self.place.book
        with self.place.order():
            purse = wallets.of(book, self.ana)
        grants = self.grants()
        back = purse.balance - (GIFT + grants - PRICE - BOOST)
        assert 0 <= back <= PRICE + BOOST, (done, back)
        proposal, job = book.the(Proposal, self.proposal), book.the(Job, self.job)
        bid = book.the(Bid, self.proposal)
        if proposal.state == "returned":
            assert back >= PRICE, done
        elif proposal.state in ("withdrawn", "hired", "archived", "declined"):
            assert back == (BOOST if bid.state == "returned" else 0), done
        if done[-1] in ("cancel", "remove") and proposal.state == "returned":
            assert back == PRICE + BOOST, done
        held = book.get(Account, HELD)
        assert (held.balance if held else 0) == (BOOST if bid.state == "held" else 0)
        owed = book.get(Account, RETURNS)
        assert (owed.balance if owed else 0) == 0
        assert job.returnable >= 0
        assert book.the(Wallet, self.ana).balance >= 0

    def grants(self) -> int:
        """What the months brought meanwhile."""
        book = self.place.book
        ops = {op.number for op in book.all(Operation) if op.kind == "grant" and op.member == self.ana}
        return sum(one.amount for one in book.all(Entry) if one.operation in ops and one.wallet)


def play(order: Sequence[str]) -> None:
    one = One()
    done: list[str] = []
    for act in order:
        done.append(act)
        if one.do(act):
            one.must_hold(done)


@pytest.mark.parametrize("first", ACTS)
def test_no_order_of_acts_gives_back_more_than_was_paid_or_twice(first: str) -> None:
    for rest in itertools.permutations([act for act in ACTS if act != first], 3):
        play([first, *rest])


@pytest.mark.soak
@pytest.mark.parametrize("first", ACTS)
def test_no_long_order_of_acts_does_either(first: str) -> None:
    for rest in itertools.permutations([act for act in ACTS if act != first], 5):
        play([first, *rest])
