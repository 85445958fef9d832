"""The books, added up anew: by SQL after every step, and from the journal alone at the end."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from adapters.storage import verify
from core.instants import DAY
from core.ledger import chain
from core.policy.policy import Policy
from core.policy.shipped import from_document
from core.queries import Journal
from tests.core.town import Town

SUMS = {
    "an operation's entries add up to zero": """
        SELECT community, operation FROM entry GROUP BY 1, 2 HAVING sum(amount) <> 0""",
    "a wallet is the sum of its lots": """
        SELECT * FROM wallet AS w WHERE balance <>
        (SELECT coalesce(sum("left"), 0) FROM lot WHERE community = w.community AND wallet = w.number)""",
    "a wallet is the sum of its entries": """
        SELECT * FROM wallet AS w WHERE balance <>
        (SELECT coalesce(sum(amount), 0) FROM entry WHERE community = w.community AND wallet = w.number)""",
    "an account is the sum of its entries": """
        SELECT * FROM account AS a WHERE balance <>
        (SELECT coalesce(sum(amount), 0) FROM entry WHERE community = a.community AND account = a.name)""",
    "no entry is without its account": """
        SELECT * FROM entry AS e WHERE wallet = 0 AND NOT EXISTS
        (SELECT 1 FROM account WHERE community = e.community AND name = e.account)""",
    "a lot has left what was not used of it": """
        SELECT * FROM lot AS t WHERE "left" <> amount -
        (SELECT coalesce(sum(amount), 0) FROM use WHERE community = t.community AND lot = t.number)""",
    "what an operation takes from a wallet it takes from its lots": """
        SELECT e.community, e.operation, e.wallet FROM entry AS e WHERE wallet > 0 AND amount <>
        (SELECT coalesce(sum(amount), 0) FROM lot WHERE community = e.community AND operation = e.operation
         AND wallet = e.wallet) -
        (SELECT coalesce(sum(u.amount), 0) FROM use AS u JOIN lot AS t ON t.community = u.community
         AND t.number = u.lot WHERE u.community = e.community AND u.operation = e.operation
         AND t.wallet = e.wallet)""",
    "a proposal is live once per member and job": """
        SELECT community, job, member FROM proposal
        WHERE state IN ('submitted', 'shortlisted', 'interviewing')
        GROUP BY 1, 2, 3 HAVING count(*) > 1""",
    "a job counts its proposals": """
        SELECT * FROM job AS j WHERE proposals <>
        (SELECT count(*) FROM proposal WHERE community = j.community AND job = j.number)
        OR hired <> (SELECT count(*) FROM proposal WHERE community = j.community AND job = j.number
        AND state = 'hired') OR hired > hires""",
    "an open job counts who is live, and what a cancellation would return": """
        SELECT * FROM job AS j WHERE state = 'open' AND (live <>
        (SELECT count(*) FROM proposal WHERE community = j.community AND job = j.number
         AND state IN ('submitted', 'shortlisted', 'interviewing')) OR returnable <>
        (SELECT coalesce(sum((paid + coalesce((SELECT b.amount FROM bid AS b WHERE b.community = q.community
         AND b.proposal = q.number AND b.state = 'spent'), 0))), 0) FROM proposal AS q
         WHERE community = j.community AND job = j.number
         AND state IN ('submitted', 'shortlisted', 'interviewing', 'declined', 'archived')))""",
    "what is held is what the bids of running auctions are": """
        SELECT * FROM account AS a WHERE name = 'held' AND balance <>
        (SELECT coalesce(sum(amount), 0) FROM bid WHERE community = a.community AND state = 'held')""",
    "a community counts the jobs that are being settled": """
        SELECT * FROM community AS c WHERE settling <>
        (SELECT count(*) FROM job WHERE community = c.community AND unsettled > 0)""",
    "what is owed is what has yet to be returned": """
        SELECT * FROM account AS a WHERE name = 'returns' AND balance <>
        (SELECT coalesce(sum((paid + coalesce((SELECT b.amount FROM bid AS b WHERE b.community = q.community
         AND b.proposal = q.number AND b.state = 'spent'), 0))), 0)
         FROM proposal AS q JOIN job AS j ON j.community = q.community
         AND j.number = q.job WHERE q.community = a.community AND j.state IN ('cancelled', 'removed')
         AND q.state IN ('submitted', 'shortlisted', 'interviewing', 'declined', 'archived'))""",
    "time never runs back": """
        SELECT one.community, one.number FROM operation AS one JOIN operation AS two
        ON one.community = two.community AND two.number = one.number + 1 WHERE two.at < one.at""",
    "nothing falls due after it was done": "SELECT * FROM operation WHERE due > at",
    "a wallet's due is never late": """
        SELECT * FROM wallet AS w WHERE due >
        (SELECT coalesce(min(expires), due) FROM lot WHERE community = w.community AND wallet = w.number
         AND "left" > 0)""",
    "a wallet's due is no later than a warning": f"""
        SELECT * FROM wallet AS w WHERE due >
        (SELECT min(expires) FROM lot WHERE community = w.community AND wallet = w.number
         AND "left" > 0 AND warned = 0) - {DAY} * (SELECT min(json_extract(document, '$."lot.warn_days"'))
         FROM policy_version WHERE community = w.community)""",
}


def add_up(town: Town) -> None:
    """What must hold after every step."""
    for what, statement in SUMS.items():
        assert town.rows(statement) == [], what


async def replay(town: Town, community: int = 1) -> None:
    """What must hold of the journal as a whole: read from its beginning it gives what is stored."""
    head, after, length = chain.GENESIS, 0, 0
    wallets: dict[int, int] = defaultdict(int)
    lots: dict[int, list[int]] = {}  # wallet, left, expires
    paid: dict[int, tuple[int, int]] = {}  # by proposal: wallet, how much
    returned: set[int] = set()
    ended: dict[int, str] = {}
    bonuses: dict[int, list[tuple[int, int, int]]] = defaultdict(list)  # by wallet: at, window, amount
    answered: dict[int, tuple[list[tuple[int, int, int]], tuple[int, int, int]]] = {}
    policy = Policy()
    periods: set[tuple[int, str]] = set()
    while True:
        async with town.storage.queries.snapshot() as snapshot:
            page = await snapshot.ask(community, Journal(40, after))
        if not page:
            break
        for op, entries, uses, made in page:
            after, length = op.number, length + 1
            assert op.number == length, "no number is left out"
            head = chain.digest(head, op, entries, uses, made)
            assert op.hash == head, op.number
            facts: dict[str, Any] = json.loads(op.facts)
            moved: dict[int, int] = defaultdict(int)
            for lot in made:
                lots[lot.number] = [lot.wallet, lot.amount, lot.expires]
                moved[lot.wallet] += lot.amount
                assert lot.expires > op.at or op.kind == "grant", "what is credited can be spent"
            for use in uses:
                one = lots[use.lot]
                one[1] -= use.amount
                moved[one[0]] -= use.amount
                assert one[1] >= 0
                if op.kind == "lot.expired":
                    assert one[2] <= op.at
                    assert one[1] == 0
                else:
                    by = op.due if op.kind == "rollover.expired" else op.at  # its cycle may be long begun
                    assert one[2] > (by or op.at), "a lot past its end is never touched"
            for entry in entries:
                if entry.wallet:
                    assert (entry.before, entry.amount) == (wallets[entry.wallet], moved.pop(entry.wallet))
                    wallets[entry.wallet] += entry.amount
                    assert 0 <= entry.after == wallets[entry.wallet]
            assert not any(moved.values())
            amounts = [entry.amount for entry in entries if entry.wallet]
            if op.kind in ("community.founded", "policy.saved"):
                policy = from_document(facts["document"])
            elif op.kind.startswith("job.") and "state" in facts:
                ended[op.job] = facts["state"]
            elif op.kind == "proposal.submitted":
                paid[op.proposal] = (facts.get("wallet", op.member), -sum(amounts))
            elif op.kind == "proposal.returned":
                assert op.proposal not in returned, "nothing is returned twice"
                returned.add(op.proposal)
                back = {entry.wallet: entry.amount for entry in entries if entry.wallet}
                wallet, price = paid[op.proposal]
                price += facts.get("boost", 0)
                if ended[op.job] == "expired":
                    assert back[wallet] <= price, "no more comes back than was paid"
                else:
                    assert back == ({wallet: price} if price else {}), (
                        "what was paid comes back, no more, no less"
                    )
            elif op.kind == "proposal.unseen":
                assert op.proposal not in returned, "nothing is returned twice"
                returned.add(op.proposal)
            elif op.kind == "grant":
                assert (op.member, facts["period"]) not in periods, "never two grants in one period"
                periods.add((op.member, facts["period"]))
            elif op.kind == "interview.answered" and facts["bonus"]:
                earned = bonuses[paid[op.proposal][0]]
                earned.append((op.at, facts.get("window", 0), facts["bonus"]))
                answered[op.number] = earned, earned[-1]
                if policy.bonus_window == "weekly":
                    used = sum(amount for at, _, amount in earned if at >= facts["window"])
                else:
                    used = sum(amount for at, _, amount in earned if at > op.at - 7 * DAY)
                assert used <= policy.bonus_cap, "a window never pays more than its cap"
                assert facts["bonus"] <= policy.bonus_amount
            elif op.kind == "operation.undone" and facts["undone"] in answered:  # it makes room again
                earned, one = answered[facts["undone"]]
                earned[earned.index(one)] = (one[0], one[1], one[2] - facts["amount"])
    assert town.one("SELECT head FROM community WHERE community = ?", community) == head
    assert town.one("SELECT operations FROM community WHERE community = ?", community) == length
    stored = town.rows("SELECT number, balance FROM wallet WHERE community = ?", community)
    assert dict(stored) == {number: wallets[number] for number, _ in stored}
    assert {number for number, left in wallets.items() if left} <= dict(stored).keys()
    found = town.rows('SELECT number, wallet, "left", expires FROM lot WHERE community = ?', community)
    assert {number: rest for number, *rest in found} == lots


def offended(town: Town) -> dict[str, Any]:
    """What of `connects verify` does not hold."""
    with verify.proof(str(town.path)) as proof:
        return {check.name: found for check in verify.CHECKS if (found := proof.count(check))[0]}


def prove(town: Town) -> None:
    """Every check of `connects verify`."""
    assert offended(town) == {}, offended(town)


def dump(town: Town) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored, by table; whether an answer was heard is nobody's business here."""
    tables = [
        name
        for (name,) in town.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        if name not in ("alembic_version", "meta")
    ]
    found = {}
    for table in tables:
        rows = town.rows(f"SELECT * FROM {table}")
        found[table] = sorted(row[:-1] if table == "receipt" else row for row in rows)
    return found
