"""The database beside the model: wallets with their lots, jobs, proposals, bids, orders, agencies."""

from __future__ import annotations

from typing import Any

from tests.core.town import Town
from tests.sim.office import Office
from tests.sim.troubles import Post

WALLETS = "SELECT number, balance, plan, active, frozen FROM wallet WHERE community = ?"
LOTS = 'SELECT wallet, "left", issued, expires, source FROM lot WHERE community = ? AND "left" > 0'
JOBS = """SELECT number, client, state, price, hires, hired, closes, auction, round, ended
    FROM job WHERE community = ?"""
PROPOSALS = "SELECT number, job, member, wallet, paid, state, at FROM proposal WHERE community = ?"
BIDS = "SELECT proposal, amount, state, place FROM bid WHERE community = ?"
ORDERS = "SELECT number, member, wallet, amount, state FROM buy_order WHERE community = ?"
AGENCIES = "SELECT number, owner FROM agency WHERE community = ?"


class Wrong(AssertionError):
    """Bot and model differ."""


def compare(town: Town, community: int, house: Office) -> None:
    """Raises Wrong for the first thing that is not as the model has it."""

    def rows(statement: str) -> list[tuple[Any, ...]]:
        return town.rows(statement, community)

    lots: dict[int, list[tuple[Any, ...]]] = {}
    for wallet, *rest in rows(LOTS):
        lots.setdefault(wallet, []).append(tuple(rest))
    _same(
        "wallet",
        {one[0]: (*one[1:], tuple(sorted(lots.get(one[0], [])))) for one in rows(WALLETS)},
        {
            one.number: (one.balance, one.plan, one.active, one.frozen, tuple(one.holds()))
            for one in house.purses.values()
        },
    )
    _same(
        "job",
        {one[0]: one[1:] for one in rows(JOBS)},
        {
            one.number: (
                one.client, one.state, one.price, one.hires, one.hired, one.closes, one.auction, one.round,
                one.ended,
            )
            for one in house.jobs.values()
        },
    )  # fmt: skip
    _same(
        "proposal",
        {one[0]: one[1:] for one in rows(PROPOSALS)},
        {
            one.number: (one.job, one.member, one.wallet, one.paid, one.state, one.at)
            for one in house.sent.values()
        },
    )
    _same(
        "bid",
        {one[0]: one[1:] for one in rows(BIDS)},
        {one.number: (one.bid, one.bid_state, one.place) for one in house.sent.values() if one.bid},
    )
    _same(
        "order",
        {one[0]: one[1:] for one in rows(ORDERS)},
        {one.number: (one.member, one.wallet, one.amount, one.state) for one in house.orders.values()},
    )
    _same("agency", dict(rows(AGENCIES)), house.owner)


def _same(what: str, there: dict[int, Any], expected: dict[int, Any]) -> None:
    if there == expected:
        return
    for number in sorted(there.keys() | expected.keys()):
        if there.get(number) != expected.get(number):
            raise Wrong(f"{what} {number}: the bot has {there.get(number)}, the model {expected.get(number)}")


def delivered(town: Town, post: Post) -> None:
    """Raises Wrong unless every notice was sent once, or set aside because the platform refused it."""
    for community, number, channel, state, error in town.rows(
        "SELECT community, number, channel, state, error FROM notice"
    ):
        key = community, number
        if state == "aside" and key not in post.refused and error != "member.erased":
            raise Wrong(f"notice {number} to {channel} was set aside though nobody refused it")
        if state not in ("sent", "aside"):
            raise Wrong(f"notice {number} to {channel} is still {state}")
        if post.sent[key] != (state == "sent"):
            raise Wrong(f"notice {number} to {channel} was sent {post.sent[key]} times")
    doubled = [key for key, times in post.sent.items() if times > 1]
    if doubled:
        raise Wrong(f"sent more than once: {doubled}")
