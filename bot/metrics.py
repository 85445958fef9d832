"""What Prometheus reads of a running bot. Imported only where it is asked for."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from core.instants import FOREVER, SECOND
from core.pieces import Batch

if TYPE_CHECKING:
    from bot.condition import Condition, Seen

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SLOW = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0)
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
PASSES = (1, 2, 3, 4, 5, 6, 8, 12, 60)


class Prometheus:
    """Counts, in a registry of its own."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)

        def counter(name: str, what: str, *labels: str) -> Counter:
            return Counter(name, what, labels, registry=registry)

        def gauge(name: str, what: str, *labels: str) -> Gauge:
            return Gauge(name, what, labels, registry=registry)

        def histogram(name: str, what: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
            return Histogram(name, what, labels, registry=registry, buckets=buckets)

        self._commands = counter("connects_commands", "Commands answered.", "command", "outcome")
        self._slowed = counter("connects_commands_slowed", "Too fast for one member: not done.", "platform")
        self._answers = histogram("connects_command_seconds", "From asked to answered.", FAST, "command")

        self._pieces = histogram("connects_batch_pieces", "Pieces of work in a batch.", SIZES)
        self._passes = histogram(
            "connects_batch_passes", "How often a batch was decided until nothing missed.", PASSES
        )
        self._deciding = histogram("connects_batch_deciding_seconds", "Deciding a batch.", FAST)
        self._commit = histogram("connects_batch_commit_seconds", "Writing and committing a batch.", FAST)
        self._changes = counter("connects_batch_changes", "Rows written.")
        self._later = counter("connects_batch_later", "Pieces that did not fit into their batch.")
        self._troubles = counter(
            "connects_batch_troubles", "Batches that failed, by what went wrong.", "kind"
        )
        self._queue = gauge("connects_queue_pieces", "Pieces of work that wait for a batch.", "who")

        self._posts = counter(
            "connects_outbox_posts", "Tries at posting, by what became of them.", "platform", "outcome"
        )
        self._posting = histogram("connects_outbox_post_seconds", "One try at posting.", FAST, "platform")
        self._waiting = gauge("connects_outbox_waiting", "Notices that wait to be posted.", "platform")
        self._oldest = gauge("connects_outbox_age_seconds", "Age of the oldest of them.", "platform")

        self._late = gauge("connects_chore_lateness_seconds", "How long the oldest chore has been due.")
        self._rang = gauge("connects_chore_rang_timestamp_seconds", "When the bell last rang to its end.")
        self._ring = histogram("connects_chore_ring_seconds", "One ring of the bell.", SLOW)
        self._rings_failed = counter("connects_chore_rings_failed", "Rings that broke.")
        self._leads = gauge("connects_chore_leads", "Whether the chores are this process's.")

        self._errors = counter(
            "connects_platform_errors", "What went wrong on a platform.", "platform", "kind"
        )
        self._connected = gauge("connects_platform_connected", "Whether a platform is connected.", "platform")

        self._faults = counter("connects_faults", "Incidents: what broke on our side.")
        self._ready = gauge("connects_ready", "Whether the bot is ready, as /readyz has it.")
        self._database = gauge("connects_database_up", "Whether the database answers.")
        gauge("connects_build_info", "The release.", "version").labels(_version()).set(1)

    def batch(self, batch: Batch) -> None:
        """The engine has tried a batch."""
        self._condition.batch(batch)
        if batch.trouble:
            if batch.trouble != "CancelledError":
                self._troubles.labels(batch.trouble).inc()
            return
        self._pieces.observe(batch.pieces - batch.later)
        self._passes.observe(batch.passes)
        self._deciding.observe(batch.deciding)
        self._later.inc(batch.later)
        if batch.changes:
            self._changes.inc(batch.changes)
            self._commit.observe(batch.commit)

    def command(self, name: str, outcome: str, seconds: float) -> None:
        """A command was answered."""
        self._commands.labels(name, outcome).inc()
        self._answers.labels(name).observe(seconds)

    def slowed(self, platform: str) -> None:
        """Somebody went too fast, so that nothing was done for them."""
        self._slowed.labels(platform).inc()

    def posted(self, platform: str, outcome: str, seconds: float) -> None:
        """A courier has tried to post a notice."""
        self._posts.labels(platform, outcome).inc()
        self._posting.labels(platform).observe(seconds)

    def rang(self, seconds: float, *, ok: bool) -> None:
        """The bell has rung."""
        self._ring.observe(seconds)
        if ok:
            self._rang.set_to_current_time()
        else:
            self._rings_failed.inc()

    def troubled(self, platform: str, kind: str) -> None:
        """Something went wrong on a platform."""
        self._errors.labels(platform, kind).inc()

    def broke(self) -> None:
        """Something broke on our side, and has its number in the log."""
        self._faults.inc()

    async def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        self._look(await self._condition.look())
        text: bytes = generate_latest(self.registry)
        return text

    def _look(self, seen: Seen) -> None:
        self._ready.set(not seen.lacking)
        self._database.set("database" not in seen.lacking)
        self._leads.set(seen.leads)
        self._queue.labels("people").set(seen.people)
        self._queue.labels("chores").set(seen.chores)
        for platform, connected in seen.connected.items():
            self._connected.labels(platform).set(connected)
        if seen.queues is None:
            return  # what the database said last stands until it answers again
        waiting = {queue.platform: queue for queue in seen.queues}
        for platform in seen.connected:
            queue = waiting.get(platform)
            self._waiting.labels(platform).set(queue.length if queue else 0)
            self._oldest.labels(platform).set(max(0, seen.now - queue.since) / SECOND if queue else 0)
        self._late.set(max(0, seen.now - seen.due) / SECOND if seen.due < FOREVER else 0)


def _version() -> str:
    try:
        return version("connects-bot")
    except PackageNotFoundError:
        return "unknown"
