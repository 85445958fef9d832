"""What staff ask before they change the policy: what would it have meant for the last 90 days?"""

from __future__ import annotations

from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import question
from core.chat.options import ChoiceSpec, Setting, Word
from core.commands.staff import bad_value, taken_over
from core.errors import Refusal
from core.instants import DAY, Instant
from core.ledger.tally import SUMS
from core.people import Rank
from core.policy.policy import PolicyError
from core.policy.shipped import document, from_document, presets
from core.policy.values import changed, difference
from core.ports import Tell
from core.replaying.past import Past
from core.replaying.span import Outcome, live_again, overlay
from core.speech.phrase import Amount, Code, Fact, Mention, Phrase, Term, When, say
from core.speech.plain import typed
from core.speech.reply import Block, Button, Items, Para, Reply, reply

DAYS = 90
NAMED = 10
Preset = Annotated[str, ChoiceSpec(presets())]


@question("admin preview", rank=Rank.STAFF, form=("value",), heavy="preview")
def preview(ask: Ask, book: Book, name: Word = "", value: Setting = "", preset: Preset = "") -> Reply:
    """See what another policy would have meant for the last 90 days, before you save it."""
    now = book.policy
    try:
        if preset:
            new, save = taken_over(now, preset), typed("admin preset", {"value": preset})
        elif name and value:
            new, save = changed(now, name, value), typed("admin policy", {"name": name, "value": value})
        else:
            raise Refusal(
                "preview.what", example=Code("/admin preview grant.basic 25"),
                whole=Code("/admin preview preset:upwork-2025"), list=Code("/admin policy"),
            )  # fmt: skip
    except PolicyError as error:
        raise bad_value(error) from None
    return reply("preview.asked", old=document(now), new=document(new), save=save[1:])


def finish(number: int, past: Past, asked: Reply, now: Instant, tell: Tell) -> Reply:
    """The answer, in the workshop: the last days are lived through again under the policy asked about."""
    old, new = (from_document(str(asked.facts[name])) for name in ("old", "new"))
    outcome = live_again(number, past, now - DAYS * DAY, now, overlay(old, new), tell)
    changes = tuple(
        say("policy.change", name=Code(name), before=before, after=after)
        for name, before, after in difference(old, new)
    )
    facts: dict[str, Fact] = {
        "since": When(outcome.since), "days": DAYS, "acts": outcome.acts, "changes": changes,
        "refused": sum(outcome.refused.values()), "skipped": outcome.skipped,
        "dry": len(outcome.short), "members": tuple(Mention(one) for one in [*outcome.short][:NAMED]),
    }  # fmt: skip
    for name in SUMS:
        facts[name], facts[f"{name}_was"] = outcome.would.sums[name], outcome.was.sums[name]
    blocks: list[Block] = [Items(changes) if changes else Para(say("policy.same"))]
    sums = _sums(outcome)
    blocks += [Items(sums)] if sums else []
    blocks += [Para(one) for one in _refused(outcome, facts)]
    buttons = (Button("button-save", str(asked.facts["save"])),) if changes else ()
    return Reply("preview", facts, tuple(blocks), buttons)


def _sums(outcome: Outcome) -> tuple[Phrase, ...]:
    was, would = outcome.was.sums, outcome.would.sums
    return tuple(
        say("preview.sum", what=Term(f"sum-{name}"), was=Amount(was[name]), would=Amount(would[name]))
        for name in SUMS
        if was[name] or would[name]
    )


def _refused(outcome: Outcome, facts: dict[str, Fact]) -> list[Phrase]:
    said = []
    if outcome.short:
        more = len(outcome.short) - NAMED
        said.append(say("preview.dry", count=len(outcome.short), members=facts["members"], more=max(0, more)))
    else:
        said.append(say("preview.nobody_dry"))
    if facts["refused"] or facts["skipped"]:
        said.append(say("preview.refused", refused=facts["refused"], skipped=facts["skipped"]))
    return said
