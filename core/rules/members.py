"""Coming, going, rank and plan (RULES 7, 8, 12)."""

from __future__ import annotations

from core.book import Book
from core.errors import Refusal
from core.ledger.accounts import GIFTS, Wallet
from core.ledger.lots import LOTS_LEFT
from core.people import Identity, Member, Rank, Who
from core.rules import calendar, communities, dues, journal, succession, wallets


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
    return number


def known(book: Book, who: Who) -> int:
    """The number of a person who is here under this name, 0 if `meet` has something to do first."""
    if not book.community.policy:
        return 0
    identity = book.get(Identity, (who.platform, who.person))
    if identity is None or (who.name and identity.name != who.name):
        return 0
    return 0 if book.the(Member, identity.member).left else identity.member


def _join(book: Book, who: Who) -> int:
    number = book.next("owners")
    book.add(Member(number, Rank.MEMBER, book.now))
    book.add(Identity(who.platform, who.person, number, who.name))
    policy = book.policy
    wallet = book.add(Wallet(number, "member", 0, "basic", calendar.period_now(book)))
    with journal.record(
        book, "member.joined", actor=number, key=f"join/{number}", member=number, platform=who.platform
    ):
        pass
    if policy.gift_signup:
        with journal.record(book, "gift", key=f"gift/signup/{number}", member=number) as record:
            record.move(GIFTS, -policy.gift_signup)
            record.credit(wallet, policy.gift_signup, "gift", book.now, dues.expiry(book, book.now))
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
        # Missed months are not paid on return: the next grant is the next period's.
        book.change(wallet, active=True, period=calendar.period_now(book))
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


def set_plan(book: Book, member: int, plan: str, by: int, reason: str) -> tuple[Wallet, int]:
    """Put a member on a plan, from the next cycle on; the wallet, and the reason's text."""
    wallet = wallets.of(book, member)
    with journal.record(book, "plan.set", actor=by, member=member, plan=plan, before=wallet.plan) as record:
        said = record.text(reason, by)
        book.change(wallet, plan=plan)
    return wallet, said
