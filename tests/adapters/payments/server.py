"""A loopback Stripe: what the bot uses of its API, its Checkout page, and its signed deliveries.

By Stripe's documented shapes and rules, over real sockets: idempotency keys, pages of lists, sessions that
end half an hour to a day after they are begun. localstripe has no Checkout sessions and no disputes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]
KEY, SECRET = "sk_test_loopbackSTRIPE0001", "whsec_loopbackSECRET0001"


class Stripe:
    """One account. ``faults``: what the next requests come to (a status, or 0 for a cut connection)."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.sessions: dict[str, Json] = {}
        self.payments: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.disputes: dict[str, Json] = {}
        self.faults: list[int] = []
        self.asked: list[str] = []
        self._kept: dict[str, tuple[Json, Json]] = {}
        self._count = 0
        self._runner: web.AppRunner | None = None
        self.origin = ""
        self.target = ""
        """Where deliveries go."""

    async def start(self) -> Stripe:
        app = web.Application(middlewares=[self._guard])
        app.router.add_post("/v1/checkout/sessions", self._begin)
        app.router.add_get("/v1/checkout/sessions/{id}", self._session)
        app.router.add_get("/v1/payment_intents/{id}", self._payment)
        for kind in ("checkout/sessions", "refunds", "disputes"):
            app.router.add_get(f"/v1/{kind}", self._list)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count:06d}AbC"

    # Its API -----------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        if self.faults and (fault := self.faults.pop(0)) != 200:
            if not fault and request.transport is not None:
                request.transport.close()
            return web.json_response({"error": {"type": "api_error", "message": "x"}}, status=fault or 500)
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401, "invalid_request_error", "api_key_invalid")
        response: web.StreamResponse = await handler(request)
        return response

    async def _begin(self, request: web.Request) -> web.Response:
        given = _nested(dict(await request.post()))
        key = request.headers.get("Idempotency-Key", "")
        if key in self._kept:
            first, answer = self._kept[key]
            return web.json_response(answer) if first == given else _error(400, "idempotency_error", "")
        item = given["line_items"]["0"]
        price = item["price_data"]
        ends = int(given["expires_at"])
        if not 30 * 60 <= ends - self.now() <= 24 * 3600:
            return _error(400, "invalid_request_error", "parameter_invalid_integer")
        if int(price["unit_amount"]) < 50:
            return _error(400, "invalid_request_error", "amount_too_small")
        name = self._id("cs_test")
        made: Json = {
            "id": name, "object": "checkout.session", "livemode": False, "mode": given["mode"],
            "amount_total": int(price["unit_amount"]) * int(item["quantity"]), "currency": price["currency"],
            "metadata": given.get("metadata", {}), "payment_intent": None, "payment_status": "unpaid",
            "status": "open", "expires_at": ends, "created": int(self.now()),
            "url": f"{self.origin}/c/pay/{name}", "success_url": given["success_url"],
            "client_reference_id": given["client_reference_id"],
            "carried": given["payment_intent_data"]["metadata"],
        }  # fmt: skip
        self.sessions[name] = made
        self._kept[key] = (given, dict(made))
        return web.json_response(made)

    async def _payment(self, request: web.Request) -> web.Response:
        found = self.payments.get(request.match_info["id"])
        if found is None:
            return _error(404, "invalid_request_error", "resource_missing")
        return web.json_response(found)

    async def _session(self, request: web.Request) -> web.Response:
        found = self.sessions[request.match_info["id"]]
        if request.query.get("expand[0]") == "payment_intent" and found["payment_intent"]:
            found = {**found, "payment_intent": self.payments[found["payment_intent"]]}
        if found["status"] != "open":
            found = {**found, "url": None}
        return web.json_response(found)

    async def _list(self, request: web.Request) -> web.Response:
        kind = request.path.rpartition("/")[2]
        there: dict[str, Json] = getattr(self, kind)
        rows = list(there.values())[::-1]  # newest first
        if since := request.query.get("created[gte]"):
            rows = [one for one in rows if one["created"] >= int(since)]
        if payment := request.query.get("payment_intent"):
            rows = [one for one in rows if one["payment_intent"] == payment]
        if after := request.query.get("starting_after"):
            rows = rows[[one["id"] for one in rows].index(after) + 1 :]
        limit = min(int(request.query.get("limit", "10")), 2)  # small pages, so that several are asked for
        more = len(rows) > limit
        return web.json_response({
            "object": "list", "data": rows[:limit], "has_more": more, "url": request.path
        })  # fmt: skip

    # What happens at Stripe -----------------------------------------------------------

    def pay(self, url: str) -> Json:
        """Somebody pays on the Checkout page: the event of it."""
        session = self.sessions[url.rpartition("/")[2]]
        name = self._id("pi")
        session.update(payment_intent=name, payment_status="paid", status="complete")
        self.payments[name] = {
            "id": name, "object": "payment_intent", "status": "succeeded", "livemode": False,
            "amount_received": session["amount_total"], "currency": session["currency"],
            "metadata": session["carried"], "created": int(self.now()),
        }  # fmt: skip
        return self.event("checkout.session.completed", session)

    def refuse(self, url: str) -> Json:
        """The bank refuses what was paid on the Checkout page: the event of it."""
        self.pay(url)
        session = self.sessions[url.rpartition("/")[2]]
        session["payment_status"] = "unpaid"
        self.payments[session["payment_intent"]]["status"] = "requires_payment_method"
        return self.event("checkout.session.async_payment_failed", session)

    def refund(self, payment: str, cents: int) -> tuple[Json, Json]:
        """Money goes back: the event about the charge, and the one about the refund."""
        name = self._id("re")
        self.refunds[name] = made = {
            "id": name, "object": "refund", "amount": cents, "payment_intent": payment,
            "status": "succeeded", "created": int(self.now()),
        }  # fmt: skip
        gone = sum(one["amount"] for one in self.refunds.values() if one["payment_intent"] == payment)
        charge = {
            "id": f"ch_{payment}", "object": "charge", "payment_intent": payment, "amount_refunded": gone,
            "status": "succeeded",
        }  # fmt: skip
        return self.event("charge.refunded", charge), self.event("refund.created", made)

    def dispute(self, payment: str, cents: int) -> Json:
        """The bank takes money back: the event of it."""
        name = self._id("dp")
        self.disputes[name] = made = {
            "id": name, "object": "dispute", "amount": cents, "payment_intent": payment,
            "status": "needs_response", "created": int(self.now()),
        }  # fmt: skip
        return self.event("charge.dispute.created", made)

    def decide(self, dispute: Json, status: str) -> Json:
        """A dispute is closed: the event of it."""
        made = self.disputes[dispute["data"]["object"]["id"]]
        made["status"] = status
        return self.event("charge.dispute.closed", made)

    def event(self, kind: str, thing: Json, **more: Any) -> Json:
        """An event as it stands at this moment."""
        shown = {name: value for name, value in thing.items() if name != "carried"}
        return {
            "id": self._id("evt"), "object": "event", "type": kind, "livemode": False,
            "created": int(self.now()), "data": {"object": json.loads(json.dumps(shown))}, **more,
        }  # fmt: skip

    async def deliver(self, event: Json | bytes, *, secret: str = SECRET, at: float = 0, **more: str) -> int:
        """Deliver it, signed; what the bot answered."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        stamp = int(at or time.time())
        mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={stamp},v1={mac}", "Content-Type": "application/json", **more}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.target, data=body, headers=headers) as response,
        ):
            return response.status


def _error(status: int, kind: str, code: str) -> web.Response:
    return web.json_response({"error": {"type": kind, "code": code, "message": kind}}, status=status)


def _nested(flat: Json) -> Json:
    """``a[b][0]`` as mappings in each other."""
    made: Json = {}
    for name, value in flat.items():
        here, parts = made, re.findall(r"[^\[\]]+", name)
        for part in parts[:-1]:
            here = here.setdefault(part, {})
        here[parts[-1]] = value
    return made
