"""A house that stands in for the bot: a few commands, what falls due, and a file that outlives it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.console.clock import ConsoleClock
from adapters.console.courier import ConsoleCourier
from core.instants import FOREVER, Instant
from core.people import Rank, Who
from core.ports import Parcel
from core.speech.notice import JOBS, NEWS, Notice, to_member
from core.speech.phrase import Amount, Ref, Strong, When
from core.speech.reply import Button, Field, File, Form, Reply, reply
from core.speech.texts import Voice

START = 1_796_083_200_000_000  # 2026-12-01T00:00:00+00:00
DAY = 86_400_000_000


@dataclass(frozen=True)
class Said:
    """An Answer."""

    command: str
    reply: Reply


class FakeHouse:
    """Keeps who spoke, what was paid and what is due in a file; everything else is lost with it."""

    def __init__(self, file: Path, clock: ConsoleClock, courier: ConsoleCourier, log: list[str]) -> None:
        self.file, self.clock, self.courier, self.log = file, clock, courier, log
        self.outbox: list[Parcel] = []
        kept = json.loads(file.read_text()) if file.exists() else {}
        self.ranks: dict[str, int] = kept.get("ranks", {})
        self.spoke: list[str] = kept.get("spoke", [])
        self.paid: dict[str, int] = kept.get("paid", {})
        self.dues: list[int] = kept.get("dues", [START + 2 * DAY, START + DAY])
        self.open = True
        log.append("open")

    async def text(self, who: Who, line: str, key: str) -> Said:
        self.log.append(f"text {who.person} {line} {key}")
        self._met(who)
        words = line.removeprefix("/").split()
        match words:
            case ["balance"]:
                rank = Rank(self.ranks.get(who.person, 0)).name.lower()
                return Said("balance", reply("moment", date=Amount(40), time=rank, zone=Strong(who.person)))
            case ["apply"]:
                return Said("apply", reply("quoted", words="form", form=FORM))
            case ["apply", job]:
                return self._apply(who, job, key)
            case ["export"]:
                return Said("export", reply("quoted", words="here", files=[File("a.csv", "x,y\n1,2\n")]))
            case ["fault"]:
                return Said("fault", Reply("fault", {"incident": "7f"}, ok=False))
            case ["post", title]:
                card = reply("quoted", words=title, buttons=[Button("yes", "apply job-9")])
                self._send(JOBS, card, thing="job-9")
                return Said("post", reply("quoted", words="posted"))
            case ["change", title]:
                self._send(JOBS, reply("quoted", words=title), thing="job-9", edits="1")
                return Said("change", reply("quoted", words="changed"))
            case ["tell"]:
                self._send(to_member(2), reply("quoted", words="psst"))
                return Said("tell", reply("quoted", words="told"))
        return Said("", Reply("quoted", {"words": "what?"}, ok=False))

    async def options(self, who: Who, command: str, given: Mapping[str, str], key: str) -> Said:
        self.log.append(f"options {who.person} {command} {json.dumps(dict(given))} {key}")
        self._met(who)
        if "message" not in given:
            return Said(command, Reply("quoted", {"words": "a letter is missing"}, ok=False))
        return self._apply(who, given["job"], key)

    async def joined(self, who: Who, key: str) -> None:
        self.log.append(f"joined {who.person} {key}")
        self._send(to_member(2), reply("quoted", words="welcome"))

    async def left(self, who: Who, key: str) -> None:
        self.log.append(f"left {who.person} {key}")

    async def ranked(self, who: Who, rank: Rank, key: str) -> None:
        self.log.append(f"ranked {who.person} {rank.name} {key}")
        self.ranks[who.person] = int(rank)

    async def empty(self) -> bool:
        return not self.ranks and not self.spoke

    async def tick(self) -> None:
        now = self.clock.now()
        for due in sorted(due for due in self.dues if due <= now):
            self.log.append(f"due {(due - START) // DAY} at {(now - START) // DAY}")
            self.dues.remove(due)
            self._send(NEWS, reply("quoted", words=When(due)))
        await self.deliver()

    async def deliver(self) -> None:
        while self.outbox:
            await self.courier.deliver(self.outbox.pop(0))

    async def next_due(self, after: Instant) -> Instant:
        return min((due for due in self.dues if due > after), default=FOREVER)

    async def voice(self, replies: Sequence[Reply], locale: str = "") -> Voice:
        # The words of a fault are the bot's; all that is the console's has to be there.
        return Voice("en", "UTC", {2: "ben"}, {}, strict=all(said.key != "fault" for said in replies))

    async def answered(self, key: str) -> None:
        self.log.append(f"answered {key}")

    async def complete(self, who: Who, line: str) -> Sequence[tuple[str, str]]:
        word = line.rpartition(" ")[2].removeprefix("/")
        return [(name, f"{who.person} can") for name in ("apply", "balance") if name.startswith(word)]

    async def close(self) -> None:
        self.open = False
        self.log.append("close")
        kept = {"ranks": self.ranks, "spoke": self.spoke, "paid": self.paid, "dues": self.dues}
        self.file.write_text(json.dumps(kept))

    def _met(self, who: Who) -> None:
        assert self.open
        if who.person not in self.spoke:
            self.spoke.append(who.person)

    def _apply(self, who: Who, job: str, key: str) -> Said:
        """Paid once a key: the same delivery gets the same answer."""
        number = self.paid.setdefault(key, len(self.paid) + 1)
        shown = reply(
            "moment",
            date=Ref("proposal", number),
            time=job,
            zone="",
            buttons=[Button("no", "balance"), Button("yes", f"apply {job}", once=True)],
        )
        return Said("apply", Reply(shown.key, shown.facts, buttons=shown.buttons, number=number))

    def _send(self, channel: str, shown: Reply, thing: str = "", edits: str = "") -> None:
        self.outbox.append(Parcel(1, Notice(1, channel, thing, "", 1, self.clock.now()), shown, edits))


FORM = Form(
    "apply",
    "term.open",
    (
        Field("message", "long", "term.submitted", required=True),
        Field("boost", "whole", "term.filled", value="2"),
    ),
    (("job", "job-42"),),
)
