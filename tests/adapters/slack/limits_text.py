"""What is live in a text that Slack shows, what a reader sees; the measures that every checker here takes.

Written from the documentation, https://docs.slack.dev/messaging/formatting-message-text. How the clients
find the ends of emphasis, and what they take for a link, is documented nowhere: where in doubt, it is live.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]
Check = Callable[[Any, str], Iterator[str]]
Fields = Mapping[str, Check]

# What is not a letter or a digit ends a word; an underscore ends one as well.
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"


def _span(name: str, mark: str) -> str:
    """Words between two marks, on one line, with no space inside beside a mark and no word outside."""
    inner = rf"(?P<{name}_in>(?!{mark})\S|(?!{mark})\S[^\n]*?\S)"
    return rf"(?P<{name}>{_BEFORE}{mark}{inner}{mark}{_AFTER})"


_DOMAINS = (
    "app|biz|blog|cloud|com|dev|edu|example|gov|info|int|link|live|mil|mobi|name|net|news|online|org|page|pro|"
    "shop|site|store|tech|test|top|website|work|world|xyz|[a-z]{2}"
)
_LINK = (
    r"(?P<link>(?:(?:https?|ftps?|slack|tel|sms|file)://|mailto:|tel:)[^\s<>|]+"  # with its scheme
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"  # an e-mail address
    rf"|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_DOMAINS})(?![\w-])(?:[/?#:][^\s<>|]*)?)"
)
_TOKEN = re.compile(
    r"(?P<pre>```(?P<pre_in>.+?)```)"
    r"|(?P<code>`(?P<code_in>[^`\n]+)`)"
    r"|(?P<angle><(?P<angle_in>[^<>]+)>)"
    rf"|{_span('bold', r'[*]')}|{_span('italic', '_')}|{_span('strike', '~')}"
    rf"|{_LINK}"
    r"|(?P<emoji>:[\w+'-]+:(?::skin-tone-[2-6]:)?)",
    re.DOTALL | re.IGNORECASE,
)
_KINDS = ("pre", "code", "angle", "bold", "italic", "strike", "link", "emoji")
_STYLES = ("pre", "code", "bold", "italic", "strike")
_QUOTE = re.compile(r"^(?:>>>|&gt;&gt;&gt;|>|&gt;) ?", re.MULTILINE)
_NAME = re.compile(r"(?<![\w&])(?:@[\w.-]+|#[\w-]+)")
_CALL = re.compile(r"@[UW]|#[CGD]|!(?:here|channel|everyone|group)(?:$|\|)|!subteam\^")

Piece = tuple[str, str, str]
"""A kind of markup, or "text"; as it is written; what is inside it."""


def _pieces(text: str) -> Iterator[Piece]:
    """A text in pieces; what is between marks of emphasis may have pieces of its own."""
    end = 0
    for found in _TOKEN.finditer(text):
        if found.start() > end:
            yield "text", text[end : found.start()], text[end : found.start()]
        kind = next(name for name in _KINDS if found.group(name) is not None)
        inner = found.groupdict().get(f"{kind}_in")
        yield kind, found.group(kind), found.group(kind) if inner is None else inner
        end = found.end()
    if end < len(text):
        yield "text", text[end:], text[end:]


def _every(text: str) -> Iterator[Piece]:
    """All pieces, and those inside them; a call is one inside code as well."""
    for piece in _pieces(text):
        yield piece
        if piece[0] in ("bold", "italic", "strike"):
            yield from _every(piece[2])
        elif piece[0] in ("pre", "code"):
            yield from (("angle", f"<{one}>", one) for one in re.findall("<([^<>]+)>", piece[2]))


def mentions(text: str) -> list[str]:
    """What calls people or names a channel: ``<@U…>``, ``<#C…>``, ``<!here>``, ``<!subteam^…>``."""
    return [written for kind, written, inner in _every(text) if kind == "angle" and _CALL.match(inner)]


def links(text: str) -> list[str]:
    """What can be clicked: ``<https://…|…>``, and the bare addresses of pages and people that Slack links."""
    return [
        written
        for kind, written, inner in _every(text)
        if kind == "link" or (kind == "angle" and inner[0] not in "@#!")
    ]


def emphasised(text: str) -> list[str]:
    """What is bold, italic, struck through or code, with its marks."""
    return [written for kind, written, _ in _every(text) if kind in _STYLES]


def emoji(text: str) -> list[str]:
    """What would be an emoji if there is one of that name; plain text has them too unless it says not."""
    return [written for kind, written, _ in _every(text) if kind == "emoji"]


def quotes(text: str) -> list[str]:
    """Lines that are shown as quoted, whether their mark is escaped or not."""
    return [line for line in text.split("\n") if _QUOTE.match(line)]


def names(text: str) -> list[str]:
    """What becomes a call or a channel's link where names are looked for, as `link_names` asks."""
    return [found for kind, _, inner in _every(text) if kind == "text" for found in _NAME.findall(inner)]


def live(text: str, *, by_name: bool = False) -> list[str]:
    """What of an mrkdwn text is markup, each with its kind; ``by_name`` where Slack looks for names as well.

    Lists have no markup in mrkdwn: a bullet is shown as it is written.
    """
    found = [f"mention {one}" for one in mentions(text)]
    found += [f"link {one}" for one in links(text)]
    found += [
        f"special {written}"
        for kind, written, inner in _every(text)
        if kind == "angle" and inner[0] in "@#!" and not _CALL.match(inner)
    ]
    found += [f"emphasis {one}" for one in emphasised(text)]
    found += [f"quote {one}" for one in quotes(text)]
    found += [f"emoji {one}" for one in emoji(text)]
    return found + ([f"name {one}" for one in names(text)] if by_name else [])


def escape(text: str) -> str:
    """Text as it has to be written to be shown as it is: the three signs that Slack takes for its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Text of which Slack wrote three signs otherwise; each once, so that ``&amp;lt;`` is ``&lt;``."""
    signs = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
    return re.sub("&(?:amp|lt|gt);", lambda found: signs[found.group()], text)


def _label(inner: str) -> str:
    """What is shown of the inside of ``<…>``."""
    what, bar, label = inner.partition("|")
    if what.startswith("!date^"):
        return label
    if what.startswith("!subteam^"):
        return label or f"@{what.removeprefix('!subteam^')}"
    if what[0] in "@#":
        return what[0] + label.removeprefix(what[0]) if label else what
    if what.startswith("!"):
        return f"@{what[1:]}" if _CALL.match(inner) else f"<{label or what[1:]}>"
    return label if bar and label else what.removeprefix("mailto:")


def _shown(text: str) -> str:
    return "".join(
        _shown(inner)
        if kind in ("bold", "italic", "strike")
        else unescape(_label(inner) if kind == "angle" else inner)
        for kind, _, inner in _pieces(text)
    )


def plain(text: str) -> str:
    """What a reader sees of an mrkdwn text: labels for what they label, no marks; emoji by name."""
    return _shown(_QUOTE.sub("", text))


def texts(payload: Any, at: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of a payload: where it stands, its type, itself.

    The type is that of its object (mrkdwn, plain_text, raw_text, markdown, text and link of rich text); a
    message's own text is mrkdwn unless the message says otherwise.
    """
    if isinstance(payload, Mapping):
        if isinstance(said := payload.get("text"), str):
            own = "plain_text" if payload.get("mrkdwn") is False else "mrkdwn"
            yield f"{at}.text".lstrip("."), str(payload.get("type") or own), said
        for key, value in payload.items():
            yield from texts(value, f"{at}.{key}".lstrip("."))
    elif isinstance(payload, list | tuple):
        for number, value in enumerate(payload):
            yield from texts(value, f"{at}[{number}]")


# Measures ---


def length(value: str) -> int:
    """UTF-16 code units, which are never fewer than code points: Slack does not say what it counts."""
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def size(value: Any) -> int:
    """Bytes of a payload as JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))


def rows(value: Any, at: str) -> list[tuple[str, Json]]:
    """The members of a list of objects, each with where it stands; what is no object has no fields."""
    members = value if isinstance(value, list | tuple) else ()
    return [(f"{at}[{n}]", one if isinstance(one, Mapping) else {}) for n, one in enumerate(members)]


def unique(values: Iterable[Any], at: str) -> Iterator[str]:
    """No value twice."""
    yield from (f"{at}: {value} is not unique" for value, n in Counter(map(repr, values)).items() if n > 1)


def string(high: int, low: int = 1, like: str = "", blank: bool = False) -> Check:
    """A text of low to high characters, of a pattern; where one is needed, white space is none."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{at}: {value!r} is not a text"
        elif not low <= length(value) <= high:
            yield f"{at}: {length(value)} characters, not {low} to {high}"
        elif low and not blank and not value.strip():
            yield f"{at}: only white space"
        elif like and not re.fullmatch(like, value):
            yield f"{at}: {value!r} is not of the form {like}"

    return check


def whole(low: int, high: int) -> Check:
    """A whole number from low to high."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            yield f"{at}: {value!r} is not a whole number from {low} to {high}"

    return check


def one_of(*allowed: Any) -> Check:
    """One of some values."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not any(value is one or (value == one and isinstance(value, str)) for one in allowed):
            yield f"{at}: {value!r} is none of {', '.join(map(repr, allowed))}"

    return check


def many(each: Check, low: int, high: int, once: bool = False) -> Check:
    """A list of low to high members."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield f"{at}: {value!r} is not a list"
            return
        if not low <= len(value) <= high:
            yield f"{at}: {len(value)} of them, not {low} to {high}"
        for number, one in enumerate(value):
            yield from each(one, f"{at}[{number}]")
        if once:
            yield from unique(value, at)

    return check


def thing(required: Fields, optional: Fields | None = None) -> Check:
    """An object of some fields and no others, none of them null."""
    fields = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{at}: {value!r} is not an object"
            return
        yield from (f"{at}.{name}: missing" for name in required if name not in value)
        for name, one in value.items():
            if name not in fields:
                yield f"{at}.{name}: unknown"
            elif one is None:
                yield f"{at}.{name}: null"
            else:
                yield from fields[name](one, f"{at}.{name}")

    return check


def both(*checks: Check) -> Check:
    """All of some checks."""

    def check(value: Any, at: str) -> Iterator[str]:
        for one in checks:
            yield from one(value, at)

    return check
