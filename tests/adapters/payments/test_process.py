"""The bot as a process of its own takes money: on Slack's server, or on one of its own beside Discord."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.adapters.payments.server import KEY, SECRET, Stripe
from tests.adapters.slack import process as slack


@asynccontextmanager
async def till(folder: Path, *, by_socket: bool = False) -> AsyncIterator[tuple[slack.Town, Stripe]]:
    """A workspace whose bot sells by card."""
    stripe = await Stripe().start()
    settings = {
        "STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": stripe.origin,
        "CONNECTS_PUBLIC_URL": "http://127.0.0.1:1",
    }  # fmt: skip
    try:
        async with slack.town(folder, by_socket=by_socket, start=False, **settings) as here:
            public = f"http://127.0.0.1:{here.bot.port}"
            here.bot.settings["CONNECTS_PUBLIC_URL"] = public
            stripe.target = f"{public}/stripe/webhook"
            await here.bot.start()
            said = await here.do("ada", "/connects admin policy order.payment stripe")
            assert "stripe" in said, said
            yield here, stripe
            log = here.bot.said()
            assert KEY not in log
            assert SECRET not in log
    finally:
        await stripe.close()


async def paying(here: slack.Town) -> str:
    """Somebody orders and opens the address; where it leads."""
    said = await here.do("bob", "/connects buy 40")
    (page,) = set(re.findall(r"http://127\.0\.0\.1:\d+/pay/[\w-]+", said))
    async with aiohttp.ClientSession() as session, session.get(page, allow_redirects=False) as response:
        assert response.status == 303, await response.text()
        return response.headers["Location"]


async def test_ordered_paid_and_credited_once_though_delivered_five_times_and_killed(tmp_path: Path) -> None:
    async with till(tmp_path) as (here, stripe):
        event = stripe.pay(await paying(here))
        assert await stripe.deliver(event, secret="whsec_forged") == 401
        assert set(await asyncio.gather(*(stripe.deliver(event) for _ in range(5)))) == {200}
        assert here.bot.count("order.bought") == 1
        await here.until(lambda: any("is paid" in one for one in here.direct("bob")))
        # Once more, and killed as soon as it is committed: nobody knows whether Stripe heard of it.
        event = stripe.pay(await paying(here))
        telling = asyncio.create_task(stripe.deliver(event))
        await here.until(lambda: here.bot.count("order.bought") == 2)
        await here.bot.kill()
        await asyncio.gather(telling, return_exceptions=True)
        await here.bot.start()
        assert await stripe.deliver(event) == 200
        assert here.bot.count("order.bought") == 2
        assert "120 Connects" in await here.do("bob", "/connects balance")


async def test_it_listens_itself_where_slack_comes_by_a_socket(tmp_path: Path) -> None:
    async with till(tmp_path, by_socket=True) as (here, stripe):
        assert await stripe.deliver(stripe.pay(await paying(here))) == 200
        assert "80 Connects" in await here.do("bob", "/connects balance")
        assert await here.bot.stop() == 0
