"""What a line means to the model: whether it is done or refused, what it makes, what is left."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from tests.sim.house import No
from tests.sim.office import STAFF, Office

CLIENTS = (*STAFF, "client", "buyer")
"""Whom the platform gives a rank that may post, by name; `tests.core.town` says the same."""
FOR_CLIENTS = ("job post", "job draft", "job publish")


@dataclass
class Heard:
    """What the model says to a line."""

    ok: bool
    why: str = ""
    made: str = ""
    balance: int | None = None


def hear(house: Office, name: str, line: str, now: int, delivery: int) -> Heard:
    """Decide a line as the rules do; a refusal changes nothing but what was due."""
    by = house.meet(name, now)
    house.delivery = delivery
    typed = shlex.split(line)
    words = [word for word in typed if ":" not in word]
    given = dict(word.split(":", 1) for word in typed if ":" in word)
    command = words[0] if words[0] in ("apply", "boost") else " ".join(words[:2])
    words = words[len(command.split()) :]
    staff = name in STAFF
    if (command.startswith("admin") or command == "job remove") and not staff:
        raise No("rank.needed")
    if command in FOR_CLIENTS and name not in CLIENTS:
        raise No("rank.needed")
    area, _, verb = command.partition(" ")
    if area == "admin":
        heard = _admin(house, verb, by, words, given, now)
    elif area == "agency":
        heard = _agency(house, verb, by, words, given, now)
    elif area == "job":
        heard = _job(house, verb, by, staff, words, given, now)
    elif area == "connects":
        heard = _connects(house, verb, by, words, given, now)
    else:
        heard = _proposal(house, verb or area, by, staff, words, given, now)
    if command.startswith("admin") or command == "job remove":
        house.acted[by] = now
    return heard


def _number(word: str) -> int:
    return int(word.rpartition("-")[2] or 0)


def _named(house: Office, name: str) -> int:
    if name not in house.people:
        raise No("member.unknown")
    return house.people[name]


def _admin(house: Office, verb: str, by: int, words: list[str], given: dict[str, str], now: int) -> Heard:
    every = given.get("all") == "yes"
    if verb == "policy":
        house.set(now, words[0], words[1])
    elif verb == "zone":
        house.set(now, "time_zone", words[0])
    elif verb == "preset":
        house.preset(now, words[0])
    elif verb == "undo":
        house.admin_undo(by, house.undoes, every, now)
    elif verb in ("confirm", "refund", "chargeback"):
        if verb == "confirm":
            house.confirm(by, _number(words[0]), words[1], now)
        else:
            house.take_back(_number(words[0]), "refunded" if verb == "refund" else "charged_back", now)
    else:
        member = _named(house, words[0])
        if verb == "grant":
            house.admin_grant(by, member, int(words[1]), now)
        elif verb == "take":
            house.admin_take(by, member, int(words[1]), every, now)
        elif verb == "plan":
            if paid := house.plan(member, words[1], now):
                house.done[house.delivery] = "credit", house.purses[member], paid, []
        elif verb == "award":
            house.admin_award(by, member, words[1], words[2], now)
        elif verb in ("freeze", "thaw"):
            house.admin_freeze(member, now, thaw=verb == "thaw")
        else:
            raise AssertionError(verb)
        return Heard(True, balance=None if verb in ("freeze", "thaw") else house.purses[member].balance)
    return Heard(True)


def _agency(house: Office, verb: str, by: int, words: list[str], given: dict[str, str], now: int) -> Heard:
    agency = _number(given["agency"]) if "agency" in given else 0
    if verb == "create":
        return Heard(True, made=f"agency-{house.agency_create(by, now)}")
    if verb in ("accept", "decline", "leave"):
        agency = agency or (_number(words[0]) if words else 0)
        {"accept": house.agency_accept, "decline": house.agency_decline, "leave": house.agency_leave}[verb](
            by, agency, now
        )
        return Heard(True)
    member = _named(house, words[0])
    agency = agency or house.only(by, "active", 0)
    if verb == "invite":
        house.agency_invite(by, agency, member, now)
    elif verb == "role":
        house.agency_role(by, agency, member, words[1], now)
    elif verb == "limit":
        house.agency_limit(by, agency, member, -1 if words[1] == "none" else int(words[1]))
    elif verb == "handover":
        house.agency_handover(by, agency, member, now)
    elif verb == "remove":
        house.agency_remove(by, agency, member, now)
    else:
        raise AssertionError(verb)
    return Heard(True)


def _job(
    house: Office, verb: str, by: int, staff: bool, words: list[str], given: dict[str, str], now: int
) -> Heard:
    days = int(given.get("closes", "0d")[:-1])
    if verb in ("post", "draft"):
        price, hires = int(given.get("price", -1)), int(given.get("hires", 1))
        return Heard(True, made=f"job-{house.job_post(by, price, hires, days, now, draft=verb == 'draft')}")
    number = _number(words[0])
    if verb == "publish":
        house.job_publish(number, by, staff, now)
    elif verb == "edit":
        new = {name: int(value.removesuffix("d")) for name, value in given.items()}
        house.job_edit(number, by, staff, now, **new)
    elif verb == "reopen":
        house.job_reopen(number, by, staff, now, days)
    elif verb == "invite":
        house.job_invite(number, by, staff, _named(house, words[1]), now)
    else:
        house.job_end(number, verb, by, staff, now)
    return Heard(True)


def _connects(house: Office, verb: str, by: int, words: list[str], given: dict[str, str], now: int) -> Heard:
    agency = _number(given["agency"]) if "agency" in given else 0
    if verb == "balance":
        return Heard(True, balance=house.purse(by, now).balance)
    if verb == "buy":
        return Heard(True, made=f"order-{house.buy(by, int(words[0]), agency, now)}")
    if verb == "send":
        house.send(by, _named(house, words[0]), int(words[1]), now)
        return Heard(True, balance=house.purses[by].balance)
    if verb == "erase":
        house.erase(by, now)
        return Heard(True)
    raise AssertionError(verb)


TO = {
    "shortlist": "shortlisted", "archive": "archived", "decline": "declined", "hire": "hired",
    "interview": "interviewing",
}  # fmt: skip


def _proposal(
    house: Office, verb: str, by: int, staff: bool, words: list[str], given: dict[str, str], now: int
) -> Heard:
    number = _number(words[0])
    if verb == "apply":
        agency = _number(given["agency"]) if "agency" in given else 0
        boost = int(given.get("boost", 0))
        made = house.apply(number, by, boost, agency, "message" in given, now)
        return Heard(True, made=f"proposal-{made}", balance=house.purses[agency or by].balance)
    if verb == "boost":
        house.boost(number, by, int(words[1]), now)
    elif verb == "withdraw":
        house.withdraw(number, by, now)
        return Heard(True)
    elif verb == "answer":
        if bonus := house.answer(number, by, now):
            house.done[house.delivery] = "bonus", house.purses[house.sent[number].wallet], bonus, []
    else:
        house.move(number, TO[verb], by, staff, now)
        return Heard(True)
    return Heard(True, balance=house.purses[house.sent[number].wallet].balance)
