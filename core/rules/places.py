"""Where a community lives on a platform: its channels, what roles mean there, coming and going."""

from __future__ import annotations

from core.book import Book
from core.people import RANKS, ROLE_RANKS, STAFF_SEEN, Rank, RoleRank, Who
from core.rules import calendar, journal, notices
from core.speech.notice import JOBS, NEWS, OWNER, Route, to_member
from core.speech.phrase import Place, Term

TOLD = 5
"""So many of the staff are asked for something, those first who acted last."""


def settle(book: Book, who: Who) -> None:
    """Let cards and announcements go where the first job was posted (RULES 38).

    An address is not among the books, so this is no operation.
    """
    if not who.channel:
        return
    book.need((Route, (who.platform, JOBS)), (Route, (who.platform, NEWS)))
    for channel in (JOBS, NEWS):
        route = book.get(Route, (who.platform, channel))
        if route is None or not route.to:
            point(book, who.platform, channel, who.channel)


def point(book: Book, platform: str, channel: str, to: str) -> None:
    """Send what is for a channel there from now on; what waits for it follows."""
    route = book.get(Route, (platform, channel))
    if route is None:
        book.add(Route(platform, channel, to, "", book.now))
    else:
        book.change(route, to=to, error="", at=book.now)


def choose(book: Book, platform: str, channel: str, to: str, by: int) -> None:
    """Staff choose a channel."""
    with journal.record(book, "channel.set", actor=by, platform=platform, channel=channel, to=to):
        point(book, platform, channel, to)
    notices.log(book, "log.channel", by, channel=Term(channel), to=Place("channel", to))


def close(book: Book, platform: str, channel: str, error: str) -> bool:
    """Close a route: what is for it waits. Whether staff have yet to be told."""
    route = book.get(Route, (platform, channel))
    if route is None:
        book.add(Route(platform, channel, "", error, book.now))
        return True
    told = bool(route.error)
    book.change(route, error=error, at=book.now)
    return not told


def reopen(book: Book, platform: str, channel: str) -> None:
    """A closed route took something again."""
    route = book.get(Route, (platform, channel))
    if route is not None and route.error:
        book.change(route, error="")


def ask_staff(book: Book, key: str, /, **facts: object) -> None:
    """Tell the staff something directly; the place's owner while nobody was seen acting as staff."""
    seen = sorted(book.find(STAFF_SEEN, ()), key=lambda one: (-one.acted, one.number))
    for channel in [to_member(one.number) for one in seen[:TOLD]] or [OWNER]:
        notices.post(book, channel, key, **facts)  # type: ignore[arg-type]


def rank_of(book: Book, who: Who) -> Rank:
    """The highest rank that a person's roles give them."""
    if not who.roles:
        return Rank.MEMBER
    ranks = [
        one.rank
        for one in book.find(ROLE_RANKS, ())
        if one.platform == who.platform and one.role in who.roles
    ]
    return Rank(max(ranks, default=0))


def map_role(book: Book, platform: str, role: str, rank: str, by: int) -> None:
    """Let a role of a platform give a rank; ``member`` takes it away."""
    number = int(RANKS[rank])
    with journal.record(book, "role.set", actor=by, platform=platform, role=role, rank=number):
        row = book.get(RoleRank, (platform, role))
        if row is None:
            book.add(RoleRank(platform, role, number))
        else:
            book.change(row, rank=number)
    notices.log(book, "log.role", by, role=Place("role", role), rank=Term(rank))


def leave(book: Book) -> None:
    """The platform let the bot go: the books are kept, and nothing happens by itself."""
    if book.community.away or not book.community.policy:
        return
    with journal.record(book, "place.left"):
        book.change(book.community, away=True)


def back(book: Book) -> None:
    """The bot is there again; what fell due meanwhile is due (RULES 10)."""
    if not book.community.away:
        return
    with journal.record(book, "place.returned"):
        book.change(book.community, away=False)
    calendar.reckon(book)
