"""The outbox's delivery loop: every notice, in order within its channel, once.

A notice is marked as in hand before it is sent and as sent after; both marks are
pieces of work in the engine's queue. What a crash left in hand is sent again, its
courier having looked whether it is there already; so none is lost, and none doubled
where the platform can tell. Channels are served beside each other, as many as the
courier can; a channel that has to stop holds up no other.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

import structlog

from bot import addresses
from bot.addresses import Address
from bot.replicas import ALONE, Replicas
from core.book import Book
from core.chat.door import Door
from core.engine import Engine
from core.errors import Refusal
from core.instants import DAY, HOUR
from core.people import Who
from core.pieces import Piece
from core.ports import Clock, Courier, Later, Parcel, Queries, Unavailable, Undeliverable
from core.queries import Outbox, Waiting
from core.rules import deliveries
from core.speech.notice import QUEUED, Notice
from core.speech.phrase import say
from core.speech.reply import Reply

PAGE = 200
PATIENCE = 8
"""Tries before a notice that always fails is set aside."""
TROUBLE = 5.0
"""Seconds to wait when the database is in trouble."""
LOOK = 60.0
"""Seconds after which it looks for itself, for routes that may be tried again."""
LOOK_OFTEN = 1.0
"""The same where others queue for it as well."""
REST, PAUSE = 4, 0.1
"""A look is followed by so many times its own duration without one, and by so many seconds: what
is queued meanwhile is taken in hand together, where each by itself kept people waiting for the writer."""
RETRY = HOUR
"""A closed route is tried again after so long: staff may have mended it without a word to the bot."""
STALE = 7 * DAY
"""What waited longer for a route or a person is news no more; a card always shows the present."""

Channel = tuple[int, str]
"""A community's channel, within which order is kept."""

_log = structlog.get_logger(__name__)


class Delivery:
    """Empties the outbox through the couriers of the platforms that are served."""

    def __init__(
        self, engine: Engine, queries: Queries, door: Door, clock: Clock, couriers: Sequence[Courier],
        replicas: Replicas = ALONE,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._queries = queries
        self._door = door
        self._clock = clock
        self._replicas = replicas
        self._look = LOOK if replicas is ALONE else LOOK_OFTEN
        self._couriers: Mapping[str, Courier] = {courier.platform: courier for courier in couriers}
        self._room = {one.platform: asyncio.Semaphore(one.width) for one in couriers}
        self._turn = asyncio.Lock()
        self._untried: set[tuple[int, int]] = set()  # taken in hand by this process and not sent yet
        self._busy: dict[Channel, asyncio.Task[float | None]] = {}
        self._left = asyncio.Event()
        self.woken = asyncio.Event()

    async def run(self) -> None:
        """Deliver whenever something was queued, until finished; trouble is logged and tried again.

        A channel that takes long, or has to wait, holds up no other.
        """
        resting: dict[Channel, asyncio.TimerHandle] = {}
        loop = asyncio.get_running_loop()

        def rest(channel: Channel, seconds: float) -> None:
            def rested() -> None:
                resting.pop(channel, None)
                self.woken.set()

            resting[channel] = loop.call_later(seconds, rested)

        def done(channel: Channel, task: asyncio.Task[float | None]) -> None:
            if task.cancelled():
                return
            wait = _outcome(task)
            if wait:
                rest(channel, wait)
            else:
                self.woken.set()  # more may have been queued for it meanwhile

        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._look):
                    await self.woken.wait()
            if self._left.is_set():
                return
            self.woken.clear()
            began = loop.time()
            try:
                async with self._turn:
                    for channel, task in (await self._begin(resting)).items():
                        task.add_done_callback(partial(done, channel))
            except (Refusal, Unavailable) as trouble:
                _log.warning("deliveries_wait", why=str(trouble))
                loop.call_later(TROUBLE, self.woken.set)
            except Exception:  # or nothing would be delivered any more until the next start
                _log.exception("delivery_failed")
                loop.call_later(TROUBLE, self.woken.set)
            await asyncio.sleep(max(PAUSE, (loop.time() - began) * REST))

    async def deliver(self) -> float:
        """Send what can be sent; the seconds after which to try the rest, 0 if nothing is left."""
        async with self._turn:
            waits: dict[Channel, float] = {}
            while started := await self._begin(waits):
                await asyncio.wait(started.values())
                for channel, task in started.items():
                    stopped = task.result()
                    if stopped is not None:
                        waits[channel] = stopped
            return max(waits.values(), default=0.0)

    @property
    def busy(self) -> Collection[Channel]:
        """The channels in which something is being delivered."""
        return self._busy

    async def finish(self, seconds: float) -> None:
        """Let what is being sent come to its end, and begin nothing more."""
        self._left.set()
        # Awake, it ends by itself: before Python 3.12 wait_for may swallow a cancellation on its way.
        self.woken.set()
        if self._busy:
            await asyncio.wait(set(self._busy.values()), timeout=seconds)

    async def _begin(self, skipped: Iterable[Channel]) -> dict[Channel, asyncio.Task[float | None]]:
        """Begin to send what waits, each channel in a task of its own unless one is at it."""
        started: dict[Channel, asyncio.Task[float | None]] = {}
        after = (0, 0)
        shares = self._replicas.shares(self._couriers)
        without: set[Channel] = set()
        while True:
            # What is at work now may end while the page is read, and would stand in it as it stood before.
            # One that was at work on an earlier page may have stopped since: it must not go on here, where
            # only its later notices stand.
            without |= {*self._busy, *skipped, *started}
            platforms = tuple(one for one in self._couriers if (0, one) not in without)
            lanes = tuple(sorted(one for one in without if one[0]))
            async with self._queries.snapshot() as snapshot:
                retry = self._clock.now() - RETRY
                page = await snapshot.ask(0, Outbox(PAGE, platforms, retry, after, lanes, shares))
            if not page:
                return started
            after = (page[-1].community, page[-1].notice.number)
            queued: dict[int, list[int]] = {}
            channels: dict[Channel, list[Waiting]] = {}
            for one in page:
                if one.notice.state == QUEUED:
                    queued.setdefault(one.community, []).append(one.notice.number)
                channels.setdefault(self._lane(one), []).append(one)
            for community, numbers in queued.items():
                self._untried.update((community, number) for number in numbers)
                await self._do(community, partial(deliveries.in_hand, numbers=numbers), numbers)
            for channel, some in channels.items():
                task = started[channel] = self._busy[channel] = asyncio.create_task(self._channel(some))
                task.add_done_callback(lambda _, channel=channel: self._busy.pop(channel))  # type: ignore[misc]

    def _lane(self, one: Waiting) -> Channel:
        """What keeps its order: a channel, or all there is where a courier serves one thing at a time."""
        if self._couriers[one.platform].width == 1:
            return 0, one.platform
        return one.community, one.notice.channel

    async def _channel(self, some: Sequence[Waiting]) -> float | None:
        """Send notices in their order; a channel that has to wait stops: for how long, None if none has."""
        courier = self._couriers[some[0].platform]
        stopped: dict[Channel, float] = {}
        for one in some:
            channel = one.community, one.notice.channel
            if channel not in stopped and not self._left.is_set():
                async with self._room[courier.platform]:
                    wait, sent = await self._one(one, courier)
                if wait is not None:
                    stopped[channel] = wait
                elif sent:
                    await self._pace(courier.pace)
        return max(stopped.values(), default=None)

    async def _pace(self, seconds: float) -> None:
        """Let some time go by before a channel's next message: marked already, and holding up no other."""
        if seconds:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._left.wait()

    async def _one(self, one: Waiting, courier: Courier) -> tuple[float | None, bool]:
        """Send one notice and mark it, before the next is sent.

        The wait if its channel has to stop, and whether the platform was asked to take something.
        """
        community, notice = one.community, one.notice
        place = (community, notice.number)
        again = place not in self._untried
        self._untried.discard(place)
        if not self._replicas.has(one.platform, community):
            return 0.0, False  # another process has it by now
        stop: float | None = None
        sent = False
        mark: Callable[[Book], None]
        address = Address()
        try:
            find = partial(addresses.find, notice=notice, courier=courier)
            address = await self._door.look(community, find, addresses.wants(notice, courier))
            late = courier.routed and not notice.thing and notice.at < self._clock.now() - STALE
            if address.held is not None:
                mark = partial(
                    deliveries.hold, platform=courier.platform, number=notice.number, why=address.held
                )
                stop = 0.0
            elif address.nobody or late:
                mark = partial(deliveries.aside, number=notice.number, why=say("notice.late"), tell=False)
            else:
                parcel = Parcel(
                    community, notice, address.reply, address.card, one.place, address.to, again,
                    address.voice,
                )  # fmt: skip
                sent = True
                ref = await courier.deliver(parcel)
                mark = partial(deliveries.sent, platform=courier.platform, number=notice.number, ref=ref)
        except Later as later:
            return later.seconds, False
        except Unavailable:  # the database's trouble is no fault of the notice's
            raise
        except Undeliverable as error:
            mark, stop = await self._refused(one, address, error)
        except Exception as error:  # a courier's fault must not stop the other channels
            _log.exception("notice_failed", community=community, notice=notice.number)
            if notice.tries + 1 >= PATIENCE:
                mark = partial(deliveries.aside, number=notice.number, why=say("notice.broken"))
            else:
                mark = partial(deliveries.tried, number=notice.number, error=type(error).__name__)
                stop = 2.0**notice.tries
        # Shielded: what was sent is marked although the process is being stopped.
        await asyncio.shield(self._do(community, mark, [notice.number]))
        return stop, sent

    async def _refused(
        self, one: Waiting, address: Address, error: Undeliverable
    ) -> tuple[Callable[[Book], None], float | None]:
        """What to write down of a notice that the platform does not take, and whether its channel stops."""
        number = one.notice.number
        _log.warning("undeliverable", community=one.community, notice=number, why=error.why.key)
        if error.gone and address.to:
            # Who is not of the community any more was shown by the delivery (RULES 12).
            who = Who(one.platform, one.place, address.to, "")
            await self._door.left(who, f"{one.platform}/gone/{address.to}/{number}")
            return partial(deliveries.aside, number=number, why=error.why, tell=False), None
        if not error.closes:
            return partial(deliveries.aside, number=number, why=error.why), None
        return partial(deliveries.hold, platform=one.platform, number=number, why=error.why), 0.0

    async def _do(self, community: int, mark: Callable[[Book], None], numbers: Sequence[int]) -> None:
        def decide(book: Book) -> Reply:
            mark(book)
            return Reply("marked")

        piece = Piece(
            community, "outbox/mark", decide, kept=False, person=False,
            wants=[(Notice, number) for number in numbers],
        )  # fmt: skip
        answer = await self._engine.submit(piece)
        if not answer.ok:
            raise Refusal(answer.key, **answer.facts)


def _outcome(task: asyncio.Task[float | None]) -> float:
    """For how long a channel has to wait; trouble is logged."""
    error = task.exception()
    if error is None:
        return task.result() or 0.0
    if isinstance(error, Refusal | Unavailable):
        _log.warning("deliveries_wait", why=str(error))
    else:
        _log.error("delivery_failed", exc_info=error)
    return TROUBLE
