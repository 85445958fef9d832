"""What each kind of operation is when it is lived through again.

What people did is done again by the same rules. What happened by itself is not copied: the rules let
it happen anew once it is due, and the journal only tells when the bell rang for it. A kind that is
unknown here moves in and out of wallets what it did.
"""

from __future__ import annotations

from collections.abc import Mapping

from core import instants
from core.board.proposals import ARCHIVED, DECLINED, HIRED, SHORTLISTED
from core.ledger.accounts import WALLET
from core.people import BOT, Rank
from core.policy.policy import Policy
from core.policy.shipped import from_document
from core.replaying.agency_acts import AGENCY_ACTS
from core.replaying.opening import who
from core.replaying.past import Act
from core.replaying.replay import Live, Replay
from core.rules import (
    boosts,
    communities,
    dues,
    interviews,
    invitations,
    jobs,
    journal,
    members,
    proposals,
    staff,
    terms,
    wallets,
)

SAID = "…"
"""Stands for whatever somebody wrote."""


# The community ------------------------------------------------------------------


def _founded(replay: Replay, act: Act) -> None:
    communities.begin(replay.book, replay.change(from_document(act.facts["document"])))


def _policy(replay: Replay, act: Act) -> None:
    communities.change_policy(replay.book, replay.change(from_document(act.facts["document"])), BOT, "")


def _window(replay: Replay, act: Act) -> None:
    communities.settle_window(replay.book)


def _rung(replay: Replay, act: Act) -> None:
    replay.ring()


# Members --------------------------------------------------------------------------


def _met(replay: Replay, act: Act) -> None:
    come = members.expect if act.facts.get("expected") else members.meet
    replay.stands_for("owner", act.op.member, come(replay.book, who(act.op.member), "classic"))


def _gift(replay: Replay, act: Act) -> None:
    """One that no gate holds back came with the joining; the journal tells when a gate let it through."""
    wallet = wallets.of(replay.book, replay.owner(act.op.member))
    if wallet.gift:
        dues.give_gift(replay.book, wallet, replay.book.now)


def _left(replay: Replay, act: Act) -> None:
    members.leave(replay.book, who(act.op.member))


def _plan(replay: Replay, act: Act) -> None:
    members.set_plan(replay.book, replay.owner(act.op.member), act.facts["plan"], BOT, "")


def _wallet(replay: Replay, act: Act) -> None:
    wallets.of(replay.book, replay.owner(act.op.member))


def _granted(replay: Replay, act: Act) -> None:
    by, member = replay.owner(act.op.actor), replay.owner(act.op.member)
    staff.grant(replay.book, by, member, act.facts["amount"], "")


def _taken(replay: Replay, act: Act) -> None:
    """Whoever emptied a wallet took all there was, as far as the journal tells."""
    by, member = replay.owner(act.op.actor), replay.owner(act.op.member)
    everything = any(entry.wallet and entry.after == 0 for entry in act.entries)
    staff.take(replay.book, by, member, act.facts["amount"], "", everything=everything)


# Jobs -----------------------------------------------------------------------------


def _posted(replay: Replay, act: Act) -> None:
    """A price and a closing date that were the policy's own are left to the policy."""
    facts, policy, book = act.facts, replay.real[act.op.policy], replay.book
    price = None if facts["price"] == policy.price_default else facts["price"]
    wish = terms.Wish(
        SAID, SAID, price, None, facts.get("category"), _tags(facts.get("skills", "")),
        _closing(act, policy), facts["hires"],
    )  # fmt: skip
    write = jobs.draft if act.op.kind == "job.drafted" else jobs.post
    job = write(book, replay.owner(act.op.actor), wish)
    replay.stands_for("job", act.op.job, job.number)
    if job.closes != facts["closes"]:
        replay.closes_at(job.number, job.closes)


def _closing(act: Act, policy: Policy) -> str | None:
    closes, zone = act.facts.get("closes"), policy.time_zone
    if closes is None or closes == instants.after_days(act.op.at, policy.job_days, zone):
        return None
    return instants.day(closes - 1, zone).isoformat()


def _tags(kept: str) -> tuple[str, ...]:
    return tuple(tag for tag in kept.split(",") if tag)


def _edited(replay: Replay, act: Act) -> None:
    facts, book = act.facts, replay.book
    job = jobs.at(book, replay.find("job", act.op.job))
    closes = instants.day(facts["closes"] - 1, replay.real[act.op.policy].time_zone).isoformat() \
        if "closes" in facts else None  # fmt: skip
    wish = terms.Wish(title=SAID, price=facts.get("price"), closes=closes, hires=facts.get("hires"))
    jobs.edit(book, replay.owner(act.op.actor), job, wish)
    if job.closes != facts.get("closes", job.closes):
        replay.closes_at(job.number, job.closes)


def _published(replay: Replay, act: Act) -> None:
    job = jobs.at(replay.book, replay.find("job", act.op.job))
    jobs.publish(replay.book, replay.owner(act.op.actor), job)


def _reopened(replay: Replay, act: Act) -> None:
    job = jobs.at(replay.book, replay.find("job", act.op.job))
    closes = _closing(act, replay.real[act.op.policy])
    jobs.reopen(replay.book, replay.owner(act.op.actor), Rank.STAFF, job, closes or "")
    if job.closes != act.facts["closes"]:
        replay.closes_at(job.number, job.closes)


def _invited(replay: Replay, act: Act) -> None:
    job = jobs.at(replay.book, replay.find("job", act.op.job))
    invitations.invite(replay.book, replay.owner(act.op.actor), job, replay.owner(act.op.member))


def _seen(replay: Replay, act: Act) -> None:
    jobs.at(replay.book, replay.find("job", act.op.job))


def _ended(replay: Replay, act: Act) -> None:
    """Closed by somebody, or by itself."""
    job = jobs.at(replay.book, replay.find("job", act.op.job))
    if act.op.actor != BOT:
        jobs.close(replay.book, replay.owner(act.op.actor), job)


def _cancelled(replay: Replay, act: Act) -> None:
    job = jobs.at(replay.book, replay.find("job", act.op.job))
    jobs.cancel(replay.book, replay.owner(act.op.actor), job)


def _removed(replay: Replay, act: Act) -> None:
    job = jobs.at(replay.book, replay.find("job", act.op.job))
    jobs.remove(replay.book, replay.owner(act.op.actor), job, "")


# Proposals --------------------------------------------------------------------------


def _submitted(replay: Replay, act: Act) -> None:
    book = replay.book
    job = jobs.at(book, replay.find("job", act.op.job))
    letter = SAID if act.facts.get("texts") else ""
    agency = replay.owner(act.facts.get("wallet", BOT))
    proposal = proposals.submit(book, replay.owner(act.op.member), job, letter, agency=agency)
    replay.stands_for("proposal", act.op.proposal, proposal.number)


def _boosted(replay: Replay, act: Act) -> None:
    book, by = replay.book, replay.owner(act.op.actor)
    proposal, job = proposals.own(book, by, replay.find("proposal", act.op.proposal))
    boosts.bid(book, by, job, proposal, act.facts["boost"])


def _withdrawn(replay: Replay, act: Act) -> None:
    proposals.withdraw(replay.book, replay.owner(act.op.actor), replay.find("proposal", act.op.proposal), "")


def _moved(state: str) -> Live:
    def move(replay: Replay, act: Act) -> None:
        if act.op.actor == BOT:
            return _settled(replay, act)
        number = replay.find("proposal", act.op.proposal)
        proposals.move(replay.book, replay.owner(act.op.actor), Rank.STAFF, number, state, "")
        return None

    return move


def _settled(replay: Replay, act: Act) -> None:
    proposals.at(replay.book, replay.find("proposal", act.op.proposal))


def _asked(replay: Replay, act: Act) -> None:
    number = replay.find("proposal", act.op.proposal)
    interviews.ask(replay.book, replay.owner(act.op.actor), Rank.STAFF, number, SAID)


def _answered(replay: Replay, act: Act) -> None:
    number = replay.find("proposal", act.op.proposal)
    interviews.answer(replay.book, replay.owner(act.op.actor), number, SAID)


# Anything else ----------------------------------------------------------------------


def as_it_was(replay: Replay, act: Act) -> None:
    """Move what was moved: out of wallets that have so much, then into wallets. Refuses: wallet.short."""
    book, op = replay.book, act.op
    if not act.entries:
        return
    paid = [(one.wallet, -one.amount) for one in act.entries if one.account == WALLET and one.amount < 0]
    came = [(one.wallet, one.amount) for one in act.entries if one.account == WALLET and one.amount > 0]
    for number, amount in paid:
        wallets.afford(book, wallets.of(book, replay.owner(number)), amount)
    with journal.record(book, op.kind, member=op.member) as record:
        for entry in act.entries:
            if entry.account != WALLET:
                record.move(entry.account, entry.amount)
        for number, amount in paid:
            record.take(wallets.of(book, replay.owner(number)), amount)
        for number, amount in came:
            wallet = wallets.of(book, replay.owner(number))
            left = amount
            for lot in act.lots:
                if lot.wallet == number and left:
                    part = min(left, lot.amount)
                    record.credit(wallet, part, lot.source, lot.issued, lot.expires)
                    left -= part
            if left:  # given back to the lots that paid, which are not followed here
                ends = instants.after_days(book.now, book.policy.lot_returned_days, book.policy.time_zone)
                record.credit(wallet, left, "return", book.now, ends)


def nothing(replay: Replay, act: Act) -> None:
    """It changes nothing that Connects depend on, or the rules do it with the act that it belongs to."""


ACTS: Mapping[str, Live] = {
    "member.joined": _met,
    "member.returned": _met,
    "member.left": _left,
    "plan.set": _plan,
    "staff.granted": _granted,
    "staff.taken": _taken,
    "job.posted": _posted,
    "job.drafted": _posted,
    "job.published": _published,
    "job.reopened": _reopened,
    "job.invited": _invited,
    "boost.placed": _boosted,
    "job.edited": _edited,
    "job.cancelled": _cancelled,
    "job.removed": _removed,
    "job.expired": _ended,
    "job.filled": _ended,
    "proposal.submitted": _submitted,
    "proposal.withdrawn": _withdrawn,
    **{f"proposal.{state}": _moved(state) for state in (SHORTLISTED, ARCHIVED, DECLINED, HIRED)},
    "interview.asked": _asked,
    "interview.answered": _answered,
    **AGENCY_ACTS,
}
"""What people do: each counts as an act, done again, refused or skipped."""
BELLS: Mapping[str, Live] = {
    "community.founded": _founded,
    "policy.saved": _policy,
    "window.reset": _window,
    "grant.announced": _rung,
    "grant": _wallet,
    "lot.expired": _wallet,
    "gift": _gift,
    "rollover.expired": _wallet,
    "boost.spent": nothing,
    "auction.closed": _seen,
    "proposal.unseen": _settled,
    "proposal.returned": _settled,
}
"""What happened by itself, or to the community: lived through, but no act of anybody's."""
