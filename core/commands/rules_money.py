"""What the policy says of money and of sending Connects, in words."""

from __future__ import annotations

from collections.abc import Mapping

from core.board.orders import STRIPE
from core.policy.policy import Policy
from core.rules import orders
from core.speech.phrase import Amount, Fact, Money, Phrase, Ref, say


def lines(policy: Policy) -> list[Phrase]:
    """The rules of buying and of transfers, one line a rule."""
    said = []
    if policy.order_payment == "off":
        said.append(say("rules.order_off"))
    else:
        price = Money(policy.order_cents, policy.order_currency)
        sold = tuple(str(one) for one in orders.bundles(policy, agency=False))
        said.append(say("rules.order", price=price, bundles=sold, most=orders.MOST))
        if policy.order_bundles and policy.order_agency_bundles:
            said.append(say("rules.order_agency", bundles=tuple(str(n) for n in policy.order_agency_bundles)))
        said.append(
            say("rules.order_hours", hours=policy.order_hours, service=policy.order_payment == STRIPE)
        )
        said.append(say("rules.refunds"))
    if policy.transfers == "on":
        said.append(say("rules.transfers", limit=Amount(policy.transfers_daily_limit)))
    else:
        said.append(say("rules.transfers_off"))
    return said


def spoken(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """An operation's facts that are money or an order, as they are said."""
    said: dict[str, Fact] = {}
    if isinstance(number := facts.get("order"), int):
        said["order"] = Ref("order", number)
    if isinstance(cents := facts.get("cents"), int):
        said["cents"] = Money(cents, str(facts.get("currency")))
    if isinstance(gone := facts.get("gone"), int):
        said["gone"] = Money(gone, str(facts.get("currency")))
    return said
