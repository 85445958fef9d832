"""What people say about what is earned once: the readiness test, certifications, badges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import COMMANDS, order, question
from core.chat.options import ChoiceSpec, Named, NumberSpec, Tag
from core.errors import Refusal
from core.people import Rank
from core.rules import awards, readiness
from core.rules.readiness import LETTERS, Asked
from core.speech.phrase import Amount, Code, Mention, When, say
from core.speech.reply import Button, Items, Para, Reply, reply

Choice = Annotated[str, ChoiceSpec(LETTERS)]
Version = Annotated[int, NumberSpec("operation", hidden=True)]
"""Of the policy whose questions a form shows: an answer is meant for those."""
What = Annotated[str, ChoiceSpec(awards.WHATS)]
_FIELDS = ("q1", "q2", "q3", "q4", "q5")


def _form(ask: Ask, book: Book, given: Mapping[str, str]) -> Reply:
    """The test's questions, each with its choices."""
    readiness.may_try(book, ask.member)
    asked = readiness.questions(book.policy)
    form = COMMANDS["connects test"].form_of({**given, "version": str(book.community.policy)})
    fields = tuple(
        replace(field, required=True, title=one.ask, choices=LETTERS[: len(one.choices)], labels=one.choices)
        for field, one in zip(form.fields, asked, strict=False)
    )
    return Reply(
        "test.form",
        {
            "count": len(asked),
            "pass": readiness.passes(book.policy),
            "paid": Amount(book.policy.gift_test),
        },
        (Para(say("test.once_a_day")),),
        form=replace(form, fields=fields),
    )


@order("connects test", form=_FIELDS, opens=_form)
def take_test(
    ask: Ask, book: Book, q1: Choice, q2: Choice = "", q3: Choice = "", q4: Choice = "", q5: Choice = "",
    version: Version = 0,
) -> Reply:  # fmt: skip
    """Take the readiness test: a few questions, one try a day; passing it pays once."""
    readiness.may_try(book, ask.member)
    readiness.must_be_the_same(book, version)
    asked = readiness.questions(book.policy)
    given = {name: one for name, one in zip(_FIELDS, (q1, q2, q3, q4, q5), strict=True) if one}
    missing = [name for name in _FIELDS[: len(asked)] if name not in given]
    if missing and not ask.filled:
        return _form(ask, book, given)
    if missing:
        raise Refusal("option.missing", option=missing[0], usage=Code(COMMANDS["connects test"].usage))
    _must_fit(asked, given)
    tried = readiness.take(book, ask.member, [given[name] for name in _FIELDS[: len(asked)]])
    if not tried.passed:
        return reply(
            "test.failed", right=tried.right, of=tried.of, again=When(tried.again, "time"),
            buttons=(Button("button-rules", "connects rules"),),
        )  # fmt: skip
    return reply(
        "test.passed", right=tried.right, of=tried.of, paid=Amount(tried.paid), balance=Amount(tried.balance)
    )


def _must_fit(asked: tuple[Asked, ...], given: Mapping[str, str]) -> None:
    """Refuses: test.answers, value.choice."""
    if len(given) > len(asked):
        raise Refusal("test.answers", count=len(asked), last=_FIELDS[len(asked) - 1])
    for (name, letter), one in zip(given.items(), asked, strict=True):
        choices = LETTERS[: len(one.choices)]
        if letter not in choices:
            raise Refusal("value.choice", option=name, typed=letter, choices=", ".join(choices))


@question("connects awards")
def mine(ask: Ask, book: Book) -> Reply:
    """See what you have earned once: the readiness test, certifications, badges."""
    lines = awards.lines(book, ask.member)
    none = Para(say("awards.none", test=Code("/connects test")))
    return reply("awards", awards=lines, count=len(lines), body=(Items(lines) if lines else none,))


@order("admin award", rank=Rank.STAFF)
def award(ask: Ask, book: Book, member: Named, what: What, name: Tag) -> Reply:
    """Award a member a certified skill or a badge, once each."""
    number = int(member)  # type: ignore[call-overload]
    given = awards.give(book, ask.member, number, what, name)
    return reply(
        "award.paid", member=Mention(number), what=what, name=given.name, paid=Amount(given.paid),
        balance=Amount(given.balance),
    )  # fmt: skip
