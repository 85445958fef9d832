"""The model of agencies: who is in one, who may spend what, who takes over (RULES 19, 32)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sim import hours
from tests.sim.house import House, No

NO_LIMIT = -1


@dataclass
class Part:
    """Somebody's part in an agency."""

    role: str
    state: str
    since: int
    limit: int = NO_LIMIT


@dataclass
class Guild(House):
    """A community with its agencies."""

    owner: dict[int, int] = field(default_factory=dict)
    """Who owns an agency; 0 while it is frozen."""
    parts: dict[tuple[int, int], Part] = field(default_factory=dict)
    spent: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """By agency, member and month."""

    def part(self, agency: int, member: int) -> Part | None:
        """A part in an agency, while it is one."""
        found = self.parts.get((agency, member))
        return found if found is not None and found.state == "active" else None

    def mine(self, by: int, agency: int) -> Part:
        found = self.part(agency, by)
        if found is None:
            raise No("agency.unknown")
        return found

    def only(self, by: int, state: str, agency: int) -> int:
        """The agency that is meant; the only one, where none is named."""
        some = [one for (one, member), part in self.parts.items() if member == by and part.state == state]
        if agency:
            some = [one for one in some if one == agency]
        if len(some) != 1:
            raise No("agency.which")
        return some[0]

    def led(self, by: int, agency: int, *, owned: bool = False) -> Part:
        part = self.mine(by, agency)
        if part.role != "owner" and (owned or part.role != "admin"):
            raise No("agency.role")
        return part

    def _other(self, agency: int, member: int) -> Part:
        part = self.part(agency, member)
        if part is None or part.role == "owner":
            raise No("agency.not_in")
        return part

    def _runs(self, agency: int) -> None:
        if not self.owner[agency]:
            raise No("agency.frozen")

    def owns_one(self, member: int) -> bool:
        return member in self.owner.values()

    def agency_create(self, by: int, now: int) -> int:
        if self.owns_one(by):
            raise No("agency.owner")
        self.owners += 1
        self.new_purse(now, self.owners, "agency")
        self.owner[self.owners] = by
        self.parts[self.owners, by] = Part("owner", "active", now)
        return self.owners

    def agency_invite(self, by: int, agency: int, member: int, now: int) -> None:
        self.led(by, agency)
        self._runs(agency)
        if member in self.gone:
            raise No("agency.away")
        part = self.parts.get((agency, member))
        if part is not None and part.state != "gone":
            raise No("agency.already")
        self.parts[agency, member] = Part("member", "invited", now)

    def agency_accept(self, by: int, agency: int, now: int) -> None:
        agency = self.only(by, "invited", agency)
        self._runs(agency)
        part = self.parts[agency, by]
        part.state, part.since = "active", now

    def agency_decline(self, by: int, agency: int, now: int) -> None:
        agency = self.only(by, "invited", agency)
        self._out(agency, by, now)

    def agency_role(self, by: int, agency: int, member: int, role: str, now: int) -> None:
        self.led(by, agency, owned=True)
        part = self._other(agency, member)
        if part.role != role:
            part.role, part.since = role, now

    def agency_limit(self, by: int, agency: int, member: int, most: int) -> None:
        own = self.led(by, agency)
        part = self._other(agency, member)
        if part.role == "admin" and own.role != "owner":
            raise No("agency.role")
        part.limit = most

    def agency_handover(self, by: int, agency: int, member: int, now: int) -> None:
        own = self.led(by, agency, owned=True)
        heir = self._other(agency, member)
        if self.owns_one(member):
            raise No("agency.owner")
        self.owner[agency] = member
        heir.role, heir.since, own.role, own.since = "owner", now, "admin", now

    def agency_leave(self, by: int, agency: int, now: int) -> None:
        agency = self.only(by, "active", agency)
        part = self.mine(by, agency)
        if part.role == "owner":
            if len(self.people_of(agency)) > 1:
                raise No("agency.hand_over")
            self._freeze(agency, now)
        self._out(agency, by, now)

    def agency_remove(self, by: int, agency: int, member: int, now: int) -> None:
        own = self.led(by, agency)
        part = self.parts.get((agency, member))
        if part is None or part.state != "invited":
            part = self._other(agency, member)
        if part.role == "admin" and own.role != "owner" and member != by:
            raise No("agency.role")
        self._out(agency, member, now)

    def people_of(self, agency: int) -> list[tuple[int, int, Part]]:
        """Who is in it, longest first."""
        return sorted(
            ((part.since, member, part) for (one, member), part in self.parts.items()
             if one == agency and part.state == "active"),
            key=lambda one: one[:2],
        )  # fmt: skip

    def _out(self, agency: int, member: int, now: int) -> None:
        part = self.parts[agency, member]
        part.state, part.since = "gone", now

    def _freeze(self, agency: int, now: int) -> None:
        purse = self.purse(agency, now)
        self.owner[agency] = 0
        purse.active, purse.frozen = False, purse.frozen or "owner"

    def departed(self, number: int, now: int) -> None:
        """Who leaves the community is in no agency; a lone owner's freezes and waits for them."""
        for (agency, member), part in sorted(self.parts.items(), key=lambda one: one[0]):
            if member != number or part.state == "gone":
                continue
            if part.role != "owner" or part.state != "active":
                self._out(agency, member, now)
                continue
            admins = [who for _, who, one in self.people_of(agency) if one.role == "admin"]
            heir = next((who for who in admins if not self.owns_one(who)), None)
            if heir is None:
                self._freeze(agency, now)
            else:
                self.owner[agency] = heir
                other = self.parts[agency, heir]
                other.role, other.since = "owner", now
                part.role = "admin"
                self._out(agency, member, now)

    def came_back(self, number: int, now: int) -> None:
        for (agency, member), part in sorted(self.parts.items(), key=lambda one: one[0]):
            if member != number or part.state != "active" or part.role != "owner" or self.owner[agency]:
                continue
            purse = self.purse(agency, now)
            self.owner[agency] = number
            purse.frozen = "" if purse.frozen == "owner" else purse.frozen
            self.begin_again(purse, now)

    # What is paid for one -----------------------------------------------------------

    def acts_for(self, by: int, wallet: int, sender: int) -> bool:
        if wallet == sender:
            return by == sender
        part = self.part(wallet, by)
        return part is not None and (by == sender or part.role in ("owner", "admin"))

    def is_own(self, by: int, wallet: int, sender: int) -> bool:
        return by == sender or (wallet != sender and self.part(wallet, by) is not None)

    def may_spend(self, agency: int, member: int, amount: int, now: int) -> tuple[int, int, int]:
        """Whether somebody's limit lets them; where it is counted."""
        part = self.mine(member, agency)
        self._runs(agency)
        key = agency, member, hours.month_of(now, self.rules.zone)
        if part.limit != NO_LIMIT and self.spent.get(key, 0) + amount > part.limit:
            raise No("agency.limit")
        return key
