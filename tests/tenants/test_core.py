"""Whoever names a thing of another community hears what they would hear of one that never was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.chat.command import COMMANDS
from core.speech.reply import Reply
from tests.core.town import Town, copy_of
from tests.tenants.lines import FREE, NAMING, namings, unnamed
from tests.tenants.towns import NEVER, Side, both
from tests.tenants.watching import Watched, rows_of

SPEAKERS = ("staff", "client", "ana", "bob")
LAST = ("agency leave", "connects erase")
"""What takes away what the others are to be tried on."""


@dataclass
class Two:
    """Two communities of one process, the second being the other one."""

    town: Town
    own: dict[str, str]
    theirs: dict[str, str]
    watched: Watched

    async def say(self, who: str, line: str) -> Reply:
        """An answer, without the number that each has of its own."""
        return replace(await self.town.say(who, line), number=0)


@pytest_asyncio.fixture
async def two(template: Path, tmp_path: Path) -> AsyncIterator[Two]:
    town = await Town(copy_of(template, tmp_path / "two.db")).open()
    own, others = await both(town.door, town.path, Side("test", "T1", {}), Side("test", "T2", {}))
    yield Two(town, own, others, Watched(town.storage))
    await town.close()


def test_every_kind_of_option_names_a_thing_of_a_community_or_is_known_to_name_none() -> None:
    kinds = {option.spec.kind for command in COMMANDS.values() for option in command.options}
    assert kinds - {"choice"} == {*NAMING, *FREE}
    assert {one.command.name for one in namings()} == set(COMMANDS)


@pytest.mark.asyncio
async def test_a_thing_of_another_community_is_as_unknown_as_one_that_never_was(two: Two) -> None:
    before = rows_of(two.town.path, 2)
    assert all(before[table] for table in ("job", "proposal", "buy_order", "agency", "lot", "identity"))
    for naming in namings():
        if naming.option is None:
            continue
        kind = naming.option.spec.kind
        values = two.theirs[kind], NEVER.get(kind, "nobody")
        for who in SPEAKERS[: 1 if naming.command.rank else None]:
            there, never = [await two.say(who, naming.line(two.own, value)) for value in values]
            assert unnamed(repr(there), *values) == unnamed(repr(never), *values), naming.name
            assert not there.ok or naming.option.hidden, (naming.name, there.key)
    assert two.watched.asked == {1}
    assert rows_of(two.town.path, 2) == before
    assert two.town.faults.seen == []


@pytest.mark.asyncio
async def test_ones_own_thing_is_known_by_the_same_words(two: Two) -> None:
    """Or the test above would show nothing: each line names a thing that somebody may name."""
    before = rows_of(two.town.path, 2)
    for naming in sorted(namings(), key=lambda one: one.command.name in LAST):
        kind = naming.option.spec.kind if naming.option is not None else ""
        if naming.command.name == "agency decline":  # bob has accepted already
            for line in ("agency remove bob", "agency invite bob"):
                assert (await two.say("ana", line)).ok
        heard = [await two.say(who, naming.line(two.own, two.own.get(kind, ""))) for who in SPEAKERS]
        unknown = {f"{kind}.unknown", "member.unknown"}
        assert not all(one.key in unknown for one in heard), naming.name
        assert not any(one.key in ("option.missing", "command.unknown", "fault") for one in heard)
    assert two.watched.asked == {1}
    assert rows_of(two.town.path, 2) == before
    assert two.town.faults.seen == []


@pytest.mark.asyncio
async def test_completion_offers_nothing_of_another_community(two: Two) -> None:
    before = rows_of(two.town.path, 2)
    for naming in namings():
        if naming.option is None:
            continue
        kind = naming.option.spec.kind
        for prefix in ("", two.theirs[kind]):
            for who in ("staff", "ana"):
                asks = two.town.who(who)
                offered = await two.town.door.choices(asks, naming.command.name, naming.option.name, prefix)
                assert not [one for one in offered if one[0] == two.theirs[kind]], naming.name
                line = f"{naming.command.name} {naming.option.name}:{prefix}"
                assert two.theirs[kind] not in str(await two.town.door.complete(asks, line))
    assert two.watched.asked == {1}
    assert rows_of(two.town.path, 2) == before


@pytest.mark.asyncio
async def test_a_key_of_another_communitys_button_is_no_key_here(two: Two) -> None:
    """What was pressed there once can be pressed here, and answers with nothing of there."""
    there = await two.town.door.text(two.town.who("ana", "T2"), "connects send zoe 3", "press/1/0")
    here = await two.town.door.text(two.town.who("ana"), "connects buy 40", "press/1/0")
    assert here.reply.ok
    assert there.reply.key != here.reply.key


@pytest.mark.asyncio
async def test_a_key_of_anothers_button_does_not_give_their_answer(two: Two) -> None:
    mine = await two.town.door.text(two.town.who("ana"), "connects buy 40", "press/1/0")
    stolen = await two.town.door.text(two.town.who("bob"), "connects buy 40", "press/1/0")
    assert mine.reply.ok
    assert not stolen.reply.ok
    assert stolen.reply.facts.keys().isdisjoint({"order", "cents"})
