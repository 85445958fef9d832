"""What is changed behind the bot's back is found by the chain, and what is written anew by an anchor."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from adapters.storage.verify_chain import anchors_of, chained
from bot.cli import main
from core.anchoring import Anchors
from core.book import Book
from core.instants import DAY
from core.ledger.chain import Anchor, anchors_in
from core.rules import places
from core.speech.reply import Reply
from tests.adapters.storage.test_verify_story import books, found, shell
from tests.core.town import Town
from tests.tamper.__main__ import run
from tests.tamper.edits import JOURNAL, anchor_at, columns, edit, forge, look, named


def test_random_edits_of_the_journal_are_found_and_the_first_damaged_operation_is_named(
    tmp_path: Path,
) -> None:
    made, _, wrong = run(40, 11, tmp_path)
    assert made == 40 and not wrong, wrong


def test_every_column_of_the_journal_is_covered(tmp_path: Path) -> None:
    with shell(books(tmp_path)) as connection:
        for table, of in JOURNAL.items():
            rows = [row[0] for row in connection.execute(f'SELECT "{of}" FROM "{table}" ORDER BY 1')]
            middle = rows[len(rows) // 2]
            for name in columns(connection, table):
                connection.execute("BEGIN")
                other = f"CASE typeof(\"{name}\") WHEN 'integer' THEN \"{name}\" + 7000 ELSE 'x' END"
                connection.execute(f'UPDATE "{table}" SET "{name}" = {other} WHERE "{of}" = ?', (middle,))
                assert named(look(connection)) == middle, (table, name)
                connection.execute("ROLLBACK")


def test_a_history_that_was_written_anew_is_found_by_an_anchor_and_only_by_it(tmp_path: Path) -> None:
    chance = random.Random(5)
    with shell(books(tmp_path)) as connection:
        last = look(connection).anchor.operations
        early, late = (anchor_at(connection, last * part // 4) for part in (1, 3))
        for _ in range(12):
            connection.execute("BEGIN")
            done = edit(connection, chance)
            while not early.operations < done.first <= late.operations:
                connection.execute("ROLLBACK")
                connection.execute("BEGIN")
                done = edit(connection, chance)
            if "deleted" not in done.what and ".number" not in done.what and ".operation" not in done.what:
                forge(connection)
                assert not look(connection).wrong or "form" in done.what, done
                found = look(connection, early, late)
                assert found.kept == 1 and f"between {early.operations + 1} and" in found.wrong[-1], done
            connection.execute("ROLLBACK")


def test_a_tail_that_is_gone_is_found_by_the_head_or_by_an_anchor(tmp_path: Path) -> None:
    with shell(books(tmp_path)) as connection:
        (whole,) = anchors_of(connection)
        cut = whole.operations - 3
        before = anchor_at(connection, cut)
        for table, of in JOURNAL.items():
            connection.execute(f'DELETE FROM "{table}" WHERE "{of}" > ?', (cut,))
        assert f"operation {cut + 1} is missing" in look(connection).wrong[0]
        connection.execute("UPDATE community SET operations = ?, head = ?", (cut, before.head))
        assert not look(connection).wrong, "as an older backup is"
        assert "has lost operations" in look(connection, whole).wrong[0]
        assert "is gone" in list(chained(connection, [Anchor(9, 4, "0" * 64)]))[-1].wrong[0]


def test_the_host_keeps_anchors_and_holds_the_books_against_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, kept = books(tmp_path), tmp_path / "anchors.txt"
    assert main(["anchor", "--db", str(path), "--to", str(kept)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert list(anchors_in(kept.read_text())) == list(anchors_in(line)) != []
    assert main(["verify", "--chain", "--anchors", str(kept), "--db", str(path)]) == 0
    said = capsys.readouterr()
    assert "as it was written" in said.out and "1 of 1 anchors found" in said.err
    with shell(path) as connection:
        connection.execute("UPDATE entry SET amount = amount + 1 WHERE operation = 6")
        assert main(["verify", "--chain", "--db", str(path)]) == 1
        assert "operation 6 (" in capsys.readouterr().out
        forge(connection)
    assert main(["verify", "--chain", "--db", str(path)]) == 0
    assert main(["verify", "--chain", "--anchors", str(kept), "--db", str(path)]) == 1
    assert "was written anew" in capsys.readouterr().out
    kept.write_text("nothing of that kind")
    assert main(["verify", "--anchors", str(kept), "--db", str(path)]) == 2
    assert "no anchor in" in capsys.readouterr().err


async def test_a_community_with_a_log_channel_hears_its_anchor_once_a_day(town: Town) -> None:
    async def told() -> list[str]:
        before = len(town.mail.got)
        await town.chores.run(town.clock.now(), [Anchors()])
        await town.outbox.deliver()
        return [str(one.reply.facts["anchor"]) for one in town.mail.got[before:]]

    def choose(book: Book) -> Reply:
        places.point(book, "test", "log", "C7")
        return Reply("done")

    await town.must("ana", "connects balance")
    await town.outbox.deliver()
    assert await told() == [], "nobody has chosen a channel"
    town.clock.at += DAY
    await town.do([town.piece(town.key(), choose, kept=False)])
    first = await told()
    assert len(first) == 1 and list(anchors_in(first[0]))
    assert await told() == [], "another process, or another start"
    town.clock.at += DAY
    await town.must("ben", "connects balance")
    assert len(await told()) == 1
    town.clock.at += 3 * DAY
    assert await told() == [], "nothing was written since"
    assert found(town.path) == {}
