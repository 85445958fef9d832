"""Each check fires on the damage it is for, and no other does.

Some invariants are one equation cut in pieces, so that none of them can fail alone;
where that is so, the others that must fail with it stand beside the damage.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from adapters.storage.verify import CHECKS
from tests.adapters.storage import test_verify_evil
from tests.adapters.storage.test_verify_story import books, damage, found

OP = "UPDATE operation SET {} WHERE number = (SELECT {}(number) FROM operation WHERE kind = '{}')"
# Two entries, uses or lots that go wrong in opposite ways leave the sums over both as they are.
PAIR = "UPDATE {0} SET {1} = {1} + CASE WHEN {2} THEN 1 ELSE -1 END WHERE {3}"
GRANTED = (
    "operation IN (SELECT number FROM operation WHERE kind = 'grant' ORDER BY number LIMIT 2) "
    "AND account = 'grants'"
)
ANA_RETURNS = "SELECT number FROM operation WHERE kind = 'proposal.returned' AND proposal IN (4, 7)"
GIFT = "SELECT number FROM lot WHERE wallet = 2 AND source = 'gift'"
STAFFS = "SELECT number FROM lot WHERE wallet = 2 AND source = 'staff'"
LEFT, LAST = "rowid = (SELECT max(rowid) FROM receipt)", "number = (SELECT max(number) FROM notice)"

DAMAGES: dict[str, tuple[str, ...]] = {
    "rows.integrity": ("UPDATE sqlite_master SET sql = sql || ' WHERE client < 0' WHERE name = "
        "'ix_job_client'",),
    "rows.dangling": ("UPDATE identity SET member = 99 WHERE member = 7",),
    "rows.community": ("INSERT INTO card VALUES (99, 'console', 'job-1', 'jobs', '1')",),
    "rows.pointers": (f"UPDATE receipt SET member = 99 WHERE {LEFT}",),
    "rows.types": (
        "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'notice'",
        f"UPDATE notice SET tries = 0.5 WHERE {LAST}",
    ),
    "rows.bounds": (f"UPDATE notice SET tries = -1 WHERE {LAST}",),
    "rows.counters": ("UPDATE community SET replies = 0",),
    "rows.dates": ("UPDATE member SET joined = (SELECT at + 1 FROM community) WHERE number = 2",),
    "texts.digest": ("UPDATE text SET body = 'I never said that' WHERE number = 1",),
    "receipts.document": (f"UPDATE receipt SET document = 'nonsense' WHERE {LEFT}",),
    "receipts.old": (f"UPDATE receipt SET at = 1 WHERE {LEFT}",),
    "notices.old": (f"UPDATE notice SET at = 1 WHERE {LAST}",),
    "notices.document": ("UPDATE notice SET document = '[99]' WHERE channel = 'news' AND number = "
                         "(SELECT min(number) FROM notice WHERE channel = 'news')",),
    "notices.operation": ("UPDATE notice SET operation = 99999 WHERE channel = 'member/2'",),
    "operations.gaps": ("UPDATE community SET operations = operations + 1",),
    "operations.key": (OP.format("key = ''", "min", "grant"),),
    "operations.sum": (PAIR.format("entry", "amount", f"operation = (SELECT min(operation) FROM "
        f"entry WHERE {GRANTED})", GRANTED),),
    "operations.policy": (OP.format("policy = 99", "min", "member.joined"),),
    "operations.time": (OP.format("at = at - 864000000000, due = 0", "max", "window.reset"),),
    "operations.facts": (OP.format("facts = '['", "min", "window.reset"),),
    "operations.moves": (OP.format("facts = json_set(facts, '$.paid', 5)", "min", "proposal.submitted"),),
    "chain": (OP.format("key = key || '/forged'", "min", "grant"),),
    "entries.amount": (f"INSERT INTO entry SELECT community, operation, 3, account, 0, 0, 0, 0 FROM "
        f"entry WHERE {GRANTED} LIMIT 1",),
    "entries.account": ("UPDATE entry SET before = 5, after = 5 WHERE account = 'gifts'",),
    "entries.chain": (
        "UPDATE entry SET before = before + 1, after = after + 1 WHERE wallet = 2 AND operation = "
        "(SELECT operation FROM entry WHERE wallet = 2 ORDER BY operation LIMIT 1 OFFSET 3)",
    ),
    "accounts.entries": (PAIR.format("account", "balance", "name = 'spent'", "name IN ('spent', "
        "'expired')"),),
    "accounts.sign": ("UPDATE account SET balance = balance + 1000 WHERE name = 'gifts'",
                      "UPDATE account SET balance = balance - 1000 WHERE name = 'staff'"),
    "community.sum": ("UPDATE account SET balance = balance + 1 WHERE name = 'spent'",),
    "community.supply": ("UPDATE lot SET source = 'return' WHERE number = 1",),
    "wallets.balance": ("UPDATE wallet SET balance = -1 WHERE number = 7",
                        "UPDATE wallet SET balance = balance + 1 WHERE number = 1"),
    "wallets.entries": (PAIR.format("wallet", "balance", "number = 1", "number IN (1, 2)"),),
    "wallets.lots": ('UPDATE lot SET "left" = "left" - 1 WHERE number = (SELECT max(number) FROM '
        'lot WHERE "left" > 5)',),
    "wallets.owner": ("UPDATE community SET owners = owners + 1",
                      "INSERT INTO wallet SELECT 1, owners, 'member', 0, 'basic', 0, 1, "
        "4611686018427387904, '', 0, 1, '', 0 FROM community"),
    "wallets.due": ("UPDATE wallet SET due = 4611686018427387904 WHERE number = 2",),
    "wallets.plan": ("UPDATE wallet SET plan = 'plus' WHERE number = 2",),
    "wallets.away": ("UPDATE wallet SET active = 0 WHERE number = 2",),
    "lots.left": (
        'UPDATE lot SET "left" = amount + 5 WHERE number = (SELECT min(number) FROM lot WHERE '
        'wallet = 1 AND "left" > 0)',
        'UPDATE lot SET "left" = "left" - 5 WHERE number = (SELECT max(number) FROM lot WHERE '
        'wallet = 1 AND "left" > 5)',
    ),
    "lots.uses": (PAIR.format("lot", '"left"', '"left" < amount', 'wallet = 3 AND number IN ('
        'SELECT number FROM lot WHERE wallet = 3 AND "left" > 0 ORDER BY "left" < amount DESC, '
        'number LIMIT 2)'),),
    "lots.late": (
        # Between what touched the wallet last and the day before the community's last.
        "UPDATE lot SET expires = 1 + (SELECT max(o.at) FROM operation o JOIN entry e ON "
        "e.operation = o.number "
        'WHERE e.wallet = 1) WHERE number = (SELECT min(number) FROM lot WHERE wallet = 1 AND "left" > 0)',
        "UPDATE wallet SET due = 0 WHERE number = 1",
    ),
    "lots.replay": (
        f"UPDATE use SET amount = amount - 100 WHERE operation = (SELECT min(number) FROM ({ANA_RETURNS}))",
        f"UPDATE use SET amount = amount + 100 WHERE operation = (SELECT max(number) FROM ({ANA_RETURNS}))",
        f"INSERT INTO use SELECT 1, min(number), ({STAFFS}), 100 FROM ({ANA_RETURNS})",
        f"INSERT INTO use SELECT 1, max(number), ({STAFFS}), -100 FROM ({ANA_RETURNS})",
    ),
    "uses.entries": (
        PAIR.format("use", "amount", "operation = (SELECT operation FROM proposal WHERE number = 1)",
            "operation IN (SELECT operation FROM proposal WHERE number IN (1, 4))"),
    ),
    "uses.expired": (
        "UPDATE lot SET expires = (SELECT at FROM proposal WHERE number = 9) "
        "WHERE wallet = 3 AND source = 'gift'",
    ),
    "uses.order": (
        f"UPDATE lot SET expires = (SELECT expires - 1 FROM lot WHERE number = ({GIFT})) WHERE number = "
        "(SELECT min(number) FROM lot WHERE wallet = 2 AND source = 'grant')",
    ),
    "jobs.state": ("UPDATE job SET state = 'filled' WHERE number = 4",),
    "jobs.terms": ("UPDATE job SET price = price + 1 WHERE number = 4",),
    "jobs.steps": ("UPDATE operation SET facts = json_remove(facts, '$.state') WHERE kind = "
        "'job.posted' AND job = 4",),
    "jobs.counters": ("UPDATE job SET proposals = proposals + 1 WHERE number = 4",),
    "jobs.hires": ("UPDATE job SET hires = 0 WHERE number = 5",
                   "UPDATE operation SET facts = json_set(facts, '$.hires', 0) WHERE kind = "
        "'job.posted' AND job = 5"),
    "jobs.ended": ("UPDATE job SET ended = 1 WHERE number = 4",),
    "community.settling": ("UPDATE community SET settling = settling + 1",),
    "proposals.state": ("UPDATE proposal SET state = 'declined' WHERE number = 9",),
    "proposals.steps": (OP.format("facts = json_set(facts, '$.state', "
        "'withdrawn')", "min", "proposal.shortlisted"),),
    "proposals.paid": ("UPDATE proposal SET at = at + 1 WHERE number = 1",),
    "proposals.time": ("UPDATE job SET opened = opened + 1 WHERE number = 1",),
    "returns.amount": (f"UPDATE operation SET proposal = 11 - proposal WHERE number IN ({ANA_RETURNS})",),
    "returns.job": ("UPDATE operation SET job = 4 WHERE kind = 'proposal.returned' AND proposal = 7",),
    "returns.complete": (
        "UPDATE operation SET kind = 'proposal.archived' WHERE kind = 'proposal.returned' AND proposal = 15",
    ),
    "policies.journal": ("UPDATE policy_version SET document = document || ' ' WHERE version = 1",),
    "grants.amount": (OP.format("facts = json_set(facts, '$.plan', 'plus')", "min", "grant"),),
    "grants.period": (OP.format("due = at - 3456000000000", "max", "grant"),),
    "grants.paid": ("UPDATE period_paid SET members = members + 1 WHERE period = (SELECT "
        "max(period) FROM period_paid)",),
    "staff.actor": (OP.format("actor = 0", "min", "wallet.shown"),),
    "staff.log": ("UPDATE notice SET channel = 'news' WHERE channel = 'log' AND operation = "
                  "(SELECT number FROM operation WHERE kind = 'wallet.shown')",),
    "staff.days": ("UPDATE staff_day SET granted = granted + 1",),
    "community.away": ("UPDATE community SET away = 1",),
    "roles.rank": ("UPDATE role_rank SET rank = 2 WHERE role = 'Hirers'",),
    "routes.chosen": ("UPDATE route SET \"to\" = '#hall' WHERE channel = 'news'",),
    "routes.address": ("INSERT INTO route VALUES (1, 'console', 'member/99', '', 'gone', 1)",),
    "routes.closed": ("INSERT INTO route VALUES (1, 'console', 'jobs', '', 'gone', 0)",),
    "bonuses.amount": ("UPDATE proposal SET bonus = bonus + 1 WHERE number = 1",),
    "bonuses.answer": (OP.format("kind = 'interview.forgotten'", "min", "interview.asked"),),
    "bonuses.earned": ("UPDATE earned SET recent = '[]' WHERE wallet = 3",),
    "bonuses.pairs": ("UPDATE pair SET at = at - 1",),
}  # fmt: skip

TOGETHER: dict[str, set[str]] = {
    # What was shown in the log is known as far back as notices go.
    "notices.old": {"staff.log"},
    # What accounts hold is summed by their entries, and all of them sum to zero.
    "accounts.sign": {"accounts.entries"},
    "community.sum": {"accounts.entries"},
    # A wallet's balance, its entries, its lots and their uses: any three give the fourth.
    "wallets.balance": {"wallets.entries", "wallets.lots"},
    "wallets.entries": {"wallets.lots"},
    "wallets.lots": {"lots.uses"},
    # More left than was credited is never credited less used.
    "lots.left": {"lots.uses"},
    # A plan that the journal did not set is not one that staff chose or roles give.
    "wallets.plan": {"wallets.chosen"},
    # A due in another month is not the start of the named one.
    "grants.period": {"grants.due"},
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_by_the_check_for_it_alone(name: str, tmp_path: Path) -> None:
    path = books(tmp_path)
    damage(path, *DAMAGES[name], chained=name != "chain")
    assert set(found(path)) == {name, *TOGETHER.get(name, ())}


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
def test_every_check_has_a_damage(name: str) -> None:
    assert name in DAMAGES or name in test_verify_evil.WRONGS or name in _elsewhere()


def _elsewhere() -> set[str]:
    """What is damaged in the files of single topics, beside this one."""
    names = [path.stem for path in Path(__file__).parent.glob("test_verify_*.py")]
    modules = [import_module(f"{__package__}.{name}") for name in names]
    return {
        name for module in modules for kind in ("DAMAGES", "WRONGS") for name in getattr(module, kind, ())
    }


def test_names_are_there_once_and_meanings_have_no_numbers() -> None:
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert not any(character.isdigit() for check in CHECKS for character in check.name + check.meaning)
    assert {*DAMAGES, *test_verify_evil.WRONGS} <= set(names)
