"""The two ways in which the bot says no, and the one in which it breaks."""

from __future__ import annotations


class Refusal(Exception):
    """An expected no: a phrase key and the facts that its words need.

    A Refusal is an answer to a person. Whoever raises it has to name what the
    person can do next among the facts, or in the text of the key.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Broken(Exception):
    """A fault of ours: an invariant of the house does not hold."""
