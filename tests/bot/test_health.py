"""What a host is told: that the process lives, that it can answer, and its figures."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import serving
from bot.condition import Condition
from bot.config import Settings
from bot.failing import Failed
from bot.meter import MeasuredCourier, hearing
from bot.metrics import Prometheus
from bot.wiring import Bot
from core.people import Rank, Who
from core.pieces import Batch
from core.ports import Later, Parcel, Undeliverable
from core.speech.notice import Notice
from core.speech.phrase import say
from core.speech.reply import Reply
from tests.bot.test_serving import Stage, serve
from tests.core.town import Mailbox

STAFF = Who("stage", "place-7", "person-77", "Ana Canary", Rank.STAFF)
Figures = dict[str, float]


@pytest.fixture
def port() -> int:
    """One that is free."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def settings(template: Path, tmp_path: Path, port: int) -> Settings:
    """A database of a test's own, no platform, and a port for the host."""
    path = tmp_path / "connects.db"
    shutil.copy(template, path)
    return Settings(_env_file=None, database_url=str(path), health_port=port)  # type: ignore[call-arg]


async def get(settings: Settings, path: str) -> tuple[int, Any]:
    """What the host is answered: its status, and the JSON or the text."""
    url = f"http://127.0.0.1:{settings.health_port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        is_json = response.content_type == "application/json"
        return response.status, await (response.json() if is_json else response.text())


def read(text: str) -> Figures:
    """The figures by name and labels."""
    return {
        one.name + "".join(f"|{value}" for _, value in sorted(one.labels.items())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


async def figures(settings: Settings) -> Figures:
    status, text = await get(settings, "/metrics")
    assert status == 200
    return read(text)


async def until_stopped(stage: Stage, settings: Settings, look: Any) -> Any:
    """Serve, look while it serves, and stop; what was seen."""
    seen: list[Any] = []

    async def told() -> None:
        try:
            seen.append(await look())
        finally:
            signal.raise_signal(signal.SIGTERM)
        await stage.closed.wait()

    stage.serving = told
    await serve(settings, stage)
    return seen[0]


async def test_it_lives_before_it_is_ready_and_names_what_is_not(settings: Settings) -> None:
    stage, seen = Stage(), []

    async def starting() -> None:
        seen.append([await get(settings, path) for path in ("/healthz", "/readyz")])

    async def look() -> Any:
        return await get(settings, "/readyz")

    stage.starting = starting
    assert await until_stopped(stage, settings, look) == (200, {"ok": True, "lacking": {}})
    (lives, ready) = seen[0]
    assert lives == (200, {"ok": True, "why": ""})
    assert ready == (503, {"ok": False, "lacking": {"stage": "is not connected"}})
    with pytest.raises(aiohttp.ClientConnectionError):
        await get(settings, "/healthz")  # it went with the process


async def test_told_to_stop_it_is_not_ready_at_once_and_lives_until_all_is_done(settings: Settings) -> None:
    stage, seen = Stage(), []

    async def drain(seconds: float) -> None:
        seen.append([await get(settings, path) for path in ("/healthz", "/readyz")])

    stage.drain = drain  # type: ignore[method-assign]
    await serve(settings, stage)
    (lives, ready) = seen[0]
    assert lives[0] == 200
    assert ready[0] == 503
    assert "draining" in ready[1]["lacking"]


async def test_an_open_connection_of_the_hosts_does_not_keep_the_process(settings: Settings) -> None:
    stage = Stage()

    async def look() -> Any:
        return await asyncio.open_connection("127.0.0.1", settings.health_port)

    began = asyncio.get_running_loop().time()
    _, writer = await until_stopped(stage, settings, look)
    writer.close()
    assert asyncio.get_running_loop().time() - began < 8


async def test_a_port_that_is_taken_ends_it_with_one_sentence_before_anything_is_begun(
    settings: Settings,
) -> None:
    stage = Stage()
    with socket.socket() as one:
        one.bind(("127.0.0.1", settings.health_port))
        one.listen()
        with pytest.raises(Failed, match=r"nothing can listen at 127.0.0.1:\d+ .*CONNECTS_HEALTH_PORT"):
            await serving.serve(settings, [stage])
    assert stage.asked == []


async def test_a_database_that_does_not_answer_is_named(settings: Settings) -> None:
    stage = Stage()

    async def look() -> Any:
        assert stage.bot is not None
        await stage.bot.storage.queries.close()  # type: ignore[attr-defined]
        return await get(settings, "/readyz"), await get(settings, "/healthz"), await figures(settings)

    ready, lives, seen = await until_stopped(stage, settings, look)
    assert ready[0] == 503
    assert ready[1]["lacking"]["database"].startswith("does not answer")
    assert lives[0] == 200
    assert (seen["connects_database_up"], seen["connects_ready"]) == (0, 0)


async def test_a_commit_that_failed_is_told_until_one_succeeds(settings: Settings) -> None:
    stage = Stage()

    async def look() -> Any:
        condition = Condition([stage])
        condition.bot = stage.bot
        first = await condition.lacking()
        condition.batch(Batch(1, trouble="Unavailable"))
        second = await condition.lacking()
        condition.batch(Batch(1, trouble="Broken"))
        condition.batch(Batch(1, changes=3))
        return first, second, await condition.lacking()

    first, second, third = await until_stopped(stage, settings, look)
    assert (first, third) == ({}, {})
    assert second == {"database": "the last commit failed: Unavailable"}


async def test_an_engine_that_has_ended_is_not_alive(settings: Settings) -> None:
    stage = Stage()

    async def look() -> Any:
        assert stage.bot is not None
        stage.bot.engine.leave()
        await stage.bot._running
        return await get(settings, "/healthz"), await get(settings, "/readyz")

    lives, ready = await until_stopped(stage, settings, look)
    assert lives == (503, {"ok": False, "why": "the engine has ended"})
    assert ready[1]["lacking"]["engine"] == "the engine has ended"


async def lived(bot: Bot) -> None:
    """Something of everything."""
    for line, key in (
        ('/job post "A logo" price:4', "1"), ("/connects balance", "2"), ("/job show job-99", "3"),
        ("/nonsense", "4"), ("/connects balance", "5"),
    ):  # fmt: skip
        await bot.door.text(STAFF, line, f"test/{key}")
    await bot.chores.tick()


async def test_the_figures_say_what_was_done(settings: Settings) -> None:
    stage = Stage()
    mail: Any = stage.courier

    async def look() -> Any:
        assert stage.bot is not None
        await lived(stage.bot)
        async with asyncio.timeout(3):
            while not mail.got or (await figures(settings))["connects_outbox_waiting|stage"]:
                await asyncio.sleep(0.02)
        return await get(settings, "/metrics")

    _, text = await until_stopped(stage, settings, look)
    seen = read(text)
    assert seen["connects_commands_total|connects balance|done"] == 2
    assert seen["connects_commands_total|job post|done"] == 1
    assert seen["connects_commands_total|job show|refused"] == 1
    assert seen["connects_commands_total|unknown|refused"] == 1
    assert seen["connects_command_seconds_count|connects balance"] == 2
    assert seen["connects_batch_pieces_count"] >= 2
    assert seen["connects_batch_commit_seconds_count"] >= 1
    assert seen["connects_batch_changes_total"] > 5
    assert seen["connects_queue_pieces|people"] == 0
    assert seen["connects_outbox_posts_total|sent|stage"] >= 1
    assert seen["connects_outbox_waiting|stage"] == 0
    assert seen["connects_platform_connected|stage"] == 1
    assert (seen["connects_ready"], seen["connects_chore_leads"]) == (1, 1)
    assert seen["connects_chore_lateness_seconds"] == 0
    assert seen["process_resident_memory_bytes"] > 10_000_000 or not Path("/proc").exists()
    assert not re.search(r"person-77|place-7|Canary|community=|member=|nonsense", text)


async def test_a_notice_that_waits_has_an_age(settings: Settings) -> None:
    stage = Stage()

    def never(parcel: Parcel) -> None:
        raise Later(60)

    mail: Any = stage.courier
    mail.trouble = never

    async def look() -> Any:
        assert stage.bot is not None
        await lived(stage.bot)
        await asyncio.sleep(0.3)
        return await figures(settings)

    seen = await until_stopped(stage, settings, look)
    assert seen["connects_outbox_waiting|stage"] >= 1
    assert 0.2 < seen["connects_outbox_age_seconds|stage"] < 30
    assert seen["connects_outbox_posts_total|later|stage"] >= 1


@pytest.mark.parametrize(
    ("trouble", "tries", "became"),
    [
        (None, 0, "sent"), (Later(1), 0, "later"), (Undeliverable(say("notice.late")), 0, "aside"),
        (Undeliverable(say("notice.late"), closes=True), 0, "held"),
        (Undeliverable(say("notice.late"), gone=True), 0, "gone"), (OSError(), 0, "again"),
        (OSError(), 7, "aside"),
    ],
)  # fmt: skip
async def test_what_becomes_of_a_notice_is_counted(
    trouble: Exception | None, tries: int, became: str
) -> None:
    mail, metrics = Mailbox("discord"), Prometheus(Condition([]))

    def troubled(parcel: Parcel) -> None:
        if trouble is not None:
            raise trouble

    mail.trouble = troubled
    parcel = Parcel(1, Notice(1, "news", "", "", 0, 0, tries=tries), Reply("note"))
    courier = MeasuredCourier(mail, metrics)
    if trouble is None:
        assert await courier.deliver(parcel) == "m1"
    else:
        with pytest.raises(type(trouble)):
            await courier.deliver(parcel)
    seen = read((await metrics.text()).decode())
    assert seen[f"connects_outbox_posts_total|{became}|discord"] == 1
    assert seen.get("connects_platform_errors_total|OSError|discord", 0) == (type(trouble) is OSError)


async def test_trouble_of_batches_is_counted_by_its_kind() -> None:
    metrics = Prometheus(Condition([]))
    for batch in (Batch(3, trouble="Unavailable"), Batch(3, later=1, passes=2, changes=9, commit=0.1)):
        metrics.batch(batch)
    seen = read((await metrics.text()).decode())
    assert seen["connects_batch_troubles_total|Unavailable"] == 1
    assert (seen["connects_batch_pieces_sum"], seen["connects_batch_pieces_count"]) == (2, 1)
    assert seen["connects_batch_later_total"] == 1
    assert seen["connects_batch_changes_total"] == 9


async def test_what_the_log_says_of_a_platform_is_counted_without_anybodys_words() -> None:
    metrics = Prometheus(Condition([]))
    hear = hearing(metrics)
    for name, event in (
        ("adapters.slack.socket", "socket_deaf"), ("slack_bolt.AsyncApp", "Failed for U123 of T456"),
        ("discord.gateway", "Shard ID 3 is gone"), ("adapters.storage.store", "slow"), ("bot.outbox", "late"),
        ("connects", "incident"),
    ):  # fmt: skip
        hear(name, "warning", event)
    text = (await metrics.text()).decode()
    assert read(text)["connects_faults_total"] == 1
    errors = {name for name in read(text) if name.startswith("connects_platform_errors_total")}
    assert {one.partition("|")[2] for one in errors} == {
        "socket_deaf|slack", "slack_bolt.AsyncApp|slack", "discord.gateway|discord"
    }  # fmt: skip
