"""What the policy says of the readiness test, of awards and of /top, in words."""

from __future__ import annotations

from core.policy.policy import Policy
from core.rules import readiness
from core.speech.phrase import Amount, Phrase, say


def lines(policy: Policy) -> list[Phrase]:
    """The rules of what is earned once, one line a rule, and what /top counts."""
    said = [
        say(
            "rules.test", count=len(readiness.questions(policy)), right=readiness.passes(policy),
            paid=Amount(policy.gift_test),
        ),
        say(
            "rules.awards",
            certification=Amount(policy.award_certification),
            badge=Amount(policy.award_badge),
        ),
    ]  # fmt: skip
    if policy.top_days:
        said.append(say("rules.top", by=policy.top_by, days=policy.top_days))
    return said
