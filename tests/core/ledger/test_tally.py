"""Sums are told from the accounts that an operation moved."""

from __future__ import annotations

import pytest

from core.ledger.accounts import EXPIRED, GRANTS, HELD, RETURNS, SPENT, STAFF
from core.ledger.tally import Tally


@pytest.mark.parametrize(
    ("accounts", "came", "sums"),
    [
        ({GRANTS: -10}, 10, {"granted": 10}),
        ({STAFF: 7}, 0, {"staff": -7}),
        ({EXPIRED: 5}, 0, {"expired": 5}),
        ({SPENT: 4}, 0, {"spent": 4}),
        ({RETURNS: -6}, 6, {"returned": 6}),
        # An auction that closes: seven spent of the ten that were held, three came back.
        ({HELD: -10, SPENT: 7}, 3, {"returned": 3, "spent": 7}),
        # What came is counted once, whichever accounts it came out of.
        ({RETURNS: -4, SPENT: -3}, 7, {"returned": 7}),
        ({RETURNS: -4, SPENT: -3}, 5, {"returned": 5}),
        ({SPENT: -4, RETURNS: 4}, 0, {}),
    ],
)
def test_what_moved_is_counted_by_where_it_came_from_and_went(
    accounts: dict[str, int], came: int, sums: dict[str, int]
) -> None:
    tally = Tally()
    tally.see(accounts, came)
    assert {name: count for name, count in tally.sums.items() if count} == sums
