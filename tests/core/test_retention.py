"""What was answered and what was sent is forgotten after 30 days; what was done never is."""

from __future__ import annotations

from adapters.storage.verify import CHECKS, proof
from core.book import Book
from core.instants import DAY
from core.ports import Parcel, Undeliverable
from core.rules import notices
from core.speech.notice import NEWS
from core.speech.phrase import When, say
from core.speech.reply import Reply
from tests.core.town import Town


def offends(town: Town) -> list[str]:
    with proof(str(town.path)) as found:
        return [check.name for check in CHECKS if found.count(check).offenders]


async def test_after_thirty_days_only_what_was_done_is_left(town: Town) -> None:
    await town.must("staff", "job post Logo price:4")
    await town.must("ana", "apply job-1")
    assert (await town.say("ana", "apply job-1", "refused")).key == "proposal.twice"
    await town.must("staff", "admin grant ana 5")
    await town.outbox.deliver()
    town.clock.at += 29 * DAY
    await town.must("staff", "job edit job-1 closes:60d")
    await town.outbox.deliver()
    await town.tick()
    assert town.rows("SELECT key FROM receipt WHERE key = 'refused'") == [("refused",)]
    cards = town.rows("SELECT * FROM card")
    operations = town.kinds()
    town.clock.at += 2 * DAY
    await town.tick()
    await town.outbox.deliver()
    assert town.one("SELECT count(*) FROM receipt") == 1
    assert town.one("SELECT min(at) FROM notice") > town.clock.at - 30 * DAY
    assert town.kinds()[: len(operations)] == operations
    assert town.rows("SELECT * FROM card") == cards, "the card is still the one that is edited"
    posts = len(town.mail.got)
    await town.must("ben", "apply job-1")
    await town.outbox.deliver()
    assert next(one for one in town.mail.got[posts:] if one.notice.thing == "job-1").edits == cards[0][-1]
    assert offends(town) == []


async def test_what_waits_or_is_in_somebodys_hands_is_kept_however_old(town: Town) -> None:
    def decide(book: Book) -> Reply:
        for name in ("sent", "aside", "waits"):
            notices.post(book, NEWS, "note", name=name)
        return Reply("noted")

    def trouble(parcel: Parcel) -> None:
        if parcel.reply.facts["name"] == "aside":
            raise Undeliverable(say("notice.broken"))
        if parcel.reply.facts["name"] == "waits":
            raise Undeliverable(say("notice.broken"), closes=True)

    await town.do([town.piece("post", decide, kept=False)])
    town.mail.trouble = trouble
    await town.outbox.deliver()
    states = dict(town.rows("SELECT state, count(*) FROM notice WHERE channel = 'news' GROUP BY 1"))
    assert states == {"sent": 1, "aside": 1, "queued": 1}
    town.clock.at += 31 * DAY
    await town.tick()
    assert town.rows("SELECT state FROM notice WHERE channel = 'news'") == [("queued",)]


async def test_what_was_done_without_an_operation_is_still_not_done_twice(town: Town) -> None:
    done: list[int] = []

    def decide(book: Book) -> Reply:
        done.append(1)
        return Reply("noted")

    (first,) = await town.do([town.piece("press/7/0", decide, digest="d")])
    assert first.key == "noted"
    at = town.clock.at
    town.clock.at += 31 * DAY
    await town.tick()
    assert town.rows("SELECT document, done FROM receipt") == [("", 1)]
    (again,) = await town.do([town.piece("press/7/0", decide, digest="d")])
    assert (again.key, again.facts) == ("receipt.old", {"when": When(at)})
    assert len(done) == 1


async def test_a_long_absence_is_caught_up_page_by_page_and_people_go_first(town: Town) -> None:
    await town.must("staff", "job post Logo price:1")
    for n in range(120):
        await town.must(f"p{n}", "apply job-1")
    await town.outbox.deliver()
    town.clock.at += 400 * DAY
    await town.tick()
    await town.outbox.deliver()
    assert town.one("SELECT count(*) FROM receipt") == 0
    assert town.one("SELECT count(*) FROM notice WHERE at < (SELECT at FROM community) - ?", 30 * DAY) == 0
    assert (await town.must("p1", "connects balance")).ok
    assert offends(town) == []
