"""Slack's hosts: where a token and an answer may go.

Which other server may stand in for Slack is decided where the settings are read.
"""

from __future__ import annotations

from ipaddress import ip_address

import yarl

API = "https://slack.com/api/"
AUTHORIZE = "https://slack.com/oauth/v2/authorize"
DOMAINS = ("slack.com", "slack-gov.com")


class Strange(Exception):
    """An address that is not Slack's."""


def is_slack(host: str) -> bool:
    """Whether a host is Slack's."""
    return any(host == domain or host.endswith(f".{domain}") for domain in DOMAINS)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check(url: str, base: str, hosts: frozenset[str]) -> None:
    """Refuse an address that Slack's answers name and that is not Slack's. Raises Strange.

    ``base`` is the API's own address: another server's answers may name it and this machine.
    """
    parts = yarl.URL(url)
    host = parts.host or ""
    if host in hosts:
        return
    own = yarl.URL(base).host or ""
    if is_slack(own):
        allowed = is_slack(host) and parts.scheme in ("https", "wss")
    else:
        allowed = host == own or is_loopback(host)
    if not allowed:
        raise Strange(f"{host or 'an address without a host'} is none of Slack's hosts")
