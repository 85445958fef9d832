"""What a job may say: its price, its hires, its closing date, its tags (RULES 14)."""

from __future__ import annotations

from dataclasses import dataclass

from core import instants
from core.book import Book
from core.errors import Refusal
from core.instants import Instant
from core.speech.phrase import Amount, Code

LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a job to say; None leaves it as it is."""

    title: str | None = None
    description: str | None = None
    price: int | None = None
    budget: str | None = None
    category: str | None = None
    skills: tuple[str, ...] | None = None
    closes: str | None = None
    hires: int | None = None


def check(book: Book, price: int, hires: int, kept: int = -1) -> None:
    """Refuses: job.price, value.range."""
    policy = book.policy
    if price != kept and not policy.allows_price(price):
        allowed = (
            ", ".join(str(one) for one in policy.price_allowed)
            if policy.price_allowed
            else (f"{policy.price_minimum}-{policy.price_maximum}")
        )
        raise Refusal("job.price", price=Amount(price), allowed=allowed)
    if not 1 <= hires <= policy.job_maximum_hires:
        raise Refusal("value.range", option="hires", minimum=1, maximum=policy.job_maximum_hires)


def closing(book: Book, text: str | None) -> Instant:
    """When a job closes: at the end of a local day, of a date or of so many days from now.

    Refuses: value.date, job.closes.
    """
    zone = book.policy.time_zone
    latest = instants.after_days(book.now, LONGEST_DAYS, zone)
    if not text:
        return instants.after_days(book.now, book.policy.job_days, zone)
    try:
        if not text.isascii():
            raise ValueError(text)
        if text[0].isdigit() and "-" not in text:
            days = int(text) if text.isdecimal() else -(-instants.parse_span(text) // instants.DAY)
            closes = instants.after_days(book.now, min(days, LONGEST_DAYS + 1), zone)
        else:
            closes = instants.parse_date(text, zone)
    except ValueError:
        raise Refusal("value.date", option="closes", example=Code("closes:14d")) from None
    if not book.now < closes <= latest:
        raise Refusal("job.closes", days=LONGEST_DAYS, example=Code("closes:14d"))
    return closes


def tags(skills: tuple[str, ...]) -> str:
    """Tags as a job keeps them, each between commas."""
    words = sorted({skill.casefold() for skill in skills})
    return f",{','.join(words)}," if words else ""
