"""Checks of balances that were brought from another bot, and of those taken back."""

from __future__ import annotations

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core.rules.moving import BACK, BEGUN, IN, SOURCE, key_of

CHECKS = (
    Check("imports.key", "balances brought under another key than their import's and member's"),
    Check("imports.begun", "balances brought by an import that nobody began"),
    Check("imports.lot", "balances brought that are not one lot of as many in their member's wallet"),
    Check("imports.back", "balances taken back that were not brought, or of another member or lot, or twice"),
)


class Imports(Walker):
    """What was begun, brought and taken back."""

    KINDS = frozenset({BEGUN, IN, BACK})

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._begun: set[str] = set()
        self._brought: dict[int, tuple[int, int]] = {}
        """By operation, its member and its lot."""

    def see(self, step: Step) -> None:
        op, facts = step.op, step.facts
        if op.kind == BEGUN:
            self._begun.add(str(facts.get("name")))
        elif op.kind == IN:
            name = str(facts.get("name"))
            if op.key != key_of(name, op.member):
                self.offend("imports.key", op.number)
            if name not in self._begun:
                self.offend("imports.begun", op.number)
            lots = [(lot.wallet, lot.source, lot.amount) for lot in step.lots]
            if lots != [(op.member, SOURCE, facts.get("amount"))]:
                self.offend("imports.lot", op.number)
            else:
                self._brought[op.number] = op.member, step.lots[0].number
        elif op.kind == BACK:
            undone = facts.get("undone", 0)
            member, lot = self._brought.pop(undone, (0, 0))
            lots_used = {use.lot for use in step.uses}
            if member != op.member or lots_used != {lot} or op.key != f"undo/{undone}":
                self.offend("imports.back", op.number)
