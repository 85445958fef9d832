"""Stripe's API, as far as it is needed: begin a payment, look one up, list what there was.

The library takes a quarter of a second to import, so it is there with the first use.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from adapters.payments.events import ODD, back_of, paid_of
from adapters.payments.setup import Setup, Whose, whose
from core.board.payments import Heard

PATIENCE = 10.0
"""Seconds for one answer."""
TRIES = 2
"""So often the library tries again, with the same idempotency key."""
AT_ONCE = 8
ATTEMPTS = 8
"""So often an order can be paid anew within one time: a bank may refuse a payment days later."""
FAILED = ("requires_payment_method", "canceled")
PAGE = 100


class Down(Exception):
    """Stripe can't be reached, or does not answer as it should; another try may go through."""


class Refused(Exception):
    """Stripe does not take what was asked; ``code`` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Underway(Exception):
    """It was paid already, or its money is on its way."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A payment to be begun. ``ends``: seconds since 1970, from half an hour to a day ahead."""

    whose: Whose
    title: str
    cents: int
    currency: str
    ends: int
    page: str


class Api:
    """One account's side of Stripe."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._client: Any = None
        self._http: Any = None
        self._room = asyncio.Semaphore(AT_ONCE)

    async def checkout(self, wish: Wish) -> str:
        """Where it is paid: the same page for the same wish. Raises Down, Refused, Underway."""
        carried = wish.whose.named(self.setup.installation)
        given: dict[str, Any] = {
            "mode": "payment",
            "line_items": [{
                "quantity": 1,
                "price_data": {
                    "currency": wish.currency.lower(), "unit_amount": wish.cents,
                    "product_data": {"name": wish.title},
                },
            }],
            "client_reference_id": f"{wish.whose.community}/order-{wish.whose.order}",
            "metadata": carried,
            "payment_intent_data": {"metadata": carried, "description": wish.title},
            "expires_at": wish.ends,
            "success_url": f"{wish.page}/thanks",
            "cancel_url": f"{wish.page}/back",
        }  # fmt: skip
        content = sha256(orjson.dumps(given, option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]
        key = f"{self.setup.installation}/{wish.whose.community}/order-{wish.whose.order}/{content}"
        for attempt in range(ATTEMPTS):
            options = {"idempotency_key": f"{key}/{attempt}"}
            made = await self._ask("checkout.sessions.create_async", given, options=options)
            # What is asked for again is answered as it was first; only a look says what became of it.
            expand = {"expand": ["payment_intent"]}
            now = await self._ask("checkout.sessions.retrieve_async", str(made["id"]), expand)
            state, url, payment = now.get("status"), now.get("url"), now.get("payment_intent")
            if (
                state == "open"
                and isinstance(url, str)
                and url.startswith(("https://", f"{self.setup.base}/"))
            ):
                return url
            did = payment.get("status") if isinstance(payment, Mapping) else ""
            if state == "complete" and did not in FAILED:
                raise Underway
        raise Refused("no_url")

    async def payment(self, name: str) -> tuple[Whose, Heard] | None:
        """A payment of ours with all that went back of it, None if it is not one. Raises Down, Refused."""
        try:
            found = await self._ask("payment_intents.retrieve_async", name)
        except Refused as refused:
            if refused.code == "resource_missing":
                return None
            raise
        ours = whose(found.get("metadata"), self.setup.installation)
        if ours is None:
            return None
        paid, backs = None, []
        try:
            if found.get("status") == "succeeded":
                paid = paid_of(found["amount_received"], found["currency"])
            for kind in ("refunds", "disputes"):
                async for one in self._all(f"{kind}.list_async", {"payment_intent": name}):
                    if (back := back_of(one)) is not None:
                        backs.append(back)
        except ODD:
            raise Down("odd") from None
        wrong = "" if found.get("livemode", self.setup.live) == self.setup.live else "mode"
        return ours, Heard(ours.order, name, paid, tuple(backs), wrong=wrong)

    def sessions(self, since: int) -> AsyncIterator[dict[str, Any]]:
        """Payments that were begun since then, in seconds since 1970. Raises Down, Refused."""
        return self._all("checkout.sessions.list_async", {"created": {"gte": since}})

    async def backs(self, since: int) -> AsyncIterator[str]:
        """The payments of which something went back since then. Raises Down, Refused."""
        for kind in ("refunds", "disputes"):
            async for one in self._all(f"{kind}.list_async", {"created": {"gte": since}}):
                if isinstance(name := one.get("payment_intent"), str):
                    yield name

    async def close(self) -> None:
        """Let the connections go."""
        if self._http is not None:
            await self._http.close_async()
            self._client = self._http = None

    async def _all(self, what: str, given: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """A list from its first page to its last."""
        after: dict[str, Any] = {}
        while True:
            page = await self._ask(what, {**given, "limit": PAGE, **after})
            rows = page.get("data")
            if not isinstance(rows, list):
                raise Down("odd")
            for one in rows:
                yield one
            if not page.get("has_more") or not rows:
                return
            after = {"starting_after": rows[-1]["id"]}

    async def _ask(self, what: str, *given: Any, **options: Any) -> dict[str, Any]:
        import stripe

        call: Any = self._speaking().v1
        for part in what.split("."):
            call = getattr(call, part)
        try:
            async with self._room:
                said: dict[str, Any] = (await call(*given, **options)).to_dict()
                return said
        except (stripe.InvalidRequestError, stripe.IdempotencyError) as error:
            if error.http_status == 409:  # the same is being asked elsewhere at this moment
                raise Down("busy") from None
            raise Refused(error.code or type(error).__name__) from None
        except stripe.StripeError as error:
            raise Down(type(error).__name__) from None

    def _speaking(self) -> Any:
        if self._client is None:
            import stripe

            stripe.enable_telemetry = False
            self._http = stripe.AIOHTTPClient(timeout=PATIENCE)
            self._client = stripe.StripeClient(
                self.setup.key, http_client=self._http, max_network_retries=TRIES,
                base_addresses={"api": self.setup.base},
            )  # fmt: skip
        return self._client
