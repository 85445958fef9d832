"""Who is most active: /top, and staying out of it."""

from __future__ import annotations

from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order, question
from core.chat.options import ChoiceSpec, Flag, WholeSpec
from core.errors import Refusal
from core.instants import DAY
from core.rules import hiding
from core.speech.phrase import Code, Fact, Mention, say
from core.speech.reply import Items, Para, Reply, reply
from core.tallies import Top

COUNTED = {"proposals": "proposal.submitted", "interviews": "interview.answered", "hires": "proposal.hired"}
"""By what people can ask for, the operations that are counted; each is about the freelancer."""
By = Annotated[str, ChoiceSpec(tuple(COUNTED))]
Back = Annotated[int, WholeSpec(1, 365, 30)]
LINES = 10


@question("top")
def top(ask: Ask, book: Book, by: By = "", days: Back = 0) -> Reply:
    """See who is most active: proposals sent, interviews answered, or hires."""
    policy = book.policy
    if not policy.top_days:
        raise Refusal("top.off", jobs=Code("/jobs"))
    by, days = by or policy.top_by, days or policy.top_days
    found = book.ask(Top(COUNTED[by], book.now - days * DAY, LINES))
    lines = tuple(
        say("top.line", rank=rank, member=Mention(member), count=count, by=by)
        for rank, (member, count) in enumerate(found, 1)
    )
    facts: dict[str, Fact] = {"by": by, "days": days, "members": lines, "count": len(lines)}
    none = Para(say("top.none", days=days))
    hide = Para(say("top.hide", hide=Code("/connects hide yes")))
    return Reply("top", facts, (Items(lines), hide) if lines else (none,))


@order("connects hide")
def hide(ask: Ask, book: Book, hidden: Flag) -> Reply:
    """Choose whether /top may name you: yes hides you, no shows you again."""
    hiding.hide(book, ask.member, hidden)
    return reply(
        "top.hidden" if hidden else "top.shown", hidden=hidden,
        undo=Code(f"/connects hide {'no' if hidden else 'yes'}"),
    )  # fmt: skip
