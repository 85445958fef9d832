"""Setting a community up: /admin setup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import COMMANDS, order
from core.chat.options import Channel, ChoiceSpec, Role, Short
from core.commands.staff import bad_value
from core.people import Rank
from core.policy.policy import Policy, PolicyError
from core.policy.shipped import preset as shipped
from core.policy.shipped import presets
from core.policy.values import changed, difference
from core.rules import communities, notices, places
from core.speech.notice import JOBS, NEWS
from core.speech.phrase import Amount, Code, Phrase, Place, say
from core.speech.reply import Button, Fields, Items, Para, Reply

Preset = Annotated[str, ChoiceSpec(presets())]


def _form(ask: Ask, book: Book, given: Mapping[str, str]) -> Reply:
    """The form, with what holds now; what is left empty stays as it is."""
    form = COMMANDS["admin setup"].form_of(given)
    now = {"preset": book.policy.preset, "zone": book.policy.time_zone}
    fields = tuple(replace(one, value=one.value or now.get(one.name, "")) for one in form.fields)
    return Reply("setup.form", form=replace(form, fields=fields))


@order("admin setup", rank=Rank.STAFF, form=("preset", "zone", "jobs", "news", "clients"), opens=_form)
def setup(
    ask: Ask, book: Book, preset: Preset = "", zone: Short = "", jobs: Channel = "", news: Channel = "",
    clients: Role = "",
) -> Reply:  # fmt: skip
    """Set this community up: rules, time zone, channels, and who may post jobs."""
    if not (ask.filled or preset or zone or jobs or news or clients):
        return _form(ask, book, {})
    version = _save(ask, book, preset, zone)
    for use, channel in ((JOBS, jobs), (NEWS, news)):
        if channel:
            places.choose(book, ask.who.platform, use, channel, ask.member)
    if clients:
        places.map_role(book, ask.who.platform, clients, "client", ask.member)
    policy = book.policy
    pairs: list[tuple[Phrase, Phrase]] = [
        (say("label.preset"), say("value", value=policy.preset)),
        (say("label.zone"), say("value", value=policy.time_zone)),
        (
            say("label.monthly"),
            say("setup.monthly", basic=Amount(policy.grant_basic), plus=policy.grant_plus),
        ),
        (say("label.jobs"), _shown("channel", jobs)),
        (say("label.news"), _shown("channel", news)),
        (say("label.clients"), _shown("role", clients)),
    ]
    body = (
        Fields(tuple(pairs)),
        Para(say("setup.next")),
        Items((
            say("setup.step_post", command=Code("/job post")),
            say("setup.step_rules", command=Code("/connects rules")),
            say("setup.step_policy", command=Code("/admin policy")),
            say("setup.step_channel", command=Code("/admin channel"), role=Code("/admin role")),
        )),
    )  # fmt: skip
    buttons = (Button("button-post", "job post"), Button("button-rules", "connects rules"))
    return Reply("setup.done", {"version": version, "preset": policy.preset}, body, buttons)


def _monthly(policy: Policy) -> Phrase:
    return say("setup.monthly", basic=Amount(policy.grant_basic), plus=Amount(policy.grant_plus))


def _shown(kind: str, name: str) -> Phrase:
    return say("value", value=Place(kind, name)) if name else say("setup.unchanged")


def _save(ask: Ask, book: Book, preset: str, zone: str) -> int:
    """One new version of the policy for the preset and the zone, if either is new. Refuses: policy.value."""
    policy, now = book.policy, book.policy
    if preset and preset != policy.preset:
        kept = {"time_zone": now.time_zone, "locale": now.locale, "quiz": now.quiz}
        policy = shipped(preset).model_copy(update=kept)
    if zone:
        policy = _with_zone(policy, zone)
    if not difference(now, policy):
        return book.community.policy
    what = f"preset={policy.preset}, time_zone={policy.time_zone}"
    version = communities.change_policy(book, policy, ask.member, what)
    notices.log(book, "log.policy", ask.member, version=version, what=what)
    return version


def _with_zone(policy: Policy, zone: str) -> Policy:
    try:
        return changed(policy, "time_zone", zone)
    except PolicyError as error:
        raise bad_value(error) from None
