"""What people say about agencies: /agency …; and how staff look into one."""

from __future__ import annotations

from typing import Annotated

from core.board.agencies import (
    ACTIVE,
    ADMIN,
    AGENCIES_OF,
    AGENCY_ROLES,
    INVITED,
    MEMBER,
    MEMBERS_OF,
    NO_LIMIT,
    Agency,
    AgencyMember,
)
from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order, question
from core.chat.options import (
    AgencyName,
    AgencyNumber,
    BeforeOperation,
    ChoiceSpec,
    Limit,
    Named,
    Page,
    TextSpec,
)
from core.commands.wallet import history_of, lot_line
from core.errors import Refusal
from core.people import Rank
from core.rules import agencies, standing, succession, wallets
from core.rules.agencies import said
from core.speech.phrase import Amount, Code, Fact, Mention, Phrase, Term, say
from core.speech.reply import Block, Button, Items, Para, Reply, reply

Name = Annotated[str, TextSpec(60, 3, sample='"Red Pens"')]
Role = Annotated[str, ChoiceSpec((MEMBER, ADMIN))]


@order("agency create")
def create(ask: Ask, book: Book, name: Name) -> Reply:
    """Found an agency: people who share a wallet of their own."""
    made = agencies.create(book, ask.member, name)
    return reply("agency.created", **said(made), invite=Code("/agency invite"), buttons=(_show(made),))


def _show(agency: Agency) -> Button:
    return Button("button-show", f"agency show agency-{agency.number}")


@order("agency invite")
def invite(ask: Ask, book: Book, member: Named, agency: AgencyName = "") -> Reply:
    """Invite a member into an agency that you run."""
    number = int(member)  # type: ignore[call-overload]
    return reply(
        "agency.invited", **said(agencies.invite(book, ask.member, agency, number)), member=Mention(number)
    )


@order("agency accept")
def accept(ask: Ask, book: Book, agency: AgencyName = "") -> Reply:
    """Join an agency that invited you."""
    joined = agencies.accept(book, ask.member, agency)
    apply = Code(f"/apply job-42 agency:agency-{joined.number}")
    return reply("agency.joined", **said(joined), apply=apply, buttons=(_show(joined),))


@order("agency decline")
def decline(ask: Ask, book: Book, agency: AgencyName = "") -> Reply:
    """Turn an agency's invitation down."""
    return reply("agency.declined", **said(agencies.decline(book, ask.member, agency)))


@order("agency role")
def role(ask: Ask, book: Book, member: Named, role: Role, agency: AgencyName = "") -> Reply:
    """Make somebody of your agency an admin, or a member again."""
    number = int(member)  # type: ignore[call-overload]
    done = agencies.set_role(book, ask.member, agency, number, role)
    return reply("agency.role_set", **said(done), member=Mention(number), role=Term(role))


@order("agency limit")
def limit(ask: Ask, book: Book, member: Named, amount: Limit, agency: AgencyName = "") -> Reply:
    """Limit what somebody may spend of the agency's Connects in a month; none lifts it."""
    number = int(member)  # type: ignore[call-overload]
    done = agencies.limit(book, ask.member, agency, number, amount)
    shown = None if amount == NO_LIMIT else Amount(amount)
    return reply("agency.limited", **said(done), member=Mention(number), limit=shown)


@order("agency handover")
def handover(ask: Ask, book: Book, member: Named, agency: AgencyName = "") -> Reply:
    """Hand your agency over to somebody in it; you stay as an admin."""
    number = int(member)  # type: ignore[call-overload]
    done = succession.hand_over(book, ask.member, agency, number)
    return reply("agency.handed_over", **said(done), member=Mention(number))


@order("agency leave")
def leave(ask: Ask, book: Book, agency: AgencyName = "") -> Reply:
    """Leave an agency; its owner hands it over first."""
    left, frozen = succession.leave(book, ask.member, agency)
    return reply("agency.left", **said(left), frozen=frozen)


@order("agency remove")
def remove(ask: Ask, book: Book, member: Named, agency: AgencyName = "") -> Reply:
    """Put somebody out of an agency that you run, or take an invitation back."""
    number = int(member)  # type: ignore[call-overload]
    done = agencies.remove(book, ask.member, agency, number)
    return reply("agency.removed", **said(done), member=Mention(number))


@question("agency show")
def show(ask: Ask, book: Book, agency: AgencyName = "") -> Reply:
    """See an agency of yours: its people, their limits, its Connects."""
    parts = book.find(AGENCIES_OF, ask.member)
    if not agency and (len(parts) != 1 or parts[0].state != ACTIVE):
        return _listing(book, parts)
    found, own = agencies.mine(book, ask.member, agency)
    buttons = (
        Button("button-history", f"connects history agency:agency-{found.number}"),
        Button("button-proposals", f"proposals agency:agency-{found.number}"),
    )
    facts, body = _seen(book, found)
    return Reply("agency.shown", {**facts, "role": Term(own.role)}, body, buttons)


def _listing(book: Book, parts: list[AgencyMember]) -> Reply:
    """All agencies that somebody is in or invited to."""
    ordered = sorted(parts, key=lambda one: one.agency)
    book.need(*((Agency, one.agency) for one in ordered))
    lines = []
    buttons: list[Button] = []
    for part in ordered:
        invited = part.state == INVITED
        lines.append(
            say(
                "agency.line",
                **said(book.the(Agency, part.agency)),
                role=Term(INVITED if invited else part.role),
            )
        )
        word, label = ("accept", "button-accept") if invited else ("show", "button-show")
        buttons.append(Button(label, f"agency {word} agency-{part.agency}"))
    body = (Items(tuple(lines)),) if lines else (Para(say("agency.none", create=Code("/agency create"))),)
    return Reply("agency.list", {"agencies": tuple(lines), "count": len(lines)}, body, buttons[:5])


def _seen(book: Book, found: Agency) -> tuple[dict[str, Fact], list[Block]]:
    """An agency's people and what its wallet holds."""
    wallet = wallets.of(book, found.number)
    there = sorted(standing.people_of(book, found.number), key=lambda one: AGENCY_ROLES.index(one.role))
    there += [one for one in book.find(MEMBERS_OF, found.number) if one.state == INVITED]
    agencies.need_spent(book, there)
    lines = tuple(_person(book, one) for one in there)
    facts: dict[str, Fact] = {
        **said(found), "balance": Amount(wallet.balance), "members": lines, "count": len(lines),
        "owner": Mention(found.owner) if found.owner else None, "frozen": bool(wallet.frozen),
    }  # fmt: skip
    return facts, [Items(lines)]


def _person(book: Book, part: AgencyMember) -> Phrase:
    invited = part.state == INVITED
    return say(
        "agency.person", member=Mention(part.member), role=Term(INVITED if invited else part.role),
        limit=agencies.limit_of(part), spent=Amount(agencies.spent(book, part.agency, part.member)),
    )  # fmt: skip


def _look(ask: Ask, book: Book, agency: AgencyNumber, page: Page = 1, before: BeforeOperation = 0) -> Reply:
    if book.get(Agency, agency) is None:
        raise Refusal("agency.unknown", agency=f"agency-{agency}", list=Code("/agency show"))
    if page == 1 and not before:
        agencies.look(book, ask.member, agency)
    return Reply("looked")


@question("admin agency", rank=Rank.STAFF, records=_look)
def look(ask: Ask, book: Book, agency: AgencyNumber, page: Page = 1, before: BeforeOperation = 0) -> Reply:
    """Look into an agency: its people, balance and history; this is shown in the log channel."""
    facts, body = _seen(book, book.the(Agency, agency))
    lots = tuple(lot_line(lot) for lot in wallets.lots(book, wallets.of(book, agency)))
    past = history_of(book, agency, 0, "", page, before, f"admin agency agency-{agency}")
    body += [Items(lots)] if lots else []
    body += [Para(say("admin.wallet_past")), *past.body]
    return Reply(
        "admin.agency", {**facts, "lots": lots, "entries": past.facts["entries"]}, body, past.buttons
    )
