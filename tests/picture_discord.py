"""Draws the README's pictures of Discord: real answers, cards and forms, laid out as Discord does.

`python -m tests.picture_discord` writes deploy/pictures/discord-*.png; it needs chromium on the path.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.adapters.discord.control import press, submit
from tests.adapters.discord.process import Town, town
from tests.drawing import draw

STYLE = """
body{margin:0;background:#313338;color:#dbdee1;font:15px/1.4 "Noto Sans","DejaVu Sans",sans-serif;width:640px}
.m{display:flex;padding:10px 16px}.a{width:38px;height:38px;border-radius:50%;background:#5865f2;color:#fff;
text-align:center;line-height:38px;font-weight:700;margin-right:14px;flex:none}.n{color:#fff;font-weight:600}
.t{background:#5865f2;color:#fff;font-size:10px;border-radius:3px;padding:1px 4px;margin-left:5px}
.e{background:#2b2d31;border-left:4px solid;border-radius:4px;padding:10px 14px;margin-top:4px;
max-width:500px}
.h{font-weight:700;color:#fff;margin-bottom:6px}
.f{display:grid;grid-template-columns:1fr 1fr 1fr;gap:8px;margin-top:10px}
.k{font-weight:700;font-size:13px;color:#fff}.v{font-size:14px}.o{color:#949ba4;font-size:12px;margin-top:8px}
.b{display:inline-block;border-radius:4px;padding:6px 16px;margin:8px 8px 0 0;color:#fff;font-size:14px}
.p{background:#3f4270;color:#c9cdfb;border-radius:3px;padding:0 2px}
code{background:#1e1f22;border-radius:3px;padding:1px 3px}
.d{background:#3c3e44;border-radius:3px;padding:0 2px}
blockquote{border-left:4px solid #4e5058;margin:4px 0;padding-left:10px}
.w{background:#313338;border:1px solid #1e1f22;border-radius:6px;margin:14px 60px;padding:16px;
box-shadow:0 4px 16px #0008}
.i{background:#1e1f22;border-radius:4px;padding:8px 10px;margin:4px 0 10px;min-height:20px}
.l{font-weight:600;font-size:13px}
"""
STYLES = {1: "#5865f2", 2: "#4e5058", 3: "#248046", 4: "#da373c"}


def words(text: str, names: dict[str, str]) -> str:
    """Discord's markup as HTML."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\ue000{len(kept) - 1}\ue001"

    text = html.escape(re.sub(r"\\([^0-9A-Za-z\s])", keep, text), quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)
    text = re.sub(r"&lt;@&?([0-9]+)&gt;", lambda one: f"<span class=p>@{names.get(one[1], '?')}</span>", text)
    text = re.sub(r"&lt;t:([0-9]+):.&gt;", lambda one: f"<span class=d>{_day(int(one[1]))}</span>", text)
    text = re.sub(r"(?m)^&gt; (.*)$", r"<blockquote>\1</blockquote>", text).replace("\n", "<br>")
    text = text.replace("</blockquote><br>", "</blockquote>")
    return re.sub("\ue000([0-9]+)\ue001", lambda one: html.escape(kept[int(one[1])]), text)


def _day(seconds: int) -> str:
    return time.strftime("%-d %B %Y", time.gmtime(seconds))


def message(shown: dict[str, Any], names: dict[str, str], *, alone: bool = False) -> str:
    """One message: who, its embeds, its buttons."""
    head = "<div class=m><div class=a>C</div><div style='flex:1'>"
    parts = [f"{head}<span class=n>Connects</span><span class=t>APP</span>"]
    for one in shown["embeds"]:
        parts.append(f"<div class=e style='border-color:#{one.get('color', 0):06x}'>")
        if "title" in one:
            parts.append(f"<div class=h>{words(one['title'], names)}</div>")
        parts.append(words(one.get("description", ""), names))
        pairs = "".join(
            f"<div><div class=k>{words(pair['name'], names)}</div>"
            f"<div class=v>{words(pair['value'], names)}</div></div>"
            for pair in one.get("fields", ())
        )
        parts.append(f"<div class=f>{pairs}</div>" if pairs else "")
        parts.append(f"<div class=o>{one['footer']['text']}</div>" if "footer" in one else "")
        parts.append("</div>")
    for row in shown.get("components", ()):
        parts += [
            f"<span class=b style='background:{STYLES[one['style']]}'>{one['label']}</span>"
            for one in row["components"]
        ]
    if alone:
        parts.append("<div class=o>Only you can see this</div>")
    return "".join([*parts, "</div></div>"])


def form(shown: dict[str, Any], names: dict[str, str], filled: str) -> str:
    """A modal."""
    parts = [f"<div class=w><div class=h style='font-size:18px'>{html.escape(shown['title'])}</div>"]
    for one in shown["components"]:
        if one["type"] == 10:
            parts.append(f"<p>{words(one['content'], names)}</p>")
        else:
            parts.append(f"<div class=l>{html.escape(one['label'])}</div>")
            parts.append(f"<div class=i>{html.escape(filled)}</div>")
    return "".join([*parts, "<span class=b style='background:#5865f2'>Submit</span></div>"])


async def scene(here: Town) -> dict[str, str]:
    """What is on the pictures."""
    control = here.control
    (ana,) = await here.members("ana")
    names = {ana: "ana", here.boss: "boss"}
    opened = await control.ask(here.say(here.boss, "job post"))
    about = "A fox with headphones. We like *bold* shapes and two colours."
    wish = {"title": "A logo for our podcast", "description": about, "price": "4", "budget": "300 EUR"}
    await control.ask(submit(opened["id"], {**wish, "skills": "illustration, branding"}))
    (card,) = await control.messages(here.jobs, least=1)
    shown = await control.ask(press(card["id"], label="Apply", user=ana))
    letter = "Foxes are my thing: see the one I drew for the zoo."
    sent = await control.ask(submit(shown["id"], {"message": letter}))
    balance = await control.ask(here.say(ana, "connects balance"))
    await asyncio.sleep(2)
    (card,) = await control.messages(here.jobs)
    told = await control.direct(here.boss, least=1)
    return {
        "card": message(card, names) + message(told[0], names),
        "apply": form(shown["modal"], names, letter) + message(sent["message"], names, alone=True)
        + message(balance["message"], names, alone=True),
    }  # fmt: skip


async def main() -> None:
    """Play the scene and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder)) as here:
            pictures = await scene(here)
        for name, body in pictures.items():
            draw(f"discord-{name}", STYLE, body, Path(folder))


if __name__ == "__main__":
    asyncio.run(main())
