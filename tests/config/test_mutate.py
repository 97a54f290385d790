"""The mutation tester itself: what it plants, and that it tells survivors from killed ones, and never flatters."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from mutate import TARGETS, Mutant, Result, find_mutants, report  # noqa: E402 the folder of tools is no package


def changes(body: str) -> set[str]:
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    return {mutant.change for mutant in find_mutants("a.py", f"def f(a, b, c):\n{indented}\n")}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a and b", {"a and b -> b", "a and b -> a", "a and b -> a or b"}),
        ("if a < b:\n    c()", {"a < b -> a <= b", "a < b -> not a < b", "c() -> pass"}),
        ("if a == b:\n    return c", {"a == b -> a != b", "return c -> pass"}),
        ("if not a:\n    raise b", {"not a -> a", "raise b -> pass"}),
        ("return Q() | b", {"Q() | b -> Q()", "Q() | b -> b", "Q() | b -> Q() & b"}),
        ("return Q(x=a, y=b)", {"Q(x=a, y=b) -> Q(y=b)", "Q(x=a, y=b) -> Q(x=a)"}),
        ("return ~Q(x=a)", {"~Q(x=a) -> Q(x=a)"}),
        ("return a.filter(x=b)", {"a.filter(x=b) -> a.all()"}),
        ("return Q(a, b)", {"Q(a, b) -> Q(a)", "Q(a, b) -> Q(b)"}),
        ("return [x for x in a if x is b]", {"x is b -> x is not b"}),
        ("return a[0]", {"0 -> 1"}),
        ("return 0.2", {"0.2 -> 0.1"}),
        ("return True", {"True -> False"}),
        ('"""Words."""\nreturn f"{a} 1"', set()),
    ],
)  # fmt: skip
def test_each_kind_of_fault_is_planted(body, expected):
    assert changes(body) == expected


def test_lines_stay_where_they_are():
    source = "def f(a, b):\n    return (\n        a\n        and b\n    )\n\n\ndef g():\n    return 1\n"
    for mutant in find_mutants("a.py", source):
        assert mutant.source.count("\n") == source.count("\n")
        compile(mutant.source, "a.py", "exec")


def test_every_guard_and_its_tests_are_there():
    missing = [path for pair in TARGETS.items() for path in (pair[0], *pair[1]) if not (ROOT / path).exists()]
    assert missing == []
    found = (*ROOT.glob("src/cairn/*/policies.py"), *ROOT.glob("src/cairn/*/policies/[!_]*.py"))
    policies = {str(path.relative_to(ROOT)) for path in found}
    assert policies <= set(TARGETS)


MODULE = """\
LIMIT = 3


def may(number):
    if number > LIMIT:
        return False
    return number != 2


def unasked(number):
    return number > 0
"""
TESTS = """\
from examined import may


def test_may():
    assert [may(number) for number in (1, 2, 4)] == [True, False, False]
"""


@pytest.fixture
def project(tmp_path):
    """A module, its tests, and the tool beside them."""
    for name in ("tools", "src", "tests"):
        (tmp_path / name).mkdir()
    source = (ROOT / "tools" / "mutate.py").read_text()
    start, end = source.index("TARGETS = {"), source.index("# --- what can go wrong")
    own = 'TARGETS = {"src/examined.py": ["tests/test_examined.py"]}\n\n'
    (tmp_path / "tools" / "mutate.py").write_text(source[:start] + own + source[end:])
    (tmp_path / "src" / "examined.py").write_text(MODULE)
    (tmp_path / "tests" / "test_examined.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = src\naddopts = -p no:django\n")
    return tmp_path


def run(project, *given):
    done = subprocess.run(
        [sys.executable, "tools/mutate.py", *given],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_survivors_are_shown_and_counted(project):
    code, said = run(project)
    assert code == 0
    # Nothing asks about 3, so `>` may be `>=` and the limit may be 4 ... but 4 is asked about.
    assert "change = 'number > LIMIT -> number >= LIMIT'" in said
    assert "change = '3 -> 4'" not in said
    assert "change = 'number > 0 -> number >= 0'" in said
    assert "(no test reaches it)" in said
    survived = said.count("  change = ")
    assert f"\n{survived} of 9 survived" in said
    assert run(project, "--most", "10")[0] == 1


@pytest.mark.nightly
def test_an_excused_survivor_does_not_count(project):
    (project / "tools" / "mutants_allowed.toml").write_text(
        '[[allowed]]\npath = "src/examined.py"\nfunction = "may"\nchange = "number > LIMIT -> number >= LIMIT"\n'
        'reason = "Nobody has three."\n'
    )
    code, said = run(project)
    assert "number >= LIMIT" not in said
    assert "1 excused" in said
    assert code == 0


@pytest.mark.nightly
def test_a_test_that_fails_without_a_fault_kills_nothing_and_is_named(project):
    failing = "\n\ndef test_fails():\n    assert may(3) and not may(1)\n"
    (project / "tests" / "test_examined.py").write_text(TESTS + failing)
    code, said = run(project)
    assert code == 0
    assert "Left out, as they fail without a fault: tests/test_examined.py::test_fails" in said
    assert "change = 'number > LIMIT -> number >= LIMIT'" in said


@pytest.mark.nightly
def test_nothing_is_reported_where_every_test_fails_without_a_fault(project):
    (project / "tests" / "test_examined.py").write_text(
        "from examined import may\n\n\ndef test_fails():\n    assert not may(1)\n"
    )
    code, said = run(project)
    assert code == 2
    assert "Without a fault the tests fail: all of them" in said
    assert "survived" not in said


@pytest.mark.nightly
def test_nothing_is_reported_where_pytest_does_not_start(project):
    (project / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    code, said = run(project)
    assert code == 2
    assert "survived" not in said


def test_what_cannot_be_planted_is_not_counted_as_killed():
    mutant = Mutant("tools/mutate.py", "f", range(1, 2), "a -> b", "")
    said = report([Result(mutant, "unplanted"), Result(mutant, "killed")], {})
    assert "0 of 1 survived (0.0%)" in said
    assert "1 not planted" in said
