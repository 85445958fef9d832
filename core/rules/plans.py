"""Plans: what staff chose and what roles give; an upgrade pays the rest of the cycle (RULES 8)."""

from __future__ import annotations

from core.book import Book
from core.ledger.accounts import GRANTS, Wallet
from core.people import BOT, IDENTITIES, ROLE_PLANS, Identity, RolePlan, Who
from core.policy.policy import PLANS
from core.rules import calendar, dues, journal, notices
from core.speech.phrase import Place, Term


def highest(*plans: str) -> str:
    """The one that counts of several plans; empty ones are none."""
    return max((plan for plan in plans if plan), key=PLANS.index, default=PLANS[0])


def by_roles(book: Book, who: Who) -> str:
    """The plan that a person's roles give on their platform; empty if none does."""
    if not who.roles:
        return ""
    given = [
        one.plan
        for one in book.find(ROLE_PLANS, ())
        if one.platform == who.platform and one.role in who.roles and one.plan != PLANS[0]
    ]
    return highest(*given) if given else ""


def has_changed(book: Book, who: Who, identity: Identity) -> bool:
    """Whether a person's roles give another plan than they did when they were seen last."""
    if who.unsure or not (who.roles or identity.plan):
        return False
    return by_roles(book, who) != identity.plan


def follow_roles(book: Book, who: Who, identity: Identity, wallet: Wallet) -> None:
    """Let the plan that roles give count from now on."""
    if has_changed(book, who, identity):
        book.change(identity, plan=by_roles(book, who))
        _change(book, wallet, BOT, "", always=False)


def choose(book: Book, wallet: Wallet, plan: str, by: int, reason: str) -> tuple[int, int]:
    """Staff put a member on a plan; what an upgrade pays at once, and the reason's text."""
    book.change(wallet, chosen=plan)
    return _change(book, wallet, by, reason, always=True)


def _change(book: Book, wallet: Wallet, by: int, reason: str, *, always: bool) -> tuple[int, int]:
    given = [one.plan for one in book.find(IDENTITIES, wallet.number)]
    before, plan = wallet.plan, highest(wallet.chosen, *given)
    if plan == before and not always:
        return 0, 0
    policy = book.policy
    base, new = max(wallet.top, policy.monthly(before)), policy.monthly(plan)
    paid = 0
    if wallet.active and new > base:
        left, total = calendar.days_left(book, wallet.period, wallet.day)
        paid = (new - base) * left // total
    with journal.record(
        book, "plan.set", actor=by, member=wallet.number, plan=plan, before=before, paid=paid,
        chosen=wallet.chosen if wallet.chosen != plan else None,
    ) as record:  # fmt: skip
        said = record.text(reason, by)
        book.change(wallet, plan=plan, top=max(base, new))
        if paid:
            record.move(GRANTS, -paid)
            record.credit(wallet, paid, "grant", book.now, dues.expiry(book, book.now))
    return paid, said


def map_role(book: Book, platform: str, role: str, plan: str, by: int) -> None:
    """Let a role of a platform give a plan; the lowest one takes it away."""
    with journal.record(book, "roleplan.set", actor=by, platform=platform, role=role, plan=plan):
        row = book.get(RolePlan, (platform, role))
        if row is None:
            book.add(RolePlan(platform, role, plan))
        else:
            book.change(row, plan=plan)
    notices.log(book, "log.roleplan", by, role=Place("role", role), plan=Term(plan))
