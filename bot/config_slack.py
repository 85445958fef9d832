"""What the one who hosts the bot can set of Slack."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bot.redacting import hide

KEY = 32
"""Signs of a key, at least."""


class ConfigError(Exception):
    """A setting that can't be, in one sentence that says what to do; ``others``: those of others."""

    def __init__(self, said: str, *others: str) -> None:
        super().__init__(said)
        self.others = others


@dataclass(frozen=True, slots=True)
class SlackSecrets:
    """What Slack knows the bot by, and the keys for what it keeps."""

    token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    client_secret: str = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)


class SlackSettings(BaseSettings):
    """The settings of Slack. Each has a default that works."""

    slack_bot_token: SecretStr = Field(
        SecretStr(""),
        validation_alias="SLACK_BOT_TOKEN",
        description="The Slack app's bot token (xoxb-…); with one, `connects run` serves that workspace.",
    )
    slack_bot_token_file: Path | None = Field(
        None, validation_alias="SLACK_BOT_TOKEN_FILE", description="A file that holds it instead."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""),
        validation_alias="SLACK_APP_TOKEN",
        description="The app-level token (xapp-…) for Socket Mode, which needs no public address.",
    )
    slack_app_token_file: Path | None = Field(
        None, validation_alias="SLACK_APP_TOKEN_FILE", description="A file that holds it instead."
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""),
        validation_alias="SLACK_SIGNING_SECRET",
        description="What Slack signs its requests with, for HTTP.",
    )
    slack_signing_secret_file: Path | None = Field(
        None, validation_alias="SLACK_SIGNING_SECRET_FILE", description="A file that holds it instead."
    )
    slack_mode: Literal["", "socket", "http"] = Field(
        "",
        validation_alias="SLACK_MODE",
        description="How requests come: socket or http; empty: socket if there is an app-level token.",
    )
    slack_client_id: str = Field(
        "",
        validation_alias="SLACK_CLIENT_ID",
        description="The app's client id, in place of a bot token, if many workspaces install it.",
    )
    slack_client_secret: SecretStr = Field(
        SecretStr(""), validation_alias="SLACK_CLIENT_SECRET", description="The app's client secret."
    )
    slack_client_secret_file: Path | None = Field(
        None, validation_alias="SLACK_CLIENT_SECRET_FILE", description="A file that holds it instead."
    )
    slack_token_keys: SecretStr = Field(
        SecretStr(""),
        validation_alias="SLACK_TOKEN_KEYS",
        description="Keys, between commas, for installations' tokens: the first encrypts, the others open.",
    )
    slack_token_keys_file: Path | None = Field(
        None, validation_alias="SLACK_TOKEN_KEYS_FILE", description="A file that holds them instead."
    )
    slack_prefix: str = Field(
        "",
        validation_alias="SLACK_PREFIX",
        pattern=r"^[a-z0-9_-]{0,16}$",
        description="Stands before each command, where another app has its name: acme- makes /acme-connects.",
    )
    slack_allow: str = Field(
        "",
        validation_alias="SLACK_ALLOW",
        pattern=r"^(guests|connect|[, ])*$",
        description="Who may have Connects besides full members: guests, connect (other organisations).",
    )
    slack_api_base: str = Field(
        "",
        validation_alias="SLACK_API_BASE",
        description="Another server's Web API in place of Slack's, such as http://127.0.0.1:8080/api/.",
    )
    slack_authorize_url: str = Field(
        "",
        validation_alias="SLACK_AUTHORIZE_URL",
        description="Its page where people allow the app, such as http://127.0.0.1:8080/oauth/v2/authorize.",
    )
    http_host: str = Field(
        "127.0.0.1", description="Where to listen for Slack over HTTP; a proxy stands before it."
    )
    http_port: int = Field(3000, ge=0, le=65535, description="The port to listen at.")
    public_url: str = Field(
        "", description="How the world reaches that, such as https://connects.example.org."
    )

    @field_validator("slack_api_base", "slack_authorize_url", "public_url")
    @classmethod
    def _is_page(cls, value: str, found: ValidationInfo) -> str:
        """An address of HTTP; the API's ends with a slash."""
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("it has to begin with http:// or https:// and name a host")
        if not value or found.field_name != "slack_api_base":
            return value.rstrip("/")
        path = parts.path.strip("/") or "api"
        return f"{parts.scheme}://{parts.netloc}/{path}/"

    def slack(self) -> SlackSecrets | None:
        """What Slack is served with, None if it is not. Raises ConfigError."""
        found = SlackSecrets(
            self._secret("slack_bot_token"), self._secret("slack_app_token"),
            self._secret("slack_signing_secret"), self._secret("slack_client_secret"),
            tuple(key.strip() for key in self._secret("slack_token_keys").split(",") if key.strip()),
        )  # fmt: skip
        if not found.token and not self.slack_client_id:
            return None
        if found.token and self.slack_client_id:
            raise ConfigError(
                "SLACK_BOT_TOKEN serves one workspace and SLACK_CLIENT_ID many: set one of them, not both."
            )
        if self.slack_client_id and not (found.client_secret and found.keys and self.public_url):
            raise ConfigError(
                "SLACK_CLIENT_ID needs SLACK_CLIENT_SECRET, CONNECTS_PUBLIC_URL and SLACK_TOKEN_KEYS as well "
                "(`connects slack key` makes one)."
            )
        if any(len(key) < KEY for key in found.keys):
            raise ConfigError("SLACK_TOKEN_KEYS has a key that is too short: `connects slack key` makes one.")
        if self.slack_mode == "socket" and not found.app_token:
            raise ConfigError("SLACK_MODE is socket, which needs SLACK_APP_TOKEN (xapp-…).")
        if not self.is_socket(found) and not found.signing_secret:
            raise ConfigError(
                "Slack needs SLACK_APP_TOKEN (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP."
            )
        return found

    def is_socket(self, found: SlackSecrets) -> bool:
        """Whether Slack's requests come by a socket."""
        return self.slack_mode == "socket" or (not self.slack_mode and bool(found.app_token))

    def _secret(self, name: str) -> str:
        """A secret from the environment or from its file, empty if there is neither. Raises ConfigError."""
        value: str = getattr(self, name).get_secret_value().strip()
        return value or self._held(name)

    def _held(self, name: str) -> str:
        """What a setting's file holds, empty if none is named. Raises ConfigError."""
        file: Path | None = getattr(self, f"{name}_file")
        if file is None:
            return ""
        try:
            value = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{name.upper()}_FILE names a file that can't be read: {type(error).__name__}."
            ) from None
        hide(value, *(key.strip() for key in value.split(",")))
        return value
