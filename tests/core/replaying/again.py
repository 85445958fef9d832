"""A town's last days once more, and what there is in its database to compare with."""

from __future__ import annotations

from collections import Counter

from adapters.storage.past import SqlitePast
from adapters.storage.verify import reader
from core.instants import Instant
from core.ledger.lots import Lot
from core.replaying.replay import Change
from core.replaying.span import Outcome, live_again
from tests.core.town import Town

Lots = Counter[tuple[int, str, int, int, int]]


def same(policy):  # type: ignore[no-untyped-def]
    return policy


def once_more(town: Town, since: Instant, change: Change = same) -> Outcome:
    with reader(str(town.path)) as connection:
        past = SqlitePast(connection, town.community)
        return live_again(town.community, past, since, town.clock.now(), change)


def balances(town: Town) -> dict[int, int]:
    return dict(town.rows("SELECT number, balance FROM wallet WHERE community = 1"))


def lots(town: Town) -> Lots:
    """What is left: wallet, source, how much, from when, till when."""
    return Counter(
        town.rows(
            'SELECT wallet, source, "left", issued, expires FROM lot WHERE community = 1 AND "left" > 0'
        )
    )


def lots_of(outcome: Outcome, town: Town) -> Lots:
    assert outcome.replay is not None
    there = {outcome.replay.owner(number): number for number in balances(town)}
    return Counter(
        (there[lot.wallet], lot.source, lot.left, lot.issued, lot.expires)
        for lot in outcome.replay.book.all(Lot)
        if lot.left
    )
