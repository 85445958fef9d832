"""What the policy says of agencies, in words, and how agencies are said."""

from __future__ import annotations

from collections.abc import Mapping

from core.board.agencies import Agency
from core.book import Book
from core.policy.policy import AGENCY, Policy
from core.rules import standing
from core.speech.phrase import Amount, Fact, Mention, Phrase, say


def lines(policy: Policy) -> list[Phrase]:
    """The rules of agencies, one line a rule."""
    monthly = policy.monthly(AGENCY)
    return [
        say("rules.agency"),
        say("rules.agency_limit"),
        *([say("rules.agency_grant", monthly=Amount(monthly))] if monthly else []),
    ]


def spoken(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """An operation's facts that are an agency, a role or a limit, as they are said."""
    said: dict[str, Fact] = {}
    if not isinstance(number := facts.get("agency"), int):
        return said
    said["agency"] = standing.ref(number)
    if isinstance(limit := facts.get("limit"), int):
        said["limit"] = Amount(limit) if limit >= 0 else None
    return said


def typed(wallet: int, member: int) -> str:
    """How an agency's wallet is named behind a command; nothing for one's own."""
    return f" agency:agency-{wallet}" if wallet != member else ""


def owner_of(book: Book, wallet: int) -> Fact:
    """Whose a wallet is, as it is said: a member's or an agency's."""
    return standing.ref(wallet) if book.get(Agency, wallet) is not None else Mention(wallet)
