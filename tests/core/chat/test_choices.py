"""What an option may be, by what has been typed of it."""

from __future__ import annotations

import pytest

from tests.core.town import Town


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["job-2", "job-1"]),
        ("jo", ["job-2", "job-1"]),
        ("job-", ["job-2", "job-1"]),
        ("job-1", ["job-1"]),
        ("#2", ["job-2"]),
        ("1", ["job-1"]),
        ("LOGO", ["job-1"]),
        ("a po", ["job-2"]),
        ("nothing", []),
    ],
)
async def test_a_job_is_found_by_its_number_or_by_words_of_its_title(
    town: Town, typed: str, found: list[str]
) -> None:
    for title in ("A logo", "A poster"):
        await town.must("staff", f'job post "{title}" price:4')
    offered = await town.door.choices(town.who("bob"), "apply", "job", typed)
    assert [value for value, _ in offered] == found
