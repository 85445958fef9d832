"""A restore drill on a loopback Discord: what people see there meets the books that came back."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.adapters.discord.control import ControlError, press
from tests.adapters.discord.process import Town, footers, text_of, town
from tests.adapters.process import OURS, ROOT


async def connects(*arguments: str) -> str:
    """Run a command of the bot's; what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=kept,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


async def settled(here: Town) -> None:
    async with asyncio.timeout(30):
        while here.bot.rows("SELECT 1 FROM notice WHERE state IN ('queued', 'sending')"):
            await asyncio.sleep(0.05)


def proposals(card: dict[str, object]) -> str:
    return str(card["embeds"][0]["fields"][-1]["value"])  # type: ignore[index]


async def test_after_a_restore_the_channel_says_what_the_books_say(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        ana, ben = await here.members("ana", "ben")
        log = await here.control.channel(here.guild, "log")
        assert "is the channel for the log" in await here.do(
            here.boss, "admin channel", use="log", channel=log
        )
        await here.post("The first")
        await settled(here)
        # Discord takes its time, so a card and a message wait when the backup is taken.
        await here.control.fault("stall", "/channels/*/messages", method="POST", seconds=5)
        await here.post("Waiting")
        await here.do(ana, "apply", job="job-1")
        kept = tmp_path / "kept"
        kept.mkdir()
        said = await connects("backup", "--db", str(here.bot.database), "--to", str(kept))
        assert "was written" in said and "1 community" in said
        await here.control.clear_faults()
        (backup,) = kept.iterdir()
        with closing(sqlite3.connect(backup)) as books:
            (waiting,) = books.execute("SELECT count(*) FROM notice WHERE state = 'sending'").fetchone()
        assert waiting > 0

        # The lost time.
        await settled(here)
        await here.post("Lost")
        await here.do(ben, "apply", job="job-1")
        await settled(here)
        cards = await here.control.messages(here.jobs)
        assert [proposals(card) for card in cards] == ["2", "0", "0"]
        direct = len(await here.control.direct(here.boss))
        await here.bot.stop()
        await here.control.forget_nonces()
        said = await connects("restore", "--db", str(here.bot.database), "--from", str(backup), "--replace")
        assert "is now what" in said and "is kept as" in said

        await here.bot.start()
        await settled(here)
        cards = await here.control.messages(here.jobs)
        assert [proposals(card) for card in cards] == ["1", "0", "0"], (
            "none is doubled, and the first is right"
        )
        assert len(set(footers(cards))) == 3
        assert len(await here.control.direct(here.boss)) == direct
        told = [text_of({"message": one}) for one in await here.control.messages(log)]
        assert len([one for one in told if "The database was restored" in one]) == 1
        # The button of a job that is no more meets no other.
        await here.post("New")
        await settled(here)
        try:
            answer = text_of(await here.control.ask(press(cards[2]["id"], label="Details", user=ben)))
        except ControlError as error:
            answer = str(error)
        assert "no job-3" in answer or "There is no" in answer, answer
        assert len(await here.control.messages(here.jobs)) == 4
        assert here.bot.count("books.restored") == 1
