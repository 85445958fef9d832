"""What the one who hosts the bot can set: the environment, or a file named `.env`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import SettingsConfigDict

from bot.config_slack import ConfigError
from bot.config_stripe import StripeSettings
from bot.redacting import hide, hide_password
from core.policy.policy import PRESETS


class Settings(StripeSettings):
    """The bot's settings. Each has a default that works."""

    model_config = SettingsConfigDict(
        env_prefix="CONNECTS_", env_file=".env", extra="ignore", populate_by_name=True
    )

    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="Where the database is: a path, sqlite:///path or "
        "postgresql+asyncpg://user:password@host/name (with ?pooler=transaction behind PgBouncer); "
        "empty: a file in the data folder.",
        repr=False,
    )
    database_url_file: Path | None = Field(
        None, validation_alias="DATABASE_URL_FILE", description="A file that holds it instead."
    )
    preset: Literal["classic", "upwork-2020", "upwork-2025"] = Field(
        "classic", description=f"The rules a new community starts with: {', '.join(PRESETS)}."
    )
    discord_token: SecretStr = Field(
        SecretStr(""),
        validation_alias="DISCORD_TOKEN",
        description="The Discord bot's token; with one, `connects run` serves Discord.",
    )
    discord_token_file: Path | None = Field(
        None, validation_alias="DISCORD_TOKEN_FILE", description="A file that holds the token instead."
    )
    discord_members: bool = Field(
        False,
        validation_alias="DISCORD_MEMBERS",
        description="Whether joining and leaving is heard of; needs Server Members Intent in the portal.",
    )
    discord_guild: int = Field(
        0,
        validation_alias="DISCORD_GUILD",
        description="A server for developing: commands go to it alone, and change there at once.",
    )
    discord_shards: str = Field(
        "",
        validation_alias="DISCORD_SHARDS",
        description="Which shards this process serves and of how many, such as 0-3/8; empty: all there are.",
    )
    discord_api_base: str = Field(
        "",
        validation_alias="DISCORD_API_BASE",
        description="Another server's REST address in place of Discord's, such as http://127.0.0.1:8080/api/v10.",
    )
    discord_gateway_url: str = Field(
        "",
        validation_alias="DISCORD_GATEWAY_URL",
        description="Its gateway's address, such as ws://127.0.0.1:8080/gateway.",
    )
    trusted_hosts: str = Field(
        "",
        description="Hosts, between commas, that may have a token besides its platform and this machine.",
    )
    member_burst: int = Field(
        60,
        ge=0,
        le=100_000,
        description="So many commands and presses one member may send at once; 0: no limit at all.",
    )
    member_rate: float = Field(
        5.0, ge=0.1, le=10_000, description="After that, so many a second, for as long as they go on."
    )
    health_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="The port for /healthz, /readyz and /metrics, such as 8080; 0: none of them.",
    )
    health_host: str = Field("127.0.0.1", description="Where to listen for those; 0.0.0.0: for everybody.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    @field_validator("discord_api_base", "discord_gateway_url")
    @classmethod
    def _is_address(cls, value: str, found: ValidationInfo) -> str:
        """An address of the right kind, without a slash at its end."""
        kinds = ("ws", "wss") if "gateway" in str(found.field_name) else ("http", "https")
        parts = urlsplit(value)
        if value and (parts.scheme not in kinds or not parts.hostname):
            raise ValueError(f"it has to begin with {kinds[0]}:// or {kinds[1]}:// and name a host")
        if value and kinds[0] == "http" and parts.path.strip("/") == "":
            return value.rstrip("/") + "/api/v10"
        return value.rstrip("/")

    @model_validator(mode="after")
    def _is_trusted(self) -> Settings:
        """A token goes to its platform, to this machine, or to a host that is named for it."""
        trusted = self.trusted()
        for name in (
            "discord_api_base", "discord_gateway_url", "slack_api_base", "slack_authorize_url",
            "stripe_api_base",
        ):  # fmt: skip
            host = urlsplit(getattr(self, name)).hostname
            if host and not is_loopback(host) and host not in trusted:
                raise ValueError(
                    f"{variable(name)} would send the token to {host}: "
                    f"only this machine is allowed, or a host named in {variable('trusted_hosts')}"
                )
        return self

    def discord(self) -> str:
        """The Discord bot's token, empty if there is none. Raises ConfigError."""
        return self._secret("discord_token")

    def trusted(self) -> frozenset[str]:
        """Hosts that are named for tokens besides their platforms'."""
        return frozenset(host.strip().casefold() for host in self.trusted_hosts.split(",") if host.strip())

    @field_validator("discord_shards")
    @classmethod
    def _is_shards(cls, value: str) -> str:
        if value:
            shards(value)
        return value

    def database(self) -> str:
        """The database's address; the user's data folder is made if it is the default. Raises ConfigError."""
        held = self.database_url or self._held("database_url")
        hide_password(held)
        return held or str(data_folder() / "connects.db")


def shards(text: str) -> tuple[tuple[int, ...], int]:
    """The shards that a process serves, and how many there are: 0-3/8 or 0,2/4. Raises ValueError."""
    some, _, count = text.replace(" ", "").partition("/")
    found: set[int] = set()
    try:
        for part in some.split(","):
            first, _, last = part.partition("-")
            found.update(range(int(first), int(last or first) + 1))
        total = int(count)
    except ValueError:
        raise ValueError("it has to be written as 0-3/8: which shards, and of how many") from None
    if not found or min(found) < 0 or max(found) >= total:
        raise ValueError(f"of {total} shards the first is 0 and the last is {total - 1}")
    return tuple(sorted(found)), total


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def data_folder() -> Path:
    """The user's folder for the bot's data."""
    return Path(platformdirs.user_data_dir("connects", appauthor=False, ensure_exists=True))


def load() -> Settings:
    """Read the settings. Raises ConfigError."""
    try:
        settings = Settings()  # type: ignore[call-arg]  # pydantic-settings fills them
        _hide(settings)
        return settings
    except ValidationError as error:
        said = [_sentence(one) for one in error.errors(include_input=False)]
        raise ConfigError(said[0], *said[1:]) from None


def _sentence(error: Mapping[str, Any]) -> str:
    """What is wrong with one setting; what it is set to is not said, for it may be a secret."""
    said = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{said}."
    return f"{variable(str(error['loc'][0]))} is set to something it can't be: {said}."


def _hide(settings: Settings) -> None:
    """Whatever is logged from now on, it has none of these."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            hide(*re.split(r"\s*,\s*", value.get_secret_value().strip()), value.get_secret_value().strip())
    hide_password(settings.database_url)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    field = Settings.model_fields.get(name)
    alias = field.validation_alias if field is not None else name
    return alias.upper() if isinstance(alias, str) else f"CONNECTS_{name.upper()}"


def example() -> str:
    """Every setting with its meaning and its default, as a file for the environment."""
    lines = ["# The bot's settings. Copy to .env, or set in the environment. Each has a default that works."]
    for name, one in Settings.model_fields.items():
        default = "" if one.default is None or isinstance(one.default, SecretStr) else one.default
        lines += ["", f"# {one.description}", f"# {variable(name)}={default}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(example(), end="")
