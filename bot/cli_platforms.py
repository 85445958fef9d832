"""The command line's part about platforms: `connects discord …` and `connects slack …`."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.config import Settings
from bot.failing import Failed


def slack(parser: argparse.ArgumentParser) -> None:
    """`connects slack …`."""
    commands = parser.add_subparsers(metavar="what", required=True)
    manifest = commands.add_parser("manifest", help="print the manifest that makes the app")
    manifest.add_argument("--mode", choices=("socket", "http"), default="socket", help="how requests come")
    manifest.add_argument("--url", default="", metavar="URL", help="the bot's public address, for HTTP")
    manifest.add_argument("--prefix", metavar="WORD", help="stands before each command; else SLACK_PREFIX")
    manifest.add_argument("--many", action="store_true", help="for many workspaces, which install it")
    manifest.set_defaults(run=_slack_manifest)
    commands.add_parser("key", help="print a new key for SLACK_TOKEN_KEYS").set_defaults(run=_slack_key)


def _slack_manifest(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.slack import manifest_of

    prefix = settings.slack_prefix if chosen.prefix is None else chosen.prefix
    url = chosen.url or settings.public_url
    print(manifest_of(chosen.mode, url, prefix, many=chosen.many))
    return 0


def _slack_key(chosen: argparse.Namespace, settings: Settings) -> int:
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())
    return 0


def discord(parser: argparse.ArgumentParser) -> None:
    """`connects discord …`."""
    commands = parser.add_subparsers(metavar="what", required=True)
    sync = commands.add_parser("sync", help="send the commands to Discord now, whether or not they changed")
    sync.add_argument(
        "--guild", type=int, metavar="ID", help="to this server alone, where they change at once"
    )
    sync.set_defaults(run=_discord_sync)
    invite = commands.add_parser("invite", help="print the link that lets the bot into a server")
    invite.add_argument("--application", type=int, default=0, metavar="ID", help="the application's number")
    invite.add_argument("--forum", action="store_true", help="with what it takes to keep jobs in a forum")
    invite.set_defaults(run=_discord_invite)


def _discord_sync(chosen: argparse.Namespace, settings: Settings) -> int:
    if not settings.discord():
        raise Failed("there is no token: set DISCORD_TOKEN (README, Discord in five minutes).")
    from bot.discord import send_commands
    from bot.log import set_up

    set_up("warning")
    if chosen.guild is not None:
        settings = settings.model_copy(update={"discord_guild": chosen.guild})
    count = asyncio.run(send_commands(settings))
    print(f"{count} commands were sent{' to the server' if settings.discord_guild else ''}.")
    return 0


def _discord_invite(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.discord import invitation, names

    print(invitation(settings.discord(), chosen.application, forum=chosen.forum))
    print("It asks for:", ", ".join(names(forum=chosen.forum)), file=sys.stderr)
    return 0
