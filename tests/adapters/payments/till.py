"""A town whose people can pay: the bot's pages on a real socket, and a loopback Stripe."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters.payments.api import Api
from adapters.payments.hearing import Hearing
from adapters.payments.setup import Setup
from adapters.payments.web import HOOK, PAY, Pages
from core.chat.till import Till
from core.instants import SECOND
from core.speech import codec
from core.speech.phrase import Link
from core.speech.plain import plain
from tests.adapters.payments.server import KEY, SECRET, Stripe
from tests.core.town import Town
from tests.laws import books


class Shop:
    """Somebody who orders and pays."""

    def __init__(self, town: Town, stripe: Stripe, api: Api, hearing: Hearing) -> None:
        self.town, self.stripe, self.api, self.hearing = town, stripe, api, hearing

    async def order(self, amount: int = 40, name: str = "ana") -> str:
        """Order; the address at which it is paid."""
        said = await self.town.must(name, f"connects buy {amount}")
        (block,) = said.body
        link = block.phrase.facts["link"]  # type: ignore[union-attr]
        assert isinstance(link, Link)
        return link.url

    async def open(self, url: str, **headers: str) -> tuple[int, str]:
        """What a browser gets: where it is sent, or the words of the page."""
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, allow_redirects=False, headers=headers) as response,
        ):
            if response.status == 303:
                return 303, response.headers["Location"]
            text = await response.text()
            assert "script" not in text
            return response.status, re.sub(r"<[^>]+>", "", text)

    async def paid(self, amount: int = 40) -> str:
        """An order that was paid and heard of; its payment."""
        _, url = await self.open(await self.order(amount))
        event = self.stripe.pay(url)
        assert await self.stripe.deliver(event) == 200
        return str(event["data"]["object"]["payment_intent"])

    def balance(self) -> int:
        return self.town.balance("ana")

    def order_state(self, number: int = 1) -> str:
        return str(self.town.one("SELECT state FROM buy_order WHERE number = ?", number))

    def told_staff(self) -> list[str]:
        """What the log channel reads that is no line of somebody's deed."""
        rows = self.town.rows("SELECT document FROM notice WHERE channel = 'log' ORDER BY number")
        return [match[1] for (one,) in rows if (match := re.match(r'\[1,"([\w.]+)"', one))]


async def _can_be_read(town: Town) -> None:
    """Every notice and answer has its words, and all the facts that they speak of."""
    rows = town.rows(
        "SELECT document FROM notice WHERE document <> '' UNION ALL SELECT document FROM receipt"
    )
    said = [codec.read(document) for (document,) in rows]
    voice = replace(await town.door.voice(town.community, said), strict=True)
    for one in said:
        words = plain(one, voice)
        assert "{" not in words
        assert "()" not in words


@asynccontextmanager
async def shop(folder: Path, key: str = KEY) -> AsyncIterator[Shop]:
    """A shop that is open. At the end its books add up."""
    town = await Town(folder / "shop.db").open()
    town.door.pepper = b"p" * 32
    stripe = await Stripe(lambda: town.clock.at / SECOND).start()
    pages = Pages((SECRET,))
    app = web.Application()
    app.router.add_routes(pages.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    public = f"http://127.0.0.1:{runner.addresses[0][1]}"
    stripe.target = public + HOOK
    setup = Setup(key, (SECRET,), public, "inst1", stripe.origin)
    api, till = Api(setup), Till(public + PAY, b"p" * 32)
    hearing = Hearing(api, town.storage.queries, lambda piece: town.engine.submit(piece))
    pages.open(setup, town.door, till, hearing, town.clock)
    town.door.till = till
    try:
        await town.must("staff", "admin policy order.payment stripe")
        await town.must("ana", "connects balance")
        yield Shop(town, stripe, api, hearing)
        await _can_be_read(town)
        await books.replay(town)
        books.prove(town)
        assert town.faults.seen == []
    finally:
        await api.close()
        await runner.cleanup()
        await stripe.close()
        await town.close()
