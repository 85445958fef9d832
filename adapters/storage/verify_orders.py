"""Checks of orders, of the money that bought Connects, and of transfers (RULES 30, 31)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from adapters.storage.verify_case import Check, Scene, Step, Walker, listed
from core import instants
from core.board.orders import CHARGED_BACK, LAPSED, PAID, REFUNDED, UNPAID
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
    Check("receipts.once", "orders with a receipt that is used already, or paid without one", _RECEIPTS),
    Check("receipts.said", "orders whose receipt is not the one that staff wrote", count=_said),
    Check("transfers.members", "transfers that are not from member to member, or where none are allowed"),
    Check("transfers.ends", "transfers that change when what they send ends", _ENDS),
    Check("transfers.limit", "transfers by which somebody passed the policy's daily limit"),
    Check("transfers.days", "days of members whose sums are not what they sent and were sent"),
)

_FROM = {
    "order.made": "", "order.paid": UNPAID, "order.lapsed": UNPAID,
    "order.refunded": PAID, "order.charged_back": PAID,
}  # fmt: skip
_TO = {
    "order.made": UNPAID, "order.paid": PAID, "order.lapsed": LAPSED,
    "order.refunded": REFUNDED, "order.charged_back": CHARGED_BACK,
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
        elif any(lot.source == BOUGHT for lot in step.lots):
            self.offend("orders.lot", op.number)
        for use in step.uses:
            if use.lot in self._left:
                self._left[use.lot] -= use.amount

    def _step(self, step: Step) -> None:
        op, number = step.op, _whole(step, "order")
        if op.kind == "order.made":
            made = _Order(
                op.member, _whole(step, "wallet"), _whole(step, "amount"), _whole(step, "cents"),
                str(step.facts.get("currency")), op.at, _whole(step, "until"),
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
        late = op.kind == "order.paid" and op.at >= order.until
        if order.state != _FROM[op.kind] or early or late:
            self.offend("orders.steps", op.number)
        order.state = _TO[op.kind]
        if op.kind == "order.paid":
            self._paid(step, order)
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

    def end(self) -> None:
        known = dict(self._orders)
        for number, state, lot, missing, *said in self.scene.rows(
            "SELECT number, state, lot, missing, member, wallet, amount, cents, currency, at, due "
            "FROM buy_order WHERE community = ?"
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
        and policy.order_payment != "off"
        and (order.cents, order.currency) == price
        and order.until == until
    )


class Transfers(Walker):
    """What members sent each other, as the journal tells it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._days: dict[tuple[int, int], list[int]] = {}

    def see(self, step: Step) -> None:
        op = step.op
        if op.kind != "transfer.sent":
            return
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
