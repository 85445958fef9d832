"""What the one who hosts the bot can set: the environment, or a file named `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.policy.policy import PRESETS


class ConfigError(Exception):
    """A setting that can't be, in one sentence that says what to do."""


class Settings(BaseSettings):
    """The bot's settings. Each has a default that works."""

    model_config = SettingsConfigDict(
        env_prefix="CONNECTS_", env_file=".env", extra="ignore", populate_by_name=True
    )

    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="Where the database is: a path or sqlite:///path; empty: a file in the data folder.",
    )
    preset: Literal["classic", "upwork-2020", "upwork-2025"] = Field(
        "classic", description=f"The rules a new community starts with: {', '.join(PRESETS)}."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    def database(self) -> str:
        """The database's address; the user's data folder is made if it is the default."""
        return self.database_url or str(data_folder() / "connects.db")


def data_folder() -> Path:
    """The user's folder for the bot's data."""
    return Path(platformdirs.user_data_dir("connects", appauthor=False, ensure_exists=True))


def load() -> Settings:
    """Read the settings. Raises ConfigError."""
    try:
        return Settings()  # type: ignore[call-arg]  # pydantic-settings fills them
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(
            f"{variable(str(first['loc'][0]))} is set to something it can't be: {first['msg']}."
        ) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    field = Settings.model_fields.get(name)
    alias = field.validation_alias if field is not None else name
    return alias.upper() if isinstance(alias, str) else f"CONNECTS_{name.upper()}"


def example() -> str:
    """Every setting with its meaning and its default, as a file for the environment."""
    lines = ["# The bot's settings. Copy to .env, or set in the environment. Each has a default that works."]
    for name, field in Settings.model_fields.items():
        lines += ["", f"# {field.description}", f"# {variable(name)}={field.default}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(example(), end="")
