"""From what Stripe says to the books: each delivery a piece of work under its own key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from adapters.payments.api import Api
from adapters.payments.events import Told
from adapters.payments.setup import Whose
from core.board.payments import Heard
from core.chat.looking import Looking
from core.pieces import Piece
from core.ports import Queries
from core.queries import Communities
from core.rules import payments
from core.speech.reply import Reply

FOREIGN = "foreign"
"""What came of something that is none of this installation's."""


class NotNow(Exception):
    """The books can't take it at this moment; it has to be said again."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """``submit`` is the engine's: it answers after the commit. Raises Refusal."""

    api: Api
    queries: Queries
    submit: Callable[[Piece], Awaitable[Reply]]

    async def take(self, told: Told, key: str) -> str:
        """Hear what was told, once under its key; what came of it. Raises NotNow, Down, Refused, Refusal."""
        ours, heard = told.whose, told.heard
        if ours is None:
            found = await self.api.payment(heard.payment)
            if found is None:
                return FOREIGN
            ours, known = found
            heard = replace(known, backs=(*known.backs, *heard.backs), wrong=heard.wrong or known.wrong)
        return await self.put(ours, heard, key)

    async def put(self, ours: Whose, heard: Heard, key: str) -> str:
        """Bring it into the books. Raises NotNow, Refusal."""
        if not await self.is_there(ours.community):
            return FOREIGN
        decide = partial(payments.hear, heard=heard)
        said = await self.submit(Piece(ours.community, key, decide, digest=key, heard=True))
        if said.key == "receipt.old":  # so long ago that only the key is known
            return payments.NOTHING
        if said.key != "payment.heard":
            raise NotNow(said.key)
        return str(said.facts["outcome"])

    async def is_there(self, community: int) -> bool:
        """Whether there is such a community."""
        async with self.queries.snapshot() as snapshot:
            found: Sequence[int] = await snapshot.ask(0, Communities(1, community - 1))
            return community in found


async def foreseen(looking: Looking, ours: Whose, heard: Heard) -> str:
    """What would come of it; nothing is changed by asking. Raises Unavailable."""
    said = await looking.look(ours.community, partial(payments.hear, heard=heard))
    return str(said.facts["outcome"])


def looked_up(heard: Heard) -> str:
    """The key of what was found by looking: the same as long as nothing new is found."""
    return f"stripe/{heard.payment}/{sha256(repr(heard).encode()).hexdigest()[:32]}"
