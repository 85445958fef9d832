"""What is done in agencies, lived through again: by their own rules, though some follow by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from core.board.agencies import GONE, Agency, AgencyMember
from core.people import BOT
from core.replaying.past import Act
from core.replaying.replay import Live, Replay
from core.rules import agencies, succession


def _agency(replay: Replay, act: Act) -> int:
    return replay.owner(int(act.facts["agency"]))


def _created(replay: Replay, act: Act) -> None:
    made = agencies.create(replay.book, replay.owner(act.op.actor), "…")
    replay.stands_for("owner", act.op.member, made.number)


def _invited(replay: Replay, act: Act) -> None:
    by, member = replay.owner(act.op.actor), replay.owner(act.op.member)
    agencies.invite(replay.book, by, _agency(replay, act), member)


def _joined(replay: Replay, act: Act) -> None:
    agencies.accept(replay.book, replay.owner(act.op.member), _agency(replay, act))


def _gone(replay: Replay, act: Act) -> None:
    """Who leaves the community has left its agencies with that."""
    book, member, number = replay.book, replay.owner(act.op.member), _agency(replay, act)
    part = book.get(AgencyMember, (number, member))
    if part is not None and part.state != GONE:
        agencies.out(book, book.the(Agency, number), part, replay.owner(act.op.actor))


def _role(replay: Replay, act: Act) -> None:
    by, member = replay.owner(act.op.actor), replay.owner(act.op.member)
    agencies.set_role(replay.book, by, _agency(replay, act), member, act.facts["role"])


def _limited(replay: Replay, act: Act) -> None:
    by, member = replay.owner(act.op.actor), replay.owner(act.op.member)
    agencies.limit(replay.book, by, _agency(replay, act), member, act.facts["limit"])


def _handed(replay: Replay, act: Act) -> None:
    if act.op.actor != BOT:
        by, member = replay.owner(act.op.actor), replay.owner(act.op.member)
        succession.hand_over(replay.book, by, _agency(replay, act), member)


def _frozen(replay: Replay, act: Act) -> None:
    number = _agency(replay, act)
    if act.op.actor != BOT and replay.book.the(Agency, number).owner:
        succession.leave(replay.book, replay.owner(act.op.actor), number)


AGENCY_ACTS: Mapping[str, Live] = {
    "agency.created": _created,
    "agency.invited": _invited,
    "agency.joined": _joined,
    "agency.declined": _gone,
    "agency.left": _gone,
    "agency.role_set": _role,
    "agency.limited": _limited,
    "agency.handed_over": _handed,
    "agency.frozen": _frozen,
}
