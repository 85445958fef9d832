"""The last days once more: what would have been under other policies, beside what was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.errors import Refusal
from core.instants import Instant
from core.ledger.accounts import WALLET
from core.ledger.tally import Tally
from core.people import BOT
from core.policy.policy import Policy
from core.policy.versions import PolicyVersion, policy_of
from core.replaying.acts import ACTS, BELLS, as_it_was
from core.replaying.opening import Opening
from core.replaying.past import Act, Past
from core.replaying.replay import Change, Replay, Skipped
from core.rules import communities

EVERY = 500
"""So many operations are lived through between two words about it."""
Tell = Callable[[int], None]


@dataclass(slots=True)
class Outcome:
    """What a replay came to. ``short`` are the members who could not have paid, in order."""

    since: Instant
    was: Tally = field(default_factory=Tally)
    would: Tally = field(default_factory=Tally)
    acts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    skipped: int = 0
    short: dict[int, None] = field(default_factory=dict)
    replay: Replay | None = None


def overlay(old: Policy, new: Policy) -> Change:
    """What is different in the new policy, put over any other one."""
    values: Mapping[str, object] = {
        name: getattr(new, name) for name in Policy.model_fields if getattr(new, name) != getattr(old, name)
    }
    return lambda policy: policy.model_copy(update=values) if values else policy


def live_again(
    number: int, past: Past, since: Instant, until: Instant, change: Change, tell: Tell = lambda percent: None
) -> Outcome:
    """Live through a community's journal from a moment on, under its policies as they are changed."""
    outcome = Outcome(since)
    community = past.community()
    start = past.first(since)
    book = Opening(number, past, start).open()
    book.tally = outcome.would = Tally()
    real = {one.version: policy_of(one) for one in past.rows(PolicyVersion)}
    replay = outcome.replay = Replay(book, change, real)
    if book.community.policy and change(book.policy) != book.policy:
        book.at(max(since, book.now))
        communities.change_policy(book, change(book.policy), BOT, "")
        book.forget()
    span = max(1, community.operations - start + 1)
    for place, act in enumerate(past.acts(start)):
        outcome.was.see(*_moved(act))
        _live(replay, act, outcome)
        if place % EVERY == 0:
            tell(5 + 90 * place // span)
    replay.reach(max(until, book.now))
    if book.community.policy and not (community.paused or community.away):
        replay.ring()
        replay.settle()
    return outcome


def _moved(act: Act) -> tuple[dict[str, int], int]:
    accounts: dict[str, int] = {}
    came = 0
    for entry in act.entries:
        if entry.account != WALLET:
            accounts[entry.account] = entry.amount
        elif entry.amount > 0:
            came += entry.amount
    return accounts, came


def _live(replay: Replay, act: Act, outcome: Outcome) -> None:
    book, kind = replay.book, act.op.kind
    replay.reach(act.op.at)
    bell = BELLS.get(kind)
    live = bell or ACTS.get(kind, as_it_was)
    somebody = bell is None and act.op.actor != BOT and (kind in ACTS or bool(act.entries))
    outcome.acts += somebody
    try:
        live(replay, act)
    except Skipped:
        book.undo()
        outcome.skipped += somebody
    except Refusal as refusal:
        book.undo()
        outcome.refused[refusal.key] += 1
        if refusal.key == "wallet.short" and kind in PAYING:
            outcome.short[act.op.member or act.op.actor] = None
    book.forget()


PAYING = ("proposal.submitted", "boost.placed")
"""What a member can't do who lacks Connects."""
