"""Where a community lives on a platform: its channels, what roles give there, coming and going."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.book import Book
from core.instants import DAY
from core.people import Member, Rank, Who
from core.queries import DueCommunities, DueJobs, DueWallets
from core.rules import places
from core.speech.notice import JOBS, NEWS, OWNER, to_member
from core.speech.reply import Reply
from tests.core.town import Town


async def rule(town: Town, decide: Callable[[Book], Any]) -> Any:
    """Have a rule decide something; what it returns."""
    found: list[Any] = []

    def run(book: Book) -> Reply:
        found[:] = [decide(book)]
        return Reply("done")

    (answer,) = await town.do([town.piece(town.key(), run, kept=False)])
    assert answer.ok, town.faults.seen
    return found[0]


def routes(town: Town) -> dict[str, str]:
    return dict(town.rows('SELECT channel, "to" FROM route WHERE community = 1 ORDER BY channel'))


async def due(town: Town) -> list[Any]:
    """What chores would be handed now."""
    now = town.clock.now()
    async with town.storage.queries.snapshot() as snapshot:
        asked = (DueWallets(now, 10), DueCommunities(now, 10), DueJobs(now, 10))
        return [list(await snapshot.ask(0, one)) for one in asked]


# Channels -------------------------------------------------------------------------


async def test_the_first_job_posted_from_a_channel_settles_jobs_and_news(town: Town) -> None:
    await town.must("client", "job post Logo price:1")
    assert routes(town) == {}, "it was posted from nowhere"
    await town.must("client", "job post Site price:1", channel="C1")
    assert routes(town) == {JOBS: "C1", NEWS: "C1"}
    await town.must("client", "job post Shop price:1", channel="C2")
    assert routes(town) == {JOBS: "C1", NEWS: "C1"}
    assert not {"channel.set", "place.settled"} & set(town.kinds()), "an address is not among the books"


async def test_a_job_settles_only_what_nobody_has_chosen(town: Town) -> None:
    await town.must("staff", "admin channel use:news channel:C9")
    await town.must("client", "job post Logo price:1", channel="C1")
    assert routes(town) == {JOBS: "C1", NEWS: "C9"}


async def test_a_job_settles_a_channel_that_was_missed(town: Town) -> None:
    await rule(town, lambda book: places.close(book, "test", JOBS, "route.none"))
    await town.must("client", "job post Logo price:1", channel="C1")
    assert town.rows('SELECT "to", error FROM route WHERE channel = ?', JOBS) == [("C1", "")]


async def test_platforms_have_channels_of_their_own(town: Town) -> None:
    await rule(town, lambda book: places.point(book, "elsewhere", JOBS, "X1"))
    await town.must("client", "job post Logo price:1", channel="C1")
    assert sorted(town.rows('SELECT platform, "to" FROM route WHERE channel = ?', JOBS)) == [
        ("elsewhere", "X1"),
        ("test", "C1"),
    ]


async def test_choosing_a_channel_is_an_act_of_staff_that_is_shown(town: Town) -> None:
    await town.must("staff", "admin channel use:log channel:C3")
    await town.must("staff", "admin channel use:log channel:C4")
    assert routes(town) == {"log": "C4"}
    staff = town.member("staff")
    assert town.rows(
        "SELECT actor, json_extract(facts, '$.to') FROM operation WHERE kind = 'channel.set'"
    ) == [
        (staff, "C3"),
        (staff, "C4"),
    ]
    assert town.one("SELECT count(*) FROM notice WHERE channel = 'log'") == 2


async def test_a_route_is_told_when_it_closes_and_not_while_it_stays_closed(town: Town) -> None:
    def close(book: Book) -> bool:
        return places.close(book, "test", NEWS, "route.none")

    assert [await rule(town, close) for _ in range(2)] == [True, False]
    await rule(town, lambda book: places.reopen(book, "test", NEWS))
    assert await rule(town, close) is True
    await rule(town, lambda book: places.point(book, "test", NEWS, "C1"))
    assert town.rows('SELECT "to", error FROM route') == [("C1", "")]


async def test_those_of_the_staff_are_asked_who_acted_last_and_else_the_owner(town: Town) -> None:
    def ask(book: Book) -> None:
        places.ask_staff(book, "note")

    def act(book: Book) -> None:
        for number in range(1, 8):
            book.change(book.the(Member, number), acted=book.now - number * DAY)

    for number in range(1, 8):
        await town.must(f"person{number}", "connects balance")
    await rule(town, ask)
    await rule(town, act)
    await rule(town, ask)
    channels = [channel for (channel,) in town.rows("SELECT channel FROM notice ORDER BY number")]
    assert channels == [OWNER, *(to_member(number) for number in range(1, places.TOLD + 1))]


# Roles ----------------------------------------------------------------------------


async def map_roles(town: Town, **ranks: str) -> None:
    await town.must("staff", "connects balance")
    by = town.member("staff")
    for role, rank in ranks.items():
        await rule(town, lambda book, role=role, rank=rank: places.map_role(book, "test", role, rank, by))


async def rank_of(town: Town, *roles: str, platform: str = "test") -> Rank:
    who = Who(platform, "T1", "ana", "ana", roles=roles)
    return Rank(await rule(town, lambda book: places.rank_of(book, who)))


async def test_the_highest_role_gives_the_rank(town: Town) -> None:
    await map_roles(town, R1="client", R2="staff", R3="member")
    assert await rank_of(town) == Rank.MEMBER
    assert await rank_of(town, "R9") == Rank.MEMBER
    assert await rank_of(town, "R3", "R1") == Rank.CLIENT
    assert await rank_of(town, "R1", "R2", "R9") == Rank.STAFF


async def test_a_role_of_another_platform_gives_nothing(town: Town) -> None:
    await map_roles(town, R1="staff")
    assert await rank_of(town, "R1", platform="elsewhere") == Rank.MEMBER


async def test_a_role_that_gives_member_gives_nothing_any_more(town: Town) -> None:
    await map_roles(town, R1="staff")
    await map_roles(town, R1="member")
    assert await rank_of(town, "R1") == Rank.MEMBER
    assert town.rows("SELECT role, rank FROM role_rank") == [("R1", 0)]
    assert town.kinds().count("role.set") == 2


async def test_a_role_counts_at_the_door(town: Town) -> None:
    refused = await town.door.text(town.who("ana"), "job post Logo price:1", "test/a")
    assert refused.reply.key == "rank.needed"
    await town.must("staff", "admin role role:R1 rank:client")
    await town.must("ana", "job post Logo price:1", roles=("R0", "R1"))
    again = await town.door.text(town.who("ana"), "job post Site price:1", "test/b")
    assert again.reply.key == "rank.needed", "a rank lasts as long as the role"


async def test_a_role_takes_away_no_rank_that_one_has_otherwise(town: Town) -> None:
    await map_roles(town, R1="client", R2="member")
    await town.must("staff", "admin resume", roles=("R1", "R2"))


# Coming and going -----------------------------------------------------------------


async def test_what_nobody_founded_is_not_left(town: Town) -> None:
    await rule(town, places.leave)
    assert town.kinds() == []
    assert town.one("SELECT away FROM community") == 0


async def test_leaving_and_coming_back_is_written_down_once_each(town: Town) -> None:
    await town.must("ana", "connects balance")
    for decide in (places.back, places.leave, places.leave):
        await rule(town, decide)
    assert town.one("SELECT away FROM community") == 1
    for decide in (places.back, places.back):
        await rule(town, decide)
    assert town.one("SELECT away FROM community") == 0
    assert [kind for kind in town.kinds() if kind.startswith("place.")] == ["place.left", "place.returned"]


async def test_nothing_happens_by_itself_while_the_bot_is_away_and_all_of_it_after(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.must("client", "job post Logo price:1 closes:9d")
    await town.must("ana", "apply job-1")
    await rule(town, places.leave)
    before = town.kinds()
    town.clock.at += 40 * DAY
    assert await due(town) == [[], [], []]
    await town.tick()
    assert town.kinds() == before
    await rule(town, places.back)
    _, communities, jobs = await due(town)
    assert communities == [1] and jobs == [(1, 1)]
    await town.tick()
    assert town.one("SELECT state FROM job") == "expired"
    assert town.kinds().count("grant") == 2, "one each, for the month that began meanwhile"
    assert await due(town) == [[], [], []]


async def test_what_expired_meanwhile_is_booked_when_the_bot_is_back(town: Town) -> None:
    await town.must("ana", "connects balance")
    await rule(town, places.leave)
    town.clock.at += 800 * DAY
    await town.tick()
    assert town.balance("ana") > 0
    await rule(town, places.back)
    assert (await due(town))[0] == [(1, 1)]
    await town.tick()
    assert "lot.expired" in town.kinds()


async def test_one_community_that_was_left_holds_up_no_other(town: Town) -> None:
    await town.must("ana", "connects balance")
    await town.say("ana", "connects balance", place="T2")
    await rule(town, places.leave)
    town.clock.at += 40 * DAY
    assert (await due(town))[1] == [2]
