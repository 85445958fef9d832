"""The stories, each played as it stands, on PostgreSQL, and with the bot restarted after its lines."""

from __future__ import annotations

import asyncio
import pickle
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.chat.command import COMMANDS
from tests.postgres import database
from tests.stories import tables
from tests.stories.grammar import Unreadable, names, read
from tests.stories.playing import Run, Where, differences, everywhere, nowhere, play

STORIES = names()
COMING: set[int] = set()
"""Rules that wait for their part of the release."""

PROMISED = """
connects balance  -  balance: balance next_grant expiring window_used window_cap
connects history  days kind page                       history: balance entries
connects buy      amount agency                        order.made: order amount cents
apply             job message                          apply.paid: job proposal paid balance
jobs              text category skill state mine page  jobs: jobs
job post          title description price budget category skills closes hires  job.posted: job price
job show          job                                  job.shown: job state
job close         job                                  job.closed_now: job state returned
job cancel        job                                  job.cancelled: job state returned
job edit          job title description price budget category skills closes hires  job.edited: job
job remove        job reason                           job.removed: job returned
proposals         job                                  proposals: proposals
proposal withdraw   proposal message                   proposal.withdrawn: proposal state
proposal shortlist  proposal message                   proposal.shortlisted: proposal state
proposal archive    proposal message                   proposal.archived: proposal state
proposal decline    proposal message                   proposal.declined: proposal state
proposal hire       proposal message                   proposal.hired: proposal state
proposal interview  proposal question                  interview.asked: proposal
proposal answer  proposal answer  interview.answered: proposal bonus window_used window_cap balance
admin grant       member amount reason                 admin.granted: member amount balance
admin take        member amount reason all             admin.taken: member amount balance
admin confirm     order receipt                        order.paid: order amount balance
admin plan        member plan                          plan.set: member plan paid balance
admin award       member what name                       award.paid: member paid balance
admin zone        value                                policy.saved: version
admin preset      value                                policy.saved: version
admin policy      name value                           policy.saved: version
"""
"""The console's contract in this release: command, options in order, key and facts of success."""
REFUSALS = {
    "connects buy": "order.bundle",
    "admin confirm": "order.state receipt.used",
    "apply": "job.unknown job.closed job.own proposal.twice wallet.short letter.missing",
    "job post": "job.price rank.needed",
    "job show": "job.unknown",
    "job close": "job.unknown rank.needed",
    "job cancel": "job.hired rank.needed",
    "job edit": "job.closed job.price",
    "proposal withdraw": "proposal.unknown proposal.state",
    "proposal shortlist": "proposal.unknown proposal.state",
    "proposal archive": "proposal.state",
    "proposal decline": "proposal.state",
    "proposal hire": "proposal.unknown proposal.state",
    "proposal interview": "proposal.state",
    "proposal answer": "proposal.state",
    "admin grant": "admin.limit",
    "admin take": "wallet.short admin.limit",
    "admin award": "award.twice admin.limit",
    "admin zone": "policy.value",
    "admin policy": "policy.value",
}
REFUSED_FACTS = {"wallet.short": {"missing", "price", "balance", "next_grant"}}
SENT = {
    "grant.announced": ("#news", {"period", "members", "connects"}),
    "window.reset": ("#news", set()),
    "job.card": ("#jobs", {"job"}),
}


def played(name: str, restarts: Where) -> Run:
    """Play a story on a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="story-") as folder:
        return asyncio.run(play(read(name), Path(folder), restarts))


Plain = Callable[[str], Run]


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Plain:
    """A story as it stands, played once, whichever process asks for it first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "stories"
    folder.mkdir(exist_ok=True)

    @cache
    def play_once(name: str) -> Run:
        kept = folder / name
        if not kept.exists():
            run = played(name, nowhere)
            mine = folder / f"{name}.{worker_id}"
            mine.write_bytes(pickle.dumps(run))
            mine.replace(kept)
        found = pickle.loads(kept.read_bytes())
        assert isinstance(found, Run)
        return found

    return play_once


def must_be_the_same(name: str, restarted: Run, plain: Run) -> None:
    """Restarts change nothing: no answer, no notice, no word, no operation."""
    for number, shown in plain.objects.items():
        assert restarted.objects[number] == shown, f"{name}.story:{number}"
    assert restarted.journal == plain.journal


@pytest.mark.parametrize("name", STORIES)
def test_story_is_true(name: str, plain: Plain) -> None:
    wrong = differences(read(name), plain(name))
    assert not wrong, "\n" + "\n".join(wrong)


def on_postgresql(name: str, restarts: Where) -> Run:
    """A story played on PostgreSQL."""

    async def run() -> Run:
        async with database() as url:
            return await play(read(name), Path(), restarts, url)

    return asyncio.run(run())


@pytest.mark.parametrize("name", STORIES[::6])
def test_story_is_the_same_on_postgresql_though_restarted_now_and_then(name: str, plain: Plain) -> None:
    # Of every sixth story; which of twenty lines differs from one to the next. All of them are for the soak.
    must_be_the_same(name, on_postgresql(name, lambda line: (line + len(name)) % 20 == 0), plain(name))


@pytest.mark.soak
@pytest.mark.parametrize("name", STORIES)
def test_every_story_is_the_same_on_postgresql(name: str, plain: Plain) -> None:
    must_be_the_same(name, on_postgresql(name, lambda line: (line + len(name)) % 5 == 0), plain(name))


@pytest.mark.soak
@pytest.mark.parametrize("name", STORIES)
def test_story_survives_a_restart_after_every_line(name: str, plain: Plain) -> None:
    must_be_the_same(name, played(name, everywhere), plain(name))


@pytest.mark.soak
@pytest.mark.parametrize("name", STORIES)
def test_story_survives_a_restart_after_each_line_by_itself(name: str, plain: Plain) -> None:
    for number in plain(name).objects:
        must_be_the_same(name, played(name, number.__eq__), plain(name))


# What the stories cover ---------------------------------------------------------


@pytest.fixture(scope="session")
def objects(plain: Plain) -> list[dict[str, Any]]:
    """Whatever was said in any story."""
    return [shown for name in STORIES for shown in plain(name).objects.values()]


def promised() -> Iterator[tuple[str, list[str], str, set[str]]]:
    """The contract's rows: command, options, key, facts."""
    for line in PROMISED.strip().split("\n"):
        said, _, facts = line.partition(":")
        command, options, key = re.split(r"\s{2,}", said.strip())
        yield command, options.replace("-", "").split(), key, set(facts.split())


def test_every_command_is_said_in_a_story(objects: list[dict[str, Any]]) -> None:
    assert not COMMANDS.keys() - {shown["command"] for shown in objects}


def test_commands_take_what_the_contract_says_in_its_order() -> None:
    for command, options, _, _ in promised():
        taken = [option.name for option in COMMANDS[command].options]
        assert taken[: len(options)] == options or set(options) <= set(taken), command
        required = [option.name for option in COMMANDS[command].options if option.required]
        assert taken[: len(required)] == required, command


def test_every_success_of_the_contract_is_met_with_its_facts(objects: list[dict[str, Any]]) -> None:
    met = defaultdict(list)
    for shown in objects:
        if shown["ok"] and shown["form"] is None:
            met[shown["command"], shown["key"]].append(shown["facts"])
    for command, _, key, facts in promised():
        assert met[command, key], (command, key)
        for found in met[command, key]:
            assert facts <= found.keys(), (command, key)


def test_every_refusal_of_the_contract_is_met(objects: list[dict[str, Any]]) -> None:
    met = {(shown["command"], shown["key"]) for shown in objects if not shown["ok"]}
    for command, keys in REFUSALS.items():
        for key in keys.split():
            assert {(command, key), (None, key)} & met, (command, key)  # a form is sent by a directive
    for shown in objects:
        assert REFUSED_FACTS.get(shown["key"], set()) <= shown["facts"].keys()


def test_every_announcement_of_the_contract_is_met(objects: list[dict[str, Any]]) -> None:
    met = set()
    for shown in objects:
        for notice in shown["notices"]:
            if notice["key"] in SENT:
                to, facts = SENT[notice["key"]]
                assert notice["to"] == to
                assert facts <= notice["facts"].keys()
                met.add(notice["key"])
    assert met == SENT.keys()


def test_every_refusal_says_what_to_do_next(objects: list[dict[str, Any]]) -> None:
    # A refusal that only says no leaves a person alone with it; the shortest helpful one has a few words.
    for shown in objects:
        if not shown["ok"]:
            assert len(shown["text"].split()) >= 6, shown["text"]


@pytest.mark.parametrize("readme", tables.PLACES, ids=lambda path: f"{path.parent.name}")
def test_the_tables_are_the_stories_own(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert tables.BEGIN in text
    assert text == tables.written(readme, tables.PLACES[readme]()), "run python -m tests.stories.tables"


def test_every_rule_has_a_story_that_is_named_after_it() -> None:
    named = {int(found[1]) for name in STORIES if (found := re.match("rule-([0-9]{2})-", name))}
    assert named | COMING == set(tables.RULES)
    assert not named & COMING
    for name in STORIES:
        assert re.match(r"(rule-[0-9]{2}|console)-[a-z0-9-]+$", name), name
        found = re.match("rule-([0-9]{2})-", name)
        assert (int(found[1]) in read(name).rules) if found else not read(name).rules, name


def test_the_properties_of_the_table_are_there() -> None:
    for files in tables.PROVED.values():
        assert all((tables.TESTS / file).is_file() for file in files), files


# The grammar ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "#balance 40",
        "#= ",
        "#> ",
        "#= key not-a-fact",
        "#buttons two",
        "#now 2026-01-01",
        "#= a\n#= b",
    ],
)
def test_a_slip_in_a_story_is_found(line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "slip.story").write_text(f"# Rule 1: a slip\nana> /help\n{line}\n")
    monkeypatch.setattr("tests.stories.grammar.FOLDER", tmp_path)
    with pytest.raises(Unreadable):
        read("slip")
