"""Whatever people do: the statistics add up to what wallets hold, and /top counts as one would by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from core.commands.statistics import CAME, WENT
from core.commands.top import COUNTED
from core.instants import DAY
from core.speech.phrase import Amount, Mention, Phrase
from tests.core.town import Town
from tests.laws.doings import ALL, BEGIN, Doing, do, many
from tests.laws.test_laws import FAST, in_towns

EVER = 3660


@settings(max_examples=8, **FAST)
@given(some=many(ALL, 30, 60))
def test_what_came_less_what_went_is_what_there_is(template: Path, some: list[Doing]) -> None:
    async def live(build: Callable[..., Town]) -> None:
        town = await build().open()
        for doing in (*BEGIN, *some):
            await do(town, doing)
        await must_tally(town, EVER)
        await must_tally(town, 5)
        for by in COUNTED:
            for days in (5, 365):
                await must_rank(town, by, days)

    in_towns(template, live)


async def must_tally(town: Town, days: int) -> None:
    facts = (await town.must("staff", f"admin stats {days}")).facts
    counts = {name: fact.connects for name, fact in facts.items() if isinstance(fact, Amount)}
    since = now_of(town) - days * DAY
    before = town.one(
        "SELECT coalesce(sum(e.amount), 0) FROM entry e JOIN operation o ON o.number = e.operation "
        "WHERE e.wallet > 0 AND o.at <= ?", since,
    )  # fmt: skip
    now = town.one("SELECT sum(balance) FROM wallet")
    assert counts["supply"] == now
    moved = sum(counts[name] for name in CAME) - sum(counts[name] for name in WENT) + counts["undone"]
    assert now == before + moved
    assert counts["held"] == town.one("SELECT coalesce(sum(amount), 0) FROM bid WHERE state = 'held'")
    assert facts["open"] == town.one("SELECT count(*) FROM job WHERE state = 'open'")
    assert facts["members"] == town.one('SELECT count(*) FROM member WHERE "left" = 0')


def now_of(town: Town) -> int:
    """A community's time never runs backwards."""
    return max(town.clock.now(), int(town.one("SELECT at FROM community")))


async def must_rank(town: Town, by: str, days: int) -> None:
    reply = await town.say("staff", f"top {by} {days}")
    since = now_of(town) - days * DAY
    named = {number for (number,) in town.rows('SELECT number FROM member WHERE "left" = 0 AND hidden = 0')}
    ops = town.rows("SELECT member FROM operation WHERE kind = ? AND at > ?", COUNTED[by], since)
    counted = Counter(member for (member,) in ops if member in named)
    want = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:10]
    assert [line(one) for one in reply.facts["members"]] == want  # type: ignore[union-attr]


def line(one: Any) -> tuple[int, int]:
    assert isinstance(one, Phrase)
    member = one.facts["member"]
    assert isinstance(member, Mention)
    return member.member, int(one.facts["count"])  # type: ignore[arg-type]
