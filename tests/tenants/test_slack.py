"""Slack: no value, private_metadata, field or look-up that somebody makes up reaches another workspace."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio

from core.people import Rank
from tests.adapters.slack.offline import Offline, offline, text_of
from tests.adapters.slack.workspace import TEAM, Seen
from tests.tenants.lines import Naming, namings, unnamed
from tests.tenants.towns import NEVER, Side, both
from tests.tenants.watching import Watched, rows_of

OTHER = "T0ELSEWHERE"
"""A workspace that our members are not in."""
NOBODY = "U0NOBODYHERE"


@dataclass
class Two:
    """A workspace, and the rows of another one on the same database."""

    here: Offline
    own: dict[str, str]
    theirs: dict[str, str]
    watched: Watched


@pytest_asyncio.fixture
async def two(template: Path, tmp_path: Path) -> AsyncIterator[Two]:
    async with offline(template, tmp_path) as here:
        here.workspace.staff.add("staff")
        numbers = {name: here.workspace.person(name) for name in ("staff", "client", "ana", "bob")}
        user = here.workspace.user

        def seen(number: str) -> dict[str, Any]:
            strange = {} if number in numbers.values() else {"team_id": OTHER, "is_stranger": True}
            return {**user(number), **strange}

        here.workspace.user = seen  # type: ignore[method-assign]
        others = Side("slack", OTHER, {"zoe": "U0ZOEELSEWHERE", "staff": numbers["ana"]})
        own, theirs = await both(here.bot.door, here.path, Side("slack", TEAM, numbers), others)
        yield Two(here, own, theirs, Watched(here.bot.storage))


def shown(seen: Seen, *values: str) -> str:
    """All that somebody sees, without what was named."""
    view = json.dumps(seen.view["blocks"]) if seen.view is not None else ""
    return unnamed(f"{text_of(seen)}{view}{seen.errors}", *values)


@contextlib.contextmanager
def apart(two: Two) -> Iterator[None]:
    """Meanwhile nothing of the other workspace is asked for or changed."""
    before = rows_of(two.here.path, 2)
    two.watched.asked.clear()
    yield
    assert two.watched.asked == {1}
    assert rows_of(two.here.path, 2) == before


async def alike(two: Two, naming: Naming, do: Callable[[str, str], Awaitable[Seen]]) -> None:
    """What names a thing of the other workspace is answered as what names nothing."""
    assert naming.option is not None
    kind = naming.option.spec.kind
    values = two.theirs[kind], NEVER.get(kind, NOBODY)
    for who in ("staff", "ana") if naming.command.rank is Rank.MEMBER else ("staff",):
        seen = [shown(await do(who, value), *values) for value in values]
        assert seen[0] == seen[1] != "{}", naming.name


def naming_things() -> list[Naming]:
    return [one for one in namings() if one.option is not None]


def element(line: str) -> dict[str, Any]:
    """A button as its sender would have it."""
    return {"type": "button", "action_id": "c0.0", "value": line}


def view_of(line: str, fields: dict[str, str], **more: Any) -> dict[str, Any]:
    """A form that was never shown, with what somebody wrote into it."""
    blocks = [
        {
            "type": "input", "block_id": f"f.{name}.0",
            "element": {"type": "plain_text_input", "action_id": name, "initial_value": value},
        }
        for name, value in fields.items()
    ]  # fmt: skip
    return {
        "id": "V1", "hash": "1.a", "type": "modal", "callback_id": "form", "blocks": blocks,
        "private_metadata": json.dumps({"v": 1, "line": line, "origin": "C0BOARD", **more}),
    }  # fmt: skip


async def test_a_button_that_names_a_thing_of_another_workspace_is_answered_as_one_of_nothing(
    two: Two,
) -> None:
    with apart(two):
        for naming in naming_things():

            async def pressed(who: str, value: str, naming: Naming = naming) -> Seen:
                return await two.here.workspace.press(who, element(naming.line(two.own, value)))

            await alike(two, naming, pressed)


async def test_so_is_a_form_that_was_never_shown(two: Two) -> None:
    with apart(two):
        for naming in naming_things():
            if not naming.command.form:
                continue
            given = naming.given(two.own)

            async def filled(
                who: str, value: str, naming: Naming = naming, given: dict[str, str] = given
            ) -> Seen:
                assert naming.option is not None
                line = f"{naming.command.name} {naming.option.name}:{value}"
                view = view_of(line, {**given, naming.option.name: value}, team=OTHER)
                two.here.workspace.views["V1"] = view
                return await two.here.workspace.submit(who, view, {})

            await alike(two, naming, filled)


async def test_what_is_looked_up_while_typing_is_of_ones_own_workspace(two: Two) -> None:
    with apart(two):
        for name in ("apply", "job show", "job edit", "boost", "admin confirm"):
            for option in ("job", "agency", "member", "proposal", "order"):
                view = view_of(f"{name} ?", {})
                for typed in ("", two.theirs[option]):
                    offered = await two.here.workspace.suggest("ana", view, option, typed)
                    assert two.theirs[option] not in offered, (name, option)


async def test_a_mention_of_somebody_of_another_workspace_names_nobody(two: Two) -> None:
    grant = "grant <@{}|zoe> 5"
    with apart(two):
        there = await two.here.workspace.command("staff", "/admin", grant.format(two.theirs["member"]))
        never = await two.here.workspace.command("staff", "/admin", grant.format(NOBODY))
        values = two.theirs["member"], NOBODY
        assert shown(there, *values) == shown(never, *values)
        assert "can’t have Connects here" in shown(there)
