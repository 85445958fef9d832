"""Draws the README's pictures of Slack: real answers, cards, forms and a Home, laid out as Slack does.

`python -m tests.picture_slack` writes deploy/pictures/slack-*.png; it needs chromium on the path.
"""

from __future__ import annotations

import asyncio
import html
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.adapters.slack.process import BOARD, Town, town
from tests.drawing import draw

STYLE = """
body{margin:0;background:#fff;color:#1d1c1d;width:640px;
font:15px/1.47 "Lato","Noto Sans","DejaVu Sans",sans-serif}
.m{display:flex;padding:10px 20px}.a{width:36px;height:36px;border-radius:8px;background:#1f6f54;color:#fff;
text-align:center;line-height:36px;font-weight:700;margin-right:10px;flex:none}.n{font-weight:900}
.t{background:#e8e8e8;color:#616061;font-size:10px;border-radius:3px;padding:1px 4px;margin-left:5px}
.o{color:#616061;font-size:13px}.s{margin:2px 0}
.b{display:inline-block;border:1px solid #bbb;border-radius:4px;padding:5px 12px;margin:8px 8px 0 0;
font-weight:700;font-size:14px}.primary{background:#007a5a;color:#fff;border-color:#007a5a}
.danger{color:#e01e5a;border-color:#e01e5a}
.p{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
code{background:#f6f6f6;border:1px solid #ddd;color:#c01343;border-radius:3px;padding:1px 3px;font-size:13px}
blockquote{border-left:4px solid #ddd;margin:4px 0;padding-left:10px}ul{margin:4px 0;padding-left:22px}
hr{border:0;border-top:1px solid #ddd;margin:14px 0}.home{padding:16px 24px}
.w{border:1px solid #ddd;border-radius:8px;margin:14px 60px;padding:16px 20px;box-shadow:0 4px 16px #0003}
.h{font-size:20px;font-weight:900;margin-bottom:10px}.i{border:1px solid #bbb;border-radius:4px;
padding:8px 10px;margin:4px 0 12px;min-height:20px}.l{font-weight:700}
"""


def blocks(shown: list[dict[str, Any]], names: dict[str, str], filled: dict[str, str] | None = None) -> str:
    """Blocks as HTML."""
    made = []
    for one in shown:
        if one["type"] == "rich_text":
            made += [part(inner, names) for inner in one["elements"]]
        elif one["type"] == "actions":
            made += [
                f"<span class='b {button.get('style', '')}'>{html.escape(button['text']['text'])}</span>"
                for button in one["elements"]
            ]
        elif one["type"] == "divider":
            made.append("<hr>")
        else:
            value = (filled or {}).get(one["block_id"].split(".")[1], "")
            optional = " <span class=o>(optional)</span>" if one["optional"] else ""
            made.append(f"<div class=l>{html.escape(one['label']['text'])}{optional}</div>")
            made.append(f"<div class=i>{html.escape(value)}</div>")
    return "".join(made)


def part(one: dict[str, Any], names: dict[str, str]) -> str:
    """A part of rich text, or an element of it."""
    inner = "".join(part(each, names) for each in one.get("elements", ()))
    match one["type"]:
        case "rich_text_section":
            return f"<div class=s>{inner}</div>"
        case "rich_text_quote":
            return f"<blockquote>{inner}</blockquote>"
        case "rich_text_list":
            return "<ul>" + "".join(f"<li>{part(each, names)}</li>" for each in one["elements"]) + "</ul>"
        case "user":
            return f"<span class=p>@{html.escape(names[one['user_id']])}</span>"
        case "date":
            return time.strftime("%B %-d, %Y", time.gmtime(one["timestamp"]))
        case "emoji":
            return "⚠️"
    said = html.escape(one.get("text", "")).replace("\n", "<br>")
    style = one.get("style", {})
    said = f"<b>{said}</b>" if style.get("bold") else said
    return f"<code>{said}</code>" if style.get("code") else said


def message(shown: dict[str, Any], names: dict[str, str], *, alone: bool = False) -> str:
    """One message of the app's."""
    head = "<div class=m><div class=a>C</div><div style='flex:1'>"
    only = "<div class=o>Only visible to you</div>" if alone else ""
    said = blocks(shown["blocks"], names)
    return f"{head}{only}<span class=n>Connects</span><span class=t>APP</span>{said}</div></div>"


def view(shown: dict[str, Any], names: dict[str, str], filled: dict[str, str] | None = None) -> str:
    """A modal."""
    submit = f"<span class='b primary'>{shown['submit']['text']}</span>" if "submit" in shown else ""
    title = f"<div class=h>{html.escape(shown['title']['text'])}</div>"
    close = f"<span class=b>{shown['close']['text']}</span>"
    said = blocks(shown["blocks"], names, filled)
    return f"<div class=w>{title}{said}<div style='text-align:right'>{close}{submit}</div></div>"


async def scene(here: Town) -> dict[str, str]:
    """What is on the pictures."""
    workspace = here.workspace
    names = {workspace.person(name): name for name in ("ada", "ana")}
    opened = await here.say("ada", "/job post")
    wish = {
        "title": "A logo for our podcast",
        "description": "A fox with headphones. We like *bold* shapes and two colours.",
        "price": "4", "budget": "300 EUR", "skills": "illustration, branding",
    }  # fmt: skip
    await workspace.submit("ada", opened.view or {}, wish)
    await here.until(here.cards)
    form = await here.press_card("ana", "Apply")
    letter = {"message": "Foxes are my thing: see the one I drew for the zoo."}
    done = await workspace.submit("ana", form.view or {}, letter)
    balance = await here.say("ana", "/connects balance")
    await here.until(lambda: "Proposals: 1" in here.cards()[0] and here.direct("ada"))
    ana = workspace.person("ana")
    await workspace.event({"type": "app_home_opened", "user": ana, "tab": "home"})
    await here.until(lambda: ana in workspace.homes)
    (card,) = workspace.posted[BOARD].values()
    told = next(iter(workspace.posted[f"D{workspace.person('ada')[1:]}"].values()))
    return {
        "card": message(card, names) + message(told, names),
        "apply": view(form.view or {}, names, letter) + view(done.view or {}, names)
        + message(balance.messages[0], names, alone=True),
        "home": f"<div class=home>{blocks(workspace.homes[ana]['blocks'], names)}</div>",
    }  # fmt: skip


async def main() -> None:
    """Play the scene and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder)) as here:
            pictures = await scene(here)
        for name, body in pictures.items():
            draw(f"slack-{name}", STYLE, body, Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
