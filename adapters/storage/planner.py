"""What SQLite's planner is told of the tables, the same for every database.

Without statistics it takes a community for ten rows, and walks through all of its
lots to find one wallet's. Real ones would make plans depend on the day they were
taken; so every index is said to be as it is in a large community.
"""

from __future__ import annotations

from sqlalchemy import Connection

ROWS, SOME = 1_000_000, 20_000
"""In a table; in an index of some of its rows only."""
COMMUNITIES = 1_000


def tell(connection: Connection) -> None:
    """Write the statistics; connections opened later read them."""
    connection.exec_driver_sql("ANALYZE meta")  # makes the table, if it is not there
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    tables = connection.exec_driver_sql("PRAGMA table_list").all()
    for _, table, kind, _, without_rowid, _ in tables:
        if kind != "table" or table.startswith("sqlite_") or table == "alembic_version":
            continue
        said = [(None, str(ROWS))]
        for _, index, unique, origin, partial in connection.exec_driver_sql(f"PRAGMA index_list({table})"):
            fields = [row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({index})")]
            name = table if origin == "pk" and without_rowid else index
            said.append((name, _selectivity(fields, bool(unique), SOME if partial else ROWS)))
        for name, numbers in said:
            if name is not None or len(said) == 1:
                connection.exec_driver_sql(
                    "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, name, numbers)
                )


def _selectivity(fields: list[str], unique: bool, rows: int) -> str:
    """How many rows the index has, then how many share each longer part of its fields."""
    shared = []
    few = 10 if rows == ROWS else 2
    for place, field in enumerate(fields):
        if place == 0 and field == "community":
            shared.append(rows // COMMUNITIES)
        else:
            shared.append(few)
            few = max(2, few // 3)
    if unique:
        shared[-1] = 1
    return " ".join(str(number) for number in (rows, *shared)) + " noskipscan"
