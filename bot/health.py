"""HTTP for whoever hosts the bot: whether it lives, whether it is ready, and its figures."""

from __future__ import annotations

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.condition import Condition
from bot.failing import Failed
from bot.metrics import Prometheus

ENDING = 0.3
"""Seconds for a request that is being answered when the server ends."""
_log = structlog.get_logger(__name__)


class Health:
    """A server of its own: it is there before anything else, and goes last."""

    def __init__(self, host: str, port: int, condition: Condition, metrics: Prometheus) -> None:
        self._host, self._port = host, port
        self._condition, self._metrics = condition, metrics
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen. Raises Failed."""
        app = web.Application()
        for path, answer in (
            ("/healthz", self._lives), ("/readyz", self._ready), ("/metrics", self._measured)
        ):  # fmt: skip
            app.router.add_get(path, answer)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=ENDING)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.close()
            why = error.strerror or type(error).__name__
            raise Failed(
                f"nothing can listen at {self._host}:{self._port} ({why}): "
                "set CONNECTS_HEALTH_PORT to a free port, or to 0 for none."
            ) from None
        _log.info("health_listening", host=self._host, port=self._port)

    async def close(self) -> None:
        """Take no more requests."""
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def _lives(self, _: web.Request) -> web.Response:
        ended = self._condition.ended()
        return _said(web.json_response({"ok": not ended, "why": ended}, status=503 if ended else 200))

    async def _ready(self, _: web.Request) -> web.Response:
        lacking = await self._condition.lacking()
        body = {"ok": not lacking, "lacking": lacking}
        return _said(web.json_response(body, status=503 if lacking else 200))

    async def _measured(self, _: web.Request) -> web.Response:
        text = await self._metrics.text()
        return _said(web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST}))


def _said(response: web.Response) -> web.Response:
    """An answer of this moment; its connection is not kept, so that none is left when the process ends."""
    response.headers["Cache-Control"] = "no-store"
    response.force_close()
    return response
