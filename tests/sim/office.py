"""The model of what staff do and of what is bought, sent and erased (RULES 6, 13, 30 to 37)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sim import hours
from tests.sim.board import LIVE, RETURNABLE, Sent
from tests.sim.desk import Desk
from tests.sim.hours import DAY, HOUR
from tests.sim.house import No, Senseless
from tests.sim.purse import Lot, Paid, Purse

STAFF = ("staff", "other")


@dataclass
class Order:
    number: int
    member: int
    wallet: int
    amount: int
    due: int
    state: str = "unpaid"
    lot: Lot | None = None


@dataclass
class Office(Desk):
    """A whole community."""

    orders: dict[int, Order] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    days: dict[tuple[str, int, int], int] = field(default_factory=dict)
    """What somebody gave, took, sent or received on a local day."""
    acted: dict[int, int] = field(default_factory=dict)
    """When a member was seen acting as staff."""
    had: set[tuple[str, str]] = field(default_factory=set)
    """Awards by name, which outlive an erasing."""
    undoes: int = 0
    """The delivery that is being undone."""
    done: dict[int, tuple[str, Purse, int, Paid]] = field(default_factory=dict)
    """What can be undone, by delivery: its kind, whose, how much, from which lots."""

    def name_of(self, number: int) -> str:
        return next(name for name, one in self.people.items() if one == number)

    def _count(self, what: str, who: int, amount: int, limit: int, now: int) -> None:
        key = what, who, hours.day_of(now, self.rules.zone).toordinal()
        if self.days.get(key, 0) + amount > limit:
            raise No(f"{what}.limit")
        self.days[key] = self.days.get(key, 0) + amount

    def _gives(self, by: int, member: int, amount: int, now: int) -> None:
        """What staff let somebody have; to themselves only where nobody else was seen (RULES 34)."""
        if by == member:
            others = [at for one, at in self.acted.items() if one != by]
            if any(at > now - 88 * DAY for at in others):
                raise No("admin.self")
            if any(at > now - 92 * DAY for at in others):
                raise Senseless
        if amount:
            self._count("granted", by, amount, self.rules.staff_limit, now)

    def _takes_back(self, by: int, amount: int, now: int) -> None:
        if amount:
            self._count("taken", by, amount, self.rules.staff_limit, now)

    def admin_grant(self, by: int, member: int, amount: int, now: int) -> None:
        purse = self.purse(member, now)
        self._gives(by, member, amount, now)
        self.credit(purse, amount, "staff", now, by=self.delivery)
        self.done[self.delivery] = "credit", purse, amount, []

    def admin_take(self, by: int, member: int, amount: int, every: bool, now: int) -> None:
        purse = self.purse(member, now)
        if every:
            amount = min(amount, purse.balance)
        if purse.balance < amount or not amount:
            raise No("wallet.short")
        self._takes_back(by, amount, now)
        self.done[self.delivery] = "taken", purse, amount, purse.burn(amount, self.rules.burn)

    def admin_award(self, by: int, member: int, what: str, name: str, now: int) -> None:
        key = self.name_of(member), f"{what} {name}"
        if key in self.had:
            raise No("award.twice")
        paid = self.rules.badge if what == "badge" else self.rules.skill
        self._gives(by, member, paid, now)
        self.had.add(key)
        purse = self.purse(member, now)
        if paid:
            self.credit(purse, paid, "award", now, by=self.delivery)
            self.done[self.delivery] = "credit", purse, paid, []

    def admin_freeze(self, member: int, now: int, *, thaw: bool) -> None:
        purse = self.purse(member, now)
        if bool(purse.frozen) != thaw:
            raise No("freeze")
        purse.frozen = "" if thaw else "staff"

    # Undoing (RULES 6, 29) ------------------------------------------------------------

    def admin_undo(self, by: int, delivery: int, every: bool, now: int) -> None:
        sent = next((one for one in self.sent.values() if one.by == delivery), None)
        if sent is not None:
            self._undo_apply(by, sent, now)
            return
        if delivery not in self.done:
            raise No("undo.not")
        kind, purse, amount, paid = self.done[delivery]
        self.purse(purse.number, now)
        if kind == "taken":
            self._gives(by, purse.number, amount, now)
            self.give_back(purse, paid, now, now)
        else:
            lots = [lot for lot in purse.lots if lot.by == delivery]
            left = sum(lot.left for lot in lots)
            if left < amount and not (every and left):
                raise No("undo.spent")
            self._takes_back(by, left, now)
            for lot in lots:
                lot.left = 0
            if kind == "bonus":
                next(one for one in purse.earned if one[0] == lots[0].issued and one[1] >= left)[1] -= left
        del self.done[delivery]

    def _undo_apply(self, by: int, sent: Sent, now: int) -> None:
        self.proposal(sent.number, now)
        if sent.state not in RETURNABLE:
            raise No("undo.not")
        boost = sent.bid if sent.bid_state in ("held", "spent") else 0
        self._gives(by, sent.member, sent.paid + boost, now)
        purse = self.purse(sent.wallet, now)
        self.give_back(purse, sent.payment, now, now)
        sent.state = "returned"
        if boost:
            self.bid_back(sent, now, now)

    # Buying and sending (RULES 30, 31) ---------------------------------------------------

    def order(self, number: int, now: int) -> Order:
        found = self.orders.get(number)
        if found is None:
            raise No("order.unknown")
        if found.state == "unpaid" and found.due <= now:
            found.state = "lapsed"
        return found

    def buy(self, by: int, amount: int, agency: int, now: int) -> int:
        wallet = by
        if agency:
            if self.mine(by, agency).role not in ("owner", "admin"):
                raise No("agency.rank")
            wallet = agency
        rules = self.rules
        offered = (*rules.bundles, *(rules.agency_bundles if agency else ()))
        if amount not in offered if rules.bundles else amount > 10_000:
            raise No("order.bundle")
        mine = [self.order(one.number, now) for one in self.orders.values() if one.member == by]
        if sum(one.state == "unpaid" for one in mine) >= 5:
            raise No("order.many")
        order = Order(len(self.orders) + 1, by, wallet, amount, now + rules.order_hours * HOUR)
        self.orders[order.number] = order
        return order.number

    def confirm(self, by: int, number: int, receipt: str, now: int) -> None:
        order = self.order(number, now)
        if order.state != "unpaid" or receipt in self.receipts:
            raise No("order.state")
        own = by == order.member or (
            order.wallet != order.member and self.part(order.wallet, by) is not None
        )  # fmt: skip
        self._gives(by, by if own else order.member, order.amount, now)
        purse = self.purse(order.wallet, now)
        self.credit(purse, order.amount, "bought", now)
        order.state, order.lot = "paid", purse.lots[-1]
        self.receipts.add(receipt)

    def take_back(self, number: int, state: str, now: int) -> None:
        order = self.order(number, now)
        if order.state != "paid":
            raise No("order.state")
        self.purse(order.wallet, now)
        assert order.lot is not None
        order.lot.left, order.state = 0, state

    def send(self, by: int, to: int, amount: int, now: int) -> None:
        rules = self.rules
        if not rules.transfers or by == to or to in self.gone:
            raise No("transfer.off")
        payer, payee = self.purse(by, now), self.purse(to, now)
        self.afford(payer, amount)
        limit, day = rules.transfer_limit, hours.day_of(now, rules.zone).toordinal()
        keys = ("sent", by, day), ("received", to, day)
        if any(self.days.get(key, 0) + amount > limit for key in keys):
            raise No("transfer.limit")
        for key in keys:
            self.days[key] = self.days.get(key, 0) + amount
        ends: dict[int, int] = {}
        for lot, part in payer.burn(amount, rules.burn):
            ends[lot.expires] = ends.get(lot.expires, 0) + part
        for expires, part in sorted(ends.items()):
            self.credit(payee, part, "transfer", now, expires)

    # Going for good (RULES 37) --------------------------------------------------------------

    def erase(self, by: int, now: int) -> None:
        self.purse(by, now)
        for number in sorted(self.jobs):
            job = self.jobs[number]
            if job.client == by and self.job(number, now).state in ("open", "draft"):
                self.job_end(number, "close" if job.hired else "cancel", by, True, now)
        for one in self.sent.values():
            if one.member == one.wallet == by and one.state in LIVE:
                self.job(one.job, now)
                if one.state in LIVE:
                    self.withdraw(one.number, by, now)
        self.departed(by, now)
        self.purses[by].active = False
        self.gone.add(by)
        self.acted.pop(by, None)
        del self.people[self.name_of(by)]

    def bell(self, now: int) -> None:
        """Everything that is due is done."""
        self.settle_window(now)
        for number in self.purses:
            self.purse(number, now)
        for number in self.jobs:
            self.job(number, now)
        for number in self.orders:
            self.order(number, now)
