"""Stripe, as the bot serves it: the till, the pages and deliveries, what is compared now and then."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from hashlib import blake2b

import structlog
from aiohttp import web

from adapters.payments.api import Api, Down, Refused
from adapters.payments.events import ODD
from adapters.payments.hearing import Hearing, NotNow
from adapters.payments.reconciling import Line, Put, dry, into, reconcile
from adapters.payments.setup import API, Setup
from adapters.payments.web import MOST, PAY, Pages
from adapters.storage.files import sqlite_path
from adapters.storage.open import open_storage
from adapters.storage.postgres import is_postgres
from adapters.storage.queries import SqliteQueries
from bot.clock import SystemClock
from bot.config import Settings
from bot.config_stripe import StripeSecrets, places
from bot.failing import Failed
from bot.wiring import Bot, open_bot
from core.chat.looking import Looking
from core.chat.till import Till
from core.errors import Refusal
from core.instants import Instant
from core.ports import Queries, Unavailable
from core.queries import Remembered

AGAIN = 6 * 3600.0
"""Seconds after which orders are held beside Stripe's payments once more."""
FIRST = 60.0
"""Seconds after the start for the first time: deliveries that waited come by themselves."""
DAYS = 7
ENDING = 2.0
TROUBLE = (Down, Refused, NotNow, Refusal, Unavailable, *ODD)
_log = structlog.get_logger(__name__)


def setup(settings: Settings, found: StripeSecrets, pepper: bytes) -> Setup:
    """What the settings say, and this installation's own name at Stripe."""
    name = blake2b(b"stripe", key=pepper[:64], digest_size=9).hexdigest()
    return Setup(
        found.key, found.webhooks, settings.public_url, name, settings.stripe_api_base or API,
        settings.http_host, settings.http_port,
    )  # fmt: skip


class Payments:
    """Stripe's side of a running bot. ``listens``: by a server of its own, not by Slack's."""

    def __init__(self, settings: Settings, found: StripeSecrets, *, listens: bool) -> None:
        self._settings, self._found, self._listens = settings, found, listens
        self._pages = Pages(found.webhooks)
        self._runner: web.AppRunner | None = None
        self._api: Api | None = None
        self._comparing: asyncio.Task[None] | None = None

    def routes(self) -> Sequence[web.RouteDef]:
        """What another server of this process is to answer for it."""
        return () if self._listens else self._pages.routes()

    async def start(self, bot: Bot) -> None:
        """Take money from now on. Raises Failed."""
        how = setup(self._settings, self._found, bot.door.pepper)
        self._api = api = Api(how)
        till = Till(how.public + PAY, bot.door.pepper, places(self._settings.stripe_communities))
        hearing = Hearing(api, bot.storage.queries, bot.engine.submit)
        self._pages.open(how, bot.door, till, hearing, bot.clock)
        bot.door.till = till
        if self._listens:
            await self._listen(how)
        self._comparing = asyncio.create_task(self._compare(bot, hearing))

    async def _listen(self, how: Setup) -> None:
        app = web.Application(client_max_size=MOST)
        app.router.add_routes(self._pages.routes())
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=ENDING)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, how.host, how.port).start()
        except OSError as error:
            await self.close()
            raise Failed(
                f"nothing can listen at {how.host}:{how.port} ({error.strerror or type(error).__name__}): "
                "set CONNECTS_HTTP_HOST and CONNECTS_HTTP_PORT."
            ) from None
        _log.info("listening", host=how.host, port=how.port)

    async def _compare(self, bot: Bot, hearing: Hearing) -> None:
        looking = Looking(bot.storage.queries, bot.clock)
        await asyncio.sleep(FIRST)
        while True:
            if bot.several is None or bot.several.leads():
                try:
                    put = into(hearing, looking)
                    for line in await reconcile(hearing.api, bot.storage.queries, put, bot.clock.now(), DAYS):
                        _log.warning("reconciled", **_named(line))
                except TROUBLE as error:
                    _log.warning("not_reconciled", why=f"{type(error).__name__}: {error}")
            await asyncio.sleep(AGAIN)

    async def close(self) -> None:
        """Take no more, and finish what is being heard."""
        if self._comparing is not None:
            self._comparing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._comparing
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()
        self._pages.close()
        if self._api is not None:
            await self._api.close()


def _named(line: Line) -> dict[str, object]:
    return {
        "community": line.community, "order": line.order, "payment": line.payment, "came": line.came,
    }  # fmt: skip


SAID = {
    "credited": "was paid at Stripe and not here: {} credited",
    "late": "was paid at Stripe after it had lapsed here: {} credited",
    "refunded": "was refunded at Stripe and not here: {} taken back",
    "charged_back": "was charged back at Stripe and not here: {} taken back",
    "changed": "had money go back or come again at Stripe and not here: {} brought up to it",
    "unknown": "is not known on one side: look at both",
    "amount": "was paid with another sum than it costs: nothing is credited, refund it at Stripe",
    "twice": "was paid by a second payment as well: refund that one at Stripe",
    "used": "was paid by a payment that paid another order: look at both",
    "mode": "was paid with test money: nothing is credited",
}


async def compare(settings: Settings, url: str, days: int, *, dry_run: bool) -> int:
    """Print what is not the same at Stripe and here; 1 if a look found any. Raises Failed, StorageError."""
    found = settings.stripe()
    if found is None:
        raise Failed("Stripe is not set up: set STRIPE_SECRET_KEY (README, taking money with Stripe).")
    clock = SystemClock()
    if dry_run:
        async with contextlib.AsyncExitStack() as stack:
            queries: Queries
            if is_postgres(url):
                storage = await open_storage(url)
                stack.push_async_callback(storage.close)
                queries = storage.queries
            else:
                path = sqlite_path(url)
                if path is None or not path.is_file():
                    raise Failed(f"there is no database at {url}.")
                queries = reading = SqliteQueries(path)
                stack.push_async_callback(reading.close)
            async with queries.snapshot() as snapshot:
                pepper = bytes.fromhex(await snapshot.ask(0, Remembered("pepper")) or "00")
            api = Api(setup(settings, found, pepper))
            stack.push_async_callback(api.close)
            put = dry(Looking(queries, clock))
            return _print(await _asked(api, queries, put, clock.now(), days), days, dry_run=True)
    bot = await open_bot(url, clock, [], preset=settings.preset, system=clock)
    try:
        api = Api(setup(settings, found, bot.door.pepper))
        hearing = Hearing(api, bot.storage.queries, bot.engine.submit)
        put = into(hearing, Looking(bot.storage.queries, clock))
        try:
            lines = await _asked(api, bot.storage.queries, put, clock.now(), days)
        finally:
            await api.close()
        return _print(lines, days, dry_run=False)
    finally:
        await bot.close()


async def _asked(api: Api, queries: Queries, put: Put, now: Instant, days: int) -> list[Line]:
    try:
        return await reconcile(api, queries, put, now, days)
    except TROUBLE as error:
        raise Failed(
            f"Stripe or the database did not answer ({type(error).__name__}: {error}): try again, and look "
            "at STRIPE_SECRET_KEY with `connects doctor`."
        ) from None


def _print(lines: Sequence[Line], days: int, *, dry_run: bool) -> int:
    for line in lines:
        done = "would be" if dry_run else "was"
        said = SAID.get(line.came, line.came).format(done)
        print(f"community {line.community}, order-{line.order}: {said} ({line.payment})")
    if not lines:
        print(f"Stripe and the books agree on the last {days} days.")
    elif dry_run:
        print("This was a look only; without --dry-run it is done.")
    return 1 if lines and dry_run else 0
