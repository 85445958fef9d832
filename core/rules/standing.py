"""Who stands for an agency: its people, who acts for its proposals and hears of them (RULES 16, 32)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.board.agencies import ACTIVE, ADMIN, AGENCIES_OF, MEMBERS_OF, OWNER, Agency, AgencyMember
from core.book import Book
from core.errors import Refusal
from core.people import Text
from core.rules import notices
from core.speech.phrase import Code, Mention, Ref, Words

MINE = ("yes", "y", "all")
"""Words that mean the only agency that one is in."""
Wallets = Iterable[tuple[int, int]]
"""Wallets that pay, each with the member who acted: their own, or that of an agency."""


def ref(agency: int) -> Ref:
    """How an agency is said."""
    return Ref("agency", agency)


def part_in(book: Book, agency: int, member: int) -> AgencyMember | None:
    """A member's part in an agency while they are active in it."""
    part = book.get(AgencyMember, (agency, member))
    return part if part is not None and part.state == ACTIVE else None


def active_in(book: Book, member: int) -> list[AgencyMember]:
    """A member's parts in the agencies that they are active in, by number."""
    return sorted((one for one in book.find(AGENCIES_OF, member) if one.state == ACTIVE), key=_agency)


def people_of(book: Book, agency: int) -> list[AgencyMember]:
    """Who is active in an agency, longest first."""
    there = (one for one in book.find(MEMBERS_OF, agency) if one.state == ACTIVE)
    return sorted(there, key=lambda one: (one.since, one.member))


def _agency(part: AgencyMember) -> int:
    return part.agency


def named(book: Book, parts: Iterable[AgencyMember], typed: int | str) -> AgencyMember:
    """Which of somebody's parts is meant: by number, by the agency's name, or the only one.

    Refuses: agency.unknown, agency.which.
    """
    some = list(parts)
    if isinstance(typed, int):
        found = [one for one in some if one.agency == typed]
    elif typed.casefold() in ("", *MINE):
        found = some
    else:
        book.need(*((Agency, one.agency) for one in some))
        names = {one.agency: book.the(Agency, one.agency).name for one in some}
        book.need(*((Text, name) for name in names.values()))
        found = [one for one in some if _is_called(book.get(Text, names[one.agency]), typed)]
    if len(found) == 1:
        return found[0]
    listed = Code("/agency show")
    if found:
        raise Refusal("agency.which", agencies=tuple(ref(one.agency) for one in found), list=listed)
    shown = f"agency-{typed}" if isinstance(typed, int) else typed
    raise Refusal("agency.unknown", agency=shown or None, list=listed)


def _is_called(name: Text | None, typed: str) -> bool:
    return name is not None and name.body.casefold() == typed.casefold()


def wallet_for(book: Book, by: int, typed: int | str) -> int:
    """The number of the wallet that somebody asks about: their own, or that of an agency they are in.

    Refuses: agency.unknown, agency.which.
    """
    return named(book, active_in(book, by), typed).agency if typed else by


def acts_for(book: Book, by: int, wallet: int, sender: int) -> bool:
    """Whether somebody acts for what a wallet paid and somebody sent.

    Of an agency: who sent it while they are active in it, and its owner and admins.
    """
    if wallet == sender:
        return by == sender
    part = part_in(book, wallet, by)
    return part is not None and (by == sender or part.role in (OWNER, ADMIN))


def is_own(book: Book, by: int, wallet: int, sender: int) -> bool:
    """Whether a proposal is somebody's own or of their agency, so that they may not decide on it."""
    return by == sender or (wallet != sender and part_in(book, wallet, by) is not None)


def contact(book: Book, wallet: int, sender: int) -> int:
    """Who hears of what a wallet paid: its sender, or the agency's owner once the sender is out of it."""
    if wallet == sender or part_in(book, wallet, sender) is not None:
        return sender
    owners = [one.member for one in people_of(book, wallet) if one.role == OWNER]
    return owners[0] if owners else sender


def tell(book: Book, wallet: int, sender: int, by: int, key: str, /, **facts: Any) -> None:
    """Tell who hears of an agency's doings that somebody else of it did something; nothing to oneself."""
    if wallet != sender and (told := contact(book, wallet, sender)) != by:
        notices.to_member(book, told, key, member=Mention(by), **whose(book, wallet, sender), **facts)


def need(book: Book, some: Wallets) -> None:
    """Ask together for what saying and telling of these will need."""
    of_agencies = [(wallet, sender) for wallet, sender in some if wallet != sender]
    book.need(*((AgencyMember, one) for one in of_agencies), *((Agency, one) for one, _ in of_agencies))
    book.need(*((MEMBERS_OF, one) for one, sender in of_agencies if part_in(book, one, sender) is None))


def whose(book: Book, wallet: int, sender: int) -> dict[str, Any]:
    """The agency that something was paid by, as it is said: nothing where it was somebody's own wallet."""
    if wallet == sender:
        return {"agency": None, "name": None}
    return {"agency": ref(wallet), "name": Words(book.the(Agency, wallet).name)}
