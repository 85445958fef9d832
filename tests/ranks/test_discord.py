"""Discord: what somebody may do comes from the interaction's own permissions and roles, each time anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest_asyncio
from simcord.enums import InteractionType

from tests.adapters.discord import forged
from tests.adapters.discord.offline import Offline, Seen, offline
from tests.ranks.table import (
    PEOPLE,
    called,
    line_of,
    only_tried,
    scene,
    sources,
    tried,
    verdict,
    wanted,
)
from tests.tenants.towns import Side

MAPPED = "with a role that /admin role maps to {}"


@dataclass
class Ranked:
    """A server in which somebody stands for each line of the table."""

    here: Offline
    own: dict[str, str]
    people: dict[str, Any]
    roles: dict[str, Any]


@pytest_asyncio.fixture
async def ranked(template: Path, tmp_path: Path) -> AsyncIterator[Ranked]:
    async with offline(template, tmp_path) as here:
        every = discord.Permissions.all()
        every.update(administrator=False, manage_guild=False)
        given = {
            "with every permission but Administrator and Manage Server": every,
            "with Manage Server": discord.Permissions(manage_guild=True),
            "with Administrator": discord.Permissions(administrator=True),
        }
        roles = {name: here.guild.create_role(name[:20], permissions=one) for name, one in given.items()}
        for rank in ("client", "staff"):
            roles[MAPPED.format(rank)] = here.guild.create_role(rank)
        people = {name: here.member(name[-20:].strip(), role) for name, role in roles.items()}
        people["everybody in the server"] = here.member("plain")
        people["who had such a role"] = here.member("was", *roles.values())
        people["who is not in the server, in a direct message"] = None
        cast = {name: here.member(name) for name in PEOPLE.values() if name != "staff"}
        numbers = {"staff": str(here.ada.id), **{name: str(one.id) for name, one in cast.items()}}
        own = await scene(here.bot.door, here.path, Side("discord", str(here.guild.id), numbers))
        for rank in ("client", "staff"):
            await here.say(here.ada, "admin role", role=roles[MAPPED.format(rank)], rank=rank)
        yield Ranked(here, own, people, roles)


async def pressed(ranked: Ranked, who: str, line: str) -> Seen:
    """A button that carries the line, as long as it may be."""
    return await forged.press(ranked.here, ranked.people[who], "c0.0#", footer=f"0 · /{line}")


def bare(ranked: Ranked, who: str) -> None:
    """Somebody has no roles any more."""
    backend = ranked.here.env.backend
    backend.get_guild(ranked.here.guild.id).members[ranked.people[who].id].role_ids.clear()


async def test_on_discord(ranked: Ranked) -> None:
    assert set(sources("discord")) == set(ranked.people)
    was = "who had such a role"
    assert verdict((await pressed(ranked, was, "quiz show")).text) == "else"  # it is shown to them
    bare(ranked, was)
    with only_tried():
        for who, rank, some in tried("discord"):
            if ranked.people[who] is None:
                continue
            for row in some:
                text = (await pressed(ranked, who, line_of(row, ranked.own))).text
                assert verdict(text) == wanted(row, rank), (who, called(row), text)


async def test_a_command_that_somebody_should_not_even_see_is_refused_all_the_same(ranked: Ranked) -> None:
    """A server's admins can show any command to anybody; default_member_permissions is a wish, no wall."""
    group = {"name": "stats", "type": 1, "options": []}
    data = {"id": "1", "name": "admin", "type": 1, "options": [group]}
    for who, expected in (("everybody in the server", "no"), ("with Manage Server", "else")):
        actor = ranked.people[who]
        sent = actor._dispatch_interaction(InteractionType.APPLICATION_COMMAND, ranked.here.board, data)
        assert verdict(Seen(await sent).text) == expected


async def test_staffs_own_button_gives_nobody_staffs_rank(ranked: Ranked) -> None:
    """Nor does it keep it for who has lost it: a button carries a command, and nothing of a person."""
    was, boss = "who had such a role", "with Manage Server"
    page = "admin wallet " + ranked.own["member"]
    assert verdict((await pressed(ranked, boss, page)).text) == "else"
    assert verdict((await pressed(ranked, "everybody in the server", page)).text) == "no"
    assert verdict((await pressed(ranked, was, page)).text) == "else"
    bare(ranked, was)
    assert verdict((await pressed(ranked, was, page)).text) == "no"
    form = await forged.submit(ranked.here, ranked.people[was], "f:admin setup", {"preset": "upwork-2025"})
    assert verdict(form.text) == "no"


async def test_a_rank_written_into_a_button_is_no_option_of_any_command(ranked: Ranked) -> None:
    for line in ("admin stats rank:staff", "admin stats who:1", "admin grant member:1 amount:5 actor:2"):
        for who in ("everybody in the server", "with Manage Server"):
            seen = await pressed(ranked, who, line)
            assert "There is no option" in seen.text or verdict(seen.text) == "no", seen.text


async def test_in_a_direct_message_who_is_not_in_the_server_may_nothing(ranked: Ranked) -> None:
    here, before = ranked.here, await ranked.here.kinds()
    stranger = here.env.create_user("stranger", global_name="stranger")
    for line in ("connects balance", f"apply {ranked.own['job']}", "admin stats", "admin policy"):
        seen = await forged.press_directly(here, stranger, f"c0.0@{here.guild.id}:{line}")
        assert "You are not in that place" in seen.text
        seen = await forged.press_directly(here, stranger, f"c0.0:{line}")
        assert "I work in servers" in seen.text
    assert await here.kinds() == before


async def test_in_a_direct_message_a_member_has_the_rank_of_the_server(ranked: Ranked) -> None:
    """Which the payload there does not tell, so that it is looked up."""
    here = ranked.here
    for who, expected in (("with Manage Server", "else"), ("everybody in the server", "no")):
        user = ranked.people[who].user
        seen = await forged.press_directly(here, user, f"c0.0@{here.guild.id}:admin stats")
        assert verdict(seen.text) == expected, seen.text
        assert "not in that place" not in seen.text
