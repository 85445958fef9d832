"""Discord: no custom_id, value, field or completion that somebody makes up reaches another server."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio

from core.people import Rank
from tests.adapters.discord import forged
from tests.adapters.discord.offline import Offline, Seen, offline
from tests.tenants.lines import Naming, namings, unnamed
from tests.tenants.towns import NEVER, Side, both
from tests.tenants.watching import Watched, rows_of

OTHER = "987654321098765432"
"""A server that our members are not in."""


@dataclass
class Two:
    """A server, and the rows of another one on the same database."""

    here: Offline
    people: dict[str, Any]
    own: dict[str, str]
    theirs: dict[str, str]
    watched: Watched


@pytest_asyncio.fixture
async def two(template: Path, tmp_path: Path) -> AsyncIterator[Two]:
    async with offline(template, tmp_path) as here:
        people = {"staff": here.ada, **{name: here.member(name) for name in ("client", "ana", "bob")}}
        numbers = {name: str(one.id) for name, one in people.items()}
        ours = Side("discord", str(here.guild.id), numbers)
        others = Side("discord", OTHER, {"zoe": "765432109876543210", "staff": numbers["ana"]})
        own, theirs = await both(here.bot.door, here.path, ours, others)
        yield Two(here, people, own, theirs, Watched(here.bot.storage))


def shown(seen: Seen, *values: str) -> str:
    """All that somebody sees, without what was named."""
    modal = str(seen.modal["components"]) if seen.modal is not None else ""
    return unnamed(f"{seen.text}{modal}" if seen.messages or modal else "nothing", *values)


@contextlib.contextmanager
def apart(two: Two) -> Iterator[None]:
    """Meanwhile nothing of the other server is asked for or changed."""
    before = rows_of(two.here.path, 2)
    two.watched.asked.clear()
    yield
    assert two.watched.asked == {1}
    assert rows_of(two.here.path, 2) == before


async def alike(two: Two, naming: Naming, who: str, do: Callable[[Any, str], Awaitable[Seen]]) -> None:
    """What names a thing of the other server is answered as what names nothing."""
    assert naming.option is not None
    kind = naming.option.spec.kind
    values = two.theirs[kind], NEVER.get(kind, "123456789012345678")
    seen = [shown(await do(two.people[who], value), *values) for value in values]
    assert seen[0] == seen[1] != "nothing", naming.name


def naming_things() -> list[Naming]:
    return [one for one in namings() if one.option is not None]


async def test_a_button_that_names_a_thing_of_another_server_is_answered_as_one_of_nothing(two: Two) -> None:
    with apart(two):
        for naming in naming_things():

            async def pressed(actor: Any, value: str, naming: Naming = naming) -> Seen:
                line = naming.line(two.own, value)
                return await forged.press(two.here, actor, "c0.0#", footer=f"0 · /{line}")

            await alike(two, naming, "staff", pressed)
            if naming.command.rank is Rank.MEMBER:
                await alike(two, naming, "ana", pressed)


async def test_so_is_a_form_that_was_never_shown_and_an_option_of_a_select(two: Two) -> None:
    with apart(two):
        for naming in naming_things():
            given = naming.given(two.own)
            if not naming.command.form:
                continue

            async def filled(
                actor: Any, value: str, naming: Naming = naming, given: dict[str, str] = given
            ) -> Seen:
                assert naming.option is not None
                line = f"f:{naming.command.name} {naming.option.name}:{value}"
                return await forged.submit(two.here, actor, line, {**given, naming.option.name: value})

            await alike(two, naming, "staff", filled)

            async def chosen(actor: Any, value: str, naming: Naming = naming) -> Seen:
                line = naming.line({**two.own, "long": ""}, value)[:90]
                return await forged.choose(two.here, actor, f"c0.0:{line}")

            await alike(two, naming, "ana", chosen)


async def test_a_place_that_a_button_names_counts_for_nothing_within_a_server(two: Two) -> None:
    with apart(two):
        there = await forged.press(two.here, two.people["ana"], f"c0.0@{OTHER}:job show {two.theirs['job']}")
        assert "There is no job" in there.text
        own = await forged.press(two.here, two.people["ana"], f"c0.0@{OTHER}:job show {two.own['job']}")
        assert "Well" in own.text
        form = await forged.submit(
            two.here, two.people["ana"], f"f@{OTHER}:apply job:{two.theirs['job']}", {"message": "hi"}
        )
        assert "There is no job" in form.text


async def test_completion_offers_nothing_of_another_server(two: Two) -> None:
    with apart(two):
        for naming in naming_things():
            assert naming.option is not None
            if naming.option.spec.kind not in ("job", "agency") or naming.option.hidden:
                continue
            for prefix in ("", two.theirs[naming.option.spec.kind]):
                offered = await two.people["ana"].autocomplete(
                    two.here.board, naming.command.name, naming.option.name, prefix
                )
                assert two.theirs[naming.option.spec.kind] not in str(offered), naming.name
