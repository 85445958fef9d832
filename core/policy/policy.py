"""The numbers of a community, as one frozen value. The decisions that use them are code.

A letter behind a number names its source in RULES: *A* the article, *U* Upwork's public
pages, *D* our decision.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from core.instants import is_zone

DEAREST = 1000
Preset = Literal["classic", "upwork-2020", "upwork-2025"]
Price = Annotated[int, Field(ge=0, le=DEAREST)]
Sum = Annotated[int, Field(ge=0, le=100_000)]
Days = Annotated[int, Field(ge=1, le=365)]
Bundle = Annotated[int, Field(ge=1, le=100_000)]


def role_named(text: str) -> str:
    """The role that somebody names, without the angle brackets of a mention: its number stands last."""
    text = text.strip()
    words = re.findall(r"\w+", text[1:-1].partition("|")[0]) if text[:1] + text[-1:] == "<>" else []
    return words[-1] if words else text


RoleName = Annotated[str, Field(max_length=100), AfterValidator(role_named)]

PRESETS: tuple[str, ...] = get_args(Preset)
PLANS = ("basic", "plus")
AGENCY = "agency"
"""The plan of every agency's wallet; no member is on it."""


class PolicyError(ValueError):
    """A value that a policy can't have. ``reason``: unknown, number, choice, zone or sense."""

    def __init__(self, name: str, reason: str, **facts: Any) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.facts = facts


class Question(BaseModel):
    """One question of a community's own readiness test; ``right`` is the place of the right choice."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    ask: Annotated[str, Field(min_length=3, max_length=200)]
    choices: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = Field(
        strict=False, min_length=2, max_length=5
    )
    right: Annotated[int, Field(ge=0, le=4)]


class Policy(BaseModel):
    """The numbers that a community decides by; a change makes a new version of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, strict=True)

    preset: Preset = "classic"
    # Not strict as a whole: documents and presets have lists.
    price_allowed: tuple[Price, ...] = Field(  # A
        (1, 2, 4, 6), alias="price.allowed", strict=False, description="Prices of a job; empty for a range."
    )
    price_minimum: Price = Field(0, alias="price.minimum", description="The lowest price of a job.")  # D
    price_maximum: Price = Field(100, alias="price.maximum", description="The highest price of a job.")  # D
    price_default: Price = Field(  # D
        4, alias="price.default", description="The price of a job whose client names none."
    )
    grant_basic: Sum = Field(10, alias="grant.basic", description="Monthly grant on Basic.")  # A
    grant_plus: Sum = Field(70, alias="grant.plus", description="Monthly grant on Plus.")  # A
    grant_agency: Sum = Field(0, alias="grant.agency", description="Monthly grant of an agency.")  # A
    grant_cycle: Literal["calendar", "anniversary"] = Field(  # A
        "calendar",
        alias="grant.cycle",
        description="Grants on the 1st, or on the day of the month of joining.",
    )
    grant_catch_up: int = Field(  # D
        3, alias="grant.catch_up", ge=1, le=12, description="Missed months paid late, the present included."
    )
    gift_signup: Sum = Field(40, alias="gift.signup", description="The gift for joining.")  # A
    gift_test: Sum = Field(40, alias="gift.test", description="The gift for passing the readiness test.")  # A
    award_certification: Sum = Field(  # D
        10, alias="award.certification", description="What a certified skill earns, once."
    )
    award_badge: Sum = Field(30, alias="award.badge", description="What a badge earns, once.")  # U
    bonus_amount: int = Field(  # A
        10, alias="bonus.amount", ge=0, le=1000, description="What an answered interview earns; 0 is off."
    )
    bonus_cap: Sum = Field(50, alias="bonus.cap", description="The most bonus in one window.")  # A
    bonus_window: Literal["weekly", "rolling"] = Field(  # A
        "weekly", alias="bonus.window", description="Weeks from Monday, or the last 7 days."
    )
    bonus_answer_days: Days = Field(  # D
        14, alias="bonus.answer_days", description="Days in which an answer earns the bonus."
    )
    bonus_once_per_pair: bool = Field(  # D
        True, alias="bonus.once_per_pair", description="One bonus a window per client and freelancer."
    )
    lot_years: int = Field(1, alias="lot.years", ge=1, le=10, description="Years until Connects expire.")  # U
    lot_returned_days: Days = Field(  # D
        7, alias="lot.returned_days", description="Days that returned Connects last if their lot has expired."
    )
    lot_warn_days: int = Field(  # D
        7, alias="lot.warn_days", ge=0, le=60, description="Days before an expiry that warn of it; 0 is off."
    )
    rollover_limit: Sum = Field(  # U
        0, alias="rollover.limit", description="The most a member takes into a new month; 0 for no limit."
    )
    rollover_agency: Sum = Field(  # U
        0, alias="rollover.agency", description="The most an agency takes into a new month; 0 for no limit."
    )
    rollover_bought_exempt: bool = Field(  # D
        True, alias="rollover.bought_exempt", description="Whether bought Connects pass that limit."
    )
    burn_order: Literal["soonest_expiry", "oldest_first"] = Field(  # U
        "soonest_expiry", description="Which Connects are spent first."
    )
    cover_letter: Literal["optional", "required"] = Field(  # D
        "optional", description="Whether a proposal needs a message."
    )
    job_days: Days = Field(30, alias="job.days", description="Days until a job closes by itself.")  # D
    job_warn_days: int = Field(  # D
        5,
        alias="job.warn_days",
        ge=0,
        le=60,
        description="Days before a job closes that warn of it; 0 is off.",
    )
    job_maximum_hires: int = Field(  # D
        100, alias="job.maximum_hires", ge=1, le=1000, description="The most hires of a job."
    )
    boost_places: int = Field(  # U
        4, alias="boost.places", ge=0, le=20, description="Boosted places of a job; 0 turns boosts off."
    )
    boost_days: Days = Field(7, alias="boost.days", description="Days after which an auction closes.")  # U
    boost_maximum: Sum = Field(0, alias="boost.maximum", description="The highest bid; 0 for none.")  # D
    boost_bidders: int = Field(  # D
        500, alias="boost.bidders", ge=1, le=500, description="The most bids on one job."
    )
    returns_on_expiry: Literal["none", "full", "percent"] = Field(  # U
        "none", alias="returns.on_expiry", description="What comes back of a price when a job expires."
    )
    returns_percent: int = Field(  # D
        50, alias="returns.percent", ge=1, le=100, description="How many percent, where it is percent."
    )
    returns_unseen_after_days: int = Field(  # D
        0,
        alias="returns.unseen_after_days",
        ge=0,
        le=365,
        description="Days without a sign of the client after which a proposal is returned; 0 is off.",
    )
    order_payment: Literal["manual", "stripe", "off"] = Field(  # A
        "manual",
        alias="order.payment",
        description="How Connects are paid for: to staff, by card through Stripe, or not at all.",
    )
    order_cents: int = Field(  # A
        15, alias="order.cents", ge=1, le=100_000, description="The price of a Connect, in cents."
    )
    order_currency: Literal["USD", "EUR", "GBP"] = Field(  # A
        "USD", alias="order.currency", description="The money that Connects are paid with."
    )
    order_bundles: tuple[Bundle, ...] = Field(  # A
        (10, 20, 40, 60, 80),
        alias="order.bundles",
        strict=False,
        description="How many Connects can be bought at once; empty for any number.",
    )
    order_agency_bundles: tuple[Bundle, ...] = Field(  # A
        (150, 300),
        alias="order.agency_bundles",
        strict=False,
        description="How many more an agency can buy at once.",
    )
    order_hours: int = Field(  # D
        24, alias="order.hours", ge=1, le=720, description="Hours after which an unpaid order lapses."
    )
    transfers: Literal["off", "on"] = Field(  # D
        "off", description="Whether members may send each other Connects."
    )
    transfers_daily_limit: Sum = Field(  # D
        50, alias="transfers.daily_limit", description="What one member may send, or be sent, in a day."
    )
    gate_account_days: int = Field(  # D
        0,
        alias="gate.account_days",
        ge=0,
        le=3650,
        description="How many days old an account has to be for the sign-up gift.",
    )
    gate_role: RoleName = Field(  # D
        "", alias="gate.role", description="The role that the sign-up gift waits for; none for no role."
    )
    quiz_pass: int = Field(  # D
        4, alias="quiz.pass", ge=1, le=5, description="Right answers that pass the readiness test."
    )
    quiz: tuple[Question, ...] = Field(  # D
        (), strict=False, description="The readiness test's own questions; empty for five about these rules."
    )
    top_days: int = Field(  # D
        30, alias="top.days", ge=0, le=365, description="The days that /top looks back; 0 turns it off."
    )
    top_by: Literal["proposals", "interviews", "hires"] = Field(  # D
        "proposals", alias="top.by", description="What /top counts."
    )
    digest_day: Literal[  # D
        "off", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = Field(
        "monday",
        alias="digest.day",
        description="The day of the weekly summary in the news channel; off is none.",
    )
    reminders_client_days: int = Field(  # D
        7,
        alias="reminders.client_days",
        ge=0,
        le=60,
        description="Days after which a client is reminded of proposals without a sign; 0 is off.",
    )
    reminders_proposals: bool = Field(  # D
        True,
        alias="reminders.proposals",
        description="Whether freelancers are told of a shortlist, a decline, or a job that ended.",
    )
    staff_daily_limit: int = Field(  # D
        1000,
        alias="staff.daily_limit",
        ge=0,
        le=1_000_000,
        description="What one of the staff may give or take in a day.",
    )
    time_zone: str = Field(  # D
        "UTC", description="The time zone of the community's days, weeks and months."
    )
    locale: Literal["en"] = Field("en", description="The community's language.")  # D

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if not is_zone(name):
            raise ValueError("not a time zone")
        return name

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names by which people change the policy."""
        return tuple(
            field.alias or name for name, field in cls.model_fields.items() if name not in ("preset", "quiz")
        )

    def allows_price(self, price: int) -> bool:
        """Whether a job may cost so much."""
        if self.price_allowed:
            return price in self.price_allowed
        return self.price_minimum <= price <= self.price_maximum

    def monthly(self, plan: str) -> int:
        """The monthly grant of a plan."""
        return {"basic": self.grant_basic, "plus": self.grant_plus, AGENCY: self.grant_agency}.get(plan, 0)

    def rollover(self, plan: str) -> int:
        """The most that a wallet of this plan takes into a new cycle; 0 for no limit."""
        return self.rollover_agency if plan == AGENCY else self.rollover_limit
