"""Writes the alerts for the Prometheus operator: `python -m tests.deploy.rules`."""

from __future__ import annotations

from pathlib import Path

DEPLOY = Path(__file__).parents[2] / "deploy"
PLACE = DEPLOY / "kubernetes" / "monitoring" / "rules.yaml"
HEAD = """\
# Written from deploy/alerts.yml by `python -m tests.deploy.rules`.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: connects
spec:
"""


def written() -> str:
    """The same rules as a resource of Kubernetes."""
    lines = (DEPLOY / "alerts.yml").read_text("utf-8").splitlines()
    return HEAD + "".join(f"  {line}".rstrip() + "\n" for line in lines if not line.startswith("#"))


if __name__ == "__main__":
    PLACE.write_text(written(), "utf-8")
