"""`connects anchor` and `connects verify --chain`: what was written stays written, and can be shown to."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bot.config import Settings
from bot.failing import Failed


def verify(parser: argparse.ArgumentParser) -> None:
    """What `connects verify` takes for the chain."""
    parser.add_argument(
        "--chain", action="store_true", help="only hash the journals anew; names the first damaged operation"
    )
    parser.add_argument(
        "--anchors", type=Path, metavar="FILE",
        help="with it: anchors kept from the log channel or from `connects anchor`, - for standard input",
    )  # fmt: skip


def anchor(parser: argparse.ArgumentParser) -> None:
    """`connects anchor`."""
    parser.add_argument("--db", metavar="URL", help="the database")
    parser.add_argument("--to", type=Path, metavar="FILE", help="add them to this file as well")
    parser.set_defaults(run=_anchor)


def _anchor(chosen: argparse.Namespace, settings: Settings) -> int:
    from adapters.storage.verify import reader
    from adapters.storage.verify_chain import anchors_of

    with reader(chosen.db or settings.database()) as connection:
        anchors = anchors_of(connection)
    lines = "".join(f"{one}\n" for one in anchors)
    sys.stdout.write(lines)
    if not anchors:
        print("connects: there is no community yet, so there is nothing to keep.", file=sys.stderr)
    if chosen.to is not None:
        stamp = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
        try:
            with chosen.to.open("a", encoding="utf-8") as file:
                file.write(f"# {stamp} UTC\n{lines}")
        except OSError as error:
            raise Failed(f"The anchors can't be written to {chosen.to}: {error.strerror}.") from error
    return 0


def verify_chain(chosen: argparse.Namespace, settings: Settings) -> int:
    """Hash every journal anew; 0 if all is as it was written, else 1. Raises StorageError, Failed."""
    from adapters.storage.verify import reader
    from adapters.storage.verify_chain import chained
    from core.ledger.chain import anchors_in

    anchors = list(anchors_in(_read(chosen.anchors))) if chosen.anchors is not None else []
    if chosen.anchors is not None and not anchors:
        raise Failed(f"There is no anchor in {chosen.anchors}: each is a line of `connects anchor`.")
    began, wrong, kept, operations, communities = time.monotonic(), 0, 0, 0, 0
    with reader(chosen.db or settings.database()) as connection:
        for one in chained(connection, anchors):
            communities += 1
            operations += one.anchor.operations
            kept += one.kept
            wrong += bool(one.wrong)
            said = "; ".join(one.wrong) or "as it was written"
            print(f"{one.anchor}: {said}", flush=True)
    took = f"{operations} operations of {communities} communities in {time.monotonic() - began:.1f} s"
    held = f", {kept} of {len(anchors)} anchors found in them" if anchors else ""
    end = f"something is wrong with {wrong} of them" if wrong else "every chain is whole"
    print(f"connects: {took}{held}; {end}.", file=sys.stderr)
    return 1 if wrong else 0


def _read(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text("utf-8", "replace")
    except OSError as error:
        raise Failed(f"The anchors in {path} can't be read: {error.strerror}.") from error
