"""Who runs an agency after its owner: whoever it is handed to, an admin, or nobody (RULES 32)."""

from __future__ import annotations

from core.board.agencies import ACTIVE, ADMIN, AGENCIES_OF, MEMBERS_OF, OWNED_BY, OWNER, Agency, AgencyMember
from core.book import Book
from core.errors import Refusal
from core.people import BOT
from core.rules import agencies, calendar, journal, notices, standing, wallets
from core.rules.agencies import Which, said
from core.speech.phrase import Code, Mention

NO_OWNER = "owner"
"""Why a wallet is frozen whose agency has no owner."""


def hand_over(book: Book, by: int, which: Which, member: int) -> Agency:
    """The owner makes somebody active in the agency its owner, and is an admin from then on.

    Refuses: agency.unknown, agency.which, agency.role_needed, agency.not_in, agency.is_owner,
    agency.owner_already.
    """
    agency, own = agencies.led(book, by, which, owned=True)
    heir = agencies.other(book, agency, member)
    agencies.must_own_none(book, member)
    _hand(book, agency, own, heir, by)
    return agency


def _hand(book: Book, agency: Agency, old: AgencyMember, heir: AgencyMember, by: int) -> None:
    with journal.record(
        book, "agency.handed_over", actor=by, member=heir.member, agency=agency.number, before=old.member
    ):
        book.change(agency, owner=heir.member)
        book.change(heir, role=OWNER, since=book.now)
        book.change(old, role=ADMIN, since=book.now)
    notices.to_member(book, heir.member, "agency.is_yours", **said(agency), member=Mention(old.member))


def leave(book: Book, by: int, which: Which) -> tuple[Agency, bool]:
    """Leave an agency; whether it froze, since nobody is left in it.

    Refuses: agency.unknown, agency.which, agency.hand_over.
    """
    agency, part = agencies.mine(book, by, which)
    if part.role != OWNER:
        agencies.out(book, agency, part, by)
        return agency, False
    if len(standing.people_of(book, agency.number)) > 1:
        hand = Code(f"/agency handover agency:agency-{agency.number}")
        raise Refusal("agency.hand_over", **said(agency), handover=hand)
    _freeze(book, agency, by)
    agencies.out(book, agency, part, by)
    return agency, True


def _freeze(book: Book, agency: Agency, by: int) -> None:
    wallet = wallets.of(book, agency.number)
    with journal.record(book, "agency.frozen", actor=by, member=agency.number, agency=agency.number):
        book.change(agency, owner=0)
        book.change(wallet, active=False, frozen=wallet.frozen or NO_OWNER)


def depart(book: Book, member: int) -> None:
    """A member left the community: they are in no agency any more, and what they own goes to its admins.

    An agency that no admin can take over freezes, and stays theirs in case they come back.
    """
    parts: list[AgencyMember] = sorted(book.find(AGENCIES_OF, member), key=lambda one: one.agency)
    book.need(*((Agency, one.agency) for one in parts), *((MEMBERS_OF, one.agency) for one in parts))
    for part in parts:
        agency = book.the(Agency, part.agency)
        if part.role != OWNER or part.state != ACTIVE:
            agencies.out(book, agency, part, member)
            continue
        heir = _heir(book, agency)
        if heir is None:
            _freeze(book, agency, BOT)
            _tell(book, agency, "agency.is_frozen")
        else:
            _hand(book, agency, part, heir, BOT)
            agencies.out(book, agency, part, member)


def _heir(book: Book, agency: Agency) -> AgencyMember | None:
    """The longest-serving admin who owns no other agency."""
    admins = [one for one in standing.people_of(book, agency.number) if one.role == ADMIN]
    book.need(*((OWNED_BY, one.member) for one in admins))
    return next((one for one in admins if not book.find(OWNED_BY, one.member)), None)


def come_back(book: Book, member: int) -> None:
    """A member is back in the community: an agency of theirs that nobody took over thaws."""
    for part in standing.active_in(book, member):
        agency = book.the(Agency, part.agency)
        if part.role != OWNER or agency.owner:
            continue
        wallet = wallets.of(book, agency.number)
        with journal.record(book, "agency.thawed", actor=member, member=agency.number, agency=agency.number):
            book.change(agency, owner=member)
            book.change(wallet, frozen="" if wallet.frozen == NO_OWNER else wallet.frozen)
            calendar.begin_again(book, wallet)
        _tell(book, agency, "agency.is_thawed")


def _tell(book: Book, agency: Agency, key: str) -> None:
    """Tell everybody else who is active in an agency."""
    owners = [one.member for one in standing.people_of(book, agency.number) if one.role == OWNER]
    for one in standing.people_of(book, agency.number):
        if one.role != OWNER:
            notices.to_member(book, one.member, key, **said(agency), member=Mention(owners[0]))
