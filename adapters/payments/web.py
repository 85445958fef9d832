"""The bot's own pages for payments: from an order's address to Stripe's, and Stripe's signed deliveries."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from adapters.payments import events
from adapters.payments.api import Down, Refused, Underway, Wish
from adapters.payments.hearing import Hearing, NotNow
from adapters.payments.setup import Setup, Whose
from core.board.orders import PAID, UNPAID, BuyOrder, state_at
from core.book import Book
from core.chat.door import Door
from core.chat.till import Till
from core.errors import Refusal
from core.instants import HOUR, MINUTE, SECOND, Instant
from core.ports import Clock, Unavailable
from core.speech.phrase import Amount, Code, Phrase, Ref, When, say
from core.speech.plain import plain_phrase
from core.speech.reply import Reply
from core.speech.texts import Voice

PAY, HOOK = "/pay", "/stripe/webhook"
MOST = 256_000
"""Bytes of a delivery: an event of Stripe's has some thousands."""
TOLERANCE = 300
"""Seconds that a delivery's signature holds, as Stripe has it."""
LEAST, MARGIN = 31 * MINUTE, 2 * MINUTE
"""Stripe takes payments that end half an hour to a day after they are begun; clocks differ a little."""
LONGEST = 23 * HOUR
Answer = Callable[[Whose, BuyOrder, Voice], Awaitable[web.Response]]
_SPOKEN = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?(?=[,;]|$)", re.ASCII)
_log = structlog.get_logger(__name__)


def ends(order: BuyOrder, now: Instant) -> Instant:
    """When a payment that is begun now ends: never after its order, the same for a while; 0: too late."""
    last = order.due - MARGIN
    if last - order.at <= 24 * HOUR:
        return last if now < last else 0
    end = order.at + LONGEST
    while end - now < LEAST and end < last:
        end += LONGEST
    return min(end, last) if now < last else 0


class Pages:
    """``open`` gives it the bot to serve; before that it asks for patience."""

    def __init__(self, webhooks: Sequence[str]) -> None:
        self._webhooks = tuple(webhooks)
        self._setup: Setup | None = None
        self._door: Door | None = None
        self._till: Till | None = None
        self._hearing: Hearing | None = None
        self._clock: Clock | None = None

    def open(self, setup: Setup, door: Door, till: Till, hearing: Hearing, clock: Clock) -> None:
        """Serve from now on."""
        self._setup, self._door, self._till = setup, door, till
        self._hearing, self._clock = hearing, clock

    def close(self) -> None:
        """Take no more."""
        self._hearing = None

    def routes(self) -> Sequence[web.RouteDef]:
        """What it answers to, for whichever server listens."""
        return (
            web.get(f"{PAY}/{{token}}", self._pay, allow_head=False),
            web.get(f"{PAY}/{{token}}/{{after}}", self._after, allow_head=False),
            web.post(HOOK, self._told),
        )

    # What people open ------------------------------------------------------------

    async def _pay(self, request: web.Request) -> web.Response:
        """To Stripe's page: begun when it is wanted, and the same one however often."""

        async def begin(whose: Whose, order: BuyOrder, voice: Voice) -> web.Response:
            assert self._clock is not None
            assert self._till is not None
            assert self._hearing is not None
            now = self._clock.now()
            state, end = state_at(order, now), ends(order, now)
            if state != UNPAID or not end:
                key = "pay.late" if state == UNPAID else "pay.paid" if state == PAID else "pay.over"
                buy, ref = Code("/connects buy"), Ref("order", order.number)
                return self._page(say(key, order=ref, buy=buy), voice)
            about = say("pay.title", amount=Amount(order.amount), order=Ref("order", order.number))
            wish = Wish(
                whose, plain_phrase(about, voice), order.cents, order.currency, end // SECOND,
                self._till.page(whose.community, whose.order),
            )  # fmt: skip
            due = When(order.due, "time")
            try:
                url = await self._hearing.api.checkout(wish)
            except Underway:
                return self._page(say("pay.thanks", order=Ref("order", order.number)), voice)
            except Down as error:
                _log.warning("stripe_down", why=str(error))
                return self._page(say("pay.down", due=due), voice, 503)
            except Refused as error:
                _log.warning("stripe_refused", why=error.code, order=order.number)
                return self._page(say("pay.refused", buy=Code("/connects buy")), voice, 502)
            return web.Response(status=303, headers={"Location": url, **_HEADERS})

        return await self._on_order(request, begin)

    async def _after(self, request: web.Request) -> web.Response:
        """Back from Stripe's page, having paid or not."""

        async def say_so(whose: Whose, order: BuyOrder, voice: Voice) -> web.Response:
            ref, thanks = Ref("order", order.number), request.match_info["after"] == "thanks"
            if order.state == PAID:
                return self._page(say("pay.paid", order=ref), voice)
            key = "pay.thanks" if thanks else "pay.back"
            return self._page(say(key, order=ref, due=When(order.due, "time")), voice)

        return await self._on_order(request, say_so)

    async def _on_order(self, request: web.Request, answer: Answer) -> web.Response:
        said = _SPOKEN.match(request.headers.get("Accept-Language", ""))
        spoken = said[0] if said is not None else ""
        door, till = self._door, self._till
        if door is None or till is None or self._hearing is None:
            return self._page(say("pay.wait"), Voice(spoken or "en"), 503)
        named = till.named(request.match_info["token"])
        try:
            if named is None or not await self._hearing.is_there(named[0]):
                return self._page(say("pay.unknown"), Voice(spoken or "en"), 404)
            community, number = named

            def look(book: Book) -> BuyOrder | None:
                return book.get(BuyOrder, number)

            order = await door.look(community, look)
            voice = await door.voice(community, [Reply("pay.title")], spoken)
        except Unavailable:
            return self._page(say("pay.wait"), Voice(spoken or "en"), 503)
        if order is None:
            return self._page(say("pay.unknown"), voice, 404)
        return await answer(Whose(community, number), order, voice)

    def _page(self, phrase: Phrase, voice: Voice, status: int = 200) -> web.Response:
        words = html.escape(plain_phrase(phrase, voice))
        text = (
            f'<!doctype html><html lang="{html.escape(voice.locale)}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>Connects</title>'
            f"<p>{words}</p></html>"
        )
        return web.Response(text=text, content_type="text/html", status=status, headers=_HEADERS)

    # What Stripe delivers ------------------------------------------------------------

    async def _told(self, request: web.Request) -> web.Response:
        """Signed, understood, committed: only then it is taken as delivered; else Stripe comes again."""
        if (request.content_length or 0) > MOST:
            return web.Response(status=413)
        body = await request.content.read(MOST + 1)
        while len(body) <= MOST and not request.content.at_eof():
            body += await request.content.read(MOST + 1 - len(body))
        if len(body) > MOST:
            return web.Response(status=413)
        if not self._is_signed(body, request.headers.get("Stripe-Signature", "")):
            return web.Response(status=401)
        if self._hearing is None or self._setup is None:
            return web.Response(status=503)
        try:
            event = json.loads(body)
            told, name = events.read(event, self._setup), events.named(event["id"])
        except events.ODD as error:
            _log.warning("delivery_odd", why=type(error).__name__)
            return web.Response(status=400)
        if told is None:
            return web.Response()
        try:
            came = await self._hearing.take(told, f"stripe/{name}")
        except (NotNow, Down, Refused, Refusal, Unavailable) as error:
            _log.warning("delivery_put_off", event_id=name, why=type(error).__name__)
            return web.Response(status=503)
        except events.ODD as error:
            _log.warning("delivery_odd", event_id=name, why=type(error).__name__)
            return web.Response(status=500)
        _log.info("delivery", kind=str(event["type"]), event_id=name, came=came)
        return web.Response()

    def _is_signed(self, body: bytes, signature: str) -> bool:
        import stripe

        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return False
        for secret in self._webhooks:
            try:
                stripe.WebhookSignature.verify_header(text, signature, secret, tolerance=TOLERANCE)
            except (stripe.SignatureVerificationError, *events.ODD):
                continue
            return True
        return False


_HEADERS = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
}  # fmt: skip
