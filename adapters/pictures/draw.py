"""Drawing: a picture's words and numbers in, a PNG out. matplotlib is loaded with this module alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from adapters.pictures import fonts
from adapters.pictures.fonts import Unlettered
from adapters.pictures.themes import THEMES, Theme

WIDTH, DOTS = 6.4, 140
"""Inches, and dots an inch: 896 dots across, which a phone shows without a loss."""
HEIGHTS = {"steps": 3.0, "bars": 2.5, "ranks": 0.0}
LINE, AROUND = 0.42, 0.9
"""Inches of a line of ranks, and of what stands around all of them."""
NAME = 34
"""Signs of a name before it is cut."""


def png(worded: Mapping[str, Any], english: Mapping[str, Any]) -> bytes:
    """The picture; in English where no font of this machine has the letters of the reader's language."""
    try:
        return _png(worded)
    except Unlettered:
        return _png(english)


def _png(worded: Mapping[str, Any]) -> bytes:
    theme = THEMES[worded["theme"]]
    panels: Sequence[Mapping[str, Any]] = worded["panels"]
    names = fonts.families(_labels(worded))
    heights = [_height(panel) for panel in panels]
    with mpl.rc_context({"font.family": names, "font.size": 11, "axes.unicode_minus": False}):
        figure = Figure(
            figsize=(WIDTH, sum(heights) + 0.55), dpi=DOTS, facecolor=theme.ground, layout="constrained"
        )
        figure.suptitle(
            fonts.shown(worded["title"], names),
            color=theme.ink,
            fontsize=15,
            fontweight="bold",
            x=0.02,
            ha="left",
        )
        places = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axes, panel in zip(places, panels, strict=True):
            _dress(axes, panel, theme, names)
            _DRAW[panel["kind"]](axes, panel, theme, names)
        out = BytesIO()
        figure.savefig(out, format="png", facecolor=theme.ground)
    return out.getvalue()


def _labels(worded: Mapping[str, Any]) -> Iterator[str]:
    """The words of ours that have to be legible; a name's odd signs are left out instead."""
    yield worded["title"]
    for panel in worded["panels"]:
        yield panel["title"]
        yield from (label for label, _ in panel.get("series", ()))
        yield from (day for _, day in panel.get("ticks", ()))
        yield from panel.get("slots", ())


def _height(panel: Mapping[str, Any]) -> float:
    return HEIGHTS[panel["kind"]] or AROUND + LINE * len(panel["rows"])


def _dress(axes: Axes, panel: Mapping[str, Any], theme: Theme, names: Sequence[str]) -> None:
    axes.set_facecolor(theme.ground)
    axes.set_title(fonts.shown(panel["title"], names), color=theme.ink, loc="left", fontsize=12)
    axes.tick_params(colors=theme.faint, length=0, pad=6)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_axisbelow(True)


def _count_up(axes: Axes, theme: Theme, highest: int) -> None:
    """The axis of whole numbers, from zero."""
    axes.grid(axis="y", color=theme.line, linewidth=0.8)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:g}"))
    axes.set_ylim(0, max(1, highest) * 1.12)


def _steps(axes: Axes, panel: Mapping[str, Any], theme: Theme, names: Sequence[str]) -> None:
    times = [at for at, _ in panel["points"]]
    counts = [count for _, count in panel["points"]]
    colour = theme.colours[0]
    axes.step(times, counts, where="post", color=colour, linewidth=2.2)
    axes.fill_between(times, counts, step="post", color=colour, alpha=0.22)
    axes.plot(times[-1:], counts[-1:], "o", color=colour, markersize=7)
    axes.set_xlim(times[0], times[-1] + max(1, (times[-1] - times[0]) // 40))
    ticks = dict(panel["ticks"])
    axes.set_xticks([*ticks], [fonts.shown(day, names) for day in ticks.values()])
    _count_up(axes, theme, max(counts))


def _bars(axes: Axes, panel: Mapping[str, Any], theme: Theme, names: Sequence[str]) -> None:
    slots = panel["slots"]
    below = [0] * len(slots)
    for place, (label, counts) in enumerate(panel["series"]):
        axes.bar(
            range(len(slots)), counts, bottom=below, width=0.82, label=fonts.shown(label, names),
            color=theme.colours[place % len(theme.colours)],
        )  # fmt: skip
        below = [low + count for low, count in zip(below, counts, strict=True)]
    named = [place for place, slot in enumerate(slots) if slot]
    axes.set_xticks(named, [fonts.shown(slots[place], names) for place in named])
    axes.set_xlim(-0.6, len(slots) - 0.4)
    _count_up(axes, theme, max(below, default=0))
    if panel["series"] and len(named) < len(slots):  # slots that have all their names speak for themselves
        axes.legend(
            loc="upper left", bbox_to_anchor=(0, -0.14), ncols=2, frameon=False, labelcolor=theme.ink,
            fontsize=10, handlelength=1, borderaxespad=0,
        )  # fmt: skip


def _ranks(axes: Axes, panel: Mapping[str, Any], theme: Theme, names: Sequence[str]) -> None:
    rows = panel["rows"]
    highest = max((count for _, count, _, _ in rows), default=1)
    for place, (label, count, said, marked) in enumerate(rows):
        axes.barh(place, count, height=0.42, color=theme.colours[0] if marked else theme.line)
        name = fonts.shown(label, names)
        name = name if len(name) <= NAME else f"{name[: NAME - 1]}…"
        axes.text(0, place - 0.32, name, color=theme.ink, va="bottom", fontsize=11)
        axes.text(
            count + highest * 0.015, place, said, color=theme.ink, va="center", fontsize=11,
            fontweight="bold" if marked else "normal",
        )  # fmt: skip
    axes.set_ylim(len(rows) - 0.5, -0.85)
    axes.set_xlim(0, highest * 1.14)
    axes.set_xticks([])
    axes.set_yticks([])


_DRAW = {"steps": _steps, "bars": _bars, "ranks": _ranks}
