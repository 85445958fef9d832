"""The numbers of a community: shipped, changed in chat, stored and compared."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import suppress
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.policy.policy import Policy, PolicyError
from core.policy.shipped import FORM, document, from_document, plans, preset, presets
from core.policy.values import changed, describe, difference

CLASSIC = preset("classic")
NAMES = Policy.names()
NUMBERS = [name for name in NAMES if describe(name).kind == "whole"]


def shown(policy: Policy, name: str) -> str:
    return describe(name).value(policy)


def refusal(name: str, text: str, policy: Policy = CLASSIC) -> PolicyError:
    before = document(policy)
    with pytest.raises(PolicyError) as refused:
        changed(policy, name, text)
    assert document(policy) == before
    return refused.value


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """What a community may come to by changes typed in chat, the refused ones left out."""
    policy = preset(draw(st.sampled_from(presets())))
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=8)):
        about = describe(name)
        values: st.SearchStrategy[str] = st.sampled_from(about.choices or ("UTC", "Asia/Kathmandu"))
        if about.minimum is not None:
            values = st.integers(about.minimum, about.maximum).map(str)
        if about.kind == "whole list":
            values = st.lists(st.integers(1, 1000), max_size=5).map(lambda all_: ",".join(map(str, all_)))
        with suppress(PolicyError):
            policy = changed(policy, name, draw(values))
    return policy


# What is shipped


@pytest.mark.parametrize(
    ("name", "dear", "plus", "gift", "bonus"),
    [
        ("classic", {1, 2, 4, 6}, 70, 40, 10),
        ("upwork-2020", set(range(1, 7)), 80, 40, 10),
        ("upwork-2025", set(range(1001)), 100, 0, 0),
    ],
)
def test_a_preset_is_what_the_rules_say(name: str, dear: set[int], plus: int, gift: int, bonus: int) -> None:
    policy = preset(name)
    assert policy.preset == name
    assert {price for price in range(-1, 1100) if policy.allows_price(price)} == dear
    assert policy.allows_price(policy.price_default)
    assert (policy.monthly("basic"), policy.monthly("plus")) == (10, plus)
    assert policy.monthly("agency") == 0
    assert (policy.gift_signup, policy.bonus_amount) == (gift, bonus)
    assert (policy.lot_years, policy.lot_returned_days, policy.job_days) == (1, 7, 30)
    assert (policy.burn_order, policy.cover_letter) == ("soonest_expiry", "optional")
    assert (policy.time_zone, policy.locale) == ("UTC", "en")


def test_the_bonus_of_the_article_is_ten_and_fifty_a_week() -> None:
    assert (CLASSIC.bonus_amount, CLASSIC.bonus_cap, CLASSIC.bonus_window) == (10, 50, "weekly")
    assert (CLASSIC.bonus_answer_days, CLASSIC.bonus_once_per_pair) == (14, True)


def test_classic_stands_in_its_file_in_full_and_is_what_a_policy_is_by_itself() -> None:
    text = (resources.files("core.policy") / "presets" / "classic.toml").read_text("utf-8")
    written = {
        f"{table}.{key}" if isinstance(value, dict) else table
        for table, value in tomllib.loads(text).items()
        for key in (value if isinstance(value, dict) else [table])
    }
    assert written == set(NAMES)
    assert Policy.model_validate({}) == CLASSIC


def test_every_preset_can_be_had_and_no_other() -> None:
    assert presets() == ("classic", "upwork-2020", "upwork-2025")
    assert [preset(name).preset for name in presets()] == list(presets())
    with pytest.raises(KeyError):
        preset("../classic")


def test_the_plans_are_two() -> None:
    assert plans() == ("basic", "plus")


# What can be known about a value


def test_every_value_but_the_preset_has_a_name_a_meaning_and_what_it_may_be() -> None:
    assert len(NAMES) == len(set(NAMES)) == len(Policy.model_fields) - 2  # nor the quiz
    for name in NAMES:
        about = describe(name)
        assert re.fullmatch(r"[a-z]+[._][a-z_]+|locale|transfers", name)
        assert about.field == name.replace(".", "_")
        assert about.meaning.endswith(".")
        assert about.kind in {"whole", "whole list", "choice", "flag", "zone", "role"}
        assert (about.minimum is None) == (about.maximum is None) == (not about.kind.startswith("whole"))
        assert bool(about.choices) == (about.kind in {"choice", "flag"})


def test_the_ranges_are_as_decided() -> None:
    assert {name: (describe(name).minimum, describe(name).maximum) for name in NUMBERS} == {
        "price.minimum": (0, 1000),
        "price.maximum": (0, 1000),
        "price.default": (0, 1000),
        "grant.basic": (0, 100_000),
        "grant.plus": (0, 100_000),
        "grant.agency": (0, 100_000),
        "grant.catch_up": (1, 12),
        "gift.signup": (0, 100_000),
        "gift.test": (0, 100_000),
        "award.certification": (0, 100_000),
        "award.badge": (0, 100_000),
        "bonus.amount": (0, 1000),
        "bonus.cap": (0, 100_000),
        "bonus.answer_days": (1, 365),
        "lot.years": (1, 10),
        "lot.returned_days": (1, 365),
        "lot.warn_days": (0, 60),
        "rollover.limit": (0, 100_000),
        "rollover.agency": (0, 100_000),
        "boost.places": (0, 20),
        "boost.days": (1, 365),
        "boost.maximum": (0, 100_000),
        "boost.bidders": (1, 500),
        "returns.percent": (1, 100),
        "returns.unseen_after_days": (0, 365),
        "order.cents": (1, 100_000),
        "order.hours": (1, 720),
        "transfers.daily_limit": (0, 100_000),
        "gate.account_days": (0, 3650),
        "quiz.pass": (1, 5),
        "top.days": (0, 365),
        "job.days": (1, 365),
        "job.warn_days": (0, 60),
        "job.maximum_hires": (1, 1000),
        "reminders.client_days": (0, 60),
        "staff.daily_limit": (0, 1_000_000),
    }


def test_a_name_is_found_in_any_case() -> None:
    assert describe(" Grant.PLUS ") == describe("grant.plus")


@pytest.mark.parametrize(
    ("typed", "meant"), [("grant.pluss", "grant.plus"), ("timezone", "time_zone"), ("bonus_cap", "bonus.cap")]
)
def test_of_an_unknown_name_the_nearest_is_suggested(typed: str, meant: str) -> None:
    error = refusal(typed, "1")
    assert (error.reason, error.facts["suggestion"]) == ("unknown", meant)


def test_the_preset_is_no_value_to_be_changed() -> None:
    assert refusal("preset", "upwork-2025").reason == "unknown"


# Changing


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("grant.plus", "80", "grant_plus", 80),
        ("Grant.Plus", " 080 ", "grant_plus", 80),
        ("bonus.amount", "0", "bonus_amount", 0),
        ("bonus.window", "Rolling", "bonus_window", "rolling"),
        ("bonus.once_per_pair", "off", "bonus_once_per_pair", False),
        ("bonus.once_per_pair", "No", "bonus_once_per_pair", False),
        ("bonus.once_per_pair", "FALSE", "bonus_once_per_pair", False),
        ("bonus.once_per_pair", "yes", "bonus_once_per_pair", True),
        ("bonus.once_per_pair", "true", "bonus_once_per_pair", True),
        ("price.allowed", "8, 4,4 ,2", "price_allowed", (2, 4, 8)),
        ("price.allowed", "Any", "price_allowed", ()),
        ("time_zone", "America/Havana", "time_zone", "America/Havana"),
        ("burn_order", "oldest_first", "burn_order", "oldest_first"),
    ],
)
def test_a_value_is_changed_as_typed(name: str, text: str, field: str, value: object) -> None:
    new = changed(CLASSIC, name, text)
    assert getattr(new, field) == value
    assert type(getattr(new, field)) is type(value)
    assert [one for one, _, _ in difference(CLASSIC, new)] in ([name.casefold()], [])
    assert new.model_copy(update={field: getattr(CLASSIC, field)}) == CLASSIC


BAD_NUMBERS = [
    "",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "1_0",
    "0x1",
    "1 0",
    "ten",
    "٣",
    "１０",
    "²",
    "\ud800",
    "12345678",
    "1" * 5000,
]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_of_plain_digits_and_within_its_range(name: str) -> None:
    about = describe(name)
    assert about.minimum is not None
    assert about.maximum is not None
    for text in [*BAD_NUMBERS, str(about.minimum - 1), str(about.maximum + 1)]:
        error = refusal(name, text)
        assert (error.name, error.reason) == (name, "number")
        assert error.facts == {"minimum": about.minimum, "maximum": about.maximum}


@pytest.mark.parametrize("text", ["1,,2", "1,", "a", "1;2", "-1", "1001", "none", "1,two", "4,٣"])
def test_a_list_of_prices_is_of_whole_numbers(text: str) -> None:
    error = refusal("price.allowed", text)
    assert (error.reason, error.facts) == ("number", {"minimum": 0, "maximum": 1000})


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("bonus.window", "weekly, rolling"),
        ("burn_order", "soonest_expiry, oldest_first"),
        ("cover_letter", "optional, required"),
        ("bonus.once_per_pair", "on, off"),
        ("locale", "en"),
    ],
)
@pytest.mark.parametrize("text", ["", "0", "maybe", "weekly,rolling", "on off"])
def test_a_choice_is_one_of_those_there_are(name: str, choices: str, text: str) -> None:
    error = refusal(name, text)
    assert (error.reason, error.facts["choices"]) == ("choice", choices)


@pytest.mark.parametrize(
    "text", ["", "Mars/Olympus", "UTC+1", "../UTC", "localtime", "\0", "\ud800", "a" * 5000]
)
def test_a_zone_is_one_of_the_tz_database(text: str) -> None:
    error = refusal("time_zone", text)
    assert error.reason == "zone"
    assert len(error.facts["typed"]) <= 40


@pytest.mark.parametrize(
    ("start", "name", "text", "both"),
    [
        ("upwork-2020", "price.minimum", "7", {"price.minimum", "price.maximum"}),
        ("upwork-2020", "price.maximum", "0", {"price.minimum", "price.maximum"}),
        ("upwork-2020", "price.maximum", "3", {"price.default", "price.allowed"}),
        ("classic", "price.default", "3", {"price.default", "price.allowed"}),
        ("classic", "price.allowed", "1,2", {"price.default", "price.allowed"}),
        ("classic", "bonus.cap", "9", {"bonus.amount", "bonus.cap"}),
        ("classic", "bonus.amount", "51", {"bonus.amount", "bonus.cap"}),
        ("upwork-2025", "bonus.amount", "10", {"bonus.amount", "bonus.cap"}),
    ],
)
def test_values_that_make_no_sense_together_are_refused(
    start: str, name: str, text: str, both: set[str]
) -> None:
    error = refusal(name, text, preset(start))
    assert (error.name, error.reason) == (name, "sense")
    assert {error.facts["one"], error.facts["other"]} == both


def test_a_bonus_that_is_off_needs_no_cap() -> None:
    off = changed(CLASSIC, "bonus.amount", "0")
    assert changed(off, "bonus.cap", "0").bonus_cap == 0


@given(st.sampled_from(NAMES), st.text(max_size=12) | st.integers(-5, 2_000_000).map(str))
def test_whatever_is_typed_is_taken_exactly_or_refused(name: str, text: str) -> None:
    try:
        new = changed(CLASSIC, name, text)
    except PolicyError:
        return
    if describe(name).kind == "whole":
        assert shown(new, name) == str(int(text.strip()))
        assert text.isascii()
    assert from_document(document(new)) == new


def test_a_policy_can_not_be_edited_in_place() -> None:
    with pytest.raises(ValidationError):
        CLASSIC.grant_plus = 100


@pytest.mark.parametrize(
    "bad",
    [
        {"grant.gold": 1},
        {"price.allowed": (1, 1001)},
        {"price.allowed": (-1,)},
        {"grant.basic": -1},
        {"grant.basic": True},
        {"grant.basic": "10"},
        {"grant.basic": 10.0},
        {"lot.years": 0},
        {"bonus.once_per_pair": 1},
        {"bonus.window": "daily"},
        {"time_zone": "Mars/Olympus"},
        {"locale": "tlh"},
        {"preset": "upwork-1999"},
    ],
    ids=str,
)
def test_no_policy_is_made_of_a_bad_value(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Policy(**bad)
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's own words
        from_document(json.dumps({**json.loads(document(CLASSIC)), **bad}))


# Stored


@given(policies())
def test_a_policy_comes_back_from_its_document(policy: Policy) -> None:
    text = document(policy)
    assert from_document(text) == policy
    assert document(from_document(text)) == text
    assert difference(policy, from_document(text)) == []


def test_a_document_is_canonical_and_carries_its_form() -> None:
    text = document(CLASSIC)
    assert json.loads(text)["form"] == FORM == 1
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    assert set(json.loads(text)) == {*NAMES, "form", "preset", "quiz"}


@pytest.mark.parametrize("name", NAMES)
def test_what_an_older_document_lacks_comes_from_its_preset(name: str) -> None:
    for start in map(preset, presets()):
        stored = json.loads(document(start))
        del stored[name]
        assert from_document(json.dumps(stored)) == start


def test_what_an_older_document_has_is_kept() -> None:
    old = from_document('{"form":1,"preset":"upwork-2020","grant.plus":81}')
    assert old == changed(preset("upwork-2020"), "grant.plus", "81")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "1",
        "[]",
        "{}",
        '{"form":2}',
        '{"form":"1"}',
        '{"form":1,"x":1}',
        '{"form":1,"preset":"next"}',
        '{"form":1,"preset":[]}',
        '{"form":1,"preset":"classic","grant.basic":1e400}',
    ],
)
def test_what_is_no_document_of_this_release_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's and pydantic's own words
        from_document(text)


# Compared


def test_a_difference_is_shown_as_people_type_it() -> None:
    new = changed(
        changed(changed(CLASSIC, "bonus.once_per_pair", "no"), "price.allowed", ""), "grant.plus", "80"
    )
    assert difference(CLASSIC, new) == [
        ("price.allowed", "1,2,4,6", "any"),
        ("grant.plus", "70", "80"),
        ("bonus.once_per_pair", "on", "off"),
    ]


@given(policies(), policies())
def test_a_difference_names_everything_that_differs(old: Policy, new: Policy) -> None:
    values = old.model_dump()
    for name, before, after in difference(old, new):
        about = describe(name)
        assert about.value(old) == before != after
        values[about.field] = getattr(new, about.field)
    assert Policy(**{**values, "preset": new.preset}) == new


@given(policies())
def test_what_is_shown_can_be_typed(policy: Policy) -> None:
    for name in NAMES:
        assert changed(policy, name, shown(policy, name)) == policy
