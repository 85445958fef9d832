"""/help: what can be said, from the registry."""

from __future__ import annotations

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import COMMANDS, Command, question
from core.chat.options import Short
from core.errors import Refusal
from core.people import Rank
from core.speech.phrase import Code, Phrase, say
from core.speech.reply import Block, Button, Items, Para, Reply

ORDER = (
    "connects", "jobs", "apply", "boost", "proposals", "proposal", "job", "agency", "top", "help", "quiz",
    "admin",
)  # fmt: skip
"""What people come for stands first."""


@question("help")
def help_(ask: Ask, book: Book, command: Short = "") -> Reply:
    """See what you can say here."""
    if command:
        return _one(ask, command)
    known = sorted(COMMANDS.values(), key=lambda one: ORDER.index(one.name.split()[0]))
    shown = [one for one in known if one.rank <= ask.rank and not one.name.startswith("admin")]
    lines = tuple(_line(one) for one in shown)
    body: list[Block] = [Items(lines)]
    if ask.rank >= Rank.STAFF:
        body.append(Para(say("help.staff")))
        body.append(Items(tuple(_line(one) for one in COMMANDS.values() if one.name.startswith("admin"))))
    body.append(Para(say("help.more", example=Code("/help apply"))))
    buttons = (Button("button-balance", "connects balance"), Button("button-jobs", "jobs"))
    return Reply("help", {"count": len(lines)}, body, buttons)


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
