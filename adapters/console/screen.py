"""What a terminal still shows after the bot behind it was restarted, as a chat client does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.people import Who
from core.speech.reply import Button, Form, Reply

CARDS = 50
"""So many cards are kept; older ones have scrolled away."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A command as it was handed over, so that it can be handed over again with the same key.

    Either a line as typed, or a form's command with its options.
    """

    who: Who
    key: str
    line: str = ""
    command: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Screen:
    """The last reply of each person, the cards, the open forms, the last command."""

    replies: dict[str, Reply] = field(default_factory=dict)
    cards: dict[str, Reply] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    last: Delivery | None = None

    def answered(self, name: str, reply: Reply) -> None:
        """A person was answered; a form that came with the answer is open for them."""
        self.replies[name] = reply
        if reply.form is not None:
            self.forms[name] = reply.form

    def pinned(self, ref: str, card: Reply) -> None:
        """A card was sent, or changed where it stands."""
        self.cards[ref] = card
        while len(self.cards) > CARDS:
            del self.cards[next(iter(self.cards))]

    def buttons(self, name: str) -> Reply | None:
        """What a person would press on: their last reply if it has buttons, else the newest card that has."""
        mine = self.replies.get(name)
        if mine is not None and mine.buttons:
            return mine
        return next((card for card in reversed(self.cards.values()) if card.buttons), None)

    def button(self, name: str, number: int) -> tuple[Reply, Button] | None:
        """The button of that number, from 1, with the reply that shows it."""
        shown = self.buttons(name)
        if shown is None or not 1 <= number <= len(shown.buttons):
            return None
        return shown, shown.buttons[number - 1]

    def people(self) -> tuple[str, ...]:
        """Who was answered here so far."""
        return tuple(self.replies)
