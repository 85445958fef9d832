"""The dashboard is one, and asks only for figures that the bot tells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.condition import Condition
from bot.metrics import Prometheus
from core.pieces import Batch
from tests.deploy.reading import DEPLOY

ROWS = ["Commands", "Engine", "Outbox", "Chores", "Platforms", "Processes"]
NAME = re.compile(r"\b((?:connects|process|python)_[a-z_]+)\b(\{[^}]*\})?")
OF_PROMETHEUS = {"job", "instance"}


@pytest.fixture(scope="module")
def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
    return found


def expressions(dashboard: dict[str, Any]) -> Iterator[str]:
    for panel in dashboard["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))


async def told() -> dict[str, set[str]]:
    """Every figure that the bot tells, with its labels."""
    metrics = Prometheus(Condition([]))
    metrics.batch(Batch(1, trouble="Unavailable"))
    metrics.command("apply", "done", 0.1)
    metrics.posted("slack", "sent", 0.1)
    metrics.troubled("slack", "socket_deaf")
    metrics.slowed("slack")
    for gauge in (metrics._connected, metrics._waiting, metrics._oldest):
        gauge.labels("slack").set(1)
    text = (await metrics.text()).decode()
    return {
        one.name: set(one.labels)
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if not one.name.endswith("_created")
    }


async def test_every_figure_asked_for_is_told_with_its_labels(dashboard: dict[str, Any]) -> None:
    figures = await told()
    asked = set()
    for expression in expressions(dashboard):
        found = NAME.findall(expression)
        assert found, expression
        labels = set[str]()
        for name, chosen in found:
            assert name in figures, name
            asked.add(name)
            labels |= figures[name]
            assert set(re.findall(r"(\w+)\s*(?:=~|!=|=)", chosen)) <= figures[name] | OF_PROMETHEUS, (
                expression
            )
        for group in re.findall(r"\bby \(([^)]*)\)", expression):
            assert set(re.split(r",\s*", group)) <= labels, expression
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in figures if name.startswith("connects_")}
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked}
    assert ours <= shown, "a figure that nobody sees"


def test_it_is_a_dashboard(dashboard: dict[str, Any]) -> None:
    panels = dashboard["panels"]
    assert dashboard["uid"] == "connects"
    assert dashboard["schemaVersion"] >= 39
    assert [panel["title"] for panel in panels if panel["type"] == "row"] == ROWS
    assert len({panel["id"] for panel in panels}) == len(panels)
    known = {one["name"] for one in dashboard["templating"]["list"]}
    for expression in expressions(dashboard):
        assert set(re.findall(r"\$\{?([a-z]+)", expression)) <= known
        assert expression.count("(") == expression.count(")")
        assert expression.count("{") == expression.count("}")


def test_no_panel_covers_another(dashboard: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        at = panel["gridPos"]
        here = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not here & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= here
