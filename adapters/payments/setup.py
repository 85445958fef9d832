"""What Stripe is spoken to with, and which of what it says is ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

API = "https://api.stripe.com"
MINE, COMMUNITY, ORDER = "connects", "community", "order"
"""Names of what a payment carries: the installation, the community, the order."""


@dataclass(frozen=True, slots=True)
class Setup:
    """``webhooks``: the secrets that deliveries may be signed with. ``installation`` tells this one from
    others that use the same account. ``public`` is how the world reaches this bot.
    """

    key: str = field(repr=False)
    webhooks: tuple[str, ...] = field(repr=False)
    public: str
    installation: str
    base: str = API
    host: str = "127.0.0.1"
    port: int = 3000

    @property
    def live(self) -> bool:
        """Whether it is real money."""
        return is_live(self.key)


def is_live(key: str) -> bool:
    """Whether a key is for real money."""
    return "_live_" in key


@dataclass(frozen=True, slots=True)
class Whose:
    """An order of a community of ours."""

    community: int
    order: int

    def named(self, installation: str) -> dict[str, str]:
        """What a payment of it carries."""
        return {MINE: installation, COMMUNITY: str(self.community), ORDER: str(self.order)}


def whose(carried: Any, installation: str) -> Whose | None:
    """The order that a payment is for, None if it is not one of this installation's."""
    if not isinstance(carried, Mapping) or carried.get(MINE) != installation:
        return None
    numbers = [str(carried.get(name, "")) for name in (COMMUNITY, ORDER)]
    if not all(one.isdecimal() and one.isascii() and 0 < len(one) < 19 for one in numbers):
        return None
    return Whose(int(numbers[0]), int(numbers[1]))
