"""Erasing a person: their words and their name go, the journal's numbers stay (RULES 37)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.board.awards import AWARDS_OF, Erased
from core.board.jobs import JOBS_OF, Job
from core.board.proposals import LIVE, LIVE_OF, Proposal
from core.book import Book
from core.people import DOCUMENTS_OF, IDENTITIES, TEXTS_OF, Identity, Member, Who
from core.rules import jobs, journal, proposals, succession, wallets
from core.speech.notice import ASIDE, WAITING_FOR, to_member

GIFT = ["gift", "signup"]


@dataclass(frozen=True, slots=True)
class Gone:
    """What an erasing came to."""

    texts: int
    connects: int


def erase(book: Book, who: Who, member: int) -> Gone:
    """Forget a person: jobs end, proposals are withdrawn, agencies pass on, then words and names go.

    What is left in the wallet expires by its own dates. Of the identity only a keyed digest stays, so
    that what is given once is not given again.
    """
    wallet = wallets.of(book, member)
    _wind_up(book, member)
    succession.depart(book, member)
    taken = [GIFT, *([one.what, one.name] for one in book.find(AWARDS_OF, member))]
    texts, receipts = list(book.find(TEXTS_OF, member)), list(book.find(DOCUMENTS_OF, member))
    names: list[Identity] = list(book.find(IDENTITIES, member))
    waiting = list(book.find(WAITING_FOR, to_member(member)))
    person = book.the(Member, member)
    with journal.record(book, "member.erased", actor=member, member=member, texts_erased=len(texts)):
        book.change(person, left=book.now, acted=0)
        book.change(wallet, active=False, gift=0)
        book.change(book.community, erased=book.community.erased + 1)
        for name in names:
            book.delete(name)
        _remember(book, who.digest, taken)
    for text in texts:
        book.delete(text)
    for receipt in receipts:
        book.change(receipt, document="", answered=True)
    for notice in waiting:
        book.change(notice, state=ASIDE, error="member.erased")
    return Gone(len(texts), wallet.balance)


def _wind_up(book: Book, member: int) -> None:
    """Nobody is left who could decide on a job or answer for a proposal."""
    open_jobs: list[Job] = sorted(book.find(JOBS_OF, member), key=lambda one: one.number)
    for number in [one.number for one in open_jobs]:
        job = jobs.at(book, number)
        if job.state in ("open", "draft"):
            if job.hired:
                jobs.close(book, member, job)
            else:
                jobs.cancel(book, member, job)
    live: list[Proposal] = sorted(book.find(LIVE_OF, member), key=lambda one: one.number)
    for number in [one.number for one in live if one.wallet == member]:
        proposal, _ = proposals.at(book, number)  # whose job may have ended meanwhile, unrung
        if proposal.state in LIVE:
            proposals.withdraw(book, member, number, "")


def _remember(book: Book, digest: str, taken: list[list[str]]) -> None:
    row = book.get(Erased, digest)
    if row is None:
        book.add(Erased(digest, json.dumps(taken)))
    else:
        book.change(row, taken=json.dumps(taken))


def had(book: Book, who: Who) -> list[list[str]]:
    """What somebody was given once and for ever, before they were erased."""
    if not book.community.erased:
        return []
    row = book.get(Erased, who.digest)
    return list(json.loads(row.taken)) if row is not None else []
