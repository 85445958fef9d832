"""What a line came to, as a JSON object and as lines to read. Pure: facts in, words out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.console.client import Turn
from adapters.console.shelf import Shelved
from core.ports import Parcel
from core.speech.phrase import Mention, Phrase, say
from core.speech.plain import plain, plain_phrase, printable, values
from core.speech.reply import Field, File, Form, Reply
from core.speech.texts import Voice, name_of

SAID, ANSWER, REFUSAL, FAULT, NOTICE, DIRECT = "said", "answer", "refusal", "fault", "notice", "direct"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line came to; without a turn it is what was sent by itself."""

    line: int
    said: str
    speaker: str
    turn: Turn | None
    sent: tuple[tuple[str | Mention, Parcel], ...]
    voice: Voice


def as_json(outcome: Outcome) -> dict[str, Any] | None:
    """The object of a line; None for what was sent by itself (it goes with the next line's)."""
    turn, voice = outcome.turn, outcome.voice
    if turn is None:
        return None
    reply = turn.reply
    shown: dict[str, Any] = {
        "line": outcome.line,
        "by": turn.by,
        "command": turn.command,
        "ok": reply.ok,
        "key": reply.key,
        "facts": values(reply.facts, voice),
        "text": plain(reply, voice),
        "buttons": [
            {"label": plain_phrase(Phrase(button.label, button.facts), voice), "command": button.command}
            for button in reply.buttons
        ],
        "form": _form(reply.form, voice) if reply.form is not None else None,
        "notices": notices(outcome),
    }
    if reply.files:
        shown["files"] = [_file(file) for file in reply.files]
    return shown


def notices(outcome: Outcome) -> list[dict[str, Any]]:
    """What was sent, as JSON."""
    return [
        {
            "to": _to(to, outcome.voice),
            "key": parcel.reply.key,
            "facts": values(parcel.reply.facts, outcome.voice),
            "text": plain(parcel.reply, outcome.voice),
        }
        for to, parcel in outcome.sent
    ]


def as_lines(outcome: Outcome, *, echo: bool) -> Iterator[tuple[str, str]]:
    """The lines to print, each with its manner. ``echo``: begin with what was said."""
    turn, voice = outcome.turn, outcome.voice
    if echo and outcome.said:
        yield SAID, printable(_echoed(outcome))
    if turn is not None:
        for line in _answer(turn.reply, voice).split("\n"):
            yield manner(turn.reply), f"  {line}"
    for to, parcel in outcome.sent:
        direct = isinstance(to, Mention)
        sign = f"✉ {_to(to, voice)}" if direct else _to(to, voice)
        for line in _notice(parcel, voice).split("\n"):
            yield DIRECT if direct else NOTICE, f"{sign} │ {line}"


def manner(reply: Reply) -> str:
    """How an answer is shown."""
    if reply.key == "fault":
        return FAULT
    return ANSWER if reply.ok else REFUSAL


def _to(to: str | Mention, voice: Voice) -> str:
    return printable(name_of(to.member, voice)) if isinstance(to, Mention) else to


def _echoed(outcome: Outcome) -> str:
    bare = outcome.turn is not None and outcome.turn.command is not None
    if bare and not outcome.said.startswith(f"{outcome.speaker}>"):
        return f"{outcome.speaker}> {outcome.said}"
    return outcome.said


def _answer(reply: Reply, voice: Voice) -> str:
    """The answer, and below it what its files hold: a terminal has nowhere else to put them."""
    return "\n".join((plain(reply, voice), *(printable(_held(file).rstrip("\n")) for file in reply.files)))


def _held(file: File) -> str:
    if isinstance(file, Shelved):
        return f"{file.path}\n{file.alt}"
    return file.data.decode("utf-8", "replace")


def _file(file: File) -> dict[str, str]:
    if isinstance(file, Shelved):
        return {"name": file.name, "path": file.path, "text": file.alt}
    return {"name": file.name, "content": file.data.decode("utf-8", "replace")}


def _notice(parcel: Parcel, voice: Voice) -> str:
    if not parcel.edits:
        return plain(parcel.reply, voice)
    first, _, _ = plain_phrase(parcel.reply.phrase, voice).partition("\n")
    return plain_phrase(say("console.edited", line=first), voice)


def _form(form: Form, voice: Voice) -> dict[str, Any]:
    return {
        "command": form.command,
        "title": plain_phrase(say(form.title), voice),
        "fields": [
            {
                "name": field.name,
                "kind": field.kind,
                "label": plain_phrase(field.phrase, voice),
                "required": field.required,
                "value": field.value,
                **_choices(field, voice),
            }
            for field in form.fields
        ],
        "given": dict(form.given),
    }


def _choices(field: Field, voice: Voice) -> dict[str, Any]:
    """What each choice says, where that is more than the word that stands for it."""
    said = {word: plain_phrase(label, voice) for word, label in field.offered}
    return {"choices": said} if said else {}
