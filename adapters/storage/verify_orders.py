"""Checks of orders, of the money that bought Connects, and of transfers (RULES 30, 31)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from adapters.storage.verify_case import Check, Scene, Step, Walker, listed
from core import instants
from core.board.orders import (
    CAME,
    CHARGED_BACK,
    LAPSED,
    MANUAL,
    PAID,
    REFUNDED,
    STRIPE,
    UNPAID,
)
from core.instants import Instant
from core.policy.policy import Policy
from core.rules.orders import BOUGHT, MOST, bundles, normal
from core.rules.transfers import SENT_ON

_RECEIPTS = f"""
SELECT (SELECT count(*) FROM buy_order WHERE (receipt = '') <> (state IN ({listed((UNPAID, LAPSED))}))) +
    (SELECT coalesce(sum(n - 1), 0) FROM
        (SELECT count(*) n FROM buy_order WHERE receipt <> '' GROUP BY community, receipt HAVING n > 1))"""
_ENDS = f"""
SELECT count(DISTINCT community || '/' || operation) FROM (
    SELECT community, operation FROM (
        SELECT u.community, u.operation, l.expires, u.amount FROM use u
        JOIN operation o ON o.community = u.community AND o.number = u.operation AND o.kind = 'transfer.sent'
        JOIN lot l ON l.community = u.community AND l.number = u.lot
        UNION ALL
        SELECT l.community, l.operation, l.expires, -l.amount FROM lot l WHERE l.source = '{SENT_ON}'
    ) GROUP BY community, operation, expires HAVING sum(amount) <> 0
)"""

_MONEY = f"""
SELECT (SELECT count(*) FROM buy_order b WHERE lot > 0 AND provider = '{STRIPE}' AND gone <> min(cents,
    (SELECT coalesce(sum(m.cents), 0) FROM money_back m WHERE m.community = b.community
     AND m.purchase = b.number AND m.payment = b.receipt AND m.state <> '{CAME}'))) +
    (SELECT count(*) FROM buy_order WHERE gone > 0 AND (lot = 0 OR provider <> '{STRIPE}'))"""


def _said(connection: sqlite3.Connection) -> int:
    """Orders with another receipt than staff wrote; of one whose text was erased there is nothing to say."""
    wrong = 0
    for receipt, body in connection.execute(
        "SELECT b.receipt, t.body FROM buy_order b "
        "JOIN lot l ON l.community = b.community AND l.number = b.lot "
        "JOIN text t ON t.community = l.community AND t.operation = l.operation WHERE b.receipt <> ''"
    ):
        wrong += normal(str(body)) != receipt
    return wrong


CHECKS = (
    Check("orders.journal", "orders that say something else than the journal, or that it does not know"),
    Check("orders.state", "orders that are in another state than the journal left them in"),
    Check("orders.steps", "operations that bring an order to a state it can't come to, or not then"),
    Check("orders.price", "orders of what is not sold, or at another price, under the policy they name"),
    Check("orders.lot", "paid orders without a lot of their own, or bought lots of no order"),
    Check("orders.refund", "refunds of another amount than was left of the order's lot, or from another"),
    Check("orders.money", "orders of whose money more or less is gone than was heard of", _MONEY),
    Check("orders.share", "money that went back or came again with another share of the Connects it bought"),
    Check("orders.payment", "orders paid by another payment or in another way than the journal says"),
    Check("receipts.once", "orders with a receipt that is used already, or paid without one", _RECEIPTS),
    Check("receipts.said", "orders whose receipt is not the one that staff wrote", count=_said),
    Check("transfers.members", "transfers that are not from member to member, or where none are allowed"),
    Check("transfers.ends", "transfers that change when what they send ends", _ENDS),
    Check("transfers.limit", "transfers by which somebody passed the policy's daily limit"),
    Check("transfers.days", "days of members whose sums are not what they sent and were sent"),
)

_HAD = (PAID, REFUNDED, CHARGED_BACK)
_FROM: dict[str, tuple[str, ...]] = {
    "order.made": ("",), "order.paid": (UNPAID,), "order.lapsed": (UNPAID,),
    "order.refunded": (PAID,), "order.charged_back": (PAID,), "order.bought": (UNPAID,),
    "order.bought_late": (LAPSED,), "order.taken_back": _HAD, "order.given_back": _HAD,
}  # fmt: skip
_BY_HAND = ("order.paid", "order.refunded", "order.charged_back")
_BOUGHT = ("order.bought", "order.bought_late")
_TO = {
    "order.made": UNPAID, "order.paid": PAID, "order.lapsed": LAPSED,
    "order.refunded": REFUNDED, "order.charged_back": CHARGED_BACK, "order.bought": PAID,
    "order.bought_late": PAID, "order.taken_back": "", "order.given_back": "",
}  # fmt: skip


@dataclass(slots=True)
class _Order:
    member: int
    wallet: int
    amount: int
    cents: int
    currency: str
    at: Instant
    until: Instant
    state: str = ""
    lot: int = 0
    missing: int = 0
    gone: int = 0
    provider: str = MANUAL
    payment: str = ""


class Bought(Walker):
    """Orders, and the lots that they paid for, as the journal tells them."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._orders: dict[int, _Order] = {}
        self._left: dict[int, int] = {}
        """What is left of each bought lot."""

    def see(self, step: Step) -> None:
        op = step.op
        if op.kind in _TO:
            self._step(step)
        elif step.lots and any(lot.source == BOUGHT for lot in step.lots):
            self.offend("orders.lot", op.number)
        if self._left:
            for use in step.uses:
                if use.lot in self._left:
                    self._left[use.lot] -= use.amount

    def _step(self, step: Step) -> None:
        op, number = step.op, _whole(step, "order")
        if op.kind == "order.made":
            made = _Order(
                op.member, _whole(step, "wallet"), _whole(step, "amount"), _whole(step, "cents"),
                str(step.facts.get("currency")), op.at, _whole(step, "until"),
                provider=str(step.facts.get("provider", MANUAL)),
            )  # fmt: skip
            if number in self._orders:
                self.offend("orders.steps", op.number)
            self._orders[number] = made
            if not _sold(self.scene.policy(op.policy), made):
                self.offend("orders.price", op.number)
        order = self._orders.get(number)
        if order is None:
            self.offend("orders.steps", op.number)
            return
        early = op.kind == "order.lapsed" and (op.due or op.at) != order.until
        late = op.kind in ("order.paid", "order.bought") and op.at >= order.until
        if order.state not in _FROM[op.kind] or early or late:
            self.offend("orders.steps", op.number)
        order.state = _TO[op.kind] or str(step.facts.get("state"))
        if op.kind not in ("order.made", "order.lapsed") and (op.kind in _BY_HAND) != (
            order.provider == MANUAL
        ):
            self.offend("orders.payment", op.number)
        if op.kind == "order.paid" or op.kind in _BOUGHT:
            order.payment = str(step.facts.get("payment", ""))
            self._paid(step, order)
        elif op.kind in ("order.taken_back", "order.given_back"):
            self._money(step, order)
        elif order.state in (REFUNDED, CHARGED_BACK):
            self._refunded(step, order)

    def _paid(self, step: Step, order: _Order) -> None:
        made = [(lot.wallet, lot.amount, lot.source) for lot in step.lots]
        if made != [(order.wallet, order.amount, BOUGHT)]:
            self.offend("orders.lot", step.op.number)
        for lot in step.lots:
            order.lot, self._left[lot.number] = lot.number, lot.amount

    def _refunded(self, step: Step, order: _Order) -> None:
        left = self._left.get(order.lot, 0)
        order.missing = _whole(step, "missing")
        uses = {use.lot: use.amount for use in step.uses}
        if uses != ({order.lot: left} if left else {}) or order.missing != order.amount - left:
            self.offend("orders.refund", step.op.number)

    def _money(self, step: Step, order: _Order) -> None:
        """A share of the lot for a share of the money; what is not there is missing."""
        gone, left, lots = _whole(step, "gone"), self._left.get(order.lot, 0), {order.lot}
        more = order.amount * gone // order.cents - order.amount * order.gone // order.cents
        taken = min(left, more) if more > 0 else min(0, more + order.missing)
        missing = order.missing + more - taken
        used = sum(use.amount for use in step.uses) - sum(lot.amount for lot in step.lots)
        state, again = order.state, step.op.kind == "order.given_back"
        whole = gone == order.cents
        if (
            (used, _whole(step, "missing")) != (taken, missing)
            or not {use.lot for use in step.uses} <= lots
            or again != (more < 0)
            or (state == PAID and whole)
            or (state == REFUNDED and not whole)
        ):
            self.offend("orders.share", step.op.number)
        order.gone, order.missing = gone, missing

    def end(self) -> None:
        known = dict(self._orders)
        for number, state, lot, missing, gone, provider, receipt, *said in self.scene.rows(
            "SELECT number, state, lot, missing, gone, provider, receipt, member, wallet, amount, cents, "
            "currency, at, due FROM buy_order WHERE community = ?"
        ):
            order = known.pop(number, None)
            if order is None:
                self.offend("orders.journal")
                continue
            told = [
                order.member,
                order.wallet,
                order.amount,
                order.cents,
                order.currency,
                order.at,
                order.until,
            ]
            self.counts["orders.journal"] += told != said
            self.counts["orders.state"] += state != order.state
            self.counts["orders.lot"] += lot != order.lot
            self.counts["orders.refund"] += missing != order.missing
            self.counts["orders.share"] += gone != order.gone
            paid = receipt if provider == STRIPE else ""
            self.counts["orders.payment"] += (provider, paid) != (order.provider, order.payment)
        self.counts["orders.journal"] += len(known)


def _whole(step: Step, fact: str) -> int:
    value = step.facts.get(fact)
    return value if isinstance(value, int) else 0


def _sold(policy: Policy, order: _Order) -> bool:
    offered = bundles(policy, agency=order.wallet != order.member)
    fits = order.amount in offered if offered else 1 <= order.amount <= MOST
    price = (order.amount * policy.order_cents, policy.order_currency)
    until = order.at + policy.order_hours * instants.HOUR
    return (
        fits
        and policy.order_payment == order.provider
        and (order.cents, order.currency) == price
        and order.until == until
    )


class Transfers(Walker):
    """What members sent each other, as the journal tells it."""

    KINDS = frozenset({"transfer.sent"})

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._days: dict[tuple[int, int], list[int]] = {}

    def see(self, step: Step) -> None:
        op = step.op
        policy = self.scene.policy(op.policy)
        moved = {entry.wallet: entry.amount for entry in step.entries}
        amount = max(moved.values(), default=0)
        whole = moved == {op.actor: -amount, op.member: amount}
        if not whole or op.actor == op.member or policy.transfers == "off":
            self.offend("transfers.members", op.number)
        day = instants.day(op.at, policy.time_zone).toordinal()
        days = [self._days.setdefault((member, day), [0, 0]) for member in (op.actor, op.member)]
        days[0][0] += amount
        days[1][1] += amount
        if max(days[0][0], days[1][1]) > policy.transfers_daily_limit:
            self.offend("transfers.limit", op.number)

    def end(self) -> None:
        found = {
            (member, day): [sent, received]
            for member, day, sent, received in self.scene.rows(
                "SELECT member, day, sent, received FROM transfer_day WHERE community = ?"
            )
        }
        members = {number for (number,) in self.scene.rows("SELECT number FROM member WHERE community = ?")}
        told = self._days
        self.counts["transfers.days"] += sum(
            told.get(key, [0, 0]) != found.get(key, [0, 0]) for key in told.keys() | found.keys()
        )
        self.counts["transfers.members"] += len({member for member, _ in told} - members)
