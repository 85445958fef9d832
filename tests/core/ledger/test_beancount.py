"""The plain-text ledger."""

from __future__ import annotations

from core.instants import DAY
from core.ledger.beancount import Ledger, name_of, quoted
from core.ledger.operations import Entry, Operation


def test_an_operation_is_a_transaction_and_accounts_open_where_they_are_first_used() -> None:
    ledger = Ledger('A "community"')
    op = Operation(7, "discord/1", "proposal.submitted", 3, DAY, 0, 2, 42, 9, 3, "{}", 1, "")
    moved = [Entry(7, 1, "wallet", 3, -4, 10, 6), Entry(7, 2, "spent", 0, 4, 0, 0)]
    assert "".join(ledger.operation(op, moved)) == (
        'option "title" "A \\"community\\""\n'
        'option "operating_currency" "CONNECT"\n'
        "\n"
        "1970-01-02 commodity CONNECT\n"
        "1970-01-02 open Assets:Wallet:3 CONNECT\n"
        "1970-01-02 open Equity:Spent CONNECT\n"
        "\n"
        '1970-01-02 * "proposal.submitted"\n'
        "  operation: 7\n"
        '  key: "discord/1"\n'
        '  time: "1970-01-02T00:00:00+00:00"\n'
        "  actor: 3\n"
        "  policy: 2\n"
        "  job: 42\n"
        "  proposal: 9\n"
        "  Assets:Wallet:3  -4 CONNECT\n"
        "  Equity:Spent  4 CONNECT\n"
    )
    assert "".join(ledger.balances({"Assets:Wallet:3": 6, "Assets:Wallet:4": 0})) == (
        "1970-01-02 open Assets:Wallet:4 CONNECT\n"
        "\n"
        "1970-01-03 balance Assets:Wallet:3  6 CONNECT\n"
        "1970-01-03 balance Assets:Wallet:4  0 CONNECT\n"
    )


def test_a_late_operation_tells_when_it_was_due() -> None:
    op = Operation(1, "grant/1970-01/3", "grant", 0, 3 * DAY, DAY, 1, 0, 0, 3, "{}", 1, "")
    assert '  due: "1970-01-02T00:00:00+00:00"\n' in "".join(Ledger("x").operation(op, ()))


def test_names_and_strings_are_such_as_the_tool_takes() -> None:
    assert name_of("wallet", 3) == "Assets:Wallet:3"
    assert name_of("returns", 0) == "Equity:Returns"
    assert quoted('a\\b "c"\n\td') == '"a\\\\b \\"c\\" d"'
