"""What the doctor finds of a PostgreSQL database, each thing set wrong once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from adapters.storage import postgres
from adapters.storage.postgres import address
from bot import doctor_postgres
from bot.doctor_postgres import examine_postgres
from bot.finding import OK, WARNING, WRONG, Finding
from tests.postgres import database, shared

pytestmark = pytest.mark.asyncio
Connection = Any


async def examine(url: str) -> list[Finding]:
    """As the command does, which has no loop of its own yet."""
    return await asyncio.to_thread(examine_postgres, url)


async def examined(change: str = "", *, empty: bool = False, more: str = "") -> list[Finding]:
    """What is found of a database of one's own after something was changed in it."""
    async with database(empty=empty) as url:
        connection = await asyncpg.connect(address(url).dsn)
        try:
            for statement in ("ALTER DATABASE %s SET synchronous_commit = on", change):
                if statement:
                    name = await connection.fetchval("SELECT current_database()")
                    await connection.execute(statement.replace("%s", name))
        finally:
            await connection.close()
        return await examine(url + more)


def the(found: list[Finding], words: str) -> Finding:
    """The one finding that says this."""
    (one,) = [one for one in found if words in one.what]
    return one


def trouble(found: list[Finding]) -> list[str]:
    """What is not as it should be, but for what the tests' own server does without."""
    own = ("fsync is off", "full_page_writes is off")
    return [one.what for one in found if one.state != OK and not one.what.startswith(own)]


async def test_a_database_that_is_as_it_should_be() -> None:
    found = await examined()
    assert trouble(found) == []
    assert "newest this release knows" in the(found, "has schema").what
    assert the(found, "It is PostgreSQL").state == the(found, "clock goes with").state == OK
    assert the(found, "fsync is off").state == WRONG  # of the tests' server, which is thrown away


async def test_an_empty_one_will_be_made() -> None:
    found = await examined(empty=True)
    assert trouble(found) == []
    assert the(found, "is empty").state == OK


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ("ALTER DATABASE %s SET synchronous_commit = off", WRONG, "synchronous_commit is off"),
        ("UPDATE alembic_version SET version_num = '9999'", WRONG, "newer release"),
        ("UPDATE alembic_version SET version_num = '0001'", WARNING, "has schema 0001"),
        ("DROP TABLE alembic_version", WRONG, "of another program"),
        ("ALTER DATABASE %s SET search_path = nowhere", WRONG, "may not make tables"),
    ],
)
async def test_what_is_wrong_in_it(change: str, state: str, words: str) -> None:
    found = the(await examined(change), words)
    assert found.state == state
    assert found.mend or ":" in found.what


async def test_a_pooler_that_is_not_there() -> None:
    assert the(await examined(more="&pooler=transaction"), "no pooler is there").state == WARNING


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda url: url.replace("/postgres?", "/nowhere?"), "no database of that name"),
        (lambda url: "postgresql+asyncpg://bot:canary-word@127.0.0.1:1/x", "can't be reached"),
        (lambda url: url.replace("postgres:", "nobody:"), "does not accept this user"),
        (lambda url: url + "&pooler=sometimes", "pooler is either"),
        (lambda url: "postgresql+asyncpg://bot:canary-word@host:port/x", "can't be read"),
    ],
)
async def test_what_keeps_one_from_it(change: Callable[[str], str], words: str) -> None:
    server = await asyncio.to_thread(shared)
    (found,) = await examine(change(server.url("postgres")))
    assert found.state == WRONG
    assert words in found.what
    assert "canary" not in found.what + found.mend


async def test_an_old_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "OLDEST", 99)
    server = await asyncio.to_thread(shared)
    (found,) = await examine(server.url("postgres"))
    assert found.state == WRONG
    assert "Connects needs 99" in found.what


Look = Callable[..., Awaitable[list[Finding]]]


class Said:
    """A connection that says what a test wants of what can't be had here: a pooler, another clock."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    async def fetchval(self, statement: str, *_: Any) -> Any:
        return next(value for words, value in self.answers.items() if words in statement)

    def get_server_pid(self) -> int:
        return 7


@pytest.mark.parametrize(
    ("look", "answers", "more", "words", "state"),
    [
        (doctor_postgres._pooler, {"pg_backend_pid": 8}, "", "A pooler stands before", WRONG),
        (doctor_postgres._pooler, {"pg_backend_pid": 8}, "?pooler=transaction", "A pooler stands before", OK),
        (doctor_postgres._clock, {"clock_timestamp": 0.0}, "", "seconds apart", WARNING),
        (doctor_postgres._rights, {"pg_is_in_recovery": True}, "", "standby", WRONG),
        (doctor_postgres._secret, {"pg_stat_ssl": False}, "", "not encrypted", WARNING),
        (doctor_postgres._secret, {"pg_stat_ssl": True}, "", "is encrypted", OK),
    ],
)
async def test_what_can_not_be_had_here(
    look: Look, answers: dict[str, Any], more: str, words: str, state: str
) -> None:
    where = address(f"postgresql+asyncpg://bot@db.example.org/connects{more}")
    (found,) = await look(Said(**answers), where)
    assert words in found.what
    assert found.state == state
    assert bool(found.mend) == (state != OK)
