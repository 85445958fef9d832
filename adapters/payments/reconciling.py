"""Stripe's list of payments and the books' list of orders, held beside each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.payments.api import Api
from adapters.payments.events import paid_of
from adapters.payments.hearing import Hearing, foreseen, looked_up
from adapters.payments.setup import Whose, whose
from core.board.orders import STRIPE
from core.board.payments import Heard
from core.chat.looking import Looking
from core.instants import DAY, SECOND, Instant
from core.ports import Queries
from core.queries import Communities, Orders
from core.rules.payments import NOTHING

PAGE = 500
LATER = 180 * DAY
"""So long after a payment banks may still take it back; what went back is looked for as far as that."""
UNKNOWN = "unknown"

Put = Callable[[Whose, Heard], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was not the same there and here, and what came of it."""

    community: int
    order: int
    payment: str
    came: str


def dry(looking: Looking) -> Put:
    """Only say what would come of it."""
    return partial(foreseen, looking)


def into(hearing: Hearing, looking: Looking) -> Put:
    """Bring what is new into the books, by the same way as deliveries."""

    async def put(ours: Whose, heard: Heard) -> str:
        if await foreseen(looking, ours, heard) == NOTHING:
            return NOTHING
        return await hearing.put(ours, heard, looked_up(heard))

    return put


async def reconcile(api: Api, queries: Queries, put: Put, now: Instant, days: int) -> list[Line]:
    """What was paid there and not here, went back there and not here, is paid here and unknown there.

    Raises Down, Refused, NotNow, Unavailable.
    """
    since = now - days * DAY
    lines: list[Line] = []
    there: set[str] = set()

    async def hear(ours: Whose, heard: Heard) -> None:
        there.add(heard.payment)
        if not await _is_there(queries, ours.community):
            return
        came = await put(ours, heard)
        if came != NOTHING:
            lines.append(Line(ours.community, ours.order, heard.payment, came))

    async for session in api.sessions(max(0, since - 2 * DAY) // SECOND):
        ours = whose(session.get("metadata"), api.setup.installation)
        payment = session.get("payment_intent")
        if ours is not None and isinstance(payment, str) and session.get("payment_status") == "paid":
            paid = paid_of(session["amount_total"], session["currency"])
            wrong = "" if session.get("livemode", api.setup.live) == api.setup.live else "mode"
            await hear(ours, Heard(ours.order, payment, paid, wrong=wrong))
    seen: set[str] = set()
    async for payment in api.backs(max(0, since - LATER) // SECOND):
        if payment not in seen:
            seen.add(payment)
            if (found := await api.payment(payment)) is not None:
                await hear(*found)
    for community, number, payment in await _paid_here(queries, since):
        if payment not in there and await api.payment(payment) is None:
            lines.append(Line(community, number, payment, UNKNOWN))
    return lines


async def _is_there(queries: Queries, community: int) -> bool:
    async with queries.snapshot() as snapshot:
        found: Sequence[int] = await snapshot.ask(0, Communities(1, community - 1))
        return community in found


async def _paid_here(queries: Queries, since: Instant) -> list[tuple[int, int, str]]:
    """Orders that were made since then and paid by card."""
    found, after = [], 0
    async with queries.snapshot() as snapshot:
        while communities := await snapshot.ask(0, Communities(PAGE, after)):
            for community in communities:
                before = 0
                while orders := await snapshot.ask(community, Orders(PAGE, before)):
                    fresh = [one for one in orders if one.at >= since]
                    found += [
                        (community, one.number, one.receipt)
                        for one in fresh
                        if one.provider == STRIPE and one.receipt
                    ]
                    before = orders[-1].number
                    if len(fresh) < len(orders):
                        break
            after = communities[-1]
    return found
