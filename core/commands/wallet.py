"""What people ask about their wallets: /connects …"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import question
from core.chat.options import AgencyName, BeforeOperation, Days, OperationNumber, Page, TextSpec
from core.commands import (
    exporting,
    picturing,
    rules_agencies,
    rules_awards,
    rules_board,
    rules_dues,
    rules_money,
)
from core.commands.paging import more, page_of
from core.commands.picturing import Theme
from core.errors import Refusal
from core.instants import DAY, FOREVER, Instant
from core.ledger.lots import USES, Lot
from core.ledger.operations import ENTRIES, Entry, Operation
from core.people import BOT, Rank
from core.policy.policy import Policy
from core.queries import History, Line
from core.rules import interviews, standing, wallets
from core.speech.phrase import (
    Amount,
    Code,
    Fact,
    Mention,
    Period,
    Phrase,
    Place,
    Ref,
    Strong,
    Term,
    When,
    say,
)
from core.speech.pictures import USUAL
from core.speech.reply import Block, Button, Fields, Items, Para, Reply, reply

Moved = Annotated[str, TextSpec(40, joins=False, sample="proposal")]
"""A kind of operation, or what stands before its dot."""


@question("connects balance")
def balance(ask: Ask, book: Book, agency: AgencyName = "") -> Reply:
    """See your Connects, when more come and what expires next."""
    number = standing.wallet_for(book, ask.member, agency)
    past = Button("button-history", f"connects history{rules_agencies.typed(number, ask.member)}")
    return _balance(book, number, "balance", (past,), **standing.whose(book, number, ask.member))


def _balance(book: Book, member: int, key: str, buttons: tuple[Button, ...], **more_facts: Fact) -> Reply:
    wallet = wallets.of(book, member)
    window = interviews.window(book, member)
    at, amount = wallets.next_grant(book, wallet)
    lots = wallets.lots(book, wallet)
    soonest = min((lot.expires for lot in lots), default=FOREVER)
    expiring = sum(lot.left for lot in lots if lot.expires == soonest)
    body: list[Block] = []
    if amount:
        body.append(Para(say("balance.grant", next_grant=When(at), amount=Amount(amount))))
    if wallet.gift:
        body.append(Para(_gift_line(book, wallet.gift)))
    if expiring:
        body.append(Para(say("balance.expiring", expiring=Amount(expiring), expires=When(soonest - 1))))
    if window.cap:
        kind = "balance.window" if window.ends else "balance.rolling"
        body.append(Para(say(kind, used=window.used, cap=window.cap, ends=When(window.ends, "time"))))
    facts: dict[str, Fact] = {
        "balance": Amount(wallet.balance), "plan": Term(wallet.plan), "next_grant": When(at),
        "grant": Amount(amount), "expiring": Amount(expiring),
        "expires": When(soonest - 1 if expiring else FOREVER),
        "window_used": window.used, "window_cap": window.cap, **more_facts,
    }  # fmt: skip
    return Reply(key, facts, body, buttons)


def _gift_line(book: Book, due: Instant) -> Phrase:
    """Until when a gate holds the sign-up gift back."""
    policy = book.policy
    if due == FOREVER:
        role = Place("role", policy.gate_role)
        return say("balance.gift_role", gift=Amount(policy.gift_signup), role=role)
    return say("balance.gift", gift=Amount(policy.gift_signup), when=When(due))


@question("connects history")
def history(
    ask: Ask, book: Book, days: Days = 0, kind: Moved = "", page: Page = 1, before: BeforeOperation = 0,
    agency: AgencyName = "", picture: Theme = "",
) -> Reply:  # fmt: skip
    """See what came into your wallet and what left it."""
    number = standing.wallet_for(book, ask.member, agency)
    command = f"connects history{rules_agencies.typed(number, ask.member)}"
    theirs = standing.whose(book, number, ask.member)
    said = history_of(book, number, days, kind, page, before, command, **theirs)
    if picture:
        return replace(said, pictures=picturing.balance(book, number, days, picture))
    asked = Button("button-picture", f"{command}{f' days:{days}' if days else ''} picture:{USUAL}")
    return replace(said, buttons=(*said.buttons, asked)) if said.body and page == 1 and not kind else said


def history_of(
    book: Book, member: int, days: int, kind: str, page: int, before: int, command: str, **more_facts: Fact
) -> Reply:
    """A page of a wallet's history."""
    wallet = wallets.of(book, member)
    since = book.now - days * DAY if days else 0
    rows = book.ask(History(member, page_of(page, before), before, since, kind.casefold()))
    shown, rest = more(rows, page, before)
    phrases = tuple(history_line(line) for line in shown)
    typed = f"{command}{f' days:{days}' if days else ''}{f' kind:{kind}' if kind else ''}"
    buttons = []
    if rest:
        last = shown[-1].operation.number
        buttons.append(Button("button-more", f"{typed} page:{page + 1} before:{last}"))
    facts: dict[str, Fact] = {
        "balance": Amount(wallet.balance),
        "entries": phrases,
        "page": page,
        **more_facts,
    }
    key = "history" if phrases else "history.empty"
    return Reply("history", facts, (Items(phrases),) if phrases else (Para(say(key)),), buttons)


def history_line(line: Line) -> Phrase:
    """One operation as a wallet's owner reads it."""
    op = line.operation
    return say(
        "history.line",
        when=When(op.due or op.at), change=f"{line.amount:+d}", amount=line.amount, balance=line.after,
        operation=op.number, kind=op.kind, what=what_it_was(op),
    )  # fmt: skip


def what_it_was(op: Operation) -> Phrase:
    """An operation in a few words."""
    facts: dict[str, Fact] = {
        name: fact for name, fact in json.loads(op.facts).items() if isinstance(fact, str | int)
    }
    facts |= {"job": Ref("job", op.job), "proposal": Ref("proposal", op.proposal), "actor": Mention(op.actor)}
    facts |= {"member": Mention(op.member), **rules_money.spoken(facts), **rules_agencies.spoken(facts)}
    if "period" in facts:
        year, month = str(facts["period"]).split("-")
        facts["period"] = Period(int(year) * 12 + int(month) - 1)
    for name in ("plan", "state", "why", "role"):
        if name in facts:
            facts[name] = Term(str(facts[name]))
    return Phrase(f"op.{op.kind}", facts)


@question("connects why")
def why(ask: Ask, book: Book, operation: OperationNumber = 0, agency: AgencyName = "") -> Reply:
    """See what your balance is made of, or why one operation happened."""
    if operation:
        return _why_operation(ask, book, operation)
    wallet = wallets.of(book, standing.wallet_for(book, ask.member, agency))
    phrases = tuple(lot_line(lot) for lot in wallets.lots(book, wallet))
    body: tuple[Block, ...] = (Items(phrases),) if phrases else ()
    facts: dict[str, Fact] = {"balance": Amount(wallet.balance), "lots": phrases, "count": len(phrases)}
    facts |= standing.whose(book, wallet.number, ask.member)
    past = f"connects history{rules_agencies.typed(wallet.number, ask.member)}"
    return Reply("why", facts, body, (Button("button-history", past),))


def lot_line(lot: Lot) -> Phrase:
    """What is left of a lot, where it came from and when it ends."""
    return say(
        "why.lot", left=Amount(lot.left), amount=Amount(lot.amount), source=Term(lot.source),
        origin=say(f"source.{lot.source}"), issued=When(lot.issued),
        expires=When(lot.expires - 1), operation=lot.operation, lot=lot.number,
    )  # fmt: skip


def _why_operation(ask: Ask, book: Book, number: int) -> Reply:
    op = book.get(Operation, number)
    entries: list[Entry] = book.find(ENTRIES, number) if op is not None else []
    own = {ask.member, *(part.agency for part in standing.active_in(book, ask.member))}
    mine = op is not None and not own.isdisjoint(
        {op.actor, op.member, json.loads(op.facts).get("agency"), *(entry.wallet for entry in entries)}
    )
    if op is None or not (mine or ask.rank >= Rank.STAFF):
        raise Refusal("operation.unknown", operation=number, list=Code("/connects history"))
    pairs = [
        (say("label.decided"), say("value", value=When(op.at, "time"))),
        (say("label.actor"), say("value", value=Mention(op.actor) if op.actor != BOT else Term("bot"))),
        (say("label.policy"), say("value.number", value=op.policy)),
    ]
    if op.due:
        pairs.insert(1, (say("label.due"), say("value", value=When(op.due, "time"))))
    moves = []
    for entry in entries:
        if entry.wallet in own or (entry.wallet and ask.rank >= Rank.STAFF):
            moves.append(
                say("why.entry", change=f"{entry.amount:+d}", before=entry.before, after=entry.after,
                    member=rules_agencies.owner_of(book, entry.wallet))
            )  # fmt: skip
    uses = book.find(USES, number)
    book.need(*((Lot, use.lot) for use in uses))
    for use in uses:
        lot = book.the(Lot, use.lot)
        if lot.wallet in own or ask.rank >= Rank.STAFF:
            moves.append(
                say("why.use", change=f"{-use.amount:+d}", lot=use.lot, source=Term(lot.source),
                    origin=say(f"source.{lot.source}"), expires=When(lot.expires - 1))
            )  # fmt: skip
    body: list[Block] = [Para(say(f"rule.{op.kind}", **what_it_was(op).facts)), Fields(tuple(pairs))]
    if moves:
        body.append(Items(tuple(moves)))
    facts: dict[str, Fact] = {"operation": number, "kind": op.kind, "what": what_it_was(op), "key": op.key}
    return Reply("why.operation", facts, body)


@question("connects rules")
def rules(ask: Ask, book: Book) -> Reply:
    """Read the rules that hold here now."""
    policy = book.policy
    lines = tuple(rule_lines(policy))
    facts: dict[str, Fact] = {"version": book.community.policy, "preset": Strong(policy.preset)}
    return Reply("rules", facts, (Items(lines),))


def rule_lines(policy: Policy) -> list[Phrase]:
    """The live policy in words, one line a rule."""
    lines = [
        say("rules.price_list", prices=tuple(str(one) for one in policy.price_allowed))
        if policy.price_allowed
        else say("rules.price_range", minimum=policy.price_minimum, maximum=Amount(policy.price_maximum)),
        say(
            "rules.grant" if policy.grant_cycle == "calendar" else "rules.grant_anniversary",
            basic=Amount(policy.grant_basic),
            plus=Amount(policy.grant_plus),
            zone=policy.time_zone,
        ),
    ]
    if policy.gift_signup:
        lines.append(say("rules.gift", gift=Amount(policy.gift_signup)))
    if policy.bonus_amount:
        key = "rules.bonus" if policy.bonus_window == "weekly" else "rules.bonus_rolling"
        lines.append(
            say(key, bonus=Amount(policy.bonus_amount), cap=policy.bonus_cap, days=policy.bonus_answer_days)
        )
        if policy.bonus_once_per_pair:
            lines.append(say("rules.pair"))
    lines += [
        *rules_dues.lines(policy),
        say("rules.life", years=policy.lot_years),
        say("rules.burn_oldest" if policy.burn_order == "oldest_first" else "rules.burn_soonest"),
        say("rules.returns", days=policy.lot_returned_days),
        *rules_board.return_lines(policy),
        say("rules.letter_required" if policy.cover_letter == "required" else "rules.letter_optional"),
        say("rules.jobs", days=policy.job_days),
        *rules_board.lines(policy),
        say("rules.staff", limit=Amount(policy.staff_daily_limit)),
        *rules_money.lines(policy),
        *rules_awards.lines(policy),
        *rules_agencies.lines(policy),
    ]
    return lines


@question("connects export")
def export(ask: Ask, book: Book, format_: exporting.Format = "csv", agency: AgencyName = "") -> Reply:
    """Take your history with you: csv, json or beancount; or personal, all that is known of you."""
    wallet = wallets.of(book, standing.wallet_for(book, ask.member, agency)).number
    if format_ == exporting.PERSONAL:
        file = exporting.personal_file(book, ask.member)
    else:
        file = exporting.wallet_file(book, wallet, format_)
    return reply("export", files=(file,), file=Code(file.name), lines=exporting.length(book, wallet))
