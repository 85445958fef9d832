"""The command line: `connects` and what follows it. Each fails with one clear sentence."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import chaining, keeping, moving
from bot import cli_orders as of_orders
from bot import cli_platforms as platforms
from bot.config import Settings, data_folder, load
from bot.config_slack import ConfigError
from bot.failing import Failed
from bot.redacting import clean, hide_password

if TYPE_CHECKING:
    from adapters.console.clock import ConsoleClock
    from bot.clock import SystemClock

FAILED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace, Settings], int] = getattr(chosen, "run", _chat)
    for url in (getattr(chosen, name, None) for name in ("db", "source", "target")):
        hide_password(str(url or ""))
    try:
        from adapters.storage.errors import StorageError  # with the rest of storage, slow to import

        try:
            return run(chosen, load())
        except ConfigError as error:
            if run is _doctor:
                return _named(error)
            print(f"connects: {clean(str(error))}", file=sys.stderr)
            return FAILED
        except (Failed, StorageError) as error:
            print(f"connects: {clean(str(error))}", file=sys.stderr)
            return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(clean(f"connects: {error.strerror or error}{where}."), file=sys.stderr)
        return FAILED
    except Exception as error:  # nobody at a terminal is shown a traceback; the log has it
        from bot.log import LoggedFaults, set_up

        log = data_folder() / "connects.log"
        set_up("warning", file=log)
        incident = LoggedFaults().report(error, "connects")
        print(
            f"connects: something broke on our side; incident {incident} in {log} says what.", file=sys.stderr
        )
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "connects", description="A wallet of Connects for every member of a community of freelancers."
    )
    _chat_options(parser)
    commands = parser.add_subparsers(metavar="command")

    chat = commands.add_parser("chat", help="the bot in this terminal, with no account anywhere")
    _chat_options(chat)
    chat.set_defaults(run=_chat)

    commands.add_parser("run", help="serve the platforms that are configured").set_defaults(run=_run)
    platforms.discord(commands.add_parser("discord", help="what is set up once for Discord"))

    of_orders.orders(commands.add_parser("orders", help="what is looked after of orders and payments"))
    platforms.slack(commands.add_parser("slack", help="what is set up once for Slack"))

    demo = commands.add_parser("demo", help="play a story of two minutes on a database that is thrown away")
    demo.add_argument("--fast", action="store_true", help="without pauses")
    demo.set_defaults(run=_demo)

    verify = commands.add_parser(
        "verify", help="check every invariant of the books; works while the bot runs"
    )
    verify.add_argument("--db", metavar="URL", help="the database")
    chaining.verify(verify)
    verify.set_defaults(run=_verify)
    chaining.anchor(commands.add_parser("anchor", help="print what each journal's chain came to, to be kept"))

    export = commands.add_parser(
        "export", help="write a community's journal for other programs; works while the bot runs"
    )
    export.add_argument("--db", metavar="URL", help="the database")
    export.add_argument("--format", choices=("csv", "json", "beancount"), default="csv")
    export.add_argument(
        "--community", metavar="C", help="which one, by its number; needed if there are several"
    )
    export.set_defaults(run=_export)

    keeping.add_commands(commands)
    moving.add_command(commands)

    copy = commands.add_parser(
        "copy", help="copy a database to another, of either kind, while the bot is stopped"
    )
    copy.add_argument(
        "--from", dest="source", metavar="URL", required=True, help="the database that there is"
    )
    copy.add_argument("--to", dest="target", metavar="URL", required=True, help="an empty one")
    copy.set_defaults(run=_copy)

    doctor = commands.add_parser("doctor", help="look for what is set up wrong, and name the mend")
    doctor.add_argument("--db", metavar="URL", help="the database")
    doctor.set_defaults(run=_doctor)
    for command in commands.choices.values():
        _keep_what_stands_before(command)
    return parser


def _keep_what_stands_before(command: argparse.ArgumentParser) -> None:
    """Let an option count that is written before the command, where it is one of the command's as well.

    argparse puts the command's default in its place: `connects --db X verify` looked at another database.
    """
    for action in command._actions:
        if action.dest in ("db", "script", "json", "now", "preset"):
            action.default = argparse.SUPPRESS


def _chat_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--db", metavar="URL", default=None, help="the database; :memory: is private and gone at exit"
    )
    parser.add_argument("--script", metavar="FILE", help="read lines from a file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "--now", metavar="ISO", help="start a clock that stands still and moves only with !advance"
    )
    parser.add_argument("--preset", metavar="NAME", help="the rules a new community starts with")


def _chat(chosen: argparse.Namespace, settings: Settings) -> int:
    from adapters.console.clock import ConsoleClock
    from bot.clock import SystemClock
    from core import instants
    from core.policy.policy import PRESETS

    preset = chosen.preset or settings.preset
    if preset not in PRESETS:
        raise Failed(f"{preset} is no preset; choose one of {', '.join(PRESETS)}.")
    start = None
    if chosen.now:
        try:
            start = instants.parse(chosen.now)
        except ValueError:
            raise Failed(f"{chosen.now} is no moment; write it as 2026-12-01T00:00:00+00:00.") from None
    system = SystemClock()
    clock = ConsoleClock(start, system)
    with tempfile.TemporaryDirectory(prefix="connects-") as folder:
        url = chosen.db or settings.database()
        private = url == ":memory:"
        url = str(Path(folder) / "connects.db") if private else url
        return asyncio.run(_converse(chosen, clock, system, url, preset, private=private))


async def _converse(
    chosen: argparse.Namespace,
    clock: ConsoleClock,
    system: SystemClock,
    url: str,
    preset: str,
    *,
    private: bool,
) -> int:
    from adapters.console.courier import ConsoleCourier
    from adapters.console.printer import percent
    from bot.log import set_up
    from bot.scheduler import ringing
    from bot.wiring import console_opener
    from core.chat.ask import unheard

    set_up("warning", file=data_folder() / "connects.log")
    courier = ConsoleCourier()
    interactive = chosen.script is None and sys.stdin.isatty() and not chosen.json
    opener = console_opener(
        url,
        clock,
        courier,
        preset=preset,
        synchronous="OFF" if private else "FULL",
        system=None if clock.stands else system,
        tell=percent if interactive else unheard,
    )
    if interactive:
        from adapters.console.prompt import run_prompt

        return await run_prompt(
            opener, clock, courier, data_folder() / "history", partial(ringing, every=1.0)
        )
    from adapters.console.script import run_script

    if chosen.script in (None, "-"):
        return await run_script(opener, clock, courier, sys.stdin, sys.stdout, as_json=chosen.json)
    with Path(chosen.script).open(encoding="utf-8") as lines:  # noqa: ASYNC230 - before the bot starts
        return await run_script(opener, clock, courier, lines, sys.stdout, as_json=chosen.json)


def _run(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.log import set_up
    from bot.serving import Platform, serve

    platforms: list[Platform] = []
    if settings.discord():
        from bot.discord import DiscordPlatform
        from bot.discord import setup as of_discord

        platforms.append(DiscordPlatform(of_discord(settings)))
    if settings.slack() is not None:
        from bot.slack import SlackPlatform, listens
        from bot.slack import setup as of_slack

        slack = of_slack(settings)
        payments = of_orders.payments(settings, listens=not listens(slack))
        platforms.append(SlackPlatform(slack, payments.routes() if payments is not None else ()))
    else:
        payments = of_orders.payments(settings, listens=True)
    if not platforms:
        raise Failed(
            "no platform is configured: set DISCORD_TOKEN (README, Discord in five minutes) or "
            "SLACK_BOT_TOKEN (Slack in five minutes), or try the bot in this terminal with `connects chat`."
        )
    set_up(settings.log_level)
    asyncio.run(serve(settings, platforms, payments))
    return 0


def _demo(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.demo import play

    return asyncio.run(play(fast=chosen.fast or not sys.stdout.isatty()))


def _verify(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.checking import verify

    if chosen.chain or chosen.anchors is not None:
        return chaining.verify_chain(chosen, settings)
    return asyncio.run(verify(chosen.db or settings.database()))


def _export(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.checking import export

    return asyncio.run(export(chosen.db or settings.database(), chosen.format, chosen.community))


def _copy(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.copying import copy

    return asyncio.run(copy(chosen.source, chosen.target))


def _doctor(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.doctor import examine

    return examine(chosen.db or settings.database(), settings)


def _named(error: ConfigError) -> int:
    from bot.doctor import unreadable

    return unreadable(error)
