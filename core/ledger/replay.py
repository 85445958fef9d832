"""A community's wallets and lots added up from its journal once more, one operation at a time.

It knows nothing of what the database says they are: what it finds wrong is wrong in
the journal itself. The names of its findings are those that `connects verify` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.instants import Instant
from core.ledger.lots import Lot, Use, burn
from core.ledger.moves import flow_of
from core.ledger.operations import Entry, Operation

SWEEP = 100_000
"""So many lots are remembered before those that can no longer matter are forgotten."""


class Replay:
    """The wallets' balances and the lots of a community, as of the operation seen last.

    ``order`` tells the burn order of a policy's version.
    """

    def __init__(self, order: Callable[[int], str]) -> None:
        self._order = order
        self._balances: dict[int, int] = {}
        self._lots: dict[int, Lot] = {}
        self._left: dict[int, dict[int, Lot]] = {}
        """By wallet, the lots that have something left."""
        self._sweep = SWEEP

    def see(
        self, op: Operation, entries: Sequence[Entry], uses: Sequence[Use], lots: Sequence[Lot]
    ) -> Sequence[str]:
        """Add an operation; what is wrong with it, a name for each finding."""
        wrong: list[str] = []
        moved: dict[int, int] = {}
        for entry in entries:
            number = entry.wallet
            if not number:
                continue
            if entry.before != self._balances.get(number, 0) or entry.after != entry.before + entry.amount:
                wrong.append("entries.chain")
            self._balances[number] = entry.after
            moved[number] = moved.get(number, 0) + entry.amount
        if uses and flow_of(op.kind).burns:
            wrong += self._burned(op, uses)
        for use in uses:
            lot = self._lots.get(use.lot)
            if lot is None:
                wrong.append("lots.replay")
                continue
            moved[lot.wallet] = moved.get(lot.wallet, 0) + use.amount
            self._use(op, lot, use.amount, wrong)
        for lot in lots:
            self._lots[lot.number] = lot
            lot.left = lot.amount
            self._left.setdefault(lot.wallet, {})[lot.number] = lot
            moved[lot.wallet] = moved.get(lot.wallet, 0) - lot.amount
        if any(moved.values()):
            wrong.append("uses.entries")
        return wrong

    def _use(self, op: Operation, lot: Lot, amount: int, wrong: list[str]) -> None:
        expires = op.kind == "lot.expired"
        # What rolled over was decided for the moment that it was due.
        at = (op.due or op.at) if op.kind == "rollover.expired" else op.at
        if expires != (at >= lot.expires) or (expires and amount != lot.left):
            wrong.append("uses.expired")
        lot.left -= amount
        if not 0 <= lot.left <= lot.amount:
            wrong.append("lots.replay")
        open_ones = self._left.setdefault(lot.wallet, {})
        if lot.left > 0:
            open_ones[lot.number] = lot
        else:
            open_ones.pop(lot.number, None)

    def _burned(self, op: Operation, uses: Sequence[Use]) -> Sequence[str]:
        """Whether a payment took from the lots that the policy of its version burns first."""
        first = self._lots.get(uses[0].lot)
        if first is None:
            return ()
        there = self._left.get(first.wallet, {}).values()
        taken = {use.lot: use.amount for use in uses}
        owed = {
            lot.number: part for lot, part in burn(there, sum(taken.values()), self._order(op.policy)) if part
        }
        return ("uses.order",) if taken != owed else ()

    def sweep(self, now: Instant) -> None:
        """Forget lots that ended and have nothing left: nothing may use them again."""
        if len(self._lots) > self._sweep:
            self._lots = {number: lot for number, lot in self._lots.items() if lot.left or lot.expires > now}
            self._sweep = 2 * len(self._lots) + SWEEP
