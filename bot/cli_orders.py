"""`connects orders …`, and the payment service that `connects run` brings along."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.failing import Failed

if TYPE_CHECKING:
    from bot.stripe import Payments

MOST = 365


def orders(parser: argparse.ArgumentParser) -> None:
    """`connects orders …`."""
    commands = parser.add_subparsers(metavar="what", required=True)
    comparing = commands.add_parser(
        "reconcile", help="hold the orders of the last days beside Stripe's payments, and mend what differs"
    )
    comparing.add_argument("--db", metavar="URL", help="the database")
    comparing.add_argument("--days", metavar="N", type=int, default=7, help="how many days; 7 if not said")
    comparing.add_argument(
        "--dry-run", action="store_true", help="only say what would be done; works while the bot runs"
    )
    comparing.set_defaults(run=_reconcile)


def payments(settings: Settings, *, listens: bool) -> Payments | None:
    """The payment service that is configured, if one is. Raises ConfigError."""
    found = settings.stripe()
    if found is None:
        return None
    from bot.stripe import Payments

    return Payments(settings, found, listens=listens)


def _reconcile(chosen: argparse.Namespace, settings: Settings) -> int:
    if not 1 <= chosen.days <= MOST:
        raise Failed(f"--days is a number from 1 to {MOST}.")
    from bot.log import set_up
    from bot.stripe import compare

    set_up("error")
    url = chosen.db or settings.database()
    return asyncio.run(compare(settings, url, chosen.days, dry_run=chosen.dry_run))
