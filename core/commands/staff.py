"""What staff say: /admin …"""

from __future__ import annotations

from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order, question
from core.chat.options import Amount as Whole
from core.chat.options import (
    BeforeOperation,
    Channel,
    ChoiceSpec,
    Flag,
    Named,
    Page,
    Reason,
    Role,
    Setting,
    Short,
    Word,
)
from core.commands.orders import must_have_till
from core.commands.wallet import history_of, lot_line
from core.errors import Refusal
from core.people import RANKS, Rank
from core.policy.policy import Policy, PolicyError
from core.policy.shipped import plans, preset, presets
from core.policy.values import About, changed, describe, difference
from core.queries import Names
from core.rules import awards, communities, interviews, members, notices, places, staff, wallets
from core.rules import plans as plans_
from core.speech.notice import CHANNELS
from core.speech.phrase import Amount, Code, Fact, Mention, Place, Term, When, Words, say
from core.speech.reply import Block, Button, Items, Para, Reply, reply

Plan = Annotated[str, ChoiceSpec(plans())]
Preset = Annotated[str, ChoiceSpec(presets())]
Use = Annotated[str, ChoiceSpec(CHANNELS)]
To = Annotated[str, ChoiceSpec(tuple(RANKS))]


@order("admin grant", rank=Rank.STAFF)
def grant(ask: Ask, book: Book, member: Named, amount: Whole, reason: Reason = "") -> Reply:
    """Give a member Connects, for a reason."""
    number = int(member)  # type: ignore[call-overload]
    wallet = staff.grant(book, ask.member, number, amount, reason)
    return reply(
        "admin.granted", member=Mention(number), amount=Amount(amount), balance=Amount(wallet.balance)
    )


@order("admin take", rank=Rank.STAFF)
def take(
    ask: Ask, book: Book, member: Named, amount: Whole, reason: Reason = "", all_: Flag = False
) -> Reply:
    """Take Connects from a member, for a reason; with all:yes as many as there are."""
    number = int(member)  # type: ignore[call-overload]
    wallet, taken = staff.take(book, ask.member, number, amount, reason, everything=all_)
    return reply("admin.taken", member=Mention(number), amount=Amount(taken), balance=Amount(wallet.balance))


@order("admin plan", rank=Rank.STAFF)
def plan(ask: Ask, book: Book, member: Named, plan: Plan, reason: Reason = "") -> Reply:
    """Put a member on a plan; more than before is paid for the rest of the month at once."""
    number = int(member)  # type: ignore[call-overload]
    wallet, paid, said = members.set_plan(book, number, plan, ask.member, reason)
    at, amount = wallets.next_grant(book, wallet)
    notices.log(book, "log.plan", ask.member, member=Mention(number), plan=Term(plan), reason=Words(said))
    return reply(
        "plan.set", member=Mention(number), plan=Term(wallet.plan), paid=Amount(paid),
        balance=Amount(wallet.balance), next_grant=When(at), grant=Amount(amount),
    )  # fmt: skip


@order("admin roleplan", rank=Rank.STAFF)
def roleplan(ask: Ask, book: Book, role: Role, plan: Plan) -> Reply:
    """Let a role of this place put whoever has it on a plan; basic takes it away."""
    plans_.map_role(book, ask.who.platform, role, plan, ask.member)
    return reply("roleplan.set", role=Place("role", role), plan=Term(plan))


def _look(ask: Ask, book: Book, member: Named, page: Page = 1, before: BeforeOperation = 0) -> Reply:
    if page == 1 and not before:
        staff.look(book, ask.member, int(member))  # type: ignore[call-overload]
    return Reply("looked")


@question("admin wallet", rank=Rank.STAFF, records=_look)
def wallet(ask: Ask, book: Book, member: Named, page: Page = 1, before: BeforeOperation = 0) -> Reply:
    """Look into a member's wallet; this is shown in the log channel."""
    number = int(member)  # type: ignore[call-overload]
    found = wallets.of(book, number)
    window = interviews.window(book, number)
    lots = tuple(lot_line(lot) for lot in wallets.lots(book, found))
    name = "admin wallet"
    past = history_of(book, number, 0, "", page, before, name)
    body: list[Block] = [Items(lots)] if lots else []
    if earned := awards.lines(book, number):
        body += [Para(say("admin.wallet_awards")), Items(earned)]
    buttons = [
        Button(one.label, one.command.replace(name, f"{name} {ask_name(book, number, ask)}", 1))
        for one in past.buttons
    ]
    facts: dict[str, Fact] = {
        "member": Mention(number), "balance": Amount(found.balance), "plan": Term(found.plan), "lots": lots,
        "entries": past.facts["entries"], "window_used": window.used, "window_cap": window.cap,
        "awards": earned,
    }  # fmt: skip
    return Reply("admin.wallet", facts, [*body, Para(say("admin.wallet_past")), *past.body], buttons)


def ask_name(book: Book, number: int, ask: Ask) -> str:
    """How a member is named in a command on the platform that asks."""
    known = book.ask(Names((number,))).get(number)
    name = known.persons.get(ask.who.platform, "") if known else ""
    return f'member:"{name}"' if name else f"member:{number}"


@order("admin policy", rank=Rank.STAFF)
def policy(ask: Ask, book: Book, name: Word = "", value: Setting = "") -> Reply:
    """See the policy, or change one of its values."""
    now = book.policy
    if not name:
        lines = tuple(
            say("policy.line", name=Code(one), value=describe(one).value(now)) for one in Policy.names()
        )
        return Reply("policy.shown", {"version": book.community.policy}, (Items(lines),))
    try:
        if not value:
            one = describe(name)
            tries = Button("button-preview", f"admin preview name:{one.name} ?")
            return reply(
                "policy.one", name=Code(name), value=one.value(now), meaning=one.meaning, buttons=(tries,)
            )
        new, one = changed(now, name, value), describe(name)
        if one.kind == "role":  # as it is kept, not as a platform writes a mention
            value = one.value(new)
        return _save(ask, book, new, f"{name}={value}", said(one, value))
    except PolicyError as error:
        raise bad_value(error) from None


@order("admin zone", rank=Rank.STAFF)
def zone(ask: Ask, book: Book, value: Short) -> Reply:
    """Set the community's time zone, such as Europe/Madrid."""
    try:
        return _save(ask, book, changed(book.policy, "time_zone", value), f"time_zone={value}")
    except PolicyError as error:
        raise bad_value(error) from None


@order("admin preset", rank=Rank.STAFF)
def choose_preset(ask: Ask, book: Book, value: Preset) -> Reply:
    """Take over a whole set of rules: classic, upwork-2020 or upwork-2025."""
    return _save(ask, book, taken_over(book.policy, value), f"preset={value}")


def taken_over(now: Policy, name: str) -> Policy:
    """A whole set of rules, but for the place's own zone, language and questions of the readiness test."""
    kept = {"time_zone": now.time_zone, "locale": now.locale, "quiz": now.quiz}
    return preset(name).model_copy(update=kept)


def said(one: About, value: str) -> Fact:
    """A value as it is said: a role in its platform's own way."""
    return Place("role", value) if one.kind == "role" and value != "none" else value


def _save(ask: Ask, book: Book, policy: Policy, what: str, shown: Fact = None) -> Reply:
    now = book.policy
    if policy.order_payment != now.order_payment:
        must_have_till(policy, ask.till)
    lines = tuple(
        say(
            "policy.change",
            name=Code(name),
            before=said(describe(name), before),
            after=said(describe(name), after),
        )
        for name, before, after in difference(now, policy)
    )
    version = communities.change_policy(book, policy, ask.member, what) if lines else book.community.policy
    if lines:
        key, more = ("log.policy_role", {"role": shown}) if isinstance(shown, Place) else ("log.policy", {})
        notices.log(book, key, ask.member, version=version, what=what, **more)
    body: tuple[Block, ...] = (Items(lines),) if lines else (Para(say("policy.same")),)
    return reply("policy.saved", version=version, changes=lines, body=body)


def bad_value(error: PolicyError) -> Refusal:
    """That a policy can't have a value, and why."""
    facts = {name: fact for name, fact in error.facts.items() if fact is not None}
    return Refusal(
        "policy.value",
        name=error.name,
        reason=say(f"policy.bad_{error.reason}", **facts),
        list=Code("/admin policy"),
    )


@order("admin resume", rank=Rank.STAFF)
def resume(ask: Ask, book: Book) -> Reply:
    """Let the chores run again after the clock has jumped."""
    return reply("chores.resumed" if communities.resume(book, ask.member) else "chores.running")


@order("admin channel", rank=Rank.STAFF)
def channel(ask: Ask, book: Book, use: Use, channel: Channel) -> Reply:
    """Choose the channel for jobs, for news, or for the log of what staff do."""
    places.choose(book, ask.who.platform, use, channel, ask.member)
    return reply("channel.set", use=Term(use), channel=Place("channel", channel))


@order("admin role", rank=Rank.STAFF)
def role(ask: Ask, book: Book, role: Role, rank: To) -> Reply:
    """Let a role of this place give a rank: client may post jobs, staff may all; member takes it away."""
    places.map_role(book, ask.who.platform, role, rank, ask.member)
    return reply("role.set", role=Place("role", role), rank=Term(rank))
