"""What Tab offers: commands and options from the house, the console's directives, who is here."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from adapters.console.console import Console
from adapters.console.directives import DIRECTIVES
from core.people import RANKS

_OF_PEOPLE = ("as", "role", "join", "leave", "press", "fill")


class ConsoleCompleter(Completer):
    """Completes the last word of the line. Advice only: what is typed is checked when it is said."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Nothing: the house can only be asked asynchronously."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """The words that may stand in place of the last one."""
        line = document.text_before_cursor
        word = line.rpartition(" ")[2]
        for text, hint in await self._offers(line, word):
            slash = "/" if word.startswith("/") and not text.startswith("/") else ""
            yield Completion(slash + text, start_position=-len(word), display_meta=hint)

    async def _offers(self, line: str, word: str) -> Sequence[tuple[str, str]]:
        if not line.lstrip().startswith("!"):
            return await self._console.complete(line)
        return directives(line.lstrip(), (self._console.client.speaker, *self._console.screen.people()))


def directives(line: str, people: Sequence[str]) -> list[tuple[str, str]]:
    """The words that may stand in place of the last one of a directive, each with a hint."""
    *before, word = line.split(" ")
    if not before:
        return [(f"!{name}", usage) for name, (_, usage) in DIRECTIVES.items() if f"!{name}".startswith(word)]
    directive = before[0][1:]
    if len(before) == 1 and directive in _OF_PEOPLE:
        return [(name, "") for name in dict.fromkeys(people) if name.startswith(word)]
    if len(before) == 2 and directive == "role":
        return [(rank, "") for rank in RANKS if rank.startswith(word)]
    return []
