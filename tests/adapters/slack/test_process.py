"""The bot as a process of its own on Slack: over HTTP and by a socket, twice the same, stalled, killed."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import quantiles

import pytest

from tests.adapters.slack.offline import read_blocks, text_of
from tests.adapters.slack.process import BOARD, Process, town

BOTH = pytest.mark.parametrize("by_socket", [False, True], ids=["http", "socket"])


@BOTH
async def test_a_first_hour(tmp_path: Path, by_socket: bool) -> None:
    async with town(tmp_path, by_socket=by_socket) as here:
        workspace = here.workspace
        assert "What you can say here" in await here.do("bob", "/connects help")
        opened = await here.say("ada", "/job post")
        assert opened.view is not None
        wrong = await workspace.submit("ada", opened.view, {"title": "x"})
        assert list(wrong.errors) == ["f.title.0"]
        posted = await workspace.submit("ada", opened.view, {"title": "A logo", "price": "4"})
        assert "job-1 is on the board" in text_of(posted)
        # A form names no channel of its own, but it was opened in one.
        await here.until(lambda: here.cards())
        form = await here.press_card("bob", "Apply")
        done = await workspace.submit("bob", form.view or {}, {"message": "I can"})
        assert "you have 36 Connects left" in text_of(done)
        await here.until(lambda: "Proposals: 1" in here.cards()[0])
        await here.until(lambda: here.direct("ada"))
        bob = workspace.person("bob")
        await workspace.event({"type": "app_home_opened", "user": bob, "tab": "home"})
        await here.until(lambda: bob in workspace.homes)
        assert "You have 36 Connects" in read_blocks(workspace.homes[bob]["blocks"])
        assert await here.bot.stop() == 0


@BOTH
async def test_one_delivery_five_times_at_once_is_done_once(tmp_path: Path, by_socket: bool) -> None:
    async with town(tmp_path, by_socket=by_socket) as here:
        await here.post()
        same = [here.say("bob", "/apply job-1 hi", trigger_id="7.7.same") for _ in range(5)]
        said = {text_of(one) for one in await asyncio.gather(*same)}
        assert len(said) == 1
        assert "36 Connects left" in said.pop()
        # And after the commit, and after a restart, once more.
        await here.bot.stop()
        await here.bot.start()
        assert "36 Connects left" in await here.do("bob", "/apply job-1 hi", trigger_id="7.7.same")
        assert here.bot.count("proposal.submitted") == 1


async def test_of_fifty_who_apply_at_once_each_pays_once(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post()
        said = await asyncio.gather(*(here.do(f"p{n}", "/apply job-1 hi") for n in range(50)))
        assert all("36 Connects left" in one for one in said)
        assert here.bot.count("proposal.submitted") == 50
        await here.until(lambda: "Proposals: 50" in here.cards()[0], 20)
        assert len(here.cards()) == 1


async def test_acknowledged_at_once_even_while_the_database_stalls(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post()
        await asyncio.gather(*(here.do(f"p{n}", "/connects balance") for n in range(20)))
        await here.do("bob", "/connects balance")
        here.workspace.acks.clear()
        with closing(sqlite3.connect(here.bot.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            applying = [asyncio.create_task(here.do(f"p{n}", "/apply job-1 hi")) for n in range(20)]
            began = time.monotonic()
            while time.monotonic() - began < 2:
                await here.say("bob", "/connects rules")
                await asyncio.sleep(0.02)
            assert here.bot.count("proposal.submitted") == 0
            other.execute("ROLLBACK")
        said = await asyncio.gather(*applying)
        assert all("36 Connects left" in one for one in said), said
        assert len(here.workspace.acks) > 40
        assert quantiles(here.workspace.acks, n=100)[98] < 0.5


async def test_a_connection_that_is_cut_is_opened_anew(tmp_path: Path) -> None:
    async with town(tmp_path, by_socket=True) as here:
        await here.post()
        for how in ("disconnect", "cut"):
            await here.workspace.cut(polite=how == "disconnect")
            await here.until(lambda: here.workspace.connected, 20)
            assert "40 Connects" in await here.do("bob", "/connects balance")


async def test_slack_asks_for_patience_and_nothing_is_doubled(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.workspace.patience = "1"
        here.workspace.faults["chat.postMessage"] = ["ratelimited"]
        began = time.monotonic()
        await here.post()
        await here.until(lambda: here.cards())
        assert time.monotonic() - began >= 1
        assert len(here.cards()) == 1


async def test_told_to_stop_it_finishes_what_it_took(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post()
        saying = [asyncio.create_task(here.do(f"p{n}", "/apply job-1 hi")) for n in range(30)]
        await here.until(lambda: len(here.workspace.acks) >= 30)
        assert await here.bot.stop() == 0
        said = await asyncio.gather(*saying)
        done = [one for one in said if "36 Connects left" in one]
        assert all("restarted" in one for one in said if one not in done)
        assert here.bot.count("proposal.submitted") == len(done)


# Killed ----------------------------------------------------------------------------


async def test_killed_in_the_middle_of_load_and_started_again(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post()
        triggers = {f"p{n}": f"{n}.kill.load" for n in range(120)}
        saying = [
            asyncio.create_task(here.do(name, "/apply job-1 hi", trigger_id=trigger))
            for name, trigger in triggers.items()
        ]
        await here.until(lambda: here.bot.count("proposal.submitted") > 10)
        await here.bot.kill()
        for task in saying:
            task.cancel()
        said = await asyncio.gather(*saying, return_exceptions=True)
        heard = [one for one in said if isinstance(one, str)]
        assert here.bot.count("proposal.submitted") >= len(heard)
        await here.bot.start()
        for name, trigger in triggers.items():  # whoever saw nothing presses Enter once more
            assert "36 Connects left" in await here.do(name, "/apply job-1 hi", trigger_id=trigger)
        assert here.bot.count("proposal.submitted") == len(triggers)
        await here.until(lambda: "Proposals: 120" in here.cards()[0], 30)
        assert len(here.cards()) == 1


async def test_what_was_done_and_never_said_is_said_after_the_start(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.post()
        here.workspace.silent = True  # answers come to nobody
        saying = asyncio.create_task(here.say("bob", "/apply job-1 hi"))
        await here.until(lambda: here.bot.count("proposal.submitted") == 1)
        await asyncio.sleep(0.1)
        await here.bot.kill()
        saying.cancel()
        here.workspace.silent = False
        await here.bot.start()
        await here.until(lambda: any("was done" in one for one in here.direct("bob")))


async def test_what_was_posted_and_not_noted_is_found_again(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        here.workspace.holding.add("chat.postMessage")  # done, but the answer waits
        await here.post()
        await here.until(lambda: here.cards())
        await here.bot.kill()
        here.workspace.holding.clear()
        await here.bot.start()
        assert "40 Connects" in await here.do("bob", "/connects balance")
        await here.do("bob", "/apply job-1 hi")
        await here.until(lambda: "Proposals: 1" in here.cards()[0])
        assert len(here.cards()) == 1


# Set up --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "does not take the token"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "does not take the app's token"),
        ({"SLACK_API_BASE": "http://127.0.0.1:9/api/"}, "can't be reached"),
        ({"SLACK_API_BASE": "https://slack.evil.example/api/"}, "only this machine is allowed"),
        ({"SLACK_MODE": "http"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xapp-1-workspace"}, "stand in each other's place"),
    ],
)
async def test_what_is_set_wrong_ends_it_within_seconds(
    tmp_path: Path, settings: dict[str, str], words: str
) -> None:
    async with town(tmp_path, by_socket=True, start=False, **settings) as here:
        await here.bot.start(ready=False)
        assert await here.bot.ended(10) == 2
        assert words in here.bot.said()


async def test_scopes_that_the_app_lacks_are_named_with_what_to_do_and_the_rest_works(tmp_path: Path) -> None:
    async with town(tmp_path, by_socket=True, start=False) as here:
        here.workspace.scopes -= {"files:write", "usergroups:read"}
        await here.bot.start()
        assert "40 Connects" in await here.do("bob", "/connects balance")
        said = here.bot.said()
        assert "scopes_missing" in said
        assert "files:write" in said
        assert "Reinstall" in said


async def test_a_second_process_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        (tmp_path / "other").mkdir()
        other = Process(
            here.workspace, tmp_path / "other", by_socket=False, DATABASE_URL=str(here.bot.database)
        )
        await other.start(ready=False)
        assert await other.ended(10) == 2
        assert "already" in other.said()
        assert "40 Connects" in await here.do("bob", "/connects balance")


async def test_it_ends_by_the_signals_that_hosts_send(tmp_path: Path) -> None:
    async with town(tmp_path, by_socket=True) as here:
        assert await here.bot.stop(signal.SIGINT) == 0
        assert here.workspace.posted.get(BOARD) is None
