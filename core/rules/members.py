"""Coming, going, rank and plan (RULES 7, 8, 12)."""

from __future__ import annotations

from core.board.awards import Award
from core.book import Book
from core.errors import Refusal
from core.instants import DAY, FOREVER, Instant
from core.ledger.accounts import Wallet
from core.ledger.lots import LOTS_LEFT
from core.people import Identity, Member, Rank, Who
from core.rules import calendar, communities, dues, erasing, journal, plans, succession, wallets


def meet(book: Book, who: Who, preset: str) -> int:
    """The number of the person who speaks; a newcomer gets a wallet and the sign-up gift, once for ever."""
    communities.found(book, preset)
    identity = book.get(Identity, (who.platform, who.person))
    if identity is None:
        return _join(book, who)
    if identity.name != who.name and who.name:
        book.change(identity, name=who.name)
    number = identity.member
    book.need((Member, number), (Wallet, number), (LOTS_LEFT, number))  # whatever comes needs them
    member = book.the(Member, number)
    if member.left:
        _return(book, member)
    wallet = book.the(Wallet, number)
    if wallet.gift or plans.has_changed(book, who, identity):
        dues.age(book, wallet)
        _open_gate(book, who, wallet)
        plans.follow_roles(book, who, identity, wallet)
    return number


def known(book: Book, who: Who) -> int:
    """The number of a person who is here under this name, 0 if `meet` has something to do first."""
    if not book.community.policy:
        return 0
    identity = book.get(Identity, (who.platform, who.person))
    if identity is None or (who.name and identity.name != who.name):
        return 0
    if book.the(Member, identity.member).left or plans.has_changed(book, who, identity):
        return 0
    gift = 0 if who.unsure else book.the(Wallet, identity.member).gift
    return 0 if gift and _gate(book, who) != gift else identity.member


def _gate(book: Book, who: Who) -> Instant:
    """When the gates let the sign-up gift through to a person; FOREVER while a role is missing (RULES 7)."""
    policy = book.policy
    role = policy.gate_role
    if role and not any(one.removeprefix("@") == role.removeprefix("@") for one in who.roles):
        return FOREVER
    # Where a platform does not tell an account's age, only who was let in has one.
    return who.created + policy.gate_account_days * DAY if policy.gate_account_days and who.created else 0


def _open_gate(book: Book, who: Who, wallet: Wallet) -> None:
    if not wallet.gift or who.unsure:
        return
    due = _gate(book, who)
    if due <= book.now:
        dues.give_gift(book, wallet, book.now)
    else:
        dues.hold_gift(book, wallet, due)


def expect(book: Book, who: Who, preset: str) -> int:
    """The number of somebody who is named before they came, as the host moves balances in.

    A newcomer's wallet waits: no grants, and no gift, until they come, which is as if they came back.
    """
    communities.found(book, preset)
    identity = book.get(Identity, (who.platform, who.person))
    if identity is not None:
        return identity.member
    number = _join(book, who, expected=True)
    leave(book, who)
    return number


def _join(book: Book, who: Who, *, expected: bool = False) -> int:
    number = book.next("owners")
    book.add(Member(number, Rank.MEMBER, book.now))
    identity = book.add(Identity(who.platform, who.person, number, who.name))
    policy = book.policy
    wallet = book.add(
        Wallet(
            number, "member", 0, "basic", calendar.period_of_joining(book), top=policy.monthly("basic"),
            day=calendar.day_of_joining(book),
        )
    )  # fmt: skip
    taken = erasing.had(book, who)
    with journal.record(
        book, "member.joined", actor=number, key=f"join/{number}", member=number, platform=who.platform,
        again=taken or None, expected=expected or None,
    ) as record:  # fmt: skip
        for what, name in taken:
            if [what, name] != erasing.GIFT:
                book.add(Award(number, what, name, record.number))
    if policy.gift_signup and not taken:
        due = FOREVER if expected else _gate(book, who)
        if due <= book.now:
            dues.give_gift(book, wallet, book.now)
        else:
            dues.hold_gift(book, wallet, due)
    plans.follow_roles(book, who, identity, wallet)
    return number


def leave(book: Book, who: Who) -> None:
    """Note that the platform said a person left; nothing if they are not known or have left already."""
    identity = book.get(Identity, (who.platform, who.person))
    if identity is None:
        return
    member = book.the(Member, identity.member)
    if member.left:
        return
    wallet = wallets.of(book, member.number)
    with journal.record(book, "member.left", actor=member.number, member=member.number):
        book.change(member, left=book.now)
        book.change(wallet, active=False)
    succession.depart(book, member.number)


def _return(book: Book, member: Member) -> None:
    wallet = book.the(Wallet, member.number)
    dues.age(book, wallet)
    with journal.record(book, "member.returned", actor=member.number, member=member.number):
        book.change(member, left=0)
        calendar.begin_again(book, wallet)
    succession.come_back(book, member.number)


def rank(book: Book, member: int, to: Rank, by: int) -> None:
    """Give a member a rank of the bot's own; platforms may give a higher one."""
    person = book.the(Member, member)
    with journal.record(book, "member.ranked", actor=by, member=member, rank=int(to)):
        book.change(person, rank=int(to))


def named(book: Book, platform: str, person: str) -> int:
    """The number of the member whom somebody named. Refuses: member.unknown."""
    identity = book.get(Identity, (platform, person))
    if identity is None:
        raise Refusal("member.unknown", member=person)
    return identity.member


def set_plan(book: Book, member: int, plan: str, by: int, reason: str) -> tuple[Wallet, int, int]:
    """Put a member on a plan; the wallet, what an upgrade paid at once, and the reason's text."""
    wallet = wallets.of(book, member)
    return (wallet, *plans.choose(book, wallet, plan, by, reason))
