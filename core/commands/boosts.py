"""What people say about boosts: /boost."""

from __future__ import annotations

from collections.abc import Mapping

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import COMMANDS, order
from core.chat.options import Amount as Whole
from core.chat.options import NumberSpec, ProposalNumber
from core.rules import boosts, proposals, standing, wallets
from core.rules.proposals import ref
from core.rules.returns import job_ref
from core.speech.phrase import Amount, Fact
from core.speech.reply import Block, Button, Items, Para, Reply, reply


def _form(ask: Ask, book: Book, given: Mapping[str, str]) -> Reply:
    """The form of a bid, with the table and what there is to bid with."""
    form = COMMANDS["boost"].form_of(given)
    wallet = wallets.of(book, ask.member)
    if any(one.name == "proposal" for one in form.fields):
        return Reply("boost.form", {"balance": Amount(wallet.balance), "agency": None}, form=form)
    found, job = proposals.own(book, ask.member, NumberSpec("proposal").read("proposal", given["proposal"]))
    boosts.must_take(book, job, 1)
    ranked = boosts.bids_of(book, job)
    mine = next((bid.amount for bid in ranked if bid.proposal == found.number), 0)
    facts: dict[str, Fact] = {
        "balance": Amount(wallets.of(book, found.wallet).balance), "job": job_ref(job),
        "proposal": ref(found), "boost": Amount(mine), "place": boosts.place_of(ranked, found.number),
        **standing.whose(book, found.wallet, found.member),
    }  # fmt: skip
    lines = boosts.lines(book, job)
    body: list[Block] = [Para(boosts.offer(book, job)), *([Items(lines)] if lines else [])]
    return Reply("boost.form_for", facts, body, form=form)


@order("boost", form=("proposal", "amount"), opens=_form)
def boost(ask: Ask, book: Book, proposal: ProposalNumber, amount: Whole) -> Reply:
    """Bid Connects to lift a proposal of yours, or raise your bid to that many."""
    found, job = proposals.own(book, ask.member, proposal)
    placed = boosts.bid(book, ask.member, job, found, amount)
    lines = boosts.lines(book, job)
    return reply(
        "boost.placed", proposal=ref(found), job=job_ref(job), boost=Amount(placed.bid.amount),
        place=placed.place, places=book.policy.boost_places, paid=Amount(placed.paid),
        balance=Amount(wallets.of(book, found.wallet).balance),
        **standing.whose(book, found.wallet, found.member),
        body=(Para(boosts.offer(book, job)), Items(lines)),
        buttons=(Button("button-boost", f"boost proposal-{found.number} ?"),),
    )  # fmt: skip
