"""Bids as they stood before some operation, read off the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.board.boosts import LEFT, RETURNED, SPENT, Bid
from core.board.proposals import RETURNED as GIVEN_BACK
from core.board.proposals import WITHDRAWN
from core.ledger.operations import Operation


class Auctions:
    """All bids by their proposals; whose wallet paid is the proposal's to tell."""

    def __init__(self) -> None:
        self.bids: dict[int, Bid] = {}

    def see(self, op: Operation, facts: Mapping[str, Any]) -> None:
        """An operation about a proposal."""
        bid = self.bids.get(op.proposal)
        if op.kind == "boost.placed":
            self._placed(op, facts)
        elif bid is None:
            return
        elif op.kind == "boost.spent":
            bid.state = LEFT if facts.get("left") else SPENT
        elif facts.get("state") == GIVEN_BACK and facts.get("boost"):
            bid.state = RETURNED
        elif facts.get("state") == WITHDRAWN and not bid.place and bid.state == SPENT:
            bid.state = LEFT

    def _placed(self, op: Operation, facts: Mapping[str, Any]) -> None:
        bid = self.bids.get(op.proposal)
        if bid is None:
            self.bids[op.proposal] = Bid(
                op.proposal, op.job, facts.get("round", 0), op.member, op.member, facts["boost"], op.at,
                op.number, str(op.number),
            )  # fmt: skip
        else:
            bid.amount, bid.at, bid.turn = facts["boost"], op.at, op.number
            bid.operations += f",{op.number}"

    def closed(self, facts: Mapping[str, Any]) -> None:
        """An auction closed: who holds a place has spent the bid, others have theirs back."""
        for place, (number, _) in enumerate(facts.get("places", ()), 1):
            self.bids[number].state, self.bids[number].place = SPENT, place
        for number, _ in facts.get("back", ()):
            self.bids[number].state = RETURNED

    def spent(self, proposal: int) -> int:
        """What a proposal's bid came to, if it is spent."""
        bid = self.bids.get(proposal)
        return bid.amount if bid is not None and bid.state == SPENT else 0
