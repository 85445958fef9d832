"""The manifests of Kubernetes: valid by its schemas, locked down, and of one mind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.deploy.reading import DEPLOY, KUBERNETES, compose, environment, pods, resources
from tests.deploy.rules import PLACE, written

VERSION = kubernetes_validate.latest_version()
FOREIGN = {
    "Kustomization": "kustomize.config.k8s.io/v1beta1",
    "HTTPRoute": "gateway.networking.k8s.io/v1",
    "PodMonitor": "monitoring.coreos.com/v1",
    "PrometheusRule": "monitoring.coreos.com/v1",
}
"""Kinds that are not Kubernetes's own, so that it has no schema of them."""
ALL = list(resources())


@pytest.mark.parametrize(("file", "one"), ALL, ids=[f"{file}-{one['kind']}" for file, one in ALL])
def test_each_resource_is_valid(file: str, one: dict[str, Any]) -> None:
    if one["kind"] in FOREIGN:
        assert one["apiVersion"] == FOREIGN[one["kind"]]
        return
    kubernetes_validate.validate(one, VERSION, strict=True)
    assert one["metadata"]["name"].startswith("connects")


def test_a_slip_would_be_found() -> None:
    (budget,) = [
        one
        for _, one in ALL
        if one["kind"] == "PodDisruptionBudget" and one["metadata"]["name"] == "connects-slack"
    ]
    budget = {**budget, "spec": {**budget["spec"], "maxUnavailabel": 1}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(budget, VERSION, strict=True)


def test_what_is_put_together_is_there() -> None:
    for folder in (KUBERNETES, KUBERNETES / "gateway", KUBERNETES / "monitoring"):
        together = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))
        assert set(together) <= {"apiVersion", "kind", "namespace", "labels", "resources", "images"}
        there = {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml", "secret.example.yaml"}
        assert set(together["resources"]) == there
    for pair in yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text("utf-8"))["images"]:
        assert f"{pair['newName']}:{pair['newTag']}" == compose()["services"]["bot"]["image"]


@pytest.mark.parametrize(("name", "pod"), list(pods()))
def test_each_pod_is_locked_down_and_of_the_pinned_image(name: str, pod: dict[str, Any]) -> None:
    spec = pod["spec"]
    assert spec["securityContext"]["runAsNonRoot"]
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not spec["automountServiceAccountToken"]
    assert spec["terminationGracePeriodSeconds"] > 10
    for container in (*spec["initContainers"], *spec["containers"]):
        held = container["securityContext"]
        assert held["readOnlyRootFilesystem"]
        assert not held["allowPrivilegeEscalation"]
        assert held["capabilities"] == {"drop": ["ALL"]}
        assert container["image"] == compose()["services"]["bot"]["image"]
        assert container["resources"]["requests"]
        assert container["resources"]["limits"]["memory"]
        # Whatever may be written to is a volume, and each volume is one.
        places = {mount["mountPath"] for mount in container["volumeMounts"]}
        assert {environment()["XDG_DATA_HOME"], "/tmp"} <= places
        assert {mount["name"] for mount in container["volumeMounts"]} == {v["name"] for v in spec["volumes"]}


@pytest.mark.parametrize(("name", "pod"), list(pods()))
def test_each_pod_migrates_first_and_is_asked_how_it_is(name: str, pod: dict[str, Any]) -> None:
    (first,), (bot,) = pod["spec"]["initContainers"], pod["spec"]["containers"]
    assert first["args"] == ["migrate"]
    ports = {port["name"]: port["containerPort"] for port in bot["ports"]}
    (settings,) = [one["data"] for _, one in ALL if one["kind"] == "ConfigMap"]
    assert ports["health"] == int(settings["CONNECTS_HEALTH_PORT"])
    assert (
        bot["startupProbe"]["httpGet"]
        == bot["livenessProbe"]["httpGet"]
        == {"path": "/healthz", "port": "health"}
    )
    # A database that is away makes a pod unready, and restarting the pod would not bring it back.
    assert bot["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "health"}


def test_names_and_labels_meet() -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in pods()}
    ports = {name: {p["name"] for p in pod["spec"]["containers"][0]["ports"]} for name, pod in pods()}
    services = {one["metadata"]["name"]: one["spec"] for _, one in ALL if one["kind"] == "Service"}
    for name, service in services.items():
        assert service["selector"] == labels[name]
        assert {port["targetPort"] for port in service["ports"]} <= ports[name]
    for file, one in ALL:
        spec = one.get("spec", {})
        if one["kind"] == "PodDisruptionBudget":
            assert spec["selector"]["matchLabels"] == labels[one["metadata"]["name"]]
        elif one["kind"] in ("PodMonitor", "NetworkPolicy"):
            chosen = spec.get("selector") or spec["podSelector"]
            assert all(chosen["matchLabels"].items() <= label.items() for label in labels.values()), file
        elif one["kind"] == "StatefulSet":
            assert spec["serviceName"] in services
        elif one["kind"] == "Ingress":
            backend = spec["rules"][0]["http"]["paths"][0]["backend"]["service"]
            assert backend["port"]["name"] in {port["name"] for port in services[backend["name"]]["ports"]}
        elif one["kind"] == "HTTPRoute":
            (backend,) = spec["rules"][0]["backendRefs"]
            assert backend["port"] in {port["port"] for port in services[backend["name"]]["ports"]}


def test_requests_for_slack_reach_the_bots_paths() -> None:
    from adapters.slack import web

    (ingress,) = [one for _, one in ALL if one["kind"] == "Ingress"]
    (route,) = [one for _, one in ALL if one["kind"] == "HTTPRoute"]
    path = ingress["spec"]["rules"][0]["http"]["paths"][0]["path"]
    assert route["spec"]["rules"][0]["matches"] == [{"path": {"type": "PathPrefix", "value": path}}]
    assert all(one.startswith(path + "/") for one in (web.EVENTS, web.INSTALL, web.REDIRECT))


def test_every_secret_that_is_read_is_in_the_pattern() -> None:
    (secret,) = [one["stringData"] for _, one in ALL if one["kind"] == "Secret"]
    (settings,) = [one["data"] for _, one in ALL if one["kind"] == "ConfigMap"]
    read = {value for value in settings.values() if value.startswith("/")}
    for _, pod in pods():
        (bot,) = pod["spec"]["containers"]
        read |= {one["value"] for one in bot["env"] if one.get("value", "").startswith("/")}
    assert {Path(value).name for value in read} == set(secret)


def test_the_shards_are_divided_without_gap_or_overlap(tmp_path: Path) -> None:
    (one,) = [one for _, one in ALL if one["kind"] == "StatefulSet"]
    (bot,) = one["spec"]["template"]["spec"]["containers"]
    said = tmp_path / "connects"
    said.write_text('#!/bin/sh\necho "$1 $DISCORD_SHARDS"\n')
    said.chmod(0o755)
    given = {env["name"]: env["value"] for env in bot["env"] if "value" in env}
    assert int(given["PODS"]) == one["spec"]["replicas"]
    command = bot["command"] + bot["args"]

    def shards(pod: int) -> str:
        env = {**given, "POD": str(pod), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()

    assert [shards(pod) for pod in range(2)] == ["run 0-1/4", "run 2-3/4"]
    given |= {"PODS": "3", "SHARDS_A_POD": "1"}
    assert [shards(pod) for pod in range(3)] == ["run 0-0/3", "run 1-1/3", "run 2-2/3"]


def test_the_operators_rules_are_the_alerts() -> None:
    assert PLACE.read_text("utf-8") == written(), "python -m tests.deploy.rules"
    alerts = yaml.safe_load((DEPLOY / "alerts.yml").read_text("utf-8"))
    assert yaml.safe_load(written())["spec"] == alerts
