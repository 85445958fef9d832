"""The registry: a command is written once, and every platform reads it from here.

A command is a function of ``(ask, book, …)`` whose further parameters are its
options, their annotations the options' types, and its docstring's first line its
help. An *order* may change the Book and goes through the engine; a *question*
reads a snapshot.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from core.book import Book
from core.chat.ask import Ask
from core.chat.options import NumberSpec, Person, Spec
from core.people import Rank
from core.rules import members
from core.speech.reply import Field, Form, Reply

Run = Callable[..., Reply]
F = TypeVar("F", bound=Run)
Opens = Callable[[Ask, Book, Mapping[str, str]], Reply]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command: required unless it has a default."""

    name: str  # as people type it
    parameter: str
    spec: Spec
    required: bool

    @property
    def hidden(self) -> bool:
        """Whether it is for buttons only."""
        return getattr(self.spec, "hidden", False)


@dataclass(frozen=True, slots=True)
class Command:
    """What people can say, as every platform needs to know it.

    ``form`` names the options that a form asks for when required ones are missing;
    ``opens`` writes what stands above it. ``records`` is an order that must have
    been written before the question is answered. ``heavy`` is the workshop's task that makes the
    answer of what the question came to.
    """

    name: str
    run: Run
    options: tuple[Option, ...]
    help: str
    rank: Rank
    reads: bool
    form: tuple[str, ...] = ()
    opens: Opens | None = None
    records: Run | None = None
    heavy: str = ""

    def option(self, name: str) -> Option | None:
        """The option of this name."""
        for option in self.options:
            if option.name == name:
                return option
        return None

    @property
    def usage(self) -> str:
        """How to type it."""
        parts = [
            f"<{option.name}>" if option.required else f"[{option.name}:{option.spec.example()}]"
            for option in self.options
        ]
        return " ".join([f"/{self.name}", *parts])

    def form_of(self, given: Mapping[str, str]) -> Form:
        """The form that asks for the command's options, with what is given as their values.

        Given alone, the thing that the form is about (``apply job-42``) is no field of it.
        """
        asked = [option for name in self.form if (option := self.option(name)) is not None]
        about = {option.name for option in asked if option.required and isinstance(option.spec, NumberSpec)}
        alone = not any(option.name in given for option in asked if option.name not in about)
        fields = tuple(
            _field(option, given.get(option.name, ""))
            for option in asked
            if not (alone and option.name in about and option.name in given)
        )
        shown = {field.name for field in fields}
        kept = tuple((name, typed) for name, typed in given.items() if name not in shown)
        return Form(self.name, f"form-{self.name.replace(' ', '-')}", fields, kept)


def _field(option: Option, value: str) -> Field:
    spec = option.spec
    kind = "long" if getattr(spec, "lines", False) else spec.kind
    return Field(
        option.name, kind, f"field-{option.name}", option.required, value,
        getattr(spec, "minimum", 0), getattr(spec, "maximum", 0), getattr(spec, "choices", ()),
    )  # fmt: skip


COMMANDS: dict[str, Command] = {}
"""Every command by name, in the order in which they were written."""


def order(
    name: str, *, rank: Rank = Rank.MEMBER, form: tuple[str, ...] = (), opens: Opens | None = None
) -> Callable[[F], F]:
    """Register a command that changes something."""
    return _register(name, rank, form=form, opens=opens, reads=False)


def question(
    name: str, *, rank: Rank = Rank.MEMBER, form: tuple[str, ...] = (), records: Run | None = None,
    heavy: str = "",
) -> Callable[[F], F]:  # fmt: skip
    """Register a command that only reads; ``records`` runs first, as an order, ``heavy`` last, elsewhere."""
    return _register(name, rank, form=form, records=records, heavy=heavy, reads=True)


def _register(name: str, rank: Rank, **more: Any) -> Callable[[F], F]:
    def register(run: F) -> F:
        if name in COMMANDS:
            raise ValueError(f"two commands are called {name}")
        help_line = (inspect.getdoc(run) or "").split("\n", 1)[0]
        COMMANDS[name] = Command(name, run, _options(run), help_line, rank, **more)
        return run

    return register


def _options(run: Run) -> tuple[Option, ...]:
    hints = get_type_hints(run, include_extras=True)
    options = []
    for parameter in list(inspect.signature(run).parameters.values())[2:]:
        spec = _spec(hints[parameter.name])
        if spec is None:
            raise TypeError(f"{run.__name__}: option {parameter.name} has no type of option")
        required = parameter.default is inspect.Parameter.empty
        options.append(Option(parameter.name.rstrip("_"), parameter.name, spec, required))
    return tuple(options)


def _spec(hint: Any) -> Spec | None:
    for part in (hint, *get_args(hint)):
        for extra in getattr(part, "__metadata__", ()):
            if isinstance(extra, Spec):
                return extra
        if get_origin(part) is not None:
            found = next((spec for one in get_args(part) if (spec := _spec(one)) is not None), None)
            if found is not None:
                return found
    return None


def resolve(book: Book, ask: Ask, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the function takes them: persons become member numbers. Refuses: member.unknown."""
    return {
        name: members.named(book, ask.who.platform, value.name) if isinstance(value, Person) else value
        for name, value in values.items()
    }
