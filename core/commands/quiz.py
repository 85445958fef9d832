"""A community's own readiness test, as staff write it: /quiz show, add, remove."""

from __future__ import annotations

import re
from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order, question
from core.chat.options import TextSpec, WholeSpec
from core.errors import Refusal
from core.people import Rank
from core.policy.policy import Question
from core.rules import communities, notices, readiness
from core.rules.readiness import LETTERS, MOST, Asked
from core.speech.phrase import Code, Phrase, say
from core.speech.reply import Block, Button, Items, Para, Reply, reply

LONGEST = 60
Asking = Annotated[str, TextSpec(100, 3)]
Choices = Annotated[str, TextSpec(400, 3, lines=True, sample='"Nothing | Half of it | All of it"')]
Right = Annotated[int, WholeSpec(1, len(LETTERS), 2)]
Number = Annotated[int, WholeSpec(1, MOST, 1)]
_BETWEEN = re.compile(r"[|\n]")


@question("quiz show", rank=Rank.STAFF)
def quiz(ask: Ask, book: Book) -> Reply:
    """See the readiness test with its right answers."""
    return _shown(book, "quiz")


def _shown(book: Book, key: str) -> Reply:
    asked, own = readiness.questions(book.policy), bool(book.policy.quiz)
    body: list[Block] = []
    for number, one in enumerate(asked, 1):
        body += [Para(say("quiz.line", number=number, ask=one.ask)), Items(_choices(one))]
    body.append(Para(say("quiz.edit", add=Code("/quiz add"), remove=Code("/quiz remove"))))
    facts = {"own": own, "count": len(asked), "pass": readiness.passes(book.policy)}
    buttons = (Button("button-quiz_add", "quiz add"),) if not own or len(asked) < MOST else ()
    return Reply(key, facts, body, buttons)


def _choices(one: Asked) -> tuple[Phrase, ...]:
    return tuple(
        say("quiz.choice", letter=letter, choice=choice, right=place == one.right)
        for place, (letter, choice) in enumerate(zip(LETTERS, one.choices, strict=False))
    )


@order("quiz add", rank=Rank.STAFF, form=("ask", "choices", "right"))
def add(ask_: Ask, book: Book, ask: Asking, choices: Choices, right: Right) -> Reply:
    """Add a question of your own to the readiness test; the first one takes the place of the five."""
    own = book.policy.quiz
    if len(own) >= MOST:
        raise Refusal("quiz.full", most=MOST, remove=Code("/quiz remove"))
    parts = tuple(part for one in _BETWEEN.split(choices) if (part := " ".join(one.split())))
    alike = len({part.casefold() for part in parts}) < len(parts)
    if alike or not 2 <= len(parts) <= len(LETTERS) or any(len(part) > LONGEST for part in parts):
        raise Refusal("quiz.choices", most=len(LETTERS), longest=LONGEST, example=Code('choices:"Yes | No"'))
    if right > len(parts):
        raise Refusal("quiz.right", right=right, count=len(parts))
    return _saved(ask_, book, (*own, Question(ask=ask, choices=parts, right=right - 1)), "quiz_add")


@order("quiz remove", rank=Rank.STAFF, form=("number",))
def remove(ask: Ask, book: Book, number: Number) -> Reply:
    """Take one of your own questions out of the readiness test; without any, the five are back."""
    own = book.policy.quiz
    if number > len(own):
        raise Refusal("quiz.number", number=number, count=len(own), list=Code("/quiz show"))
    return _saved(ask, book, (*own[: number - 1], *own[number:]), "quiz_remove")


def _saved(ask: Ask, book: Book, own: tuple[Question, ...], what: str) -> Reply:
    policy = book.policy.model_copy(update={"quiz": own})
    version = communities.change_policy(book, policy, ask.member, what)
    notices.log(book, "log.policy", ask.member, version=version, what=what)
    asked = readiness.questions(policy)
    return reply(
        "quiz.saved", version=version, own=bool(own), count=len(asked),
        body=(Items(tuple(say("quiz.line", number=n, ask=one.ask) for n, one in enumerate(asked, 1))),),
    )  # fmt: skip
