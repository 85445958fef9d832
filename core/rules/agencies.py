"""Agencies: founding one, who is in it, what each may do and spend (RULES 19, 32)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from core import instants
from core.board.agencies import (
    ACTIVE,
    ADMIN,
    GONE,
    INVITED,
    MEMBER,
    NO_LIMIT,
    OWNED_BY,
    OWNER,
    Agency,
    AgencyMember,
    AgencySpent,
)
from core.board.agencies import AGENCIES_OF as PARTS_OF
from core.book import Book
from core.errors import Refusal
from core.instants import FOREVER
from core.ledger.accounts import Wallet
from core.ledger.lots import LOTS_LEFT
from core.people import Member
from core.policy.policy import AGENCY
from core.rules import calendar, journal, notices, standing, wallets
from core.rules.standing import ref
from core.speech.phrase import Amount, Code, Mention, Term, When, Words
from core.speech.reply import Button

Which = int | str
"""An agency as somebody named it: its number, its name, or a word for the only one."""


def create(book: Book, by: int, name: str) -> Agency:
    """Found an agency with a wallet of its own. Refuses: agency.owner_already."""
    must_own_none(book, by)
    number = book.next("owners")
    with journal.record(book, "agency.created", actor=by, member=number, agency=number) as record:
        book.add(
            Wallet(
                number, AGENCY, 0, AGENCY, calendar.period_of_joining(book),
                top=book.policy.monthly(AGENCY), day=calendar.day_of_joining(book),
            )
        )  # fmt: skip
        agency = book.add(Agency(number, record.text(name, by), by, book.now))
        book.add(AgencyMember(number, by, OWNER, ACTIVE, book.now))
    return agency


def must_own_none(book: Book, member: int) -> None:
    """Refuses: agency.owner_already."""
    owned: list[Agency] = book.find(OWNED_BY, member)
    if owned:
        raise Refusal("agency.owner_already", agency=ref(owned[0].number), member=Mention(member))


def mine(book: Book, by: int, which: Which) -> tuple[Agency, AgencyMember]:
    """An agency that somebody is active in, and their part in it. Refuses: agency.unknown, agency.which."""
    part = standing.named(book, standing.active_in(book, by), which)
    return book.the(Agency, part.agency), part


def led(book: Book, by: int, which: Which, *, owned: bool = False) -> tuple[Agency, AgencyMember]:
    """An agency that somebody runs, as its owner or, unless ``owned``, as an admin.

    Refuses: agency.unknown, agency.which, agency.role_needed.
    """
    agency, part = mine(book, by, which)
    if part.role != OWNER and (owned or part.role != ADMIN):
        raise _role_needed(agency, OWNER if owned else ADMIN)
    return agency, part


def _role_needed(agency: Agency, role: str) -> Refusal:
    show = Code(f"/agency show agency-{agency.number}")
    return Refusal("agency.role_needed", **said(agency), role=Term(role), show=show)


def said(agency: Agency) -> dict[str, Any]:
    """An agency as it is said: its number and its name."""
    return {"agency": ref(agency.number), "name": Words(agency.name)}


def must_run(agency: Agency) -> None:
    """Refuses: agency.frozen."""
    if not agency.owner:
        raise Refusal("agency.frozen", **said(agency))


def invite(book: Book, by: int, which: Which, member: int) -> Agency:
    """Ask a member to join.

    Refuses: agency.unknown, agency.which, agency.role_needed, agency.frozen, agency.away, agency.already.
    """
    agency, _ = led(book, by, which)
    must_run(agency)
    if book.the(Member, member).left:
        raise Refusal("agency.away", member=Mention(member))
    part = book.get(AgencyMember, (agency.number, member))
    if part is not None and part.state != GONE:
        raise Refusal("agency.already", **said(agency), member=Mention(member), state=Term(part.state))
    with _recorded(book, "agency.invited", by, agency, member):
        if part is None:
            book.add(AgencyMember(agency.number, member, MEMBER, INVITED, book.now))
        else:
            book.change(part, role=MEMBER, state=INVITED, since=book.now, monthly=NO_LIMIT)
    notices.to_member(
        book, member, "agency.invitation",
        buttons=(
            Button("button-accept", f"agency accept agency-{agency.number}"),
            Button("button-decline", f"agency decline agency-{agency.number}"),
        ),
        **said(agency), member=Mention(by),
    )  # fmt: skip
    return agency


def _recorded(
    book: Book, kind: str, by: int, agency: Agency, member: int, **facts: Any
) -> AbstractContextManager[journal.Record]:
    return journal.record(book, kind, actor=by, member=member, agency=agency.number, **facts)


def _invited(book: Book, by: int, which: Which) -> tuple[Agency, AgencyMember]:
    asked = [one for one in book.find(PARTS_OF, by) if one.state == INVITED]
    part = standing.named(book, asked, which)
    return book.the(Agency, part.agency), part


def accept(book: Book, by: int, which: Which) -> Agency:
    """Join an agency that one is invited to. Refuses: agency.unknown, agency.which, agency.frozen."""
    agency, part = _invited(book, by, which)
    must_run(agency)
    with _recorded(book, "agency.joined", by, agency, by):
        book.change(part, state=ACTIVE, since=book.now)
    notices.to_member(book, agency.owner, "agency.has_joined", **said(agency), member=Mention(by))
    return agency


def decline(book: Book, by: int, which: Which) -> Agency:
    """Turn an invitation down. Refuses: agency.unknown, agency.which."""
    agency, part = _invited(book, by, which)
    out(book, agency, part, by)
    return agency


def set_role(book: Book, by: int, which: Which, member: int, role: str) -> Agency:
    """The owner makes somebody an admin or a member.

    Refuses: agency.unknown, agency.which, agency.role_needed, agency.not_in, agency.is_owner.
    """
    agency, _ = led(book, by, which, owned=True)
    part = other(book, agency, member)
    with _recorded(book, "agency.role_set", by, agency, member, role=role):
        book.change(part, role=role, since=book.now if part.role != role else part.since)
    notices.to_member(book, member, "agency.your_role", **said(agency), role=Term(role), member=Mention(by))
    return agency


def limit(book: Book, by: int, which: Which, member: int, monthly: int) -> Agency:
    """Set what somebody may spend in a month; who runs an agency with its owner is limited by the owner only.

    Refuses: agency.unknown, agency.which, agency.role_needed, agency.not_in, agency.is_owner.
    """
    agency, own = led(book, by, which)
    part = other(book, agency, member)
    if part.role == ADMIN and own.role != OWNER:
        raise _role_needed(agency, OWNER)
    with _recorded(book, "agency.limited", by, agency, member, limit=monthly):
        book.change(part, monthly=monthly)
    if by != member:
        notices.to_member(
            book, member, "agency.your_limit", **said(agency), limit=limit_of(part), member=Mention(by)
        )
    return agency


def limit_of(part: AgencyMember) -> Amount | None:
    """What somebody may spend in a month; None for any amount."""
    return None if part.monthly == NO_LIMIT else Amount(part.monthly)


def other(book: Book, agency: Agency, member: int) -> AgencyMember:
    """Somebody active in an agency who does not own it. Refuses: agency.not_in, agency.is_owner."""
    part = standing.part_in(book, agency.number, member)
    if part is None:
        raise Refusal("agency.not_in", **said(agency), member=Mention(member))
    if part.role == OWNER:
        hand = Code(f"/agency handover agency:agency-{agency.number}")
        raise Refusal("agency.is_owner", **said(agency), member=Mention(member), handover=hand)
    return part


def remove(book: Book, by: int, which: Which, member: int) -> Agency:
    """Put somebody out, or take an invitation back; what they sent for the agency stays its own.

    Refuses: agency.unknown, agency.which, agency.role_needed, agency.not_in, agency.is_owner.
    """
    agency, own = led(book, by, which)
    part = book.get(AgencyMember, (agency.number, member))
    if part is None or part.state != INVITED:
        part = other(book, agency, member)
    if part.role == ADMIN and own.role != OWNER and member != by:
        raise _role_needed(agency, OWNER)
    out(book, agency, part, by)
    return agency


def out(book: Book, agency: Agency, part: AgencyMember, by: int) -> None:
    """Somebody is in an agency, or invited to it, no longer; who runs it hears of it, or they themselves."""
    kind = "agency.left" if part.state == ACTIVE else "agency.declined"
    with _recorded(book, kind, by, agency, part.member):
        book.change(part, state=GONE, since=book.now)
    if by != part.member:
        notices.to_member(book, part.member, "agency.put_out", **said(agency), member=Mention(by))
    elif agency.owner:
        key = "agency.has_left" if kind == "agency.left" else "agency.has_declined"
        notices.to_member(book, agency.owner, key, **said(agency), member=Mention(part.member))


# What it spends ---------------------------------------------------------------


def spender(book: Book, by: int, agency: int) -> Wallet:
    """The wallet of an agency, for somebody who may spend from it. Refuses: agency.unknown, agency.frozen."""
    book.need((AgencyMember, (agency, by)), (Agency, agency), (Wallet, agency), (LOTS_LEFT, agency))
    if standing.part_in(book, agency, by) is None:
        raise Refusal("agency.unknown", agency=f"agency-{agency}", list=Code("/agency show"))
    must_run(book.the(Agency, agency))
    return wallets.of(book, agency)


def spent(book: Book, agency: int, member: int) -> int:
    """What somebody spent of an agency's Connects in this month of the community's calendar."""
    row = book.get(AgencySpent, (agency, member, _month(book)))
    return row.spent if row is not None else 0


def _month(book: Book) -> int:
    return instants.period(book.now, book.policy.time_zone)


def must_allow(book: Book, agency: int, member: int, amount: int) -> None:
    """Whether somebody's limit lets them spend so much, and the agency spends at all.

    Refuses: agency.unknown, agency.frozen, agency.limit.
    """
    part = standing.part_in(book, agency, member)
    if part is None:
        raise Refusal("agency.unknown", agency=f"agency-{agency}", list=Code("/agency show"))
    found = book.the(Agency, agency)
    must_run(found)
    used = spent(book, agency, member)
    if part.monthly != NO_LIMIT and used + amount > part.monthly:
        ends = instants.start_of_period(_month(book) + 1, book.policy.time_zone)
        raise Refusal(
            "agency.limit", **said(found), price=Amount(amount), limit=Amount(part.monthly),
            left=Amount(max(0, part.monthly - used)), ends=When(ends - 1 if ends < FOREVER else ends),
        )  # fmt: skip


def count(book: Book, agency: int, member: int, amount: int) -> None:
    """Count what somebody spends of an agency's Connects towards their limit.

    Refuses: agency.unknown, agency.frozen, agency.limit.
    """
    must_allow(book, agency, member, amount)
    row = book.get(AgencySpent, (agency, member, _month(book)))
    if row is not None:
        book.change(row, spent=row.spent + amount)
    elif amount:
        book.add(AgencySpent(agency, member, _month(book), amount))


def need_spent(book: Book, parts: Iterable[AgencyMember]) -> None:
    """Ask together for what these spent in this month."""
    book.need(*((AgencySpent, (one.agency, one.member, _month(book))) for one in parts))


def look(book: Book, by: int, agency: int) -> None:
    """Staff look into an agency, which is written down and shown in the log channel."""
    found = book.the(Agency, agency)
    with journal.record(book, "wallet.shown", actor=by, member=agency, agency=agency):
        pass
    notices.log(book, "log.looked_agency", by, **said(found))
