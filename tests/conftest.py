"""What all tests share: how hypothesis runs, and a database to copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from adapters.storage import migrate
from core.pieces import Limits
from tests.core.town import Town, copy_of

settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many lines of the stories no client of a platform sends, by the reason."""
    reports = terminalreporter.getreports("passed")
    for platform in ("Discord", "Slack"):
        sign = f"not on {platform}"
        why = Counter(said for one in reports for name, said in one.user_properties if name == sign)
        if why:
            terminalreporter.section(f"lines of the stories that no {platform} client sends")
            for reason, count in why.most_common():
                terminalreporter.write_line(f"{count:4} {reason}")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with its tables, to be copied: migrating takes its time."""
    path = tmp_path_factory.mktemp("template") / "connects.db"
    migrate.migrate(str(path))
    return path


@pytest_asyncio.fixture
async def new_town(template: Path, tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[Town]]]:
    """How to open a town of one's own making."""
    towns: list[Town] = []

    async def open_town(*, run: bool = True, **more: Any) -> Town:
        town = Town(copy_of(template, tmp_path / f"town{len(towns)}.db"), **more)
        towns.append(town)
        return await town.open(run=run)

    yield open_town
    for town in towns:
        await town.crash()


@pytest_asyncio.fixture
async def town(new_town: Callable[..., Awaitable[Town]]) -> Town:
    """A running bot with an empty database."""
    return await new_town()


@pytest_asyncio.fixture
async def still(new_town: Callable[..., Awaitable[Town]]) -> Town:
    """A bot whose engine has not been started: what is submitted queues up for one batch."""
    return await new_town(run=False, limits=Limits(seconds=10))
