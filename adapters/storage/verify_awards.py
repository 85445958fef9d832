"""Checks of what is earned once, of tries at the readiness test, and of who hides (RULES 13)."""

from __future__ import annotations

from adapters.storage.verify_case import Check, Scene, Step, Walker
from core import instants
from core.board.awards import TEST
from core.errors import Refusal
from core.rules import awards, readiness
from core.rules.erasing import GIFT
from core.rules.readiness import READINESS

CHECKS = (
    Check(
        "awards.journal", "awards that the journal does not know, or knows otherwise, or that are not kept"
    ),
    Check("awards.once", "certifications and badges awarded again"),
    Check("awards.name", "certifications of no skill, and badges that there are none of"),
    Check("awards.amount", "awards, or tests passed, that pay another amount than the policy they name"),
    Check("tests.once", "tries at the readiness test by who had passed it"),
    Check("tests.day", "tries at the readiness test beyond the first of a member and day"),
    Check("tests.right", "tests passed with too few right answers under their policy, or failed with enough"),
    Check("tests.tried", "members whose last try is kept as of another day"),
    Check("members.hidden", "members hidden though the journal says they are not, or the reverse"),
)
_SOURCES = {"test.passed": TEST, "award.paid": awards.SOURCE}


class Earned(Walker):
    """Awards, tries and hiding, as the journal tells them."""

    KINDS = frozenset(
        {"member.joined", "award.paid", "test.passed", "test.failed", "member.hid", "member.shown"}
    )

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._had: dict[tuple[int, str, str], int] = {}
        """By member and award, the operation that paid it."""
        self._tried: dict[int, int] = {}
        self._hidden: set[int] = set()

    def see(self, step: Step) -> None:
        op = step.op
        match op.kind:
            case "member.joined":
                for what, name in step.facts.get("again", ()):
                    if [what, name] != GIFT:
                        self._had[op.member, what, name] = op.number
            case "award.paid":
                self._award(step)
            case "test.passed" | "test.failed":
                self._try(step)
            case "member.hid":
                self._hidden.add(op.member)
            case "member.shown":
                self._hidden.discard(op.member)

    def _award(self, step: Step) -> None:
        op, what, name = step.op, str(step.facts.get("what")), str(step.facts.get("name"))
        if (op.member, what, name) in self._had:
            self.offend("awards.once", op.number)
        self._had.setdefault((op.member, what, name), op.number)
        if not _is_name(what, name):
            self.offend("awards.name", op.number)
        self._pays(step, awards.amount(self.scene.policy(op.policy), what))

    def _try(self, step: Step) -> None:
        op, policy = step.op, self.scene.policy(step.op.policy)
        key = (op.member, TEST, READINESS)
        if key in self._had:
            self.offend("tests.once", op.number)
        day = instants.day(op.at, policy.time_zone).toordinal()
        if day <= self._tried.get(op.member, 0):
            self.offend("tests.day", op.number)
        self._tried[op.member] = day
        passed, right = op.kind == "test.passed", step.facts.get("right")
        enough = isinstance(right, int) and right >= readiness.passes(policy)
        if passed != enough or step.facts.get("of") != len(readiness.questions(policy)):
            self.offend("tests.right", op.number)
        if passed:
            self._had.setdefault(key, op.number)
            self._pays(step, policy.gift_test)

    def _pays(self, step: Step, amount: int) -> None:
        op = step.op
        paid = [(lot.wallet, lot.source, lot.amount) for lot in step.lots]
        if paid != ([(op.member, _SOURCES[op.kind], amount)] if amount else []):
            self.offend("awards.amount", op.number)

    def end(self) -> None:
        kept = {
            (member, what, name): operation
            for member, what, name, operation in self.scene.rows(
                "SELECT member, what, name, operation FROM award WHERE community = ?"
            )
        }
        self.counts["awards.journal"] += sum(
            kept.get(key) != self._had.get(key) for key in kept.keys() | self._had.keys()
        )
        for number, tried, hidden in self.scene.rows(
            "SELECT number, tried, hidden FROM member WHERE community = ?"
        ):
            self.counts["tests.tried"] += tried != self._tried.get(number, 0)
            self.counts["members.hidden"] += bool(hidden) != (number in self._hidden)


def _is_name(what: str, name: str) -> bool:
    """Whether a rule would keep an award under this name."""
    try:
        return what in awards.WHATS and awards.named(what, name) == name
    except Refusal:
        return False
