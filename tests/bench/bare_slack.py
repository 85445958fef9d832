"""A bare slack-bolt app of one command that answers a constant: the floor beside the bot on Slack."""

from __future__ import annotations

import os
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def main() -> None:
    """Serve until killed."""
    client = AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_BASE"])
    app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

    @app.command("/constant")
    async def constant(ack: Any, respond: Any) -> None:
        await ack()
        await respond("You have 40 Connects.")

    app.start(int(os.environ["CONNECTS_HTTP_PORT"]), host="127.0.0.1")


if __name__ == "__main__":
    main()
