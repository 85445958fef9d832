"""What people do on Slack, from the first command to the last click."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.slack import answering
from tests.adapters.slack.offline import Offline, labels, offline, read_blocks, text_of
from tests.adapters.slack.workspace import Seen


@pytest_asyncio.fixture(params=["http", "socket"])
async def here(template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Offline]:
    """A workspace, whichever way its requests come."""
    async with offline(template, tmp_path, socket=request.param == "socket") as one:
        yield one


async def test_a_job_is_posted_applied_to_and_withdrawn_from(here: Offline) -> None:
    said = await here.say("ada", '/job post title:"A logo" price:4')
    assert "job-1 is on the board" in text_of(said)
    (card,) = here.workspace.posted["C0BOARD"].values()
    assert labels(card["blocks"]) == ["Apply", "Details"]
    opened = await here.press_card("bob", "Apply")
    assert opened.view is not None
    assert opened.view["title"]["text"] == "Apply to a job"
    done = await here.fill("bob", opened, message="I can")
    assert "Paid: 4 Connects; you have 36 Connects left" in text_of(done)
    assert "Proposals: 1" in read_blocks(next(iter(here.workspace.posted["C0BOARD"].values()))["blocks"])
    assert len(here.workspace.posted["C0BOARD"]) == 1
    withdrawn = await here.press("bob", done, "Withdraw")
    assert "is withdrawn" in text_of(withdrawn)
    assert (await here.kinds()).count("proposal.submitted") == 1
    ada = here.workspace.person("ada")
    assert "proposal-1" in read_blocks(next(iter(here.workspace.posted[f"D{ada[1:]}"].values()))["blocks"])


async def test_what_a_field_does_not_take_is_said_at_the_field(here: Offline) -> None:
    opened = await here.say("ada", "/job post")
    wrong = await here.fill("ada", opened, title="A logo", price="many")
    assert list(wrong.errors) == ["f.price.0"]
    assert "many" in wrong.errors["f.price.0"]
    missing = await here.fill("ada", opened, price="4")
    assert list(missing.errors) == ["f.title.0"]
    done = await here.fill("ada", opened, title="A logo", price="4")
    assert "job-1 is on the board" in text_of(done)


async def test_a_form_that_a_rule_refuses_comes_back_with_what_was_written(here: Offline) -> None:
    opened = await here.say("ada", "/job post")
    refused = await here.fill("ada", opened, title="A logo", price="3", description="With *stars*")
    assert refused.view is not None
    assert "3" in text_of(refused)
    done = await here.fill("ada", refused, price="4")
    assert "job-1 is on the board" in text_of(done)
    shown = await here.say("bob", "/job show job-1")
    assert "With *stars*" in text_of(shown)


async def test_a_double_click_has_one_effect(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    opened = await here.press_card("bob", "Apply")
    first, second = await asyncio.gather(
        here.workspace.submit("bob", opened.view or {}, {"message": "hi"}),
        here.workspace.submit("bob", opened.view or {}, {"message": "hi"}),
    )
    assert "Paid" in text_of(first) + text_of(second)
    assert (await here.kinds()).count("proposal.submitted") == 1


async def test_a_command_delivered_twice_has_one_effect_and_one_answer(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    first = await here.say("bob", "/apply job-1 hi", trigger_id="1.2.same")
    second = await here.say("bob", "/apply job-1 hi", trigger_id="1.2.same")
    assert text_of(first) == text_of(second)
    assert (await here.kinds()).count("proposal.submitted") == 1


async def test_buttons_work_after_a_restart(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    said = await here.say("bob", "/apply job-1 hi")
    await here.restart()
    assert "is withdrawn" in text_of(await here.press("bob", said, "Withdraw"))
    assert (await here.press_card("cleo", "Apply")).view is not None
    assert len(here.workspace.posted["C0BOARD"]) == 1


async def test_who_can_not_have_connects_is_told_why(here: Offline) -> None:
    user = here.workspace.user

    def shown(**flags: object) -> None:
        here.workspace.user = lambda number: {**user(number), **flags}  # type: ignore[method-assign]

    for flags, words in (
        ({"is_restricted": True}, "Guests of this workspace"),
        ({"is_ultra_restricted": True}, "Guests of this workspace"),
        ({"is_bot": True}, "Bots have no Connects"),
        ({"is_stranger": True}, "not of this workspace"),
        ({"team_id": "T0OTHER"}, "not of this workspace"),
        ({"deleted": True}, "not of this workspace"),
    ):
        shown(**flags)
        said = await here.say(f"x{words}{flags}", "/connects balance")
        assert words in text_of(said)
    assert await here.kinds() == []


async def test_admins_are_staff_and_mapped_groups_give_a_rank(here: Offline) -> None:
    said = await here.say("bob", "/job post title:Logo price:4")
    assert "takes the rank of client" in text_of(said)
    group = here.workspace.group("@clients")
    await here.say(
        "ada",
        f"/admin role &lt;!subteam^{group}|@clients&gt; client".replace("&lt;", "<").replace("&gt;", ">"),
    )
    here.connected.client.reach.persons.forget_groups("T0001")
    method = here.workspace._method

    def with_bob(name: str, given: dict[str, object]) -> dict[str, object]:
        if name == "usergroups.list":
            return {
                "usergroups": [{"id": group, "handle": "clients", "users": [here.workspace.person("bob")]}]
            }
        return method(name, given)

    here.workspace._method = with_bob  # type: ignore[method-assign]
    said = await here.say("bob", "/job post title:Logo price:4")
    assert "job-1 is on the board" in text_of(said)


async def test_a_member_is_named_by_mention_and_by_nothing_else(here: Offline) -> None:
    eve = here.workspace.person("eve")
    said = await here.say("ada", f"/admin grant <@{eve}|eve> 5")
    assert "got 5 Connects and has 45 Connects" in text_of(said)
    said = await here.say("ada", "/admin grant eve 5")
    assert "member has to be chosen by name" in text_of(said)


async def test_the_home_shows_the_wallet_and_is_drawn_anew_after_a_change(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    bob = here.workspace.person("bob")
    await here.workspace.event({"type": "app_home_opened", "user": bob, "tab": "home"})
    assert "You have 40 Connects" in read_blocks(here.workspace.homes[bob]["blocks"])
    assert "Apply to a job" not in str(here.workspace.homes[bob])
    await here.say("bob", "/apply job-1 hi")
    await here.connected.idle()
    assert "You have 36 Connects" in read_blocks(here.workspace.homes[bob]["blocks"])
    assert "proposal-1" in read_blocks(here.workspace.homes[bob]["blocks"])


async def test_an_export_is_handed_over_as_a_file(here: Offline) -> None:
    await here.say("bob", "/connects export csv")
    ((name, content),) = here.workspace.files
    assert name.endswith(".csv")
    assert "signup" in content


async def test_the_words_help_and_what_is_nearly_right_help(here: Offline) -> None:
    assert "What you can say here" in text_of(await here.say("bob", "/connects help"))
    assert "Did you mean /connects history" in text_of(await here.say("bob", "/connects histry"))
    assert "/connects balance" in text_of(await here.say("bob", "/connects"))
    assert "/job show" in text_of(await here.say("bob", "/job help"))
    assert "You have 40 Connects" in text_of(await here.say("bob", "/connects connects balance"))


async def test_what_members_write_calls_nobody(here: Offline) -> None:
    await here.say(
        "ada", '/job post title:"&lt;!channel&gt; *now* _x_ :tada:" price:4 description:"@here <!channel>"'
    )
    (card,) = here.workspace.posted["C0BOARD"].values()
    assert "<!channel>" not in str(card)
    assert "*now* _x_ :tada:" in read_blocks(card["blocks"])
    assert "&lt;!channel&gt;" in card["text"]


async def test_options_are_looked_up_while_they_are_typed(here: Offline) -> None:
    for title in ("Logo", "Poster"):
        await here.say("ada", f"/job post title:{title} price:4")
    opened = await here.say("bob", "/apply")
    assert opened.view is not None
    assert set(await here.workspace.suggest("bob", opened.view, "job", "")) == {"job-1", "job-2"}
    assert await here.workspace.suggest("bob", opened.view, "job", "pos") == ["job-2"]
    done = await here.fill("bob", opened, job="job-2", message="hi")
    assert "You applied to job-2" in text_of(done)


async def test_in_a_thread_the_menu_of_a_message_takes_any_command(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    card = next(iter(here.workspace.posted["C0BOARD"].values()))
    asked = await here.workspace.shortcut("bob", card)
    assert asked.view is not None
    assert "apply job-1 ?" in str(asked.view["blocks"])
    applied = await here.fill("bob", asked)
    assert applied.view is not None
    assert applied.view["callback_id"] == "form"
    anywhere = await here.workspace.shortcut("bob")
    assert "You have 40 Connects" in text_of(await here.fill("bob", anywhere, line="/connects balance"))


async def test_a_form_whose_trigger_has_ended_waits_behind_a_button(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    here.workspace.age("9.9.old")
    said = await here.say("bob", "/apply job-1 ?", trigger_id="9.9.old")
    assert said.view is None
    assert labels(said.messages[0]["blocks"]) == ["Open the form"]
    opened = await here.press("bob", said, "Open the form")
    assert opened.view is not None
    assert "36 Connects left" in text_of(await here.fill("bob", opened, message="hi"))


async def test_somebody_has_one_wallet_in_all_workspaces_of_an_organisation(here: Offline) -> None:
    org = {"enterprise_id": "E0ORG", "enterprise_name": "Org"}
    await here.say("ada", "/job post title:Logo price:4", **org)
    assert "36 Connects left" in text_of(await here.say("bob", "/apply job-1 hi", **org))
    assert "You have 36 Connects" in text_of(await here.say("bob", "/connects balance", **org))
    assert (await here.kinds("E0ORG")).count("gift") == 2


async def test_a_button_on_the_home_answers_in_a_window(here: Offline) -> None:
    await here.say("ada", "/job post title:Logo price:4")
    bob = here.workspace.person("bob")
    await here.workspace.event({"type": "app_home_opened", "user": bob, "tab": "home"})
    home = {**here.workspace.homes[bob], "id": "V0HOME"}
    shown = Seen(view=home)
    pressed = await here.press("bob", shown, "Jobs")
    assert pressed.view is not None
    assert pressed.view["type"] == "modal"
    assert "Logo" in text_of(pressed)


async def test_a_page_takes_the_place_of_the_one_before(here: Offline) -> None:
    for number in range(12):
        await here.say("ada", f"/job post title:Job{number} price:4")
    first = await here.say("bob", "/jobs")
    second = await here.press("bob", first, "More")
    assert second.messages[0]["replace_original"] is True
    assert "Job0" in text_of(second)


async def test_what_takes_long_asks_for_a_moment_which_the_answer_takes_the_place_of(
    here: Offline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", 0.0)
    said = await here.say("ada", "/admin preview grant.basic 25")
    moment, answer = said.messages
    assert "One moment" in moment["text"]
    assert (moment["replace_original"], answer["replace_original"]) == (False, True)
    assert "Sign-up gifts" in read_blocks(answer["blocks"])


async def test_what_was_pressed_in_an_older_release_is_answered(here: Offline) -> None:
    element = {
        "type": "button",
        "action_id": "old",
        "value": "x",
        "text": {"type": "plain_text", "text": "x"},
    }
    said = await here.workspace.press("bob", element, card=True)
    assert "older release" in text_of(said)
