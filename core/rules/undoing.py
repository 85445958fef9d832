"""Undoing an operation: a new one that takes back what the old one did, once (RULES 6, 29)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from core.board.boosts import HELD as BID_HELD
from core.board.boosts import SPENT as BID_SPENT
from core.board.boosts import Bid
from core.board.jobs import OPEN
from core.board.proposals import LIVE, RETURNABLE, RETURNED
from core.book import Book
from core.errors import Refusal
from core.ledger.accounts import HELD, SPENT, STAFF, WALLET, Earned, Wallet
from core.ledger.lots import LOTS_LEFT
from core.ledger.moves import UNDO, flow_of
from core.ledger.operations import BY_KEY, ENTRIES, Entry, Operation
from core.rules import journal, notices, proposals, returns, staff, standing, wallets
from core.speech.phrase import Amount, Code, Mention, Words

CREDITS = (
    "grant", "gift", "plan.set", "test.passed", "award.paid", "staff.granted", "interview.answered",
    "moved.in",
)  # fmt: skip
TAKEN, APPLIED = "staff.taken", "proposal.submitted"
UNDOABLE = (*CREDITS, TAKEN, APPLIED)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undoing came to: the operation, whose wallet, and what moved."""

    operation: Operation
    wallet: Wallet
    amount: int


def undo(book: Book, by: int, number: int, reason: str, *, everything: bool) -> Undone:
    """Take an operation back; with ``everything`` what is left of it, if part was spent.

    Refuses: operation.unknown, undo.not, undo.twice, undo.spent, admin.self, admin.limit.
    """
    op = book.get(Operation, number)
    if op is None:
        raise Refusal("operation.unknown", operation=number, list=Code("/admin wallet"))
    if book.find(BY_KEY, f"undo/{number}"):
        raise Refusal("undo.twice", operation=number)
    entries: list[Entry] = book.find(ENTRIES, number)
    if op.kind not in UNDOABLE or not (entries or op.kind == APPLIED):
        raise Refusal("undo.not", operation=number, refund=Code("/admin refund"))
    if op.proposal:
        proposals.at(book, op.proposal)  # settling it is an operation of its own, and may change these lots
    if op.kind == APPLIED:
        done, said = _application(book, by, op, reason)
    else:
        owner = next(entry.wallet for entry in entries if entry.account == WALLET)
        amount = sum(entry.amount for entry in entries if entry.amount > 0)
        wallet = wallets.of(book, owner)
        if op.kind == TAKEN:
            done, said = _give_back(book, by, op, wallet, amount, reason)
        else:
            done, said = _take_back(book, by, op, wallet, amount, reason, everything=everything)
    told = standing.contact(book, done.wallet.number, op.member) if op.kind == APPLIED else op.member
    notices.log(
        book, "log.undone", by, operation=number, member=Mention(told), amount=Amount(done.amount),
        reason=Words(said),
    )  # fmt: skip
    if by != told and done.wallet.kind == "member":
        notices.to_member(
            book, told, "wallet.undone", operation=number, by=Mention(by), amount=Amount(done.amount),
            balance=Amount(done.wallet.balance), reason=Words(said),
        )  # fmt: skip
    return done


def _take_back(
    book: Book, by: int, op: Operation, wallet: Wallet, amount: int, reason: str, *, everything: bool
) -> tuple[Undone, int]:
    """A credit is taken out of its own lots."""
    lots = [lot for lot in book.find(LOTS_LEFT, wallet.number) if lot.operation == op.number]
    left = sum(lot.left for lot in lots)
    if left < amount and not (everything and left):
        raise Refusal("undo.spent", operation=op.number, amount=Amount(amount), left=Amount(left))
    staff.takes(book, by, left)
    with _record(book, by, op, left) as record:
        said = record.text(reason, by)
        record.move(flow_of(op.kind).come[0], left)
        for lot in lots:
            record.take_from(wallet, lot, lot.left)
        if op.kind == "interview.answered":
            _make_room(book, op, wallet, left)
    return Undone(op, wallet, left), said


def _make_room(book: Book, op: Operation, wallet: Wallet, taken: int) -> None:
    """An undone bonus counts in its window no more (RULES 29); its pair has had it all the same."""
    proposal, _ = proposals.at(book, op.proposal)
    book.change(proposal, bonus=proposal.bonus - taken)
    row = book.get(Earned, wallet.number)
    if row is None:
        return
    kept: list[list[int]] = json.loads(row.recent)
    # Several answers of one wallet may have come at one moment: only this one's bonus is taken out.
    mine = next((one for one in kept if one[0] == op.at and one[1] >= taken), None)
    if mine is not None:
        mine[1] -= taken
    book.change(row, recent=json.dumps([one for one in kept if one[1]], separators=(",", ":")))


def _give_back(
    book: Book, by: int, op: Operation, wallet: Wallet, amount: int, reason: str
) -> tuple[Undone, int]:
    """What staff took goes back to the lots that it came from."""
    staff.counts(book, by, wallet.number, amount)
    with _record(book, by, op, amount) as record:
        said = record.text(reason, by)
        record.move(STAFF, -amount)
        returns.must_be_all(
            op.number, amount - returns.give_back(record, wallet, op.number, book.now, amount)
        )
    return Undone(op, wallet, amount), said


def _application(book: Book, by: int, op: Operation, reason: str) -> tuple[Undone, int]:
    """An application gives back its price and its boost, and is returned."""
    proposal, job = proposals.at(book, op.proposal)
    if proposal.state not in RETURNABLE:
        raise Refusal("undo.not", operation=op.number, refund=Code("/admin refund"))
    bid = book.get(Bid, proposal.number)
    held = bid if bid is not None and bid.state == BID_HELD else None
    spent = bid if bid is not None and bid.state == BID_SPENT else None
    paying = held or spent
    boost = paying.amount if paying is not None else 0
    staff.counts(book, by, proposal.member, proposal.paid + boost)
    wallet = wallets.of(book, proposal.wallet)
    with _record(book, by, op, proposal.paid + boost, state=RETURNED, boost=boost or None) as record:
        said = record.text(reason, by)
        record.move(SPENT, -proposal.paid - (spent.amount if spent is not None else 0))
        record.move(HELD, -(held.amount if held is not None else 0))
        live = proposal.state in LIVE and job.state == OPEN
        book.change(
            job, live=job.live - live, held=job.held - 1,
            returnable=job.returnable - returns.worth(book, proposal),
        )  # fmt: skip
        back = returns.give_back(record, wallet, op.number, book.now, proposal.paid)
        returns.must_be_all(proposal.number, proposal.paid - back)
        if paying is not None:
            returns.give_back_bid(record, wallet, paying, book.now)
        book.change(proposal, state=RETURNED)
    notices.card(book, job.number)
    return Undone(op, wallet, proposal.paid + boost), said


def _record(book: Book, by: int, op: Operation, amount: int, **facts: Any) -> journal.Recording:
    return journal.record(
        book, UNDO, actor=by, key=f"undo/{op.number}", member=op.member, job=op.job, proposal=op.proposal,
        undone=op.number, what=op.kind, amount=amount, **facts,
    )  # fmt: skip
