"""What the presets say, written down from RULES' own table; the model decides by it."""

from __future__ import annotations

from dataclasses import dataclass, replace

BADGE, SKILL = 30, 10


@dataclass(frozen=True)
class Numbers:
    """A community's policy, as far as the simulation changes it."""

    prices: tuple[int, ...] = (1, 2, 4, 6)
    low: int = 0
    high: int = 100
    price: int = 4
    basic: int = 10
    plus: int = 70
    agency: int = 0
    cycle: str = "calendar"
    catch_up: int = 3
    signup: int = 40
    skill: int = SKILL
    badge: int = BADGE
    bonus: int = 10
    cap: int = 50
    window: str = "weekly"
    answer_days: int = 14
    once_per_pair: bool = True
    years: int = 1
    returned_days: int = 7
    limit: int = 0
    limit_agency: int = 0
    burn: str = "soonest_expiry"
    letter: bool = False
    job_days: int = 30
    places: int = 4
    auction_days: int = 7
    most_bid: int = 0
    bidders: int = 500
    on_expiry: str = "none"
    percent: int = 50
    bundles: tuple[int, ...] = (10, 20, 40, 60, 80)
    agency_bundles: tuple[int, ...] = (150, 300)
    order_hours: int = 24
    transfers: bool = False
    transfer_limit: int = 50
    staff_limit: int = 1000
    zone: str = "UTC"

    def allows(self, price: int) -> bool:
        """Whether a job may cost so much."""
        return price in self.prices if self.prices else self.low <= price <= self.high

    def monthly(self, plan: str) -> int:
        """What a plan is given each month."""
        return {"basic": self.basic, "plus": self.plus, "agency": self.agency}[plan]


CLASSIC = Numbers()
OF_2020 = replace(
    CLASSIC, prices=(), low=1, high=6, plus=80, limit=200, limit_agency=400, places=0
)  # fmt: skip
OF_2025 = replace(
    CLASSIC, prices=(), low=0, high=1000, price=8, plus=100, signup=0, bonus=0, cap=0, bundles=()
)  # fmt: skip
PRESETS = {"classic": CLASSIC, "upwork-2020": OF_2020, "upwork-2025": OF_2025}

NAMES: dict[str, str] = {
    "grant.basic": "basic", "grant.plus": "plus", "grant.agency": "agency", "grant.cycle": "cycle",
    "grant.catch_up": "catch_up", "bonus.amount": "bonus", "bonus.cap": "cap", "bonus.window": "window",
    "bonus.answer_days": "answer_days", "bonus.once_per_pair": "once_per_pair", "lot.years": "years",
    "lot.returned_days": "returned_days", "rollover.limit": "limit", "burn_order": "burn",
    "cover_letter": "letter", "job.days": "job_days", "boost.places": "places", "boost.days": "auction_days",
    "boost.maximum": "most_bid", "boost.bidders": "bidders", "returns.on_expiry": "on_expiry",
    "order.hours": "order_hours", "transfers": "transfers", "transfers.daily_limit": "transfer_limit",
    "staff.daily_limit": "staff_limit", "time_zone": "zone", "gift.signup": "signup",
}  # fmt: skip
"""How people name what the model knows."""
WORDS = {"on": True, "off": False, "required": True, "optional": False}


def changed(now: Numbers, name: str, value: str) -> Numbers:
    """The policy with one value changed, as it is typed."""
    kept: object = int(value) if value.isdecimal() else WORDS.get(value, value)
    return replace(now, **{NAMES[name]: kept})  # type: ignore[arg-type]
