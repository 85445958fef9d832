"""The model of a community: who is in it, what is due on whom, what holds since when (RULES 3 to 12)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.sim import hours
from tests.sim.hours import DAY, NEVER
from tests.sim.numbers import CLASSIC, PRESETS, Numbers, changed
from tests.sim.purse import Lot, Paid, Purse


class No(Exception):
    """The model refuses, as the rules do."""


class Senseless(Exception):
    """The rules leave open what becomes of this, so a story must not hold it."""


@dataclass
class House:
    """One community as the rules have it."""

    numbers: list[tuple[int, Numbers]] = field(default_factory=list)
    """What holds, and since when."""
    owners: int = 0
    people: dict[str, int] = field(default_factory=dict)
    """Members by the name that they are known by now."""
    gone: set[int] = field(default_factory=set)
    """Who has left."""
    purses: dict[int, Purse] = field(default_factory=dict)
    lots: int = 0
    once: set[str] = field(default_factory=set)
    """Names that had the sign-up gift."""
    window: tuple[int, int] = (0, NEVER)
    granted: dict[tuple[int, int], int] = field(default_factory=dict)
    """What was granted, by wallet and month."""

    # What holds -----------------------------------------------------------------

    @property
    def rules(self) -> Numbers:
        return self.numbers[-1][1]

    def rules_at(self, at: int) -> Numbers:
        """What held at a moment."""
        return next((one for since, one in reversed(self.numbers) if since <= at), self.numbers[0][1])

    def found(self, now: int) -> None:
        """A community begins with the first word that is said in it."""
        if not self.numbers:
            self.numbers = [(now, CLASSIC)]
            self.open_window(now)

    def change(self, now: int, rules: Numbers) -> None:
        """Staff change what holds; what is due by the old rules is due."""
        was = self.rules
        if rules == was:
            return
        self.settle_window(now)
        self.numbers.append((now, rules))
        if rules.window != was.window:
            self.open_window(now)

    def set(self, now: int, name: str, value: str) -> None:
        """`/admin policy`."""
        rules = changed(self.rules, name, value)
        if rules.bonus > rules.cap:
            raise No("policy.sense")
        self.change(now, rules)

    def preset(self, now: int, name: str) -> None:
        """A whole set of rules, but for the place's own zone."""
        self.change(now, replace(PRESETS[name], zone=self.rules.zone))

    # Windows (RULES 28) ---------------------------------------------------------

    def open_window(self, now: int) -> None:
        if self.rules.window == "weekly":
            self.window = hours.monday(now, self.rules.zone), hours.next_monday(now, self.rules.zone)
        else:
            self.window = 0, NEVER

    def settle_window(self, now: int) -> None:
        """A window that has ended is followed by the next; it keeps its end whatever the zone is now."""
        while self.window[1] <= now:
            start = self.window[1]
            self.window = start, hours.next_monday(start, self.rules.zone)

    def in_window(self, at: int, now: int) -> bool:
        """Whether what was earned at a moment counts in the window that holds now."""
        if self.rules.window == "weekly":
            return at >= self.window[0]
        return at > now - 7 * DAY

    # Grants (RULES 8 to 11) -----------------------------------------------------

    def due(self, month: int, day: int) -> int:
        """When a month's grant falls due: by what holds then; a change moves only what is ahead."""
        for place, (since, rules) in enumerate(self.numbers):
            begins = hours.first_of(month, 1 if rules.cycle == "calendar" else day, rules.zone)
            at = begins if place == 0 else max(begins, since)
            if place + 1 == len(self.numbers) or at <= self.numbers[place + 1][0]:
                return at
        raise AssertionError

    def month_now(self, now: int, day: int) -> int:
        """The newest month whose grant is due."""
        month = hours.month_of(now, self.rules.zone) + 2
        while self.due(month, day) > now:
            month -= 1
        return month

    def new_purse(self, now: int, number: int, kind: str) -> Purse:
        """A wallet; who joins in a month gets the first grant with the next one."""
        local = hours.day_of(now, self.rules.zone)
        late = local.day > 28
        day = 1 if late else local.day
        last = self.month_now(now, day)
        if self.rules.cycle == "anniversary":
            last = max(last, local.year * 12 + local.month - 1 + late)
        plan = "agency" if kind == "agency" else "basic"
        made = Purse(number, kind, day, last, self.rules.monthly(plan), plan)
        self.purses[number] = made
        return made

    # Connects -------------------------------------------------------------------

    def credit(
        self, purse: Purse, amount: int, source: str, issued: int, expires: int = 0, by: int = 0
    ) -> None:
        """A lot; a year, to the end of the local day, where nothing else is said (RULES 3)."""
        if not expires:
            held = self.rules_at(issued)
            expires = hours.after_years(issued, held.years, held.zone)
        self.lots += 1
        purse.lots.append(Lot(self.lots, amount, source, issued, expires, by))

    def give_back(self, purse: Purse, paid: Paid, due: int, now: int, most: int = NEVER) -> int:
        """To the very lots that paid; where one has ended, some days take its place (RULES 4)."""
        late = back = 0
        for lot, part in sorted(paid, key=lambda one: one[0].number):
            part = min(part, most - back)
            back += part
            if lot.expires > now:
                lot.left += part
            else:
                late += part
        if late:
            days, zone = self.rules.returned_days, self.rules.zone
            self.credit(purse, late, "return", due, hours.after_days(max(due, now), days, zone))
        return back

    def purse(self, number: int, now: int) -> Purse:
        """A wallet with all that is due on it done, in the order of the dues (RULES 10)."""
        purse = self.purses[number]
        newest = self.month_now(now, purse.day)
        months: list[int] = []
        if purse.active and purse.last < newest:
            months = list(range(max(purse.last + 1, newest - self.rules.catch_up + 1), newest + 1))
        while True:
            lot = purse.ended(now)
            due = self.due(months[0], purse.day) if months else NEVER
            if lot is not None and lot.expires <= due:
                lot.left = 0
            elif months:
                self._grant(purse, months.pop(0), due)
            else:
                break
        if purse.active:
            purse.last = max(purse.last, newest)
        return purse

    def _grant(self, purse: Purse, month: int, due: int) -> None:
        held = self.rules_at(due)
        limit = held.limit_agency if purse.kind == "agency" else held.limit
        loose = [lot for lot in purse.lots if lot.source != "bought"]
        surplus = sum(lot.left for lot in loose) - limit
        if limit and surplus > 0:
            Purse(0, "", 1, 0, 0, lots=loose).burn(surplus, "soonest_expiry")
        amount = held.monthly(purse.plan)
        purse.last, purse.top = month, amount
        if amount:
            assert (purse.number, month) not in self.granted, "the model grants once a month"
            self.granted[purse.number, month] = amount
            self.credit(purse, amount, "grant", due)

    # People (RULES 7, 8, 12) ----------------------------------------------------

    def meet(self, name: str, now: int) -> int:
        """Whoever speaks is known then, and back if they had left; the gift is given once for ever."""
        self.found(now)
        number = self.people.get(name)
        if number is None:
            self.owners += 1
            number = self.people[name] = self.owners
            purse = self.new_purse(now, number, "member")
            if name not in self.once and self.rules.signup:
                self.credit(purse, self.rules.signup, "gift", now)
            self.once.add(name)
        elif number in self.gone:
            self.gone.discard(number)
            self.begin_again(self.purse(number, now), now)
            self.came_back(number, now)
        return number

    def begin_again(self, purse: Purse, now: int) -> None:
        """What was missed is not paid."""
        month = max(purse.last, self.month_now(now, purse.day))
        if month != purse.last:
            purse.top = self.rules.monthly(purse.plan)
        purse.active, purse.last = True, month

    def leave(self, name: str, now: int) -> None:
        """A platform says that somebody left."""
        number = self.people.get(name)
        if number is None or number in self.gone:
            return
        self.purse(number, now).active = False
        self.gone.add(number)
        self.departed(number, now)

    def plan(self, number: int, plan: str, now: int) -> int:
        """An upgrade pays the rest of the cycle, and a cycle a plan's total once (RULES 8); how much."""
        purse = self.purse(number, now)
        base, new = max(purse.top, self.rules.monthly(purse.plan)), self.rules.monthly(plan)
        purse.plan, purse.top = plan, max(base, new)
        if not purse.active or new <= base:
            return 0
        month, zone = max(purse.last, self.month_now(now, purse.day)), self.rules.zone
        first, end = (hours.day_of(self.due(one, purse.day), zone) for one in (month, month + 1))
        total = max(1, (end - first).days)
        left = min(total, (end - hours.day_of(now, zone)).days)
        paid = (new - base) * left // total
        if paid:
            self.credit(purse, paid, "grant", now, by=self.delivery)
        return paid

    delivery = 0
    """The delivery that is being decided."""

    def came_back(self, number: int, now: int) -> None:
        """What the return of somebody brings about beyond their own wallet."""

    def departed(self, number: int, now: int) -> None:
        """What the going of somebody brings about beyond their own wallet."""
