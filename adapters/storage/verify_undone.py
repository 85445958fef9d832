"""Checks of undoings and of frozen wallets (RULES 6, 33)."""

from __future__ import annotations

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core.ledger.accounts import WALLET
from core.ledger.moves import UNDO
from core.rules.undoing import APPLIED, UNDOABLE

PAYING = ("transfer.sent", "boost.placed")
CHECKS = (
    Check("undone.once", "undoings of what was undone before, of an undoing, or of what can't be undone"),
    Check("undone.amount", "undoings that move more than was moved, or not the same way back"),
    Check("wallets.frozen", "wallets that paid while they were frozen, or are frozen though none said so"),
)


class Undone(Walker):
    """What may be undone, and what was."""

    KINDS = frozenset({*UNDOABLE, UNDO, "wallet.frozen", "wallet.thawed", *PAYING, APPLIED})

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._moved: dict[int, tuple[str, int, int]] = {}
        """By operation: its kind, the wallet it moved Connects of, and how many."""
        self._undone: set[int] = set()
        self._frozen: set[int] = set()

    def see(self, step: Step) -> None:
        op = step.op
        if op.kind in UNDOABLE:
            self._moved[op.number] = (op.kind, 0, 0)
            for entry in step.entries:
                if entry.account == WALLET:
                    self._moved[op.number] = (op.kind, entry.wallet, entry.amount)
                    break
        elif op.kind == UNDO:
            self._undo(step)
        elif op.kind == "wallet.frozen":
            self._frozen.add(op.member)
        elif op.kind == "wallet.thawed":
            self._frozen.discard(op.member)
        if (
            op.member in self._frozen
            and op.kind in (*PAYING, APPLIED)
            and any(entry.wallet == op.member and entry.amount < 0 for entry in step.entries)
        ):
            self.offend("wallets.frozen", op.number)

    def _undo(self, step: Step) -> None:
        op, number = step.op, int(step.facts.get("undone", 0))
        kind, wallet, amount = self._moved.get(number, ("", 0, 0))
        if number in self._undone or kind != step.facts.get("what") or op.key != f"undo/{number}":
            self.offend("undone.once", op.number)
        self._undone.add(number)
        back = {one.wallet: one.amount for one in step.entries if one.account == WALLET}
        boost = step.facts.get("boost") or 0
        most = -amount + boost
        right = set(back) <= {wallet} if amount else True
        moved = sum(back.values())
        if not right or (moved and (moved > 0) != (most > 0)) or abs(moved) > abs(most):
            self.offend("undone.amount", op.number)

    def end(self) -> None:
        frozen = {
            number
            for (number,) in self.scene.rows(
                "SELECT number FROM wallet WHERE community = ? AND kind = 'member' AND frozen <> ''"
            )
        }
        self.counts["wallets.frozen"] += len(frozen ^ self._frozen)
