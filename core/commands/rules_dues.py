"""The rules of what falls due in words: rollover, warnings, gates, upgrades."""

from __future__ import annotations

from core.policy.policy import Policy
from core.speech.phrase import Amount, Code, Phrase, Place, Term, say


def lines(policy: Policy) -> list[Phrase]:
    """Upgrades, gates, rollover and warnings."""
    found = [say("rules.upgrade")]
    if policy.gift_signup and policy.gate_account_days:
        found.append(say("rules.gate_age", days=policy.gate_account_days))
    if policy.gift_signup and policy.gate_role:
        found.append(say("rules.gate_role", role=Place("role", policy.gate_role)))
    if policy.rollover_limit or policy.rollover_agency:
        key = "rules.rollover_bought" if policy.rollover_bought_exempt else "rules.rollover"
        found.append(say(key, limit=Amount(policy.rollover_limit), agency=Amount(policy.rollover_agency)))
    if policy.lot_warn_days:
        found.append(say("rules.warning", days=policy.lot_warn_days))
    if policy.digest_day != "off":
        found.append(say("rules.digest", day=Term(policy.digest_day)))
    if policy.reminders_client_days:
        found.append(say("rules.client_reminder", days=policy.reminders_client_days))
    found.append(say("rules.notify", notify=Code("/connects notify")))
    return found
