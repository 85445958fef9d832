"""Files of balances are read as they are exported, and what is wrong in them is named by its line."""

from __future__ import annotations

import json
import string
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.moving import reading
from adapters.moving.lines import Bad, File, connects
from adapters.moving.reading import Unreadable, read

ANA, BEN = "81384788765712384", "305129477627969547"
HEAD = "platform,member,name,connects,expires,note\n"


def file(folder: Path, content: str | bytes | Any, **more: str) -> File:
    path = folder / "balances"
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, **more)


def people(found: File) -> list[tuple[str, str]]:
    return [(line.person, str(line.balance)) for line in found.lines]


def test_a_table_is_read_with_its_columns_in_any_order(tmp_path: Path) -> None:
    rows = f'40,{ANA},Discord,"old, and\ngood"\n7,U024BE7LH,slack,\n'
    found = file(tmp_path, f"Connects,Member ID,Platform,note\n{rows}")
    assert [line[:5] for line in found.lines] == [
        (2, "discord", ANA, "", Decimal(40)), (4, "slack", "U024BE7LH", "", Decimal(7)),
    ]  # fmt: skip
    assert found.lines[0].note == "old, and good"


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_spreadsheets_write_is_read(tmp_path: Path, between: str, mark: bytes) -> None:
    text = HEAD.replace(",", between).replace("\n", "\r\n") + between.join(
        ["discord", ANA, "Ana", "40", "2027-12-24", ""]
    )
    found = file(tmp_path, mark + text.encode())
    assert [line[1:] for line in found.lines] == [("discord", ANA, "Ana", Decimal(40), "2027-12-24", "")]
    assert not found.bad


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"discord,{ANA[:5]},,4,,", "is no member of discord"),
        ("discord,8.13848E+16,,4,,", "rounded by a spreadsheet"),
        ("slack,ana,,4,,", "a Slack number"),
        (f"discord,{BEN},,,,", "its connects is empty"),
        (f"discord,{BEN},,many,,", "“many” is no balance"),
        (f"discord,{BEN},,1e5,,", "“1e5” is no balance"),
        (f'discord,{BEN},,"1,000",,', "“1,000” is no balance"),
        (f"discord,{BEN},,٣,,", "is no balance"),
        (f"discord,{BEN},,4,,,more", "it has 7 cells"),
        (f"discord,{BEN},{'x' * 81},4,,", "the name has 81 signs"),
        (f'discord,{BEN},"a\x07b",4,,', "U+0007"),
        (f"discord,{ANA},,5,,", f"{ANA} stands in line 2 already"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_others_are_read(tmp_path: Path, line: str, why: str) -> None:
    found = file(tmp_path, f"{HEAD}discord,{ANA},Ana,4,,\n\n{line}\ndiscord,111111111111111,,4,,\n")
    assert [(one.number, why in one.why) for one in found.bad] == [(4, True)], found.bad
    assert len(found.lines) == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "has to name the columns"),
        (b"member,connects\n1,2\n", "platform is not among them"),
        (b"platform,member,connects,balance\n", "names connects twice"),
        (HEAD.encode() + b'discord,"1,2\n', "can't be read"),
        (HEAD.encode("utf-16"), "UTF-16"),
        (HEAD.encode() + b"a,\xff\n", "not in UTF-8 (line 2)"),
        (HEAD.encode() + b"a,\0\n", "a NUL in line 2"),
        (b'{"a": 1', "begins like JSON"),
        (b"[" * 100_000, "begins like JSON"),
        (b'{"a": 1}', "neither Red's bank nor"),
    ],
)
def test_what_is_no_such_file_is_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as said:
        file(tmp_path, content)
    assert why in str(said.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"discord,{10**17 + number},,1,,\n" for number in range(4))
    monkeypatch.setattr(reading, "MOST_LINES", 3)
    with pytest.raises(Unreadable, match="more than 3 members"):
        file(tmp_path, HEAD + rows)
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="at most 10 are read"):
        file(tmp_path, HEAD + rows)


def red(**bank: Any) -> Any:
    return {"384734293238749": bank}


ACCOUNTS = {
    ANA: {"name": "Ana", "balance": 1200, "created_at": 1600000000},
    BEN: {"name": "Be\u0007n", "balance": 7},
}


def test_reds_accounts_of_a_guild_are_read(tmp_path: Path) -> None:
    bank = red(GLOBAL={"schema_version": 1}, MEMBER={"1": ACCOUNTS, "2": {}}, GUILD={"1": {"bank_name": "X"}})
    found = file(tmp_path, bank, guild="1")
    assert (found.source, people(found)) == ("red", [(ANA, "1200"), (BEN, "7")])
    assert [line.name for line in found.lines] == ["Ana", ""]
    for guild, why in (("", "name one with --guild: 1, 2"), ("3", "no accounts of the guild 3")):
        with pytest.raises(Unreadable, match=why):
            file(tmp_path, bank, guild=guild)


def test_reds_accounts_of_a_bank_for_all_guilds_are_read(tmp_path: Path) -> None:
    bank = red(GLOBAL={"is_global": True}, USER=ACCOUNTS, MEMBER={"1": {ANA: {"balance": 5}}})
    assert people(file(tmp_path, bank)) == [(ANA, "1200"), (BEN, "7")]


USERS = [
    {"rank": "1", "user_id": ANA, "cash": 300, "bank": 700, "total": 1000},
    {"rank": "2", "user_id": BEN, "cash": -20, "bank": 30, "total": 10},
]


@pytest.mark.parametrize(
    "content",
    [USERS, {"users": USERS, "total_pages": 1}, [{"users": USERS[:1]}, {"users": USERS[1:]}], [USERS]],
)
def test_unbelievaboats_leaderboard_is_read(tmp_path: Path, content: Any) -> None:
    found = file(tmp_path, content)
    assert (found.source, people(found)) == ("unbelievaboat", [(ANA, "1000"), (BEN, "10")])
    assert people(file(tmp_path, content, which="cash")) == [(ANA, "300"), (BEN, "-20")]


@pytest.mark.parametrize("total", ["Infinity", True, None, [1], 10**40])
def test_a_balance_that_is_none_is_bad(tmp_path: Path, total: Any) -> None:
    found = file(tmp_path, [USERS[0], {**USERS[1], "total": total}])
    assert [one.number for one in found.bad] == [2]
    assert file(tmp_path, '[{"user_id": "81384788765712384", "total": Infinity}]').bad


@given(balance=st.decimals(-(10**9), 10**9, places=4), rate=st.decimals("0.0001", 10, places=4))
def test_whole_connects_and_what_is_left_over_come_to_the_balance(balance: Decimal, rate: Decimal) -> None:
    try:
        whole, over = connects(balance, rate)
    except Bad:
        assert balance * rate > 1_000_000
        return
    if balance <= 0:
        assert (whole, over) == (0, 0)
    else:
        assert 0 <= balance * rate - whole < 1
        assert abs(whole / rate + over - balance) < Decimal("0.0001")


@given(st.one_of(st.binary(max_size=200), st.text(string.printable, max_size=200).map(str.encode)))
def test_whatever_a_file_holds_is_lines_or_one_sentence(tmp_path: Path, content: bytes) -> None:
    for form in reading.FORMATS:
        try:
            file(tmp_path, content, form=form)
        except Unreadable as said:
            assert str(said)
