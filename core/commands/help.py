"""/help: what can be said, from the registry."""

from __future__ import annotations

from collections.abc import Sequence

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import COMMANDS, Command, question
from core.chat.options import Short
from core.errors import Refusal
from core.speech.phrase import Code, Phrase, say
from core.speech.reply import Block, Button, Items, Para, Reply

ORDER = (
    "connects", "jobs", "job", "apply", "boost", "proposals", "proposal", "agency", "top", "help", "quiz",
    "admin",
)  # fmt: skip
"""What people come for stands first. Each line fits a screen, and all of them do; `/help job` leads on."""


@question("help")
def help_(ask: Ask, book: Book, command: Short = "") -> Reply:
    """See what you can say here."""
    if command:
        return _one(ask, command)
    shown = [one for one in COMMANDS.values() if one.rank <= ask.rank]
    topics: dict[str, list[Command]] = {}
    for one in sorted(shown, key=lambda one: ORDER.index(one.name.split()[0])):
        topics.setdefault(one.name.split()[0], []).append(one)
    lines = tuple(_topic(name, some) for name, some in topics.items())
    body: list[Block] = [
        Items(lines),
        Para(say("help.more", topic=Code("/help proposal"), example=Code("/help apply"))),
    ]
    buttons = (Button("button-balance", "connects balance"), Button("button-jobs", "jobs"))
    return Reply("help", {"count": len(shown)}, body, buttons)


def _topic(name: str, some: Sequence[Command]) -> Phrase:
    """A command of one word with what it does, or all that begin with a word in one line."""
    if len(some) == 1 and some[0].name == name:
        return _line(some[0])
    words = ", ".join(one.name.removeprefix(name).strip() for one in some if one.name != name)
    return say("help.topic", topic=Code(f"/{name}"), about=say(f"help.about.{name}"), words=words)


def _line(command: Command) -> Phrase:
    return say("help.line", command=Code(f"/{command.name}"), help=command.help)


def _one(ask: Ask, typed: str) -> Reply:
    name = typed.strip().removeprefix("/").casefold()
    found = [
        one
        for one in COMMANDS.values()
        if one.rank <= ask.rank and (one.name == name or one.name.split()[0] == name)
    ]
    if not found:
        raise Refusal("command.unknown", typed=f"/{name}"[:60], help=Code("/help"))
    if len(found) > 1:
        return Reply("help", {"count": len(found)}, (Items(tuple(_line(one) for one in found)),))
    one = found[0]
    options = tuple(
        say(
            "help.option",
            option=Code(option.name),
            required=option.required,
            example=Code(option.spec.example()),
        )
        for option in one.options
        if not option.hidden
    )
    body: list[Block] = [Para(say("help.usage", usage=Code(one.usage)))]
    if options:
        body.append(Items(options))
    return Reply("help.command", {"command": Code(f"/{one.name}"), "help": one.help}, body)
