"""Auctions of boosts against an oracle that knows nothing of the rules' code (RULES 22 to 26)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.board.boosts import Bid
from core.board.jobs import Job
from core.board.proposals import ARCHIVED, DECLINED, HIRED, SHORTLISTED, Proposal
from core.instants import DAY, HOUR
from core.ledger.accounts import HELD, Account, Wallet
from core.people import Rank
from core.rules import boosts, interviews, jobs, proposals
from tests.laws.whole import Place

GIFT = 40
ACTS = ("bid", "withdraw", "shortlist", "interview", "decline", "archive", "hire", "wait", "close", "cancel")
Move = tuple[str, int, int]
"""An act, whose proposal it is about, and how much is bid."""


@dataclass
class Oracle:
    """What the rulebook says of an auction, written down in the plainest way.

    Every bidder has applied for 1 Connect and has 39 left.
    """

    places: int
    state: dict[int, str] = field(default_factory=dict)
    bids: dict[int, list[Any]] = field(default_factory=dict)
    """By bidder: amount, turn, and what became of it: held, spent, gone, back."""
    place: dict[int, int] = field(default_factory=dict)
    turn: int = 0
    days: float = 0.0
    open: bool = True
    running: bool = True

    def table(self) -> list[int]:
        there = [one for one, bid in self.bids.items() if bid[2] in ("held", "spent")]
        return sorted(there, key=lambda one: (-self.bids[one][0], self.bids[one][1]))

    def do(self, move: Move) -> bool:
        """Whether it is allowed; if so, it is done."""
        act, who, amount = move
        self.turn += 1
        if act == "wait":
            self.days += 2.5
            if self.days >= 7:
                self.shut()
            return True
        if not self.open:
            return False
        if act in ("close", "cancel"):
            hired = "hired" in self.state.values()
            if act == "cancel" and hired:
                return False
            self.shut(nothing_spent=act == "cancel")
            self.open = False
            if act == "cancel":
                for one, bid in self.bids.items():
                    if self.state[one] != "withdrawn" and bid[2] == "spent":
                        bid[2] = "back"
            return True
        live = self.state[who] in ("submitted", "shortlisted", "interviewing")
        if act == "bid":
            old = self.bids.get(who)
            if not self.running or not live or (old and (old[2] != "held" or amount <= old[0])):
                return False
            if amount - (old[0] if old else 0) > 39 - (old[0] if old else 0):
                return False
            self.bids[who] = [amount, self.turn, "held"]
            return True
        if act == "withdraw":
            if not live:
                return False
            self.state[who] = "withdrawn"
            if self.running and who in self.bids:
                self.bids[who][2] = "gone"
            return True
        to, since = {
            "shortlist": ("shortlisted", ("submitted",)),
            "interview": ("interviewing", ("submitted", "shortlisted")),
            "decline": ("declined", ("submitted", "shortlisted", "interviewing", "archived")),
            "archive": ("archived", ("submitted", "shortlisted", "interviewing")),
            "hire": ("hired", ("submitted", "shortlisted", "interviewing", "archived", "declined")),
        }[act]
        if self.state[who] not in since:
            return False
        if self.running and who in self.table()[: self.places] and self.bids[who][2] == "held":
            self.bids[who][2] = "spent"
        self.state[who] = to
        if act == "hire":
            self.shut()
        return True

    def shut(self, nothing_spent: bool = False) -> None:
        if not self.running:
            return
        self.running = False
        table = self.table()
        for rank, one in enumerate(table, 1):
            bid = self.bids[one]
            if nothing_spent:
                bid[2] = "back" if bid[2] == "held" else bid[2]
            elif rank <= self.places:
                bid[2], self.place[one] = "spent", rank
            elif bid[2] == "held":
                bid[2] = "back"

    def paid(self, who: int) -> int:
        """What its bid has cost a bidder as things stand."""
        bid = self.bids.get(who)
        return 0 if bid is None or bid[2] == "back" else int(bid[0])


class Auction:
    """The same on the real rules."""

    def __init__(self, bidders: int, places: int) -> None:
        self.place = Place(f"boost.places {places}", "bonus.amount 0")
        self.client = self.place.member("client")
        self.job = self.place.job(self.client, hires=5, closes="60d")
        self.bidders = [self.place.member(f"bidder {number}") for number in range(bidders)]
        self.proposals = []
        for bidder in self.bidders:
            self.place.at += HOUR // 60
            with self.place.order() as book:
                sent = proposals.submit(book, bidder, jobs.at(book, self.job), "")
                self.proposals.append(sent.number)

    def do(self, move: Move) -> bool:
        act, who, amount = move
        number, client = self.proposals[who], self.client

        def run(book: Any) -> None:
            job = jobs.at(book, self.job)
            if act == "close":
                jobs.close(book, client, job)
            elif act == "cancel":
                jobs.cancel(book, client, job)
            elif act == "bid":
                proposal, job = proposals.at(book, number)
                boosts.bid(book, self.bidders[who], job, proposal, amount)
            elif act == "withdraw":
                proposals.withdraw(book, self.bidders[who], number, "")
            elif act == "interview":
                interviews.ask(book, client, Rank.CLIENT, number, "When?")
            else:
                to = {"shortlist": SHORTLISTED, "decline": DECLINED, "archive": ARCHIVED, "hire": HIRED}[act]
                proposals.move(book, client, Rank.CLIENT, number, to, "")

        if act == "wait":
            self.place.at += 5 * DAY // 2
            with self.place.order() as book:
                jobs.at(book, self.job)
            return True
        return not self.place.try_it(run)

    def must_be(self, oracle: Oracle) -> None:
        """Places, charges and states are the oracle's."""
        book = self.place.book
        job = book.the(Job, self.job)
        assert bool(job.auction) == oracle.running
        if job.auction:
            there = [self.proposals.index(bid.proposal) for bid in boosts.bids_of(book, job)]
            assert there == oracle.table()
        cancelled = job.state == "cancelled"
        held = 0
        for who, (bidder, number) in enumerate(zip(self.bidders, self.proposals, strict=True)):
            bid, proposal = book.get(Bid, number), book.the(Proposal, number)
            price = 0 if cancelled and oracle.state[who] != "withdrawn" else 1
            wallet = book.the(Wallet, bidder)
            assert wallet.balance == GIFT - price - oracle.paid(who), (who, bid)
            if bid is not None:
                words = {"held": "held", "spent": "spent", "returned": "back", "left": "gone"}
                assert words[bid.state] == oracle.bids[who][2], who
                assert bid.place == oracle.place.get(who, 0)
                held += bid.amount if bid.state == "held" else 0
            if oracle.open:
                assert proposal.state == oracle.state[who]
        account = book.get(Account, HELD)
        assert (account.balance if account else 0) == held


def play(bidders: int, places: int, moves: list[Move]) -> None:
    """Do the same on both, and compare after every move."""
    real, oracle = Auction(bidders, places), Oracle(places, dict.fromkeys(range(bidders), "submitted"))
    for move in moves:
        allowed = oracle.do(move)
        assert real.do(move) == allowed, move
        real.must_be(oracle)


@pytest.mark.parametrize("bids", [(1, 1, 2), (2, 1, 1), (1, 2, 3)])
def test_every_order_of_three_bidders_acts_gives_the_same_places_and_charges(bids: tuple[int, ...]) -> None:
    acts: list[Move] = [("bid", who, amount) for who, amount in enumerate(bids)]
    acts += [("bid", 0, 3), ("withdraw", 1, 0), ("shortlist", 2, 0)]
    for order in itertools.permutations(acts):
        play(3, 1, [*order, ("close", 0, 0)])


moves = st.tuples(st.sampled_from(("bid", "bid", "bid", *ACTS)), st.integers(0, 4), st.integers(1, 9))


@settings(max_examples=250, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.lists(moves, max_size=25))
def test_an_auction_is_what_the_oracle_says(bidders: int, places: int, acts: list[Move]) -> None:
    play(bidders, places, [(act, who % bidders, amount) for act, who, amount in acts])


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.lists(moves, max_size=40))
def test_an_auction_is_what_the_oracle_says_at_length(bidders: int, places: int, acts: list[Move]) -> None:
    play(bidders, places, [(act, who % bidders, amount) for act, who, amount in acts])
