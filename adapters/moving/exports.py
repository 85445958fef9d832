"""Balances as other Discord bots keep them.

Red-DiscordBot 3.4 and 3.5 (its bank's schema 1): `cogs/Bank/settings.json` of the JSON
driver, which is `{"384734293238749": {category: …}}` (`redbot/core/bank.py` has that number and
what an account is, `redbot/core/_drivers/json.py` the file). `MEMBER` has accounts by guild and user,
`USER` those of a bank that is one for all guilds (`GLOBAL.is_global`). A bot on PostgreSQL is
converted to JSON first (`redbot-setup convert`).

UnbelievaBoat's API, version 1: `GET /guilds/{guild}/users` answers with a list of
`{"rank", "user_id", "cash", "bank", "total"}`, or with `?page=` with such a list as `users` beside
`total_pages` (its documentation, "Get Guild Leaderboard"; its client unb-api has the same). Several
answers may stand in one list. A balance without end is `"Infinity"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.moving.lines import LONGEST_NAME, Bad, File, Line, Unread, number, person

RED_BANK = "384734293238749"
DISCORD = "discord"
DEEPEST = 3
"""A list of pages of users."""
BALANCES = ("total", "cash", "bank")


class NoExport(Exception):
    """The file is no such export, or of another guild; the words say why."""


def is_red(data: Any) -> bool:
    """Whether a document is Red's bank."""
    return isinstance(data, dict) and isinstance(data.get(RED_BANK), dict)


def is_unbelievaboat(data: Any) -> bool:
    """Whether a document is UnbelievaBoat's leaderboard, or pages of it."""
    return next(_users(data), None) is not None


def read_red(data: Any, guild: str, into: File) -> None:
    """Read the accounts of a guild, or those of a bank that is one for all. Raises NoExport."""
    bank = data[RED_BANK]
    if _dict(bank.get("GLOBAL")).get("is_global"):
        accounts = _dict(bank.get("USER"))
    else:
        accounts = _of_guild(_dict(bank.get("MEMBER")), guild)
    for place, (user, account) in enumerate(accounts.items(), 1):
        held = _dict(account)
        # An account that was never touched is not kept, so neither is a starting balance.
        _take(into, place, str(user), held.get("balance", 0), held.get("name", ""))


def _of_guild(guilds: Mapping[str, Any], guild: str) -> Mapping[str, Any]:
    if guild and guild not in guilds:
        raise NoExport(f"it has no accounts of the guild {guild}; it has {', '.join(list(guilds)[:10])}.")
    if not guild and len(guilds) != 1:
        there = ", ".join(list(guilds)[:10]) or "none"
        raise NoExport(f"it has accounts of several guilds, so name one with --guild: {there}.")
    return _dict(guilds[guild or next(iter(guilds))])


def read_unbelievaboat(data: Any, which: str, into: File) -> None:
    """Read a leaderboard; ``which`` of its balances counts."""
    for place, user in enumerate(_users(data), 1):
        _take(into, place, str(user["user_id"]), user.get(which, 0), "")


def _users(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list) and depth < DEEPEST:
        for one in data:
            yield from _users(one, depth + 1)
    elif isinstance(data, dict) and isinstance(data.get("users"), list) and depth < DEEPEST:
        yield from _users(data["users"], depth + 1)
    elif isinstance(data, dict) and "user_id" in data and not set(BALANCES).isdisjoint(data):
        yield data


def _take(into: File, place: int, user: str, balance: Any, name: Any) -> None:
    try:
        if isinstance(balance, bool) or not isinstance(balance, int | float | str):
            raise Bad(f"its balance is {type(balance).__name__}, not a number")
        held = number(str(balance) if not isinstance(balance, float) else f"{balance:.10f}")
        called = name if isinstance(name, str) and name.isprintable() else ""
        into.add(Line(place, DISCORD, person(DISCORD, user), called[:LONGEST_NAME], held))
    except Bad as bad:
        into.bad.append(Unread(place, str(bad)))


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
