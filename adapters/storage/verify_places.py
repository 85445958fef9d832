"""Checks of places: where channels go, which ranks roles give, whether the bot was let go."""

from __future__ import annotations

from typing import Any

from adapters.storage.verify_case import Check, Scene, Step, Walker, listed
from core.speech.notice import CHANNELS, OWNER

_KNOWN = listed((*CHANNELS, OWNER))

CHECKS = (
    Check(
        "community.away",
        "communities that the bot left or came back to twice, or that are away though it came back last, "
        "or the reverse",
    ),
    Check("roles.rank", "roles that give another rank than staff said last"),
    Check("routes.chosen", "channels that go elsewhere than staff chose last"),
    Check(
        "routes.address", "routes of a channel or a member that there is none of",
        f"SELECT count(*) FROM route r WHERE channel NOT IN ({_KNOWN}) AND NOT EXISTS (SELECT 1 FROM "
        "member m WHERE m.community = r.community AND m.number = CAST(substr(r.channel, 8) AS INTEGER) "
        "AND r.channel = 'member/' || m.number)",
    ),
    Check(
        "routes.closed", "routes that were closed at no time, or that are open and lead nowhere",
        f"SELECT count(*) FROM route WHERE (error <> '' AND at <= 0) "
        f"OR (error = '' AND \"to\" = '' AND channel IN ({listed(CHANNELS)}))",
    ),
)  # fmt: skip


class Places(Walker):
    """Comings and goings of the bot, channels and roles, as the journal tells them."""

    KINDS = frozenset({"place.left", "place.returned", "role.set", "channel.set"})

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._away = False
        self._ranks: dict[tuple[Any, Any], Any] = {}
        self._chosen: dict[tuple[Any, Any], Any] = {}

    def see(self, step: Step) -> None:
        op, facts = step.op, step.facts
        match op.kind:
            case "place.left" | "place.returned":
                away = op.kind == "place.left"
                if away == self._away:
                    self.offend("community.away", op.number)
                self._away = away
            case "role.set":
                self._ranks[facts.get("platform"), facts.get("role")] = facts.get("rank")
            case "channel.set":
                self._chosen[facts.get("platform"), facts.get("channel")] = facts.get("to")

    def end(self) -> None:
        self.counts["community.away"] += self._away != self.scene.community.away
        rows = self.scene.rows("SELECT platform, role, rank FROM role_rank WHERE community = ?")
        ranks = {(platform, role): rank for platform, role, rank in rows}
        self.counts["roles.rank"] += sum(
            ranks.get(role) != self._ranks.get(role) for role in ranks.keys() | self._ranks.keys()
        )
        rows = self.scene.rows('SELECT platform, channel, "to" FROM route WHERE community = ?')
        routes = {(platform, channel): to for platform, channel, to in rows}
        self.counts["routes.chosen"] += sum(routes.get(one) != to for one, to in self._chosen.items())
