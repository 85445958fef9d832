"""A community's own affairs: its founding, its policy, its window, its pauses."""

from __future__ import annotations

from core import instants
from core.book import Book
from core.instants import FOREVER
from core.people import BOT
from core.policy.policy import Policy
from core.policy.shipped import document, preset
from core.policy.versions import PolicyVersion
from core.rules import calendar, journal, notices
from core.speech.phrase import Amount, When


def found(book: Book, preset_name: str) -> None:
    """Give a new community its first policy; nothing if it has one."""
    if not book.community.policy:
        begin(book, preset(preset_name))


def begin(book: Book, policy: Policy) -> None:
    """A new community's first policy, and its first window."""
    _save(book, policy, "community.founded", BOT, since=book.now)
    book.change(book.community, announced=calendar.period_now(book), digested=book.now)
    _open_window(book)
    calendar.reckon(book)


def change_policy(book: Book, policy: Policy, by: int, what: str) -> int:
    """Save a new policy, in force for what is decided after it; its version."""
    was = book.policy
    settle_window(book)
    version = _save(book, policy, "policy.saved", by, since=book.now, what=what)
    book.change(book.community, unseen=policy.returns_unseen_after_days)
    if was.digest_day != policy.digest_day:  # the first by another day is the next one
        book.change(book.community, digested=book.now)
    if was.bonus_window != policy.bonus_window:
        _open_window(book)
    calendar.reckon(book)
    if policy.lot_warn_days > was.lot_warn_days:  # the chore looks which wallets' warnings come earlier now
        book.change(book.community, due=book.now)
    return version


def _save(book: Book, policy: Policy, kind: str, by: int, *, since: int, what: str = "") -> int:
    community = book.community
    version = community.policy + 1
    text = document(policy)
    with journal.record(
        book,
        kind,
        actor=by,
        key="" if by else f"policy/{version}",
        policy=version,
        version=version,
        preset=policy.preset,
        what=what,
        document=text,
    ) as record:
        book.add(PolicyVersion(version, since, record.number, text))
        book.change(community, policy=version)
    book.memory.clear()
    return version


def _open_window(book: Book) -> None:
    policy = book.policy
    if policy.bonus_window == "weekly":
        start = instants.start_of_week(book.now, policy.time_zone)
        end = instants.next_week(book.now, policy.time_zone)
    else:
        start, end = 0, FOREVER
    book.change(book.community, window_start=start, window_end=end)


def settle_window(book: Book) -> None:
    """Close a weekly window that has ended and open the one that holds now (RULES 28).

    A window that has begun keeps its end, whatever zone the policy names since.
    """
    community = book.community
    ended = community.window_end
    if ended > book.now:
        return
    _open_window(book)
    # The new window begins where the old one ended, or with the week if weeks were missed.
    if community.window_start < ended:
        book.change(community, window_start=ended)
    with journal.record(
        book, "window.reset", key=f"window/{ended // instants.SECOND}", due=ended,
        start=community.window_start, end=community.window_end,
    ):  # fmt: skip
        pass
    if book.policy.bonus_amount:
        notices.announce(
            book, "window.reset", start=When(community.window_start), ends=When(community.window_end, "time"),
            cap=Amount(book.policy.bonus_cap),
        )  # fmt: skip
    calendar.reckon(book)


def pause(book: Book) -> None:
    """Stop the chores: the clock has jumped, and only people can tell whether it is right."""
    if book.community.paused or not book.community.policy:
        return
    with journal.record(book, "chores.paused"):
        book.change(book.community, paused=True)
    notices.post(book, "log", "chores.paused", when=When(book.now, "time"))


def resume(book: Book, by: int) -> bool:
    """Let the chores run again under the clock as it is; False if they were running."""
    if not book.community.paused:
        return False
    with journal.record(book, "chores.resumed", actor=by):
        book.change(book.community, paused=False)
    notices.log(book, "log.resumed", by)
    return True
