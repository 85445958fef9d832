"""What one wants to be told of: /connects notify."""

from __future__ import annotations

from typing import Annotated

from core.book import Book
from core.chat.ask import Ask
from core.chat.command import order
from core.chat.options import ChoiceSpec
from core.people import Member
from core.rules import reminding
from core.speech.phrase import Fact, Term, say
from core.speech.reply import Button, Items, Reply

Topic = Annotated[str, ChoiceSpec(reminding.TOPICS)]
Switch = Annotated[str, ChoiceSpec(("on", "off"))]


@order("connects notify")
def notify(ask: Ask, book: Book, topic: Topic = "", switch: Switch = "") -> Reply:
    """See what you are reminded of, or turn one of them on or off."""
    if topic and switch:
        reminding.choose(book, ask.member, topic, on=switch == "on")
    member, policy = book.the(Member, ask.member), book.policy
    lines, buttons, facts = [], [], dict[str, Fact]()
    for one in reminding.TOPICS if not topic else (topic,):
        on = not reminding.muted(member, one)
        state = "never" if not reminding.by_staff(policy, one) else "on" if on else "off"
        facts[one] = state
        lines.append(say("notify.line", topic=one, about=say(f"notify.{one}"), state=Term(state)))
        if state != "never":
            turned = "off" if on else "on"
            buttons.append(Button(f"button-notify_{one}_{turned}", f"connects notify {one} {turned}"))
    key = "notify.chosen" if topic and switch else "notify"
    return Reply(key, facts, (Items(tuple(lines)),), tuple(buttons))
