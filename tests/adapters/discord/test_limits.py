"""Every limit lets through what is just within it and names what is just beyond it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.http import handle_message_parameters

from tests.adapters.discord import limits
from tests.adapters.discord.limits_tree import LOCALES, length

Made = dict[str, Any]
Case = tuple[str, str, Any, Any]
SILENT: Made = {"parse": []}
DISPLAY: Made = {"type": 10, "content": "x"}


def msg(**more: Any) -> Made:
    return {"content": "x", "allowed_mentions": SILENT} | more


def embed(**more: Any) -> Made:
    return msg(embeds=[{"title": "x"} | more])


def field(**more: Any) -> Made:
    return embed(fields=[{"name": "x", "value": "x"} | more])


def button(**more: Any) -> Made:
    return {"type": 2, "style": 1, "label": "x", "custom_id": "x"} | more


def link(**more: Any) -> Made:
    return {"type": 2, "style": 5, "label": "x", "url": "https://x.org"} | more


def buttons(n: int) -> list[Made]:
    return [button(custom_id=f"{n} {i}") for i in range(n)]


def menu(**more: Any) -> Made:
    return {"type": 3, "custom_id": "x", "options": picks(2)} | more


def picks(n: int, **more: Any) -> list[Made]:
    return [{"label": "x", "value": str(i)} | more for i in range(n)]


def row(*parts: Made) -> Made:
    return {"type": 1, "components": list(parts)}


def rows(*parts: Made) -> Made:
    return msg(components=[row(part) for part in parts])


def v2(*parts: Made, **more: Any) -> Made:
    return {"flags": 1 << 15, "components": list(parts), "allowed_mentions": SILENT} | more


def section(n: int) -> Made:
    return {"type": 9, "components": [DISPLAY] * n, "accessory": link()}


def box(*parts: Made, **more: Any) -> Made:
    return {"type": 17, "components": list(parts)} | more


def gallery(n: int, url: str = "https://x.org", **more: Any) -> Made:
    return {"type": 12, "items": [{"media": {"url": url}} | more] * n}


def modal(*parts: Made, **more: Any) -> Made:
    return {"title": "x", "custom_id": "x", "components": list(parts) or [label(entry())]} | more


def label(part: Made, **more: Any) -> Made:
    return {"type": 18, "label": "x", "component": part} | more


def entry(**more: Any) -> Made:
    return {"type": 4, "style": 1, "custom_id": "x"} | more


def asks(**more: Any) -> Made:
    return modal(label(entry(**more)))


def post(**more: Any) -> Made:
    return {"name": "x", "message": msg()} | more


def cmd(*options: Made, **more: Any) -> Made:
    return {"name": "x", "description": "x", "options": list(options)} | more


def opt(kind: int = 3, **more: Any) -> Made:
    return {"type": kind, "name": "x", "description": "x"} | more


def named(n: int, kind: int = 3) -> list[Made]:
    return [opt(kind, name=f"x{i}") for i in range(n)]


def tagged(n: int, **more: Any) -> list[Made]:
    return [{"name": f"x{i}", "value": f"{i}"} | more for i in range(n)]


def upto(name: str, kind: str, most: int, made: Callable[[str], Any]) -> Case:
    return name, kind, made("x" * most), made("x" * (most + 1))


def several(name: str, kind: str, most: int, made: Callable[[int], Any]) -> Case:
    return name, kind, made(most), made(most + 1)


def messages() -> Iterator[Case]:
    kind = "message"
    yield upto("content", kind, 2000, lambda s: msg(content=s))
    yield "content", kind, msg(content="😀" * 1000), msg(content="😀" * 1001)
    yield "empty", kind, msg(), msg(content=" ")
    yield "nonce", kind, msg(nonce=10**24), msg(nonce=10**25)
    yield "flags", kind, msg(flags=4 | 1 << 12), msg(flags=64)
    yield "flags", "followup", msg(flags=64), msg(flags=1)
    yield "flags", "edit", msg(flags=4), msg(flags=1 << 12)
    yield "attachments", kind, msg(attachments=[{"id": 0}, {"id": 1}]), msg(attachments=[{"id": 0}] * 2)
    yield several("attachments", kind, 10, lambda n: msg(attachments=[{"id": i} for i in range(n)]))
    yield upto("description", kind, 1024, lambda s: msg(attachments=[{"id": 0, "description": s}]))
    yield several("sticker_ids", kind, 3, lambda n: msg(sticker_ids=[*range(n)]))
    for beyond in (None, {}, {"parse": ["users"]}, SILENT | {"users": [1]}, SILENT | {"roles": [1]}):
        yield "allowed_mentions", kind, msg(), msg(allowed_mentions=beyond)
    yield "replied_user", kind, msg(), msg(allowed_mentions=SILENT | {"replied_user": True})
    yield "allowed_mentions", "edit", {"allowed_mentions": SILENT}, {"content": "x"}
    gone: Made = {"content": None, "embeds": [], "components": [], "allowed_mentions": SILENT}
    yield "empty", "edit", gone, gone | {"attachments": []}


def embeds() -> Iterator[Case]:
    kind = "message"
    yield several("embeds", kind, 10, lambda n: msg(embeds=[{"title": "x"}] * n))
    yield upto("title", kind, 256, lambda s: embed(title=s))
    yield upto("description", kind, 4096, lambda s: embed(description=s))
    yield several("fields", kind, 25, lambda n: embed(fields=[{"name": "x", "value": "x"}] * n))
    yield upto("fields[0].name", kind, 256, lambda s: field(name=s))
    yield upto("fields[0].value", kind, 1024, lambda s: field(value=s))
    yield "fields[0].name", kind, field(), field(name="")
    yield "fields[0].value", kind, field(), field(value=" \n")
    yield upto("footer.text", kind, 2048, lambda s: embed(footer={"text": s}))
    yield upto("author.name", kind, 256, lambda s: embed(author={"name": s}))
    yield upto("embeds: 6001", kind, 904, lambda s: msg(embeds=[{"description": "x" * 4096}, whole(s)]))
    yield "color", kind, embed(color=0xFFFFFF), embed(color=0x1000000)
    yield "url", kind, embed(url="https://x.org"), embed(url="attachment://x.png")
    yield "image.url", kind, embed(image={"url": "attachment://x"}), embed(image={"url": "ftp://x.org"})
    yield "timestamp", kind, embed(timestamp="2026-12-01T00:00:00+00:00"), embed(timestamp="2026-13-01T00:00")
    yield "timestamp", kind, embed(timestamp="2026-12-01T00:00:00Z"), embed(timestamp=1)
    yield "shows nothing", kind, embed(), embed(title=None)


def whole(text: str) -> Made:
    """An embed of 1000 characters and a text, in all its fields."""
    part = "x" * 200
    fields = [{"name": part, "value": part}]
    return {
        "title": part,
        "author": {"name": part},
        "footer": {"text": part},
        "fields": fields,
        "description": text,
    }


def parts() -> Iterator[Case]:
    kind = "message"
    yield several("components", kind, 5, lambda n: rows(*buttons(n)))
    yield several("components[0].components", kind, 5, lambda n: msg(components=[row(*buttons(n))]))
    yield "components[0].components", kind, rows(menu()), msg(components=[row()])
    yield "components[0].components", kind, rows(menu()), msg(components=[row(menu(), button(custom_id="y"))])
    yield "type", kind, rows(button()), msg(components=[button()])
    yield upto("custom_id", kind, 100, lambda s: rows(button(custom_id=s)))
    yield "custom_id", kind, rows(button()), rows(button(custom_id=""))
    yield "custom_id", kind, rows(button()), rows(button(custom_id=None))
    yield "custom_id: 'x'", kind, rows(button(), button(custom_id="y")), rows(button(), button())
    yield "id: 1", kind, rows(button(id=1), link(id=2)), rows(button(id=1), link(id=1))
    yield upto("label", kind, 80, lambda s: rows(button(label=s)))
    yield "label", kind, rows(button(label=None, emoji={"name": "😀"})), rows(button(label=None))
    yield "style", kind, rows(button(style=4)), rows(button(style=7))
    yield upto("url", kind, 512, lambda s: rows(link(url="https://" + s[8:])))
    yield "url", kind, rows(link()), rows(link(url="x.org"))
    yield "url", kind, rows(button()), rows(button(url="https://x.org"))
    yield "custom_id", kind, rows(link()), rows(link(custom_id="x"))
    yield several("options", kind, 25, lambda n: rows(menu(options=picks(n))))
    yield "options", kind, rows(menu(options=picks(1))), rows(menu(options=[]))
    yield upto("options[0].label", kind, 100, lambda s: rows(menu(options=picks(1, label=s))))
    yield upto("options[0].value", kind, 100, lambda s: rows(menu(options=picks(1, value=s))))
    yield "options.value", kind, rows(menu()), rows(menu(options=picks(2, value="x")))
    yield upto("options[0].description", kind, 100, lambda s: rows(menu(options=picks(1, description=s))))
    yield upto("placeholder", kind, 150, lambda s: rows(menu(placeholder=s)))
    yield several("max_values", kind, 2, lambda n: rows(menu(max_values=n)))
    yield several("max_values", kind, 25, lambda n: rows(menu(type=5, options=None, max_values=n)))
    yield several("min_values", kind, 2, lambda n: rows(menu(min_values=n, max_values=2)))
    yield several("default", kind, 1, lambda n: rows(menu(options=picks(n, default=True))))
    yield several(
        "default_values", kind, 1, lambda n: rows(menu(type=5, options=None, default_values=tagged(n)))
    )
    yield (
        "channel_types",
        kind,
        rows(menu(type=8, options=None, channel_types=[0])),
        rows(menu(channel_types=[0])),
    )


def layouts() -> Iterator[Case]:
    kind = "message"
    yield "type", kind, v2(DISPLAY), msg(components=[DISPLAY])
    yield several("components: 41", kind, 39, lambda n: v2(box(*[DISPLAY] * n)))
    yield several("components: 41", kind, 37, lambda n: v2(*[DISPLAY] * n, section(1)))
    yield upto("4001 characters", kind, 3999, lambda s: v2(DISPLAY, DISPLAY | {"content": s}))
    yield "content", kind, v2(DISPLAY, content=None), v2(DISPLAY, content="x")
    yield "embeds", kind, v2(DISPLAY, embeds=[]), v2(DISPLAY, embeds=[{"title": "x"}])
    yield several("components", kind, 3, lambda n: v2(section(n)))
    yield several("items", kind, 10, lambda n: v2(gallery(n)))
    yield "items", kind, v2(gallery(1)), v2(gallery(0))
    yield upto("items[0].description", kind, 1024, lambda s: v2(gallery(1, description=s)))
    yield "url", kind, v2(gallery(1, "attachment://x")), v2(gallery(1, ""))
    yield "file.url", kind, v2(afile("attachment://x")), v2(afile("https://x.org"))
    yield several("spacing", kind, 2, lambda n: v2({"type": 14, "spacing": n}))
    yield "accent_color", kind, v2(box(accent_color=0xFFFFFF)), v2(box(accent_color=0x1000000))
    yield "type", kind, v2(box(DISPLAY)), v2(box(box()))


def afile(url: str) -> Made:
    return {"type": 13, "file": {"url": url}}


def modals() -> Iterator[Case]:
    kind = "modal"
    yield upto("title", kind, 45, lambda s: modal(title=s))
    yield "title", kind, modal(), modal(title="")
    yield upto("custom_id", kind, 100, lambda s: modal(custom_id=s))
    yield several("components", kind, 5, lambda n: modal(*[label(entry(custom_id=f"{i}")) for i in range(n)]))
    yield "components", kind, modal(), modal(components=[])
    yield "type", kind, modal(DISPLAY), modal(entry())
    yield upto("label", kind, 45, lambda s: modal(label(entry(), label=s)))
    yield upto("description", kind, 100, lambda s: modal(label(entry(), description=s)))
    yield "component.label", kind, asks(), asks(label="x")
    yield several("style", kind, 2, lambda n: asks(style=n))
    yield several("min_length", kind, 4000, lambda n: asks(min_length=n))
    yield several("max_length", kind, 4000, lambda n: asks(max_length=n))
    yield "max_length", kind, asks(max_length=1), asks(max_length=0)
    yield several("min_length", kind, 9, lambda n: asks(min_length=n, max_length=9))
    yield upto("value", kind, 9, lambda s: asks(value=s, max_length=9))
    yield upto("value", kind, 4000, lambda s: asks(value=s))
    yield "value", kind, asks(value="xx", min_length=2), asks(value="x", min_length=2)
    yield upto("placeholder", kind, 100, lambda s: asks(placeholder=s))
    yield several("options", kind, 25, lambda n: modal(label(menu(options=picks(n)))))
    yield (
        "min_values",
        kind,
        modal(label(menu(min_values=0, required=False))),
        modal(label(menu(min_values=0))),
    )
    yield "disabled", kind, modal(label(menu(disabled=False))), modal(label(menu(disabled=True)))
    yield several("options", kind, 10, lambda n: modal(label(menu(type=21, options=picks(n)))))
    yield "options", kind, modal(label(menu(type=21))), modal(label(menu(type=21, options=picks(1))))
    yield several("options", kind, 10, lambda n: modal(label(menu(type=22, options=picks(n)))))
    yield several(
        "max_values", kind, 10, lambda n: modal(label({"type": 19, "custom_id": "x", "max_values": n}))
    )
    yield "custom_id: 'x'", kind, modal(), modal(label(entry()), label(entry()))
    yield upto("label", kind, 45, lambda s: modal(row(entry(label=s))))
    yield "components[0].components", kind, modal(row(entry(label="x"))), modal(row(*[entry(label="x")] * 2))


def callbacks() -> Iterator[Case]:
    def answer(kind: int, data: Any) -> Made:
        return {"type": kind, "data": data}

    def told(choices: Any) -> Made:
        return answer(8, {"choices": choices})

    kind = "callback"
    yield "type", kind, {"type": 6}, {"type": 3}
    yield "flags", kind, answer(4, msg(flags=64)), answer(4, msg(flags=1))
    yield "flags", kind, answer(5, {"flags": 64}), answer(5, {"flags": 64 | 1 << 15})
    yield "empty", kind, answer(4, msg()), {"type": 4}
    yield upto("content", kind, 2000, lambda s: answer(7, msg(content=s)))
    yield upto("title", kind, 45, lambda s: answer(9, modal(title=s)))
    yield several("choices", kind, 25, lambda n: told(tagged(n)))
    yield "choices", kind, told([]), answer(8, {})
    yield upto("name", kind, 100, lambda s: told([{"name": s, "value": 1}]))
    yield "name", kind, told(tagged(1)), told(tagged(1, name=""))
    yield upto("value", kind, 100, lambda s: told([{"name": "x", "value": s}]))
    yield "value", kind, told(tagged(1, value=1 - 2**53)), told(tagged(1, value=-(2**53)))
    yield "value", kind, told(tagged(1, value=2.0**53)), told(tagged(1, value=2.0**53 + 2))


def threads() -> Iterator[Case]:
    kind = "thread"
    yield upto("name", kind, 100, lambda s: post(name=s))
    yield "name", kind, post(), post(name="")
    yield several("applied_tags", kind, 5, lambda n: post(applied_tags=[*range(n)]))
    yield "auto_archive_duration", kind, post(auto_archive_duration=10080), post(auto_archive_duration=10081)
    yield several("rate_limit_per_user", kind, 21600, lambda n: post(rate_limit_per_user=n))
    yield upto("message.content", kind, 2000, lambda s: post(message=msg(content=s)))
    yield "message.flags", kind, post(message=msg(flags=1 << 12)), post(message=v2(DISPLAY))
    yield "message.message: empty", kind, post(), post(message=msg(content=""))


def options() -> Iterator[Case]:
    def only(**more: Any) -> Made:
        return cmd(opt(**more))

    kind = "tree"
    yield several("options", kind, 25, lambda n: cmd(*named(n)))
    yield several("options[0].options", kind, 25, lambda n: cmd(opt(1, options=named(n))))
    yield upto("options[0].name", kind, 32, lambda s: only(name=s))
    yield upto("options[0].description", kind, 100, lambda s: only(description=s))
    yield "options.name", kind, cmd(*named(2)), cmd(opt(), opt())
    yield "type", kind, only(kind=11), only(kind=12)
    yield "mixed", kind, cmd(opt(1), opt(1, name="y")), cmd(opt(1), opt(name="y"))
    yield "type", kind, cmd(opt(2, options=[opt(1)])), cmd(opt(2, options=[opt(2, options=[opt(1)])]))
    yield "type", kind, cmd(opt(1, options=[opt()])), cmd(opt(1, options=[opt(1)]))
    yield "type", kind, cmd(opt(2, options=[opt(1)])), cmd(opt(2, options=[opt()]))
    yield "options", kind, cmd(opt(2, options=[opt(1)])), cmd(opt(2))
    yield "required", kind, cmd(opt(required=True), opt(name="y")), cmd(opt(), opt(name="y", required=True))
    yield "required", kind, cmd(opt(1)), cmd(opt(1, required=True))
    yield several("choices", kind, 25, lambda n: only(choices=tagged(n)))
    yield upto("choices[0].name", kind, 100, lambda s: only(choices=[{"name": s, "value": "x"}]))
    yield upto("choices[0].value", kind, 100, lambda s: only(choices=[{"name": "x", "value": s}]))
    yield "choices[0].value", kind, only(choices=tagged(1)), only(choices=tagged(1, value=1))
    yield "choices[0].value", kind, only(kind=4, choices=tagged(1, value=1)), only(kind=4, choices=tagged(1))
    yield "choices.name", kind, only(choices=tagged(2)), only(choices=tagged(2, name="x"))
    yield "choices.value", kind, only(choices=tagged(2)), only(choices=tagged(2, value="x"))
    yield (
        "choices",
        kind,
        only(kind=10, choices=tagged(1, value=1.5)),
        only(kind=5, choices=tagged(1, value=1)),
    )
    yield "autocomplete", kind, only(autocomplete=True), only(autocomplete=True, choices=tagged(1))
    yield "autocomplete", kind, only(kind=4, autocomplete=True), only(kind=6, autocomplete=True)
    yield "min_value", kind, only(kind=4, min_value=1 - 2**53), only(kind=4, min_value=-(2**53))
    yield several("max_value", kind, 2**53 - 1, lambda n: only(kind=4, max_value=n))
    yield "max_value", kind, only(kind=10, max_value=1.5), only(kind=4, max_value=1.5)
    yield several("min_value", kind, 3, lambda n: only(kind=4, min_value=n, max_value=3))
    yield "min_value", kind, only(kind=4, min_value=1), only(min_value=1)
    yield several("min_length", kind, 6000, lambda n: only(min_length=n))
    yield several("max_length", kind, 6000, lambda n: only(max_length=n))
    yield "min_length", kind, only(min_length=0), only(min_length=-1)
    yield "max_length", kind, only(max_length=1), only(max_length=0)
    yield several("min_length", kind, 3, lambda n: only(min_length=n, max_length=3))
    yield "channel_types", kind, only(kind=7, channel_types=[0, 15]), only(channel_types=[0])
    yield "channel_types", kind, only(kind=7, channel_types=[16]), only(kind=7, channel_types=[6])
    yield several("file_types", kind, 10, lambda n: only(kind=11, file_types=[".pdf"] * n))


def commands() -> Iterator[Case]:
    kind = "tree"
    yield upto("name", kind, 32, lambda s: cmd(name=s))
    yield "name", kind, cmd(), cmd(name="")
    for good, bad in (
        ("it's", "it’s"),
        ("a-b_c", "a b"),
        ("größe", "Größe"),
        ("हिन्दी", "a।"),
        ("ไทย", "a.b"),
    ):
        yield "name", kind, cmd(name=good), cmd(name=bad)
    yield upto("name", kind, 32, lambda s: {"type": 2, "name": f"A {s[2:]}"})
    yield upto("description", kind, 100, lambda s: cmd(description=s))
    yield "description", kind, cmd(), cmd(description="")
    yield "description", kind, {"type": 2, "name": "X", "description": ""}, cmd(type=2)
    yield "name", kind, [cmd(), cmd(type=3, description="")], [cmd(), cmd()]
    yield several("type 1", kind, 100, lambda n: [cmd(name=f"x{i}") for i in range(n)])
    yield several("type 2", kind, 15, lambda n: [{"type": 2, "name": f"x{i}"} for i in range(n)])
    yield "type", kind, {"type": 3, "name": "x"}, {"type": 5, "name": "x"}
    for locale in sorted(LOCALES):
        yield (
            "name_localizations",
            kind,
            cmd(name_localizations={locale: "x"}),
            cmd(name_localizations={locale: "X"}),
        )
    yield (
        "name_localizations",
        kind,
        cmd(name_localizations={"de": "x"}),
        cmd(name_localizations={"de-DE": "x"}),
    )
    yield upto("description_localizations", kind, 100, lambda s: cmd(description_localizations={"de": s}))
    yield several("8001 characters", kind, 8000, sized)
    yield several(
        "8001 characters", kind, 8000, lambda n: sized(n - 1, description_localizations={"de": "xx"})
    )
    yield "contexts", kind, cmd(contexts=[0, 1, 2]), cmd(contexts=[3])
    yield "integration_types", kind, cmd(integration_types=[0, 1]), cmd(integration_types=[2])
    yield "permissions", kind, cmd(default_member_permissions="0"), cmd(default_member_permissions="x")


def sized(n: int, **more: Any) -> Made:
    """A command of n characters."""
    choices = [{"name": f"x{i:03}", "value": f"{i:03}".ljust(100, "x")} for i in range(25)]
    full = [opt(name=f"x{i}", choices=choices) for i in range(3)]
    return cmd(*full, opt(name="y", description="x" * 99), opt(name="z", description="x" * (n - 7912))) | more


GROUPS = (messages, embeds, parts, layouts, modals, callbacks, threads, options, commands)
CASES = [
    pytest.param(*case, id=f"{group.__name__} {i} {case[0]}")
    for group in GROUPS
    for i, case in enumerate(group())
]


@pytest.mark.parametrize(("name", "kind", "within", "beyond"), CASES)
def test_a_limit_lets_within_and_names_beyond(name: str, kind: str, within: Any, beyond: Any) -> None:
    assert limits.any_payload(kind, within) == []
    found = limits.any_payload(kind, beyond)
    assert [what for what in found if name in what]


@pytest.mark.parametrize("of", [None, 1, "x", [], [1], {}, {"type": None}])
@pytest.mark.parametrize(
    "key", ["content", "embeds", "components", "attachments", "allowed_mentions", "flags"]
)
def test_a_message_of_another_shape_is_judged_all_the_same(key: str, of: Any) -> None:
    for kind, payload in (("message", msg(**{key: of})), ("edit", msg(**{key: of})), ("modal", {key: of})):
        assert isinstance(limits.any_payload(kind, payload), list)


def test_a_message_may_mention_only_where_it_need_not_be_silent() -> None:
    loud = {"content": "x", "allowed_mentions": {"parse": ["users"], "roles": [1]}}
    assert limits.message(loud)
    assert limits.message(loud, silent=False) == limits.message({"content": "x"}, silent=False) == []
    assert limits.message(loud | {"allowed_mentions": {"parse": ["x"]}}, silent=False)
    assert limits.message(loud | {"allowed_mentions": {"parse": ["users"], "users": [1]}}, silent=False)


def test_components_v2_is_what_the_caller_says() -> None:
    edited = {"components": [DISPLAY], "allowed_mentions": SILENT}
    assert limits.edit(edited, components_v2=True) == []
    assert limits.edit(edited)
    assert limits.message(v2(DISPLAY), components_v2=False)


def test_files_count_whether_listed_or_not() -> None:
    assert limits.message({"allowed_mentions": SILENT}, files=10) == []
    assert limits.message({"allowed_mentions": SILENT}, files=11) == ["attachments: 11, not 0 to 10"]


@pytest.mark.parametrize(("text", "size"), [("", 0), ("né", 2), ("😀", 2), ("\ud800", 1), ("👩‍👧", 5)])
def test_a_length_is_of_utf16_units(text: str, size: int) -> None:
    assert length(text) == size >= len(text)


async def test_what_discord_py_makes_passes() -> None:
    view = discord.ui.View()
    view.add_item(discord.ui.Button(label="x", custom_id="1")).add_item(
        discord.ui.Button(url="https://x.org", emoji="😀")
    )
    view.add_item(discord.ui.Select(options=[discord.SelectOption(label="x")]))
    view.add_item(discord.ui.UserSelect()).add_item(discord.ui.ChannelSelect())
    shown = discord.Embed(
        title="x", description="x", colour=1, timestamp=discord.utils.utcnow(), url="https://x.org"
    )
    shown.add_field(name="x", value="x").set_footer(text="x").set_author(name="x").set_image(
        url="attachment://x"
    )
    none = discord.AllowedMentions.none()
    sent = handle_message_parameters("x", embed=shown, view=view, allowed_mentions=none, nonce=1).payload
    assert sent is not None
    assert limits.message(sent) == limits.edit(sent) == []
    assert limits.thread({"name": "x", "message": sent, "auto_archive_duration": 1440, "type": 11}) == []
    assert limits.callback({"type": 4, "data": sent}) == limits.callback({"type": 7, "data": sent}) == []


async def test_a_layout_of_discord_py_passes() -> None:
    view = discord.ui.LayoutView()
    section: Any = discord.ui.Section("x", accessory=discord.ui.Thumbnail("https://x.org/x.png"))
    pictures: Any = discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://x.png"))
    buttons: Any = discord.ui.ActionRow(discord.ui.Button(label="x"))
    view.add_item(discord.ui.Container(section, discord.ui.Separator(), pictures, buttons, accent_colour=1))
    view.add_item(discord.ui.TextDisplay("x")).add_item(discord.ui.File("attachment://x.txt"))
    sent = handle_message_parameters(
        view=view,
        allowed_mentions=discord.AllowedMentions.none(),
        flags=discord.MessageFlags(components_v2=True),
    ).payload
    assert sent is not None
    assert limits.message(sent) == []


async def test_a_modal_of_discord_py_passes() -> None:
    form = discord.ui.Modal(title="x")
    box: Any = discord.ui.TextInput(max_length=9, default="x", placeholder="x")
    form.add_item(discord.ui.Label(text="x", description="x", component=box))
    choose: Any = discord.ui.Select(options=[discord.SelectOption(label="x")], required=False, min_values=0)
    form.add_item(discord.ui.Label(text="x", component=choose)).add_item(discord.ui.TextDisplay("x"))
    form.add_item(discord.ui.TextInput(label="x", style=discord.TextStyle.paragraph))
    assert limits.callback({"type": 9, "data": form.to_dict()}) == []


async def test_a_tree_of_discord_py_passes() -> None:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))

    @app_commands.choices(kind=[app_commands.Choice(name="x", value="x")])
    async def one(
        interaction: discord.Interaction,
        n: app_commands.Range[int, 1, 2**53 - 1],
        kind: str,
        place: discord.TextChannel | None = None,
        name: app_commands.Range[str, 1, 6000] = "",
    ) -> None:
        pass

    async def two(interaction: discord.Interaction, message: discord.Message) -> None:
        pass

    where = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
    group = app_commands.Group(name="x", description="x", allowed_contexts=where)
    group.add_command(app_commands.Command(name="y", description="y", callback=one))
    tree.add_command(group)
    tree.add_command(app_commands.Command(name="z", description="z", callback=one))
    tree.add_command(app_commands.ContextMenu(name="Do it", callback=two))
    made = [command.to_dict(tree) for command in tree.get_commands()]
    assert len(made) == 3
    assert limits.tree(made) == []
