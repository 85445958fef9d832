"""The composition: valid by the specification, pinned, and whole."""

from __future__ import annotations

import configparser
import copy
import json
import re
from typing import Any

import compose_spec
import pytest
import yaml

from tests.deploy.reading import COMING, DEPLOY, ROOT, compose, environment

OURS = "connects:0.7.0"
SERVICES: dict[str, dict[str, Any]] = compose()["services"]


def parsed(document: dict[str, Any]) -> object:
    """What the specification's parser makes of it. Raises ValueError."""
    document = copy.deepcopy(document)
    for service in document["services"].values():
        # It knows no tag beside a digest, which Docker does.
        service["image"] = re.sub(r":[^:@]+@", "@", service["image"])
    return compose_spec.PyCompose.from_json(json.dumps(document))


def test_it_is_a_composition() -> None:
    assert parsed(compose())


@pytest.mark.parametrize(
    ("name", "value"), [("stop_grace_perod", "20s"), ("restart", "sometimes"), ("ports", 3)]
)
def test_a_slip_would_be_found(name: str, value: object) -> None:
    document = compose()
    document["services"]["bot"][name] = value
    with pytest.raises(ValueError, match=r"."):
        parsed(document)


def test_each_image_is_pinned_and_ours_is_this_release() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version
    assert f"connects:{version[1]}" == OURS
    for name, service in SERVICES.items():
        pinned = re.fullmatch(r"[a-z/]+:v?\d+\.\d+[a-z0-9.-]*@sha256:[0-9a-f]{64}", service["image"])
        assert service["image"] == OURS or pinned, name


def test_what_is_named_is_there() -> None:
    document = compose()
    used: dict[str, set[str]] = {"secrets": set(), "configs": set(), "networks": set(), "volumes": set()}
    for name, service in SERVICES.items():
        assert service["profiles"], name
        used["secrets"] |= set(service.get("secrets", []))
        used["configs"] |= {config["source"] for config in service.get("configs", [])}
        used["networks"] |= set(service["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if not source.startswith("./"):
                used["volumes"].add(source)
            else:
                assert (DEPLOY / source).exists() or source[2:] in COMING, source
        for other in service.get("depends_on", []):
            assert other in SERVICES
        for value in service.get("environment", {}).values():
            if str(value).startswith("/run/secrets/"):
                assert str(value).removeprefix("/run/secrets/") in service["secrets"], (name, value)
    for kind, names in used.items():
        assert names == set(document[kind]), kind
    for config in document["configs"].values():
        assert "content" in config or (DEPLOY / config["file"]).exists()
        assert yaml.safe_load(config.get("content", "a: 1"))


def test_no_secret_stands_in_the_environment() -> None:
    for name, service in SERVICES.items():
        for variable in service.get("environment", {}):
            assert not re.search(r"(TOKEN|PASSWORD|SECRET|DATABASE_URL|KEYS)$", variable), (name, variable)


def test_the_bot_is_given_time_to_finish_and_no_rights() -> None:
    from bot.serving import DRAIN, ENDING, SENDING

    for name in ("bot", "bot-sqlite", "migrate"):
        service = SERVICES[name]
        assert int(service["stop_grace_period"].removesuffix("s")) > max(10, DRAIN + SENDING + ENDING)
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
    assert SERVICES["bot"]["restart"] == "unless-stopped"


def test_nothing_is_open_to_the_world_and_the_database_to_nobody() -> None:
    for service in SERVICES.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert compose()["networks"]["back"]["internal"]
    assert SERVICES["postgres"]["networks"] == ["back"]


def test_the_pooler_and_the_database_agree() -> None:
    pooler = configparser.ConfigParser()
    pooler.read(DEPLOY / "pgbouncer.ini")
    assert pooler["pgbouncer"]["pool_mode"] == "transaction"
    assert f"--port={pooler['pgbouncer']['listen_port']}" in SERVICES["pgbouncer"]["healthcheck"]["test"]
    settings = (DEPLOY / "postgresql.conf").read_text("utf-8")
    most = re.search(r"^max_connections = (\d+)$", settings, re.M)
    assert most
    assert int(pooler["pgbouncer"]["default_pool_size"]) < int(most[1])
    assert re.search(r"^synchronous_commit = on$", settings, re.M)
    assert re.search(r"^fsync = on$", settings, re.M)


def test_prometheus_reads_where_the_bot_answers() -> None:
    read = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
    (job,) = read["scrape_configs"]
    (names,) = job["dns_sd_configs"]
    assert names["names"] == ["bot"]
    assert names["port"] == int(environment()["CONNECTS_HEALTH_PORT"])
    assert SERVICES["bot-sqlite"]["networks"]["front"]["aliases"] == ["bot"]
    assert set(SERVICES["prometheus"]["networks"]) <= set(SERVICES["bot"]["networks"])
