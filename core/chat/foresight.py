"""What a command will surely need, so that the common batch is loaded in one go.

Only hints: what is missing all the same is fetched when a rule asks for it, and what
was fetched in vain does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.board.boosts import Bid
from core.board.jobs import Invitation, Job
from core.board.proposals import PROPOSALS_OF, Proposal
from core.book import Book
from core.chat.command import Command
from core.chat.options import NumberSpec
from core.ledger.accounts import Earned, Wallet
from core.ledger.lots import LOTS_LEFT
from core.ledger.operations import BY_KEY
from core.people import ROLE_PLANS, ROLE_RANKS, UNANSWERED, Identity, Member, Receipt, Who
from core.rows import Want
from core.speech.notice import UNSENT_CARDS


def needs(who: Who, member: int, key: str, command: Command | None, values: Mapping[str, Any]) -> list[Want]:
    """By the types of the command's options; ``member`` is who speaks, 0 where that is not known yet."""
    wants: list[Want] = [(Identity, (who.platform, who.person))]
    if member:
        wants += [(Member, member), (Wallet, member), (LOTS_LEFT, member)]
    if who.roles:
        wants += [(ROLE_RANKS, ()), (ROLE_PLANS, ())]
    if command is None or command.reads:
        if member:
            wants.append((Earned, member))  # shown with the balance
        return wants
    wants += (Receipt, key), (BY_KEY, key)
    if member:
        wants.append((UNANSWERED, member))
    for option in command.options:
        number = values.get(option.parameter)
        if isinstance(option.spec, NumberSpec) and number:
            if option.spec.thing == "job":
                wants += [(Job, number), (UNSENT_CARDS, f"job-{number}")]
                if member:
                    wants += [(PROPOSALS_OF, (number, member)), (Invitation, (number, member))]
            elif option.spec.thing == "proposal":
                wants += [(Proposal, number), (Bid, number)]
    return wants


def then_needs(
    who: Who, key: str, command: Command | None, values: Mapping[str, Any], book: Book
) -> list[Want]:
    """The same once it is loaded who speaks; nothing before."""
    if not book.has(Identity, (who.platform, who.person)):
        return []
    identity = book.get(Identity, (who.platform, who.person))
    return needs(who, identity.member, key, command, values) if identity is not None else []
