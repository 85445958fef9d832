"""The host's till: whether people can pay through a payment service, and where."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest

from core.people import Who

SEAL = 15
"""Bytes that seal an address: nobody else can name an order that is to be paid."""
_TOKEN = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})-([A-Za-z0-9_-]{20})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Till:
    """``base`` is where the pages stand, ``key`` this installation's own.

    ``places`` are those that may use it, as ``discord/1234``; none: all.
    """

    base: str
    key: bytes = field(repr=False)
    places: frozenset[str] = frozenset()

    def serves(self, who: Who) -> bool:
        """Whether the community that somebody speaks in may sell through it."""
        return not self.places or f"{who.platform}/{who.place}" in self.places

    def page(self, community: int, order: int) -> str:
        """The address at which an order is paid."""
        return f"{self.base}/{self.token(community, order)}"

    def token(self, community: int, order: int) -> str:
        """The last part of that address."""
        name = f"{community}-{order}"
        sealed = blake2b(name.encode(), key=self.key[:64], person=b"connects pay", digest_size=SEAL).digest()
        return f"{name}-{urlsafe_b64encode(sealed).decode()}"

    def named(self, token: str) -> tuple[int, int] | None:
        """The community and the order that an address names, None if nobody here made it."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        community, order = int(found[1]), int(found[2])
        return (community, order) if compare_digest(self.token(community, order), token) else None
