"""The lines that steer the console. What is wrong with one is said in a sentence and harms nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from difflib import get_close_matches

from adapters.console.client import Client, Turn
from adapters.console.inbound import Directive, is_name, moment, pairs, span
from core.people import RANKS
from core.speech.phrase import Code, Fact, Strong, When, say
from core.speech.reply import Items, Reply

Run = Callable[[Client, str, str], Awaitable[Turn]]


def done(key: str, by: str | None = None, **facts: Fact) -> Turn:
    """A directive that was carried out."""
    return Turn(by, None, Reply(f"console.{key}", facts))


def wrong(key: str, by: str | None = None, **facts: Fact) -> Turn:
    """A directive that was not."""
    return Turn(by, None, Reply(f"console.{key}", facts, ok=False))


async def direct(client: Client, directive: Directive, key: str) -> Turn:
    """Carry out a directive. What its command answers is its own answer, but it stays a directive."""
    run, _ = DIRECTIVES.get(directive.word, (None, ""))
    if run is None:
        near = get_close_matches(directive.word[:40], DIRECTIVES, 1)
        meant = Code(f"!{near[0]}") if near else None
        return wrong("unknown", directive=Code(f"!{directive.word}"), near=meant)
    return replace(await run(client, directive.rest, key), command=None)


def _usage(word: str) -> Turn:
    return wrong("usage", usage=Code(DIRECTIVES[word][1]))


def _name(client: Client, text: str) -> Turn | str:
    """The name that a directive is about; who speaks, where it gives none."""
    name = text or client.speaker
    return name if is_name(name) else wrong("name", name=Strong(name))


async def _as(client: Client, rest: str, key: str) -> Turn:
    if not rest:
        return _usage("as")
    name = _name(client, rest)
    if isinstance(name, Turn):
        return name
    client.speaker = name
    return done("as", name, name=Strong(name))


async def _role(client: Client, rest: str, key: str) -> Turn:
    match rest.split():
        case [given, rank]:
            name = _name(client, given)
        case _:
            return _usage("role")
    if isinstance(name, Turn):
        return name
    if rank.lower() not in RANKS:
        return wrong("rank", name, rank=Strong(rank), ranks=tuple(Strong(known) for known in RANKS))
    await client.rank(name, RANKS[rank.lower()], key)
    return done("role", name, name=Strong(name), rank=rank.lower())


async def _roles(client: Client, rest: str, key: str) -> Turn:
    given, _, listed = rest.partition(" ")
    roles = tuple(role for one in listed.split(",") if (role := one.strip()))
    if not given:
        return _usage("roles")
    name = _name(client, given)
    if isinstance(name, Turn):
        return name
    client.give_roles(name, roles)
    return done("roles", name, name=Strong(name), roles=tuple(Strong(role) for role in roles))


async def _join(client: Client, rest: str, key: str) -> Turn:
    name = _name(client, rest)
    if isinstance(name, Turn):
        return name
    await client.joined(name, key)
    return done("joined", name, name=Strong(name))


async def _leave(client: Client, rest: str, key: str) -> Turn:
    name = _name(client, rest)
    if isinstance(name, Turn):
        return name
    await client.left(name, key)
    return done("left", name, name=Strong(name))


async def _advance(client: Client, rest: str, key: str) -> Turn:
    if not rest:
        return _usage("advance")
    by = span(rest)
    target = None if by is None else client.clock.now() + by
    if target is None or not client.reaches(target):
        return wrong("span", span=Strong(rest))
    await client.step(target)
    return done("clock", now=When(client.clock.now(), "time"))


async def _at(client: Client, rest: str, key: str) -> Turn:
    if not rest:
        return _usage("at")
    target = moment(rest)
    if target is None or not client.reaches(target):
        return wrong("moment", moment=Strong(rest))
    if target < client.clock.now():
        return wrong("past", now=When(client.clock.now(), "time"))
    await client.step(target)
    return done("clock", now=When(client.clock.now(), "time"))


async def _press(client: Client, rest: str, key: str) -> Turn:
    match rest.split():
        case [number] if number.isdecimal():
            name = _name(client, "")
        case [given, number] if number.isdecimal():
            name = _name(client, given)
        case _:
            return _usage("press")
    if isinstance(name, Turn):
        return name
    return await client.press(name, int(number), key) or wrong(
        "press_none", name, name=Strong(name), number=int(number)
    )


async def _fill(client: Client, rest: str, key: str) -> Turn:
    given, _, values = rest.partition(" ")
    if "=" in given or ":" in given:
        given, values = "", rest
    name = _name(client, given)
    if isinstance(name, Turn):
        return name
    form = client.screen.forms.get(name)
    if form is None:
        return wrong("form_none", name, name=Strong(name))
    filled = pairs(values)
    if isinstance(filled, str):
        return wrong("fill_words", name, words=Strong(filled))
    fields = {field.name: Code(field.name) for field in form.fields}
    for option in filled:
        if option not in fields:
            return wrong("fill_field", name, field=Strong(option), fields=tuple(fields.values()))
    return await client.submit(name, form, filled, key)


async def _again(client: Client, rest: str, key: str) -> Turn:
    return await client.again() or wrong("again_none")


async def _restart(client: Client, rest: str, key: str) -> Turn:
    await client.restart()
    return done("restarted")


async def _help(client: Client, rest: str, key: str) -> Turn:
    lines = Items(tuple(say("quoted", words=Code(usage)) for _, usage in DIRECTIVES.values()))
    return Turn(None, None, Reply("console.help", body=(lines,)))


DIRECTIVES: dict[str, tuple[Run, str]] = {
    "as": (_as, "!as ben"),
    "role": (_role, "!role ada staff"),
    "roles": (_roles, "!roles ana @Pros,@Verified"),
    "advance": (_advance, "!advance 31d"),
    "at": (_at, "!at 2026-12-01T00:00:00+00:00"),
    "join": (_join, "!join ben"),
    "leave": (_leave, "!leave ben"),
    "press": (_press, "!press ana 2"),
    "fill": (_fill, '!fill ana message="hi" boost=4'),
    "again": (_again, "!again"),
    "restart": (_restart, "!restart"),
    "help": (_help, "!help"),
}
