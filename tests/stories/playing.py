"""Plays a story on the real house: a SQLite file, the wiring's console, a clock that stands still."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.console.courier import ConsoleCourier
from adapters.console.house import PLACE, PLATFORM
from adapters.console.render import Outcome, as_json, as_lines, notices
from adapters.storage import migrate
from adapters.storage.verify import CHECKS, proof
from bot.wiring import ConsoleHouse, console_opener
from core import instants
from core.queries import Journal
from core.speech.plain import plain, values
from tests.stories.grammar import REST, Expected, Sent, Story, read

FIELDS = {"line", "by", "command", "ok", "key", "facts", "text", "buttons", "form", "notices"}
NOTICE_FIELDS = {"to", "key", "facts", "text"}
Where = Callable[[int], bool]


def nowhere(line: int) -> bool:
    """No restart."""
    return False


def everywhere(line: int) -> bool:
    """A restart after every line."""
    return True


@dataclass(frozen=True)
class Run:
    """What a story came to: an object for each line that said something, and the books."""

    objects: dict[int, dict[str, Any]]
    journal: list[dict[str, Any]]
    unsaid: list[str]
    """What could not be put into words as it should."""


async def play(story: Story, folder: Path, restarts: Where = nowhere, url: str = "") -> Run:
    """Play a story, after those that it goes on from, on one database: a file in the folder, or another."""
    file = url or str(folder / "connects.db")
    if story.after:
        await play(read(story.after), folder, restarts, url)
    elif not url:
        Path(file).write_bytes(new_database())
    clock, courier, stage = ConsoleClock(instants.parse(story.now)), ConsoleCourier(), Stage()
    opener = console_opener(file, clock, courier, preset=story.preset, synchronous="OFF")
    console = Console(opener, clock, courier, stage.show, session=story.name)
    await console.start()
    try:
        for number, line in enumerate(story.lines, 1):
            outcome = await console.run(line)
            if outcome is None:
                continue
            stage.take(number, outcome)
            if restarts(number):
                await _restart(console, stage)
        assert not stage.early, f"sent after the last line: {stage.early}"
        assert not console.faults
        house = console.client.house
        assert isinstance(house, ConsoleHouse)
        journal = await journal_of(house)
    finally:
        await console.close()
    must_add_up(file)
    return Run(stage.objects, journal, stage.unsaid)


@cache
def new_database() -> bytes:
    """A database as it is when it has just been made, so that not every story has to make its own."""
    with tempfile.TemporaryDirectory(prefix="story-") as folder:
        file = Path(folder) / "connects.db"
        migrate.migrate(str(file))
        return file.read_bytes()


async def _restart(console: Console, stage: Stage) -> None:
    """A restart that leaves the numbers of the lines as they are: they are the keys of what follows."""
    outcome = await console.run("!restart")
    assert outcome is not None
    assert outcome.turn is not None
    assert outcome.turn.reply.ok
    console.line -= 1
    stage.early += notices(outcome)


class Stage:
    """Everything that is shown, looked at closely."""

    def __init__(self) -> None:
        self.objects: dict[int, dict[str, Any]] = {}
        self.early: list[dict[str, Any]] = []
        self.unsaid: list[str] = []
        self.erased = False

    def show(self, outcome: Outcome) -> None:
        self.erased = self.erased or "erase confirm" in outcome.said
        wrongs = _unsaid(outcome, erased=self.erased)
        self.unsaid += [f"line {outcome.line}: {outcome.said[:80]}: {wrong}" for wrong in wrongs]
        if outcome.turn is None:
            self.early += notices(outcome)

    def take(self, number: int, outcome: Outcome) -> None:
        shown = as_json(outcome)
        assert shown is not None
        assert shown["line"] == number
        shown["notices"] = [*self.early, *shown["notices"]]
        self.early = []
        assert shown["key"] != "fault", f"line {number}: {outcome.said}: a fault"
        assert set(shown) - {"files"} == FIELDS
        assert all(set(notice) == NOTICE_FIELDS for notice in shown["notices"])
        assert json.loads(json.dumps(shown)) == shown, "not JSON"
        self.objects[number] = shown


def _unsaid(outcome: Outcome, *, erased: bool) -> Iterator[str]:
    """Every key has its text, every fact that a text speaks of is there, everybody has a name.

    Unless somebody was ``erased``.
    """
    voice = replace(outcome.voice, strict=not erased)
    replies = [parcel.reply for _, parcel in outcome.sent]
    if outcome.turn is not None:
        replies.append(outcome.turn.reply)
    try:
        list(as_lines(replace(outcome, voice=voice), echo=True))
        for reply in replies:
            values(reply.facts, voice)
            text = plain(reply, voice)
            if ("someone" in text or "(erased)" in text) and not erased:
                yield f"a name or somebody's words are missing in: {text}"
    except KeyError as error:
        yield f"no text for {error}"


_OPERATION = ("number", "kind", "key", "actor", "at", "due", "policy", "job", "proposal", "member")
_ENTRY = ("line", "account", "wallet", "amount", "before", "after")
_LOT = ("number", "wallet", "source", "amount", "issued", "expires")


async def journal_of(house: Any, platform: str = PLATFORM, place: str = PLACE) -> list[dict[str, Any]]:
    """The operations with what they moved; hashes are salted, so they differ from run to run."""
    community = await house.bot.door.community(platform, place)
    async with house.bot.storage.queries.snapshot() as snapshot:
        rows = await snapshot.ask(community, Journal(1_000_000))
    return [
        {
            **{name: getattr(op, name) for name in _OPERATION},
            "entries": [[getattr(one, name) for name in _ENTRY] for one in entries],
            "uses": [[one.lot, one.amount] for one in uses],
            "lots": [[getattr(one, name) for name in _LOT] for one in lots],
        }
        for op, entries, uses, lots in rows
    ]  # fmt: skip


def must_add_up(file: Path | str) -> None:
    """What `connects verify` checks."""
    with proof(str(file)) as books:
        found = {check.name: books.count(check) for check in CHECKS}
    assert not [(name, one) for name, one in found.items() if one.offenders]


# What was expected ------------------------------------------------------------


def differences(story: Story, run: Run) -> list[str]:
    """What was expected and is not so, a line each."""
    found = [f"{story.name}.story: {unsaid}" for unsaid in run.unsaid]
    for number, expected in sorted(story.expected.items()):
        shown = run.objects.get(number)
        if shown is None:
            found.append(f"{story.name}.story:{number}: nothing was answered")
            continue
        for wrong in _wrong(expected, shown):
            found.append(f"{story.name}.story:{number}: {story.lines[number - 1].strip()[:80]}\n    {wrong}")
    return found


def _wrong(expected: Expected, shown: dict[str, Any]) -> Iterator[str]:
    if expected.ok is not None:
        wanted = "an answer" if expected.ok else "a refusal"
        if (shown["ok"], shown["key"]) != (expected.ok, expected.key):
            yield f"expected {wanted} {expected.key}, got {'an answer' if shown['ok'] else 'a refusal'} " + (
                f"{shown['key']} {shown['facts']}"
            )
        else:
            yield from _wrong_facts(expected.facts, shown["facts"])
    yield from _wrong_lines(expected.lines, shown["text"].split("\n"))
    if expected.file:
        content = "\n".join(file.get("content", file.get("text", "")) for file in shown.get("files", ()))
        yield from _wrong_lines(expected.file, content.split("\n"))
    if expected.sent is not None:
        yield from _wrong_sent(expected.sent, shown["notices"])
    if expected.form is not None:
        fields = ",".join(field["name"] for field in shown["form"]["fields"]) if shown["form"] else "none"
        if fields != expected.form:
            yield f"expected the form {expected.form}, got {fields}"
    if expected.buttons is not None and expected.buttons != len(shown["buttons"]):
        yield f"expected {expected.buttons} buttons, got {shown['buttons']}"


def _wrong_facts(expected: dict[str, Any], facts: Any) -> Iterator[str]:
    for path, wanted in expected.items():
        try:
            found = _at(facts, path)
        except (KeyError, IndexError, TypeError, ValueError):
            yield f"expected {path}={wanted!r}, but there is no {path} in {facts}"
            continue
        if found != wanted or type(found) is not type(wanted):
            yield f"expected {path}={wanted!r}, got {found!r}"


def _at(facts: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(facts, list):
            facts = len(facts) if step == "len" else facts[int(step)]
        else:
            facts = facts[step]
    return facts


def _wrong_lines(expected: list[str], lines: list[str]) -> Iterator[str]:
    place = 0
    for wanted in expected:
        if wanted not in lines[place:]:
            yield f"expected the line {wanted!r}, got\n      " + "\n      ".join(lines[place:])
            return
        place = lines.index(wanted, place) + 1


def _wrong_sent(expected: list[Sent], sent: list[dict[str, Any]]) -> Iterator[str]:
    """Each addressee's notices are compared in their order; between addressees there is none."""
    others = any(one.to == REST for one in expected)
    wanted = [one for one in expected if one.to != REST]
    for to in dict.fromkeys([*(one.to for one in wanted), *(notice["to"] for notice in sent)]):
        mine = [one for one in wanted if one.to == to]
        got = [notice for notice in sent if notice["to"] == to]
        if _fits(mine, got, others=others):
            continue
        keys = ", ".join(one.key for one in mine) or "nothing"
        shown = "".join(f"\n      {one['key']} {one['facts']}" for one in got) or " nothing"
        yield f"expected to be sent to {to}: {keys}; got{shown}"
        for one, notice in zip(mine, got, strict=False):
            yield from _wrong_notice(one, notice)


def _fits(wanted: list[Sent], got: list[dict[str, Any]], *, others: bool) -> bool:
    """Whether these notices are those; with ``others``, whether those are among them, in their order."""
    if not others and len(wanted) != len(got):
        return False
    left = iter(got)
    if others:
        return all(any(not [*_wrong_notice(one, notice)] for notice in left) for one in wanted)
    return all(not [*_wrong_notice(one, notice)] for one, notice in zip(wanted, left, strict=True))


def _wrong_notice(expected: Sent, notice: dict[str, Any]) -> Iterator[str]:
    if expected.key != notice["key"]:
        yield f"expected {expected.key}, got {notice['key']}"
        return
    yield from _wrong_facts(expected.facts, notice["facts"])
    yield from _wrong_lines(expected.lines, notice["text"].split("\n"))
