"""``python -m tests.flood``: one member sends a thousand commands a second; how long the others wait.

The bot is the documented command as a process of its own, on a loopback Discord or Slack.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.adapters.discord.process import text_of, town
from tests.adapters.slack.process import BOARD
from tests.adapters.slack.process import town as workspace
from tests.adapters.slack.workspace import TEAM, signed

TICK = 0.02
"""Seconds between two handfuls of the flood."""
OTHERS, EVERY = 20, 0.5
"""So many others say something, and so often; a balance and an application in turns."""
SLOWER = "A little slower"


@dataclass
class Flood:
    """What came of it. ``done``: orders of the flooding member that reached the database.

    ``late``: commands of the others that were acknowledged later than Slack should have to wait.
    """

    platform: str
    limited: bool
    seconds: float
    sent: int = 0
    done: int = 0
    taken: list[float] = field(default_factory=list)
    slowed: int = 0
    late: int = 0

    @property
    def slowest(self) -> float:
        """The 99th percentile of the others' answers."""
        return quantiles(self.taken, n=100)[98]

    def line(self) -> str:
        """As people read it."""
        return (
            f"{self.platform}{'' if self.limited else ', without the limit'}: {self.sent} commands of one "
            f"member in {self.seconds:.1f} s ({self.sent / self.seconds:,.0f}/s), "
            f"{self.done} reached the database; "
            f"{len(self.taken)} answers to {OTHERS} others: median {median(self.taken) * 1e3:.0f} ms, "
            f"99% {self.slowest * 1e3:.0f} ms, slowest {max(self.taken) * 1e3:.0f} ms"
            f"{f'; {self.late} acknowledged late' if self.late else ''}"
        )


Ask = Callable[[int, int], Awaitable[str]]


async def _others(found: Flood, ask: Ask, until: float) -> None:
    async def one(number: int) -> None:
        await asyncio.sleep(EVERY * number / OTHERS)
        turn = 0
        while time.monotonic() < until:
            began = time.monotonic()
            said = await ask(number, turn)
            found.taken.append(time.monotonic() - began)
            found.slowed += SLOWER in said
            turn += 1
            await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - began)))

    await asyncio.gather(*(one(number) for number in range(OTHERS)))


async def _flooding(found: Flood, send: Callable[[int], Awaitable[Any]], rate: int, until: float) -> None:
    began, sending = time.monotonic(), set[asyncio.Task[Any]]()
    while (now := time.monotonic()) < until:
        wanted = int((now - began) * rate) - found.sent
        if wanted > 0 and len(sending) < 200:
            found.sent += wanted
            task = asyncio.ensure_future(send(wanted))
            sending.add(task)
            task.add_done_callback(sending.discard)
        await asyncio.sleep(TICK)
    found.seconds = time.monotonic() - began
    if sending:
        await asyncio.wait(sending, timeout=30)


def _settings(limited: bool) -> dict[str, str]:
    return {} if limited else {"CONNECTS_MEMBER_BURST": "0"}


def _receipts(bot: Any, person: str) -> int:
    return int(bot.rows(
        "SELECT count(*) FROM receipt JOIN identity USING (community, member) "
        f"WHERE identity.person = '{person}'"
    )[0][0])  # fmt: skip


async def on_discord(folder: Path, seconds: float, rate: int, *, limited: bool = True) -> Flood:
    """Through the gateway."""
    found = Flood("Discord", limited, seconds)
    async with town(folder, **_settings(limited)) as here:
        await here.control.configure(records=False)
        for number in range(4):
            await here.post(f"Job {number}")
        flooder, *others = await here.members("flood", *(f"m{n}" for n in range(OTHERS)))
        await here.do(flooder, "connects balance")
        spec = here.say(flooder, "job show", job="job-1")
        order = here.say(flooder, "apply", job="job-1")

        async def send(count: int) -> None:
            await here.control.begin(*(order if n % 2 else spec for n in range(count)))

        async def ask(number: int, turn: int) -> str:
            if turn % 2 and turn < 8:
                said = here.say(others[number], "apply", job=f"job-{turn // 2 + 1}")
            else:
                said = here.say(others[number], "connects balance")
            return text_of(await here.control.ask(said, timeout=60))

        until = time.monotonic() + seconds
        await asyncio.gather(_flooding(found, send, rate, until), _others(found, ask, until))
        await _still(here.bot, flooder)
        found.done = _receipts(here.bot, flooder)
    return found


async def on_slack(folder: Path, seconds: float, rate: int, *, limited: bool = True) -> Flood:
    """Signed, over HTTP."""
    found = Flood("Slack", limited, seconds)
    async with workspace(folder, **_settings(limited)) as here:
        slack = here.workspace
        slack.checks = False
        for number in range(4):
            await here.post(f"Job{number}")
        flooder, others = slack.person("flood"), [f"m{n}" for n in range(OTHERS)]
        await here.do("flood", "/connects balance")
        fields = {
            "team_id": TEAM, "user_id": flooder, "user_name": "flood", "channel_id": BOARD,
            "api_app_id": "A1", "is_enterprise_install": "false", "response_url": f"{slack.origin}/r/flood",
        }  # fmt: skip

        async def ask(number: int, turn: int) -> str:
            if turn % 2 and turn < 8:
                return await here.do(others[number], f"/apply job-{turn // 2 + 1}")
            return await here.do(others[number], "/connects balance")

        until = time.monotonic() + seconds
        # The flood comes from a process of its own, or its own pace would be measured as the others'.
        command = (
            sys.executable,
            "-m",
            "tests.flood",
            "--send",
            slack.target,
            "--fields",
            json.dumps(fields),
        )
        more = ("--seconds", str(seconds), "--rate", str(rate))
        process = await asyncio.create_subprocess_exec(*command, *more, stdout=asyncio.subprocess.PIPE)
        await _others(found, ask, until)
        said, _ = await process.communicate()
        found.sent, found.seconds = int(said.split()[0]), float(said.split()[1])
        await _still(here.bot, flooder)
        found.done = _receipts(here.bot, flooder)
        found.late = sum(one.startswith("acknowledged") for one in slack.wrong)
        slack.wrong[:] = [one for one in slack.wrong if not one.startswith("acknowledged")]
    return found


async def _send(target: str, fields: dict[str, str], seconds: float, rate: int) -> None:
    """Signed commands of one member, by the process that only floods; how many in how many seconds."""
    found, count = Flood("Slack", True, seconds), iter(range(10_000_000))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=50)) as session:

        async def one() -> None:
            n = next(count)
            said = (
                {"command": "/apply", "text": "job-1"} if n % 2 else {"command": "/job", "text": "show job-1"}
            )
            data = urlencode({**fields, **said, "trigger_id": f"flood.{n}"})
            headers = {**signed(data), "Content-Type": "application/x-www-form-urlencoded"}
            async with session.post(target, data=data.encode(), headers=headers) as response:
                assert response.status == 200

        async def send(number: int) -> None:
            await asyncio.gather(*(one() for _ in range(number)))

        await _flooding(found, send, rate, time.monotonic() + seconds)
    print(found.sent, found.seconds)


async def _still(bot: Any, person: str) -> None:
    """Wait until nothing more of the flood comes into the database."""
    was = -1
    while was != (now := _receipts(bot, person)):
        was = now
        await asyncio.sleep(0.5)


def main() -> None:
    """Flood, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.flood", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rate", type=int, default=1_000, help="commands a second of the one member")
    parser.add_argument("--only", choices=("discord", "slack"))
    parser.add_argument("--unlimited", action="store_true", help="without the limit, to see what it is for")
    parser.add_argument("--out", type=Path, help="append the figures to a file, a line of JSON each")
    parser.add_argument("--send", help=argparse.SUPPRESS)
    parser.add_argument("--fields", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.send:
        asyncio.run(_send(given.send, json.loads(given.fields), given.seconds, given.rate))
        return
    for name, flood in (("discord", on_discord), ("slack", on_slack)):
        if given.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="connects-flood-") as folder:
                found = asyncio.run(
                    flood(Path(folder), given.seconds, given.rate, limited=not given.unlimited)
                )
            print(found.line(), flush=True)
            if given.out is not None:
                with given.out.open("a", encoding="utf-8") as out:
                    figures = {**asdict(found), "taken": len(found.taken), "slowest": found.slowest}
                    out.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
