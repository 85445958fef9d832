"""How replies are read aloud on a platform: the names, texts and time zone that their words need."""

from __future__ import annotations

from collections.abc import Sequence

from core.book import Book
from core.queries import Bodies, Names
from core.speech.plain import numbers_in
from core.speech.reply import Reply
from core.speech.texts import Voice


def voice_of(
    book: Book, replies: Sequence[Reply], locale: str = "", platform: str = "", also: Sequence[int] = ()
) -> Voice:
    """What these replies need of a community; ``also`` are further members whose persons are asked for."""
    if not book.community.policy:
        return Voice(locale or "en")
    policy = book.policy
    people, texts = numbers_in(replies)
    who, what = Names(tuple(sorted({*people, *also}))), Bodies(texts)
    book.need(*([(who, None)] if who.members else ()), *([(what, None)] if texts else ()))
    known = book.ask(who) if who.members else {}
    return Voice(
        locale or policy.locale, policy.time_zone,
        {number: one.name for number, one in known.items()},
        book.ask(what) if texts else {},
        {number: one.persons[platform] for number, one in known.items() if platform in one.persons},
    )  # fmt: skip
