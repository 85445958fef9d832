"""`connects import`: balances from a table or another bot, shown first, then moved in, or taken back."""

from __future__ import annotations

import argparse
import asyncio
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config import Settings
from bot.failing import Failed

if TYPE_CHECKING:
    from bot.moving_plan import Plan, Undoing

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
SHOWN = 20
"""So many lines that are not taken, and wallets that keep theirs, are named."""


def add_command(commands: Any) -> None:
    """Add it to the command line."""
    said = "move balances in from a table or another bot; shows first what it would do"
    parser: argparse.ArgumentParser = commands.add_parser("import", help=said)
    parser.add_argument("file", nargs="?", metavar="FILE", help="a CSV, or what Red or UnbelievaBoat exports")
    parser.add_argument("--db", metavar="URL", help="the database; the bot has to be stopped to write SQLite")
    parser.add_argument("--community", metavar="C", help="which one, by its number; needed if several")
    parser.add_argument("--apply", action="store_true", help="do it; without this nothing is changed")
    parser.add_argument("--rate", metavar="N", default="1", help="Connects for one of theirs, such as 0.01")
    parser.add_argument(
        "--format", dest="form", choices=("auto", "csv", "red", "unbelievaboat"), default="auto"
    )
    parser.add_argument(
        "--guild", metavar="ID", default="", help="whose accounts, of Red's file with several"
    )
    parser.add_argument(
        "--balance",
        choices=("total", "cash", "bank"),
        default="total",
        help="which of UnbelievaBoat's counts",
    )
    parser.add_argument("--name", metavar="NAME", help="what the import is called; else as its file")
    parser.add_argument("--skip-bad", action="store_true", help="leave out the lines that can't be read")
    parser.add_argument("--undo", metavar="NAME", help="take an import back instead; also only with --apply")
    parser.add_argument("--all", action="store_true", help="with --undo: what is left where some was spent")
    parser.set_defaults(run=_import)


def _import(chosen: argparse.Namespace, settings: Settings) -> int:
    if bool(chosen.file) == bool(chosen.undo):
        raise Failed("name a file to move in, or an import to take back with --undo NAME; not both.")
    url = chosen.db or settings.database()
    if chosen.undo:
        return _undo(chosen, url, _named(chosen.undo))
    return _bring(chosen, url, settings.preset)


def _bring(chosen: argparse.Namespace, url: str, preset: str) -> int:
    from adapters.moving.reading import Unreadable, read
    from bot.moving_apply import bring
    from bot.moving_plan import plan

    path = Path(chosen.file)
    name = _named(chosen.name) if chosen.name else _called(path)
    rate = _rate(chosen.rate)
    try:
        file = read(path, chosen.form, guild=chosen.guild, which=chosen.balance)
    except Unreadable as error:
        raise Failed(str(error)) from None
    found = plan(url, chosen.community, file, name, rate)
    _show(path, found)
    if not chosen.apply:
        print(f"Nothing was done. With --apply it is, as the import “{name}”.")
        return 0
    if found.bad and not chosen.skip_bad:
        raise Failed("nothing was done, since lines are bad: mend them, or leave them out with --skip-bad.")
    done = asyncio.run(bring(url, found, preset))
    print(f"Moved in: {done.connects:,} Connects for {_members(done.members)}, as the import “{name}”.")
    return 0


def _show(path: Path, found: Plan) -> None:
    from bot.moving_plan import SOURCES

    total = sum(one.amount for one in found.brought)
    print(f"{path} is {SOURCES[found.source]}. To be moved in: {total:,} Connects for "
          f"{_members(len(found.brought))}.")  # fmt: skip
    if found.brought:
        print(
            f"  Here already: {found.here:,}. Not come yet, so that a wallet waits for them: {found.new:,}."
        )
    if found.before:
        print(f"  {_members(found.before)} had theirs from this import before and get nothing more.")
    if found.nothing:
        print(f"  {_members(found.nothing)} would get nothing, since they have nothing, or less than one.")
    if found.over:
        print(f"  Left over, since only whole Connects are moved: {found.over.normalize():f} of theirs.")
    for one in found.bad[:SHOWN]:
        print(f"  {found.counted} {one.number} is not taken: {one.why}.")
    if len(found.bad) > SHOWN:
        print(f"  … and {len(found.bad) - SHOWN:,} more.")


def _undo(chosen: argparse.Namespace, url: str, name: str) -> int:
    from bot.moving_apply import take_back
    from bot.moving_plan import undoing

    found = undoing(url, chosen.community, name)
    back = [one for one in found.parts if one.left == one.amount or (chosen.all and one.left)]
    print(f"The import “{name}” stands, with {sum(one.amount for one in found.parts):,} Connects for "
          f"{_members(len(found.parts))}; to be taken back: "
          f"{sum(one.left for one in back):,} from {_members(len(back))}.")  # fmt: skip
    if found.before:
        print(f"  {_members(found.before)} had theirs taken back before.")
    _keep(found, everything=chosen.all)
    if not chosen.apply:
        print("Nothing was done. With --apply it is.")
        return 0
    done = asyncio.run(take_back(url, found, everything=chosen.all))
    print(f"Taken back: {done.connects:,} Connects from {_members(done.members)}.")
    return 0


def _keep(found: Undoing, *, everything: bool) -> None:
    """Name the wallets that spent some of what they got."""
    spent = [one for one in found.parts if one.left < one.amount]
    for one in spent[:SHOWN]:
        gone = one.amount - one.left
        then = "what is left is taken" if everything else "nothing is taken; --all takes what is left"
        then = then if one.left else "nothing is left to take"
        print(f"  {one.called}: {gone:,} of {one.amount:,} are gone, so {then}.")
    if len(spent) > SHOWN:
        print(f"  … and {len(spent) - SHOWN:,} more who spent some.")


def _rate(typed: str) -> Decimal:
    try:
        rate = Decimal(typed)
        if not 0 < rate <= 1000 or rate.as_tuple().exponent < -9:  # type: ignore[operator]
            raise ValueError
    except (InvalidOperation, ValueError, TypeError):
        raise Failed(f"--rate {typed} is no rate: write a number up to 1000, such as 0.01.") from None
    return rate


def _named(typed: str) -> str:
    if not _NAME.fullmatch(typed):
        raise Failed(f"{typed} can't name an import: take up to 40 of a-z, 0-9, point, dash, underscore.")
    return typed


def _called(path: Path) -> str:
    """What an import is called after its file."""
    called = re.sub(r"[^a-z0-9._-]+", "-", path.stem.casefold()).strip("-._")[:40].rstrip("-._")
    if not _NAME.fullmatch(called):
        raise Failed("give the import a name with --name, since its file's is none that could be typed.")
    return called


def _members(count: int) -> str:
    return "1 member" if count == 1 else f"{count:,} members"
