"""The console for a person at a terminal: a prompt, completion, history, forms asked field by field."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.console.clock import ConsoleClock
from adapters.console.console import Console
from adapters.console.courier import ConsoleCourier
from adapters.console.house import OpenHouse
from adapters.console.printer import text_printer
from adapters.console.render import Outcome
from core.speech.phrase import Code, Strong, say
from core.speech.plain import plain_phrase
from core.speech.reply import Field, Form, Items, Para, Reply, reply
from core.speech.texts import Voice

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer

Bell = Callable[[Callable[[], Awaitable[None]]], AbstractContextManager[None]]
"""Rings what it is given every so often, as long as its block lasts."""


async def run_prompt(
    open_house: OpenHouse, clock: ConsoleClock, courier: ConsoleCourier, history: Path, bell: Bell
) -> int:
    """Talk with the person at the terminal until they leave. ``history`` is the file of what they typed.

    Where the clock follows the system's, the ``bell`` rings for what falls due meanwhile.
    """
    console = Console(open_house, clock, courier, _show)
    try:
        await console.start()
        await console.say(welcome(console.client.speaker))
        with nullcontext() if clock.stands else bell(console.tick):
            await _talk(console, history)
    finally:
        await console.close()
    return 0


def welcome(name: str) -> Reply:
    """What a person reads first: what this is, what to try, how to get help and how to leave."""
    tries = (
        say("console.try_balance", command=Code("/connects balance")),
        say("console.try_post", command=Code("/job post")),
        say("console.try_time", command=Code("!advance 31d")),
    )
    hint = say("console.hint", help=Code("/help"), directives=Code("!help"))
    return reply("console.welcome", name=Strong(name), body=(Items(tries), Para(hint)))


def _show(outcome: Outcome) -> None:
    # While a prompt stands, sys.stdout is a stand-in that prints above it; so it is looked up each time.
    text_printer(sys.stdout, echo=False)(outcome)


async def _talk(console: Console, history: Path) -> None:
    lines, fields = _sessions(console, history)
    while True:
        try:
            line = await _read(lines, f"{console.client.speaker}> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        outcome = await console.run(line)
        while outcome is not None and (form := _form_for(console, outcome)) is not None:
            filled = await _ask(fields, form, outcome.voice)
            if filled is None:
                console.screen.forms.pop(console.client.speaker, None)
                await console.say(reply("console.form_left"))
                break
            outcome = await console.submit(form, filled)


def _form_for(console: Console, outcome: Outcome) -> Form | None:
    """The form to ask now; one that opened for somebody else is theirs to fill, with !fill."""
    turn = outcome.turn
    return turn.reply.form if turn is not None and turn.by == console.client.speaker else None


async def _ask(session: PromptSession[str], form: Form, voice: Voice) -> dict[str, str] | None:
    """What the person types into the form's fields; None if they leave it."""
    filled: dict[str, str] = {}
    try:
        for field in form.fields:
            filled[field.name] = await _ask_one(session, field, voice)
    except (KeyboardInterrupt, EOFError):
        return None
    return filled


async def _ask_one(session: PromptSession[str], field: Field, voice: Voice) -> str:
    from prompt_toolkit.completion import WordCompleter

    about = say("console.field", label=field.phrase, required=field.required)
    offers = [say("form.choice", choice=word, label=label) for word, label in field.offered]
    lines = [plain_phrase(about, voice), *(f"  {plain_phrase(one, voice)}" for one in offers)]
    message = "\n".join(f"  {line}" for line in lines) + ("\n  : " if offers else ": ")
    choices = WordCompleter(list(field.choices))
    while True:
        value = await _read(session, message, field.value, choices)
        if value.strip() or not field.required:
            return value.strip()


async def _read(
    session: PromptSession[str], message: str, default: str = "", completer: Completer | None = None
) -> str:
    from prompt_toolkit.patch_stdout import patch_stdout

    with patch_stdout(raw=True):
        return await session.prompt_async(message, default=default, completer=completer)


def _sessions(console: Console, history: Path) -> tuple[PromptSession[str], PromptSession[str]]:
    """One for lines, one for fields: letters have no place in the history of commands."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    from adapters.console.completion import ConsoleCompleter

    history.parent.mkdir(parents=True, exist_ok=True)
    return (
        PromptSession(
            history=FileHistory(str(history)),
            completer=ConsoleCompleter(console),
            complete_while_typing=False,
        ),
        PromptSession(complete_while_typing=False),
    )
