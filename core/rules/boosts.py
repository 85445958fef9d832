"""Boosts: bids that lift a proposal, from the first one to the close of the auction (RULES 23 to 26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.board.boosts import BIDS, HELD, LEFT, RANKED, RETURNED, SPENT, Bid, paid_by, table
from core.board.jobs import Job
from core.board.proposals import LIVE, Proposal
from core.book import Book
from core.errors import Refusal
from core.instants import DAY, Instant
from core.ledger import accounts
from core.ledger.accounts import Wallet
from core.ledger.lots import LOTS_LEFT, USES, Lot
from core.rules import calendar, dues, journal, notices, returns, wallets
from core.rules.returns import job_ref
from core.speech.phrase import Amount, Code, Mention, Phrase, Ref, Term, When, say
from core.speech.reply import Button


@dataclass(frozen=True, slots=True)
class Placed:
    """A bid as it stands: its place on the table, from 1, and what this raise paid."""

    bid: Bid
    place: int
    paid: int


def auction_end(book: Book) -> Instant:
    """When the auction of a job that opens now closes; 0 where boosts are off."""
    policy = book.policy
    return book.now + policy.boost_days * DAY if policy.boost_places else 0


def bids_of(book: Book, job: Job) -> list[Bid]:
    """The bids of the job's present opening that stand on the table, best first."""
    return table(book.find(BIDS, (job.number, job.round)))


def place_of(bids: Sequence[Bid], proposal: int) -> int:
    """Where a proposal's bid stands on a table, from 1; 0 if it does not."""
    return next((place for place, bid in enumerate(bids, 1) if bid.proposal == proposal), 0)


def boosted(book: Book, job: Job) -> list[Bid]:
    """The bids that hold a place now, or held one when the auction closed, best first."""
    if job.auction:
        return bids_of(book, job)[: book.policy.boost_places]
    won = (bid for bid in book.find(BIDS, (job.number, job.round)) if bid.place and bid.state != LEFT)
    return sorted(won, key=lambda bid: bid.place)


def must_take(book: Book, job: Job, amount: int) -> None:
    """Whether the auction takes a bid. Refuses: boost.closed, boost.high."""
    policy = book.policy
    if not job.auction or not policy.boost_places:
        why = "closed" if policy.boost_places else "off"
        raise _closed(job, why)
    if policy.boost_maximum and amount > policy.boost_maximum:
        raise Refusal("boost.high", amount=Amount(amount), maximum=Amount(policy.boost_maximum))


def _closed(job: Job, why: str) -> Refusal:
    return Refusal("boost.closed", job=job_ref(job), why=Term(why), show=Code(f"/job show job-{job.number}"))


def must_have_room(book: Book, job: Job, amount: int) -> None:
    """Whether the auction takes one bid more. Refuses: boost.closed, boost.high, boost.full."""
    must_take(book, job, amount)
    if len(bids_of(book, job)) >= book.policy.boost_bidders:
        raise Refusal("boost.full", job=job_ref(job), most=book.policy.boost_bidders)


def must_raise(book: Book, job: Job, proposal: Proposal, amount: int) -> Bid | None:
    """The bid that would be raised, if there is one.

    Refuses: boost.closed, boost.low, boost.high, boost.full.
    """
    must_take(book, job, amount)
    bid = book.get(Bid, proposal.number)
    if bid is None and proposal.state in LIVE:
        must_have_room(book, job, amount)
    elif bid is None:
        raise _closed(job, proposal.state)
    elif bid.state != HELD or proposal.state not in LIVE:
        why = "spent" if bid.state != HELD else proposal.state
        raise _closed(job, why)
    elif amount <= bid.amount:
        raise Refusal(
            "boost.low", boost=Amount(bid.amount), amount=Amount(amount), minimum=Amount(bid.amount + 1)
        )
    return bid


def bid(book: Book, by: int, job: Job, proposal: Proposal, amount: int) -> Placed:
    """Bid, or raise a bid to an amount, paying only the difference.

    Refuses: boost.closed, boost.low, boost.high, boost.full, wallet.short.
    """
    old = must_raise(book, job, proposal, amount)
    wallet = wallets.of(book, proposal.wallet)
    paid = amount - (old.amount if old else 0)
    wallets.afford(book, wallet, paid)
    before = bids_of(book, job)[: book.policy.boost_places]
    with journal.record(
        book, "boost.placed", actor=by, job=job.number, proposal=proposal.number, member=proposal.member,
        paid=paid, boost=amount, round=job.round,
    ) as record:  # fmt: skip
        record.move(accounts.HELD, paid)
        record.take(wallet, paid)
        if old is None:
            placed = book.add(
                Bid(
                    proposal.number, job.number, job.round, proposal.member, wallet.number, amount,
                    book.now, record.number, str(record.number),
                )
            )  # fmt: skip
        else:
            placed = old
            paying = f"{old.operations},{record.number}"
            book.change(old, amount=amount, at=book.now, turn=record.number, operations=paying)
    ranked = bids_of(book, job)
    _tell_fallen(book, job, before, ranked)
    return Placed(placed, place_of(ranked, proposal.number), paid)


def _tell_fallen(book: Book, job: Job, before: Sequence[Bid], ranked: Sequence[Bid]) -> None:
    """Tell whoever held a place and holds none any more; once, since this is the fall."""
    places = book.policy.boost_places
    for fallen in before:
        place = place_of(ranked, fallen.proposal)
        if place > places:
            raise_it = Button("button-boost", f"boost proposal-{fallen.proposal} ?")
            notices.to_member(
                book, fallen.member, "boost.fell",
                buttons=(raise_it,) if fallen.state == HELD else (),
                job=job_ref(job), proposal=Ref("proposal", fallen.proposal), place=place, places=places,
                boost=Amount(fallen.amount), least=Amount(ranked[places - 1].amount),
            )  # fmt: skip


def interact(book: Book, job: Job, proposal: Proposal) -> None:
    """The client does something with a proposal: a held bid that holds a place is spent for good."""
    if not job.auction:
        return
    found = book.get(Bid, proposal.number)
    if found is None or found.state != HELD:
        return
    place = place_of(bids_of(book, job), proposal.number)
    if place <= book.policy.boost_places:
        _spend(book, job, found, SPENT, place)


def leave(book: Book, job: Job, proposal: Proposal) -> None:
    """A proposal is withdrawn: its bid is spent and leaves the table at once."""
    found = book.get(Bid, proposal.number)
    if found is None or not job.auction:
        return
    if found.state == HELD:
        _spend(book, job, found, LEFT, 0)
    elif found.state == SPENT:
        book.change(found, state=LEFT)


def _spend(book: Book, job: Job, bid: Bid, state: str, place: int) -> None:
    with journal.record(
        book, "boost.spent", job=job.number, proposal=bid.proposal, member=bid.member,
        amount=bid.amount, place=place, left=state == LEFT,
    ) as record:  # fmt: skip
        record.move(accounts.HELD, -bid.amount)
        record.move(accounts.SPENT, bid.amount)
        book.change(bid, state=state)
        if state == SPENT:
            book.change(job, returnable=job.returnable + bid.amount)


def close(book: Book, job: Job, why: str, *, due: Instant = 0, gives_back: bool = False) -> None:
    """Close a job's auction: who holds a place has spent the bid, all others get theirs back, here and now.

    ``gives_back``: the job is called off, so that nothing held is spent.
    """
    if not job.auction:
        return
    ranked = bids_of(book, job)
    places = 0 if gives_back else calendar.policy_at(book, due or book.now)[1].boost_places
    held = [bid for bid in ranked if bid.state == HELD]
    back = held if gives_back else [bid for bid in ranked[places:] if bid.state == HELD]
    won = [bid for bid in ranked[:places] if bid.state == HELD]
    _gather(book, back)
    if not ranked:
        book.change(job, auction=0)
        return
    returned, spent = sum(bid.amount for bid in back), sum(bid.amount for bid in won)
    with journal.record(
        book, "auction.closed", key=f"auction/job-{job.number}/{job.round}", due=due, job=job.number,
        why=why, spent=spent, returned=returned, round=job.round,
        places=[[bid.proposal, bid.amount] for bid in ranked[:places]],
        back=[[bid.proposal, bid.amount] for bid in back],
    ) as record:  # fmt: skip
        record.move(accounts.HELD, -returned - spent)
        record.move(accounts.SPENT, spent)
        for place, one in enumerate(ranked[:places], 1):
            book.change(one, state=SPENT, place=place)
        for one in back:
            returns.give_back_bid(record, returns.wallet(book, one.wallet), one, due or book.now)
        book.change(job, auction=0, returnable=job.returnable + spent)
    _tell_result(book, job, ranked[:places], back)
    notices.card(book, job.number)


def _gather(book: Book, bids: Sequence[Bid]) -> None:
    """Everything that giving bids back needs, asked for together; their wallets are settled."""
    book.need(
        *((Wallet, bid.wallet) for bid in bids),
        *((LOTS_LEFT, bid.wallet) for bid in bids),
        *((USES, operation) for bid in bids for operation in paid_by(bid)),
    )
    book.need(*((Lot, use.lot) for bid in bids for number in paid_by(bid) for use in book.find(USES, number)))
    for bid in bids:
        dues.age(book, returns.wallet(book, bid.wallet))


def _tell_result(book: Book, job: Job, won: Sequence[Bid], back: Sequence[Bid]) -> None:
    for place, one in enumerate(won, 1):
        notices.to_member(
            book, one.member, "auction.won",
            job=job_ref(job), proposal=Ref("proposal", one.proposal), place=place, boost=Amount(one.amount),
        )  # fmt: skip
    for one in back:
        notices.to_member(
            book, one.member, "auction.returned", job=job_ref(job),
            proposal=Ref("proposal", one.proposal), returned=Amount(one.amount),
            balance=Amount(returns.wallet(book, one.wallet).balance),
        )  # fmt: skip


def lines(book: Book, job: Job) -> tuple[Phrase, ...]:
    """The table of bids, or the auction's result once it has closed."""
    places = book.policy.boost_places
    if job.auction:
        return tuple(
            say(
                "boost.line" if place <= places else "boost.line_below",
                place=place,
                proposal=Ref("proposal", bid.proposal),
                member=Mention(bid.member),
                boost=Amount(bid.amount),
            )
            for place, bid in enumerate(bids_of(book, job), 1)
        )
    ended = [bid for bid in book.find(BIDS, (job.number, job.round)) if bid.state in (*RANKED, RETURNED)]
    ended.sort(key=lambda bid: (bid.place or 10**6, -bid.amount, bid.at, bid.turn))
    return tuple(
        say(
            "boost.line" if bid.place else "boost.line_back",
            place=bid.place,
            proposal=Ref("proposal", bid.proposal),
            member=Mention(bid.member),
            boost=Amount(bid.amount),
        )
        for bid in ended
    )


def offer(book: Book, job: Job) -> Phrase:
    """What a place costs on the table as it stands, and until when one can bid."""
    places = book.policy.boost_places
    held = bids_of(book, job)[:places]
    least = held[-1].amount + 1 if len(held) == places else 1
    return say("boost.offer", least=Amount(least), places=places, ends=When(job.auction, "time"))
