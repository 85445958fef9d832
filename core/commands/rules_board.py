"""The rules of the board in words: what comes back, boosts, invitations, warnings."""

from __future__ import annotations

from core.policy.policy import Policy
from core.speech.phrase import Amount, Phrase, say


def expiry_line(policy: Policy) -> Phrase | None:
    """What comes back when a job expires, if anything does."""
    if policy.returns_on_expiry == "none":
        return None
    if policy.returns_on_expiry == "full":
        return say("rules.expired_full")
    return say("rules.expired_percent", percent=policy.returns_percent)


def return_lines(policy: Policy) -> list[Phrase]:
    """What comes back beside what a cancelled or removed job returns."""
    expired = expiry_line(policy)
    lines = [say("rules.no_returns" if expired is None else "rules.no_returns_expired")]
    if expired is not None:
        lines.append(expired)
    if policy.returns_unseen_after_days:
        lines.append(say("rules.unseen", days=policy.returns_unseen_after_days))
    return lines


def lines(policy: Policy) -> list[Phrase]:
    """Boosts, invitations and warnings."""
    found = [say("rules.invited")]
    if policy.boost_places:
        found.append(say("rules.boosts", places=policy.boost_places, days=policy.boost_days))
        if policy.boost_maximum:
            found.append(say("rules.boost_maximum", maximum=Amount(policy.boost_maximum)))
    else:
        found.append(say("rules.boosts_off"))
    if policy.job_warn_days:
        found.append(say("rules.warned", days=policy.job_warn_days))
    return found
