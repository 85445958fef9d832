"""What Slack would hardly send, signed all the same: nothing breaks, and nothing is done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import custom, forms, persons
from adapters.slack.inbound import Source
from tests.adapters.slack.offline import offline, text_of
from tests.adapters.slack.workspace import TEAM

WHO = {"team": {"id": TEAM}, "user": {"id": "U0ODD"}, "token": "t", "trigger_id": "1.odd"}
EMPTY, UNKNOWN = '{"v":1,"line":""}', '{"v":1,"line":"zz"}'
ODD: list[dict[str, Any]] = [
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "c0.0"}]},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "c0.0", "value": "x"}], "view": {}},
    {"type": "block_actions", "actions": [{"type": "overflow", "action_id": "c0.0", "value": "x"}]},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "c0.0", "value": "\x00"}]},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "form"}},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "form", "private_metadata": "{"}},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "form", "private_metadata": "[]"}},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "zz", "private_metadata": '{"v":1}'}},
    {"type": "view_submission", "view": {"id": "V1", "callback_id": "line", "private_metadata": EMPTY}},
    {"type": "view_closed", "view": {"id": "V1", "callback_id": "form"}},
    {"type": "block_suggestion", "action_id": "job", "block_id": "b", "value": "x"},
    {"type": "block_suggestion", "action_id": "job", "value": "x", "view": {"private_metadata": UNKNOWN}},
    {"type": "message_action", "callback_id": "connects_message", "message": {"blocks": [{}]}},
    {"type": "shortcut", "callback_id": "another"},
    {"type": "something_new"},
    {},
]  # fmt: skip
EVENTS = [
    {"type": "app_home_opened"},
    {"type": "team_join"},
    {"type": "user_change", "user": {}},
    {"type": "member_joined_channel"},
    {"type": "tokens_revoked"},
    {"type": "message", "text": "hi"},
    {"type": "something_new"},
    {},
]


async def test_odd_requests_break_nothing(template: Path, tmp_path: Path) -> None:
    async with offline(template, tmp_path) as here:
        workspace = here.workspace
        statuses = []
        for one in ODD:
            data = {"payload": json.dumps({**WHO, **one})}
            statuses.append(await workspace.raw(data))
        for event in EVENTS:
            body = {"type": "event_callback", "team_id": TEAM, "event_id": "EvOdd", "event": event}
            statuses.append(await workspace.raw(body, as_json=True))
        statuses.append(await workspace.raw({"command": "/connects"}))
        statuses.append(
            await workspace.raw({"command": "/connects", "team_id": TEAM, "user_id": "U0ODD", "text": "\x00"})
        )
        await here.connected.idle()
        assert set(statuses) <= {200, 400, 404}
        assert [
            one for one in await here.kinds() if one not in ("community.founded", "member.joined", "gift")
        ] == []
        # What broke is in the log, for whoever hosts it; it stopped nothing and nobody saw it.
        here.expected = [one["event"] for one in here.logged if one["log_level"] == "error"]
        assert set(here.expected) <= {"answer_not_sent", "request_failed"}
        assert "40 Connects" in text_of(await here.say("bob", "/connects balance"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=9),
        lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=9), one, max_size=3),
    )
)
@settings(max_examples=200)
def test_what_is_read_from_anything_is_something(value: Any) -> None:
    view = {"private_metadata": json.dumps(value), "state": {"values": {}}}
    forms.carried(view)
    forms.submitted(view)
    custom.pressed({"action_id": str(value), "value": str(value)}, {})
    custom.first_command({"blocks": [{"elements": [{"action_id": str(value)}]}]})


@pytest.mark.parametrize("part", ["²", "٤", "9" * 5_000, "", "x"])
def test_a_part_of_a_field_that_has_no_number_of_ours_is_the_first(part: str) -> None:
    assert custom.by_part(f"f.title.{part}") == ("f.title", 0)


@pytest.mark.parametrize(
    "user", [{}, {"id": "U1"}, {"id": "U1", "profile": None}, {"id": "U1", "enterprise_user": None}]
)
def test_a_user_of_whom_little_is_known_is_a_member(user: dict[str, Any]) -> None:
    found = persons.read(user, Source(TEAM, "", "U1"), frozenset())
    assert (found.rank, found.why) == (0, "")
