"""What the one who hosts the bot can set of Stripe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator

from bot.config_slack import ConfigError, SlackSettings

_KEY = re.compile(r"(?:sk|rk)_(?:test|live)_[A-Za-z0-9]{8,}", re.ASCII)
_PLACE = re.compile(r"(?:discord|slack)/[A-Za-z0-9]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StripeSecrets:
    """What Stripe knows the bot by, and what it signs its deliveries with."""

    key: str = field(repr=False)
    webhooks: tuple[str, ...] = field(repr=False)


class StripeSettings(SlackSettings):
    """The settings of Stripe. Each has a default that works."""

    stripe_secret_key: SecretStr = Field(
        SecretStr(""),
        validation_alias="STRIPE_SECRET_KEY",
        description="Stripe's secret or restricted key (sk_… or rk_…); with it Connects are paid by card.",
    )
    stripe_secret_key_file: Path | None = Field(
        None, validation_alias="STRIPE_SECRET_KEY_FILE", description="A file that holds it instead."
    )
    stripe_webhook_secret: SecretStr = Field(
        SecretStr(""),
        validation_alias="STRIPE_WEBHOOK_SECRET",
        description="What Stripe signs with (whsec_…) what it sends to /stripe/webhook; two, between commas, "
        "while it is being changed.",
    )
    stripe_webhook_secret_file: Path | None = Field(
        None, validation_alias="STRIPE_WEBHOOK_SECRET_FILE", description="A file that holds it instead."
    )
    stripe_communities: str = Field(
        "",
        validation_alias="STRIPE_COMMUNITIES",
        description="Whose members may pay to this account: servers and workspaces between commas, such as "
        "discord/1234567890,slack/T0123ABCD; empty: all that this bot serves.",
    )
    stripe_api_base: str = Field(
        "",
        validation_alias="STRIPE_API_BASE",
        description="Another server in place of Stripe's, such as http://127.0.0.1:12111; for test keys.",
    )

    @field_validator("stripe_api_base")
    @classmethod
    def _is_base(cls, value: str) -> str:
        """An address of HTTP without a path."""
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
            raise ValueError("it has to begin with http:// or https:// and name a host, and no path")
        return value.rstrip("/")

    @field_validator("stripe_communities")
    @classmethod
    def _are_places(cls, value: str) -> str:
        """Platforms with their own numbers of servers and workspaces."""
        if not all(_PLACE.fullmatch(one) for one in places(value)):
            raise ValueError("it has to be written as discord/1234567890,slack/T0123ABCD")
        return value

    def stripe(self) -> StripeSecrets | None:
        """What Stripe is served with, None if it is not. Raises ConfigError."""
        key = self._secret("stripe_secret_key")
        if not key:
            return None
        if not _KEY.fullmatch(key):
            raise ConfigError(
                "STRIPE_SECRET_KEY is not shaped like one (sk_test_…, sk_live_… or rk_…): copy it from "
                "Developers, API keys; the publishable key (pk_…) is another."
            )
        secrets = self._secret("stripe_webhook_secret").split(",")
        found = StripeSecrets(key, tuple(one.strip() for one in secrets if one.strip()))
        if not found.webhooks:
            raise ConfigError(
                "STRIPE_SECRET_KEY needs STRIPE_WEBHOOK_SECRET as well: make an endpoint at Stripe for "
                "<CONNECTS_PUBLIC_URL>/stripe/webhook and copy its signing secret (whsec_…)."
            )
        if not all(one.startswith("whsec_") for one in found.webhooks):
            raise ConfigError("STRIPE_WEBHOOK_SECRET does not begin with whsec_: copy the signing secret.")
        if not self.public_url:
            raise ConfigError(
                "STRIPE_SECRET_KEY needs CONNECTS_PUBLIC_URL as well: where the world reaches this bot."
            )
        if "_live_" in key and self.stripe_api_base:
            raise ConfigError(
                "STRIPE_API_BASE is for test keys, and STRIPE_SECRET_KEY is one for real money: unset one."
            )
        if "_live_" in key and not self.public_url.startswith("https://"):
            raise ConfigError("CONNECTS_PUBLIC_URL has to begin with https:// where real money is taken.")
        return found


def places(value: str) -> frozenset[str]:
    """Servers and workspaces that are named between commas."""
    return frozenset(one.strip() for one in value.split(",") if one.strip())
