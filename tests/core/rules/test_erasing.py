"""Erasing leaves no name and no word of a person behind, and the books as they were (RULES 37)."""

from __future__ import annotations

import asyncio
import json

from adapters.storage import verify
from core.instants import DAY
from tests.core.town import Town

WORDS = "a whale in watercolour, signed Anneliese"


async def forget(town: Town) -> None:
    await town.must("client", "job post Book price:4")
    await town.must("anneliese", f'apply job-1 "{WORDS}"')
    await town.must("client", 'proposal interview proposal-1 "When?"')
    await town.must("anneliese", f'proposal answer proposal-1 "Soon: {WORDS}"')
    await town.must("anneliese", "connects erase confirm:yes")


async def test_no_name_and_no_word_is_left_in_the_file(town: Town) -> None:
    await forget(town)
    await town.tick()
    await town.restart()
    town.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in town.path.parent.glob(f"{town.path.name}*"):
        content = file.read_bytes()
        assert b"whale" not in content, file
        assert b"anneliese" not in content.lower(), file


async def test_the_books_hold_and_what_is_left_expires(town: Town) -> None:
    await forget(town)
    town.clock.at += 400 * DAY
    await town.tick()
    assert town.one("SELECT balance FROM wallet WHERE number = 2") == 0
    assert "grant" not in {kind for (kind,) in town.rows("SELECT kind FROM operation WHERE member = 2")}
    with verify.proof(str(town.path)) as proof:
        assert [check.name for check in verify.CHECKS if proof.count(check).offenders] == []


async def test_who_comes_back_is_somebody_new_without_a_second_gift(town: Town) -> None:
    await forget(town)
    await town.must("anneliese", "connects balance")
    assert town.balance("anneliese") == 0
    (taken,) = town.rows("SELECT taken FROM erased")
    assert json.loads(taken[0]) == [["gift", "signup"]]
    assert b"anneliese" not in town.rows("SELECT digest FROM erased")[0][0].encode()


async def test_nothing_is_done_before_it_is_confirmed(town: Town) -> None:
    await town.must("anneliese", "connects balance")
    answer = await town.must("anneliese", "connects erase")
    assert answer.key == "erase.asks"
    assert "member.erased" not in town.kinds()


async def test_a_person_gets_all_that_is_known_of_them_and_nobody_else(town: Town) -> None:
    await town.must("client", "connects balance")
    await town.must("client", "job post Book price:4")
    await town.must("anneliese", f'apply job-1 "{WORDS}"')
    await town.must("bob", 'apply job-1 "mine alone"')
    answer = await town.must("anneliese", "connects export format:personal")
    known = json.loads(answer.files[0].content)
    assert [one["text"] for one in known["texts"]] == [WORDS]
    assert known["names"] == [{"platform": "test", "person": "anneliese", "name": "anneliese"}]
    assert "mine alone" not in answer.files[0].content
    assert (known["plan"], known["balance"]) == ("basic", 36)


async def test_who_is_erased_with_the_first_word_is_gone_all_the_same(town: Town) -> None:
    assert (await town.say("anneliese", "connects erase confirm:yes")).key == "erase.done"
    assert town.rows("SELECT * FROM identity") == []
    await town.must("anneliese", "connects balance")
    assert town.kinds().count("gift") == 1


async def test_erased_back_and_erased_again_in_one_batch_is_gone(still: Town) -> None:
    who, once = still.who("anneliese"), "connects erase confirm:yes"
    lines = ("connects balance", once, "connects buy 40", once)
    said = [asyncio.create_task(still.door.text(who, line, f"k{n}")) for n, line in enumerate(lines)]
    await asyncio.sleep(0)
    still.start()
    answers = [(await one).reply.key for one in said]
    assert answers[1:] == ["erase.done", "order.made", "erase.done"]
    assert still.rows("SELECT * FROM identity") == []


async def test_who_had_applied_to_a_job_that_has_ended_unrung_is_erased(town: Town) -> None:
    await town.must("client", "job post Book price:4")
    await town.must("ana", "apply job-1")
    town.clock.at += 40 * DAY  # the job is over, and nobody has rung
    await town.must("ana", "connects erase confirm:yes")
    assert town.kinds()[-3:] == ["job.expired", "proposal.archived", "member.erased"]
