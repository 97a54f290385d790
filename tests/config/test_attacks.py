"""The table of attacks names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def test_every_test_that_the_table_of_attacks_names_is_there():
    named = NAMED.findall((ROOT / "docs/security/attacks.md").read_text())
    assert len(named) > 30
    gone = [(file, test) for file, test in named if test not in (ROOT / file).read_text()]
    assert gone == []


def test_every_attack_names_a_test():
    rows = [line for line in (ROOT / "docs/security/attacks.md").read_text().splitlines() if line.startswith("| ")]
    attacks = [line for line in rows if not line.startswith("| Attack |")]
    assert len(attacks) > 30
    assert [line for line in attacks if not NAMED.search(line)] == []
