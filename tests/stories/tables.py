"""The tables of rules and stories in the READMEs: `python -m tests.stories.tables` writes them anew."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from tests.stories.grammar import FOLDER, names, read

TESTS = FOLDER.parent
RULES = range(1, 39)
PROVED: dict[int, tuple[str, ...]] = {
    1: ("laws/test_laws.py",),
    2: ("core/rules/test_lots.py",),
    4: ("laws/test_laws.py", "laws/test_returns.py"),
    6: ("laws/test_laws.py", "adapters/storage/test_verify.py"),
    9: ("core/rules/test_calendar.py", "laws/test_grants.py"),
    10: ("core/test_engine_dues.py", "laws/test_grants.py"),
    11: ("core/test_instants.py",),
    21: ("laws/test_returns.py",),
    22: ("laws/test_auctions.py",),
    24: ("laws/test_auctions.py",),
    25: ("laws/test_auctions.py",),
    26: ("laws/test_auctions.py",),
    27: ("sim/test_collusion.py",),
    28: ("core/rules/test_bonus_windows.py", "sim/test_collusion.py"),
    30: ("laws/test_orders.py", "laws/test_payments.py", "adapters/payments/test_shop.py"),
    36: ("core/ledger/test_beancount.py", "laws/test_ledger.py"),
}
"""Which properties show a rule, beside its stories."""
BEGIN, END = "<!-- written by tests.stories.tables -->", "<!-- until here -->"


def of_rules() -> str:
    """Each rule with the stories and the properties that show it."""
    shown: dict[int, list[str]] = defaultdict(list)
    for name in names():
        for rule in read(name).rules:
            shown[rule].append(f"`{name}`")
    lines = ["| rule | stories | properties |", "|---|---|---|"]
    for rule in RULES:
        proved = ", ".join(f"`{one}`" for one in PROVED.get(rule, ()))
        lines.append(f"| {rule} | {', '.join(shown[rule])} | {proved} |")
    return "\n".join(lines)


def of_stories() -> str:
    """Every story with its rules and its fact."""
    lines = []
    for name in names():
        story = read(name)
        rules = ", ".join(str(one) for one in story.rules)
        what = f"rule{'s' if len(story.rules) > 1 else ''} {rules}" if rules else "console"
        lines.append(f"- `{name}` ({what}): {story.fact.strip()}")
    return "\n".join(lines)


def written(path: Path, table: str) -> str:
    """A README with its table as it should be."""
    text = path.read_text("utf-8")
    return re.sub(f"{BEGIN}.*?{END}", lambda _: f"{BEGIN}\n{table}\n{END}", text, flags=re.DOTALL)


PLACES = {TESTS / "README.md": of_rules, FOLDER / "README.md": of_stories}


if __name__ == "__main__":
    for readme, make in PLACES.items():
        readme.write_text(written(readme, make()), "utf-8")
