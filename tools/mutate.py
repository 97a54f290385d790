"""Plants one small fault at a time in the guards, runs the tests that reach it, and tells which faults nobody noticed.

    .venv/bin/python tools/mutate.py                          every fault in every guard
    .venv/bin/python tools/mutate.py --sample 200 --seed 1    so many of them, chosen by chance
    .venv/bin/python tools/mutate.py policies screen          only guards with one of these words in their path

Django, the tests and a migrated database are loaded once; each fault is planted in a fork of that process, into the
functions that are there already, so it costs the time of the tests that reach it and no more.

- killed: a test failed, or ran for ten times as long as it should.
- survived: every test that reaches the line passed. `tools/mutants_allowed.toml` excuses those that change nothing.
- not counted: what cannot be planted (it does not compile, or a function would lose a variable of its closure).

What it cannot see: decorators, defaults of arguments, bodies of classes. It leaves `strict` of zip alone.
"""

import argparse
import ast
import builtins
import difflib
import functools
import gc
import importlib
import os
import pickle
import random
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = "tools/mutants_allowed.toml"

# Each guard, and the tests that should notice a fault in it.
TARGETS = {
    "src/cairn/common/limits.py": ["tests/common/test_limits.py"],
    "src/cairn/common/conditions.py": ["tests/common/test_conditions.py", "tests/records/test_visible_to.py"],
    "src/cairn/records/models/record.py": [
        *("tests/records/test_visible_to.py", "tests/records/test_who_reads.py", "tests/records/test_services.py"),
        "tests/records/test_merging.py",
    ],
    "src/cairn/events/policies/suggestions.py": ["tests/events/test_suggestion_policies.py"],
    "src/cairn/peers/policies/declaring.py": ["tests/peers/test_declaring.py", "tests/peers/test_importing.py"],
    "src/cairn/peers/policies/matching.py": ["tests/peers/test_matching.py"],
    "src/cairn/places/policies/journey.py": ["tests/places/test_journey.py"],
    "src/cairn/records/policies.py": [
        *("tests/records/test_policies.py", "tests/records/test_services.py", "tests/records/test_merging.py"),
        *("tests/records/test_consent_of_merged.py", "tests/records/test_stale_files.py"),
    ],
    "src/cairn/records/services/sharing.py": [
        *("tests/records/test_services.py", "tests/records/test_who_reads.py", "tests/records/test_words_left.py"),
        *("tests/records/test_stale_files.py", "tests/records/test_consent_of_merged.py"),
    ],
    "src/cairn/peers/policies/partnerships.py": ["tests/peers/test_partnerships.py"],
    "src/cairn/peers/queries/partnerships.py": ["tests/peers/test_partnerships.py"],
    "src/cairn/places/policies/circles.py": ["tests/places/test_circles.py"],
    "src/cairn/places/models/circles.py": ["tests/places/test_circles.py"],
    "src/cairn/places/queries/belonging.py": ["tests/places/test_belonging.py", "tests/records/test_visible_to.py"],
    "src/cairn/places/policies/permissions.py": ["tests/places", "tests/records/test_policies.py"],
    "src/cairn/places/policies/members.py": ["tests/places/test_policies.py", "tests/places/test_teams.py"],
    "src/cairn/accounts/policies.py": ["tests/accounts", "tests/places/test_users.py"],
    "src/cairn/notices/services/mailing.py": ["tests/notices"],
    "src/cairn/actions/policies.py": ["tests/actions", "tests/records/test_outcome_of_action.py"],
    "src/cairn/rooms/models.py": ["tests/rooms"],
    "src/cairn/rooms/policies.py": ["tests/rooms/test_policies.py"],
    "src/cairn/events/policies/booking.py": ["tests/events/test_booking_policies.py"],
    "src/cairn/events/policies/planning.py": ["tests/events/test_planning_policies.py"],
    "src/cairn/events/services/booking.py": ["tests/events/test_booking.py", "tests/events/test_any_bookings.py"],
    "src/cairn/content/policies.py": ["tests/content/test_policies.py"],
    "src/cairn/actions/queries/chain.py": ["tests/actions/test_chain.py"],
    "src/cairn/search/policies.py": ["tests/search/test_saved.py"],
    "src/cairn/library/policies.py": [
        *("tests/library/test_policies.py", "tests/library/test_library.py", "tests/library/test_updates.py"),
    ],
    "src/cairn/notices/policies.py": ["tests/notices/test_metrics.py"],
    "src/cairn/events/policies/meeting.py": ["tests/events/test_meeting.py", "tests/events/test_papers.py"],
    "src/cairn/events/presenters/news.py": ["tests/events/test_booking_mails.py"],
    "src/cairn/decisions/policies/homes.py": ["tests/decisions/test_homes.py"],
    "src/cairn/decisions/policies/stories.py": ["tests/decisions/test_stories_in_decisions.py"],
    "src/cairn/decisions/policies/together.py": [
        *("tests/decisions/test_together.py", "tests/decisions/test_together_pages.py"),
    ],
    "src/cairn/decisions/policies/proposals.py": ["tests/decisions/test_together.py"],
    "src/cairn/decisions/policies/ballots.py": ["tests/decisions/test_ballots.py"],
    "src/cairn/voice/policies.py": [
        *("tests/voice/test_policies.py", "tests/voice/test_safeguarding.py", "tests/voice/test_answers.py"),
        *("tests/voice/test_screens.py", "tests/voice/test_worry_additions.py", "tests/voice/test_stories.py"),
        "tests/voice/test_translations.py",
    ],
    "src/cairn/lessons/policies.py": [
        *("tests/lessons/test_anonymous.py", "tests/lessons/test_writing.py", "tests/lessons/test_insights.py"),
        *("tests/lessons/test_questions.py", "tests/lessons/test_policies.py"),
    ],
    "src/cairn/conditions/policies/groundwork.py": [
        *("tests/conditions/test_settling.py", "tests/conditions/test_course.py"),
    ],
    "src/cairn/adoption/policies/figures.py": ["tests/adoption/test_own_figures.py", "tests/adoption/test_policies.py"],
    "src/cairn/adoption/policies/embedding.py": ["tests/adoption/test_policies.py"],
    "src/cairn/adoption/policies/using.py": [
        *("tests/adoption/test_proposals.py", "tests/adoption/test_page_of_a_use.py", "tests/adoption/test_changes.py"),
    ],
    "src/cairn/common/working_days.py": ["tests/common/test_working_days.py"],
    "src/cairn/evaluation/policies/pooled.py": ["tests/evaluation/test_model_services.py"],
    "src/cairn/evaluation/policies/replies.py": [
        *("tests/evaluation/test_model_services.py", "tests/evaluation/test_replies.py"),
    ],
    "src/cairn/evaluation/services/replies.py": [
        *("tests/evaluation/test_model_services.py", "tests/evaluation/test_replies.py"),
    ],
    "src/cairn/evaluation/policies/plans.py": [
        *(
            "tests/evaluation/test_forms.py",
            "tests/evaluation/test_permissions.py",
            "tests/evaluation/test_policies.py",
            "tests/evaluation/test_services.py",
        ),
    ],
    "src/cairn/decisions/policies/decisions.py": ["tests/decisions/test_decisions.py"],
    "src/cairn/decisions/queries/decisions.py": ["tests/decisions/test_decisions.py"],
    "src/cairn/decisions/queries/needs.py": ["tests/decisions/test_co_design.py"],
    "src/cairn/decisions/policies/co_design.py": ["tests/decisions/test_co_design.py"],
    "src/cairn/conditions/policies/disclosure.py": ["tests/conditions/test_disclosure.py"],
    "src/cairn/conditions/policies/reflection.py": ["tests/conditions/test_rounds.py"],
    "src/cairn/papers/policies.py": ["tests/papers/test_policies.py"],
    "src/cairn/boards/policies.py": ["tests/boards/test_policies.py", "tests/boards/test_moderation.py"],
    "src/cairn/events/policies/reports.py": ["tests/events/test_reports.py"],
    "src/cairn/events/policies/capture.py": ["tests/events/test_capture.py"],
    "src/cairn/events/policies/followup.py": ["tests/events/test_followup.py"],
    "src/cairn/indicators/policies.py": ["tests/indicators/test_action_measure.py"],
    "src/cairn/indicators/services/imports.py": [
        *("tests/indicators/test_import.py", "tests/indicators/test_releases.py"),
        *("tests/indicators/test_partial_releases.py", "tests/indicators/test_cases.py"),
    ],
    "src/stepchange/one_place/core.py": [
        *("tests/stepchange/unit/test_one_place.py", "tests/stepchange/unit/test_panel_and_sample.py"),
        *("tests/stepchange/reference/test_slow_twins.py", "tests/stepchange/unit/test_core_by_hand.py"),
    ],
    "src/stepchange/screening/screen.py": [
        *("tests/stepchange/unit/test_screening.py", "tests/stepchange/unit/test_screen_by_hand.py"),
    ],
}


# --- what can go wrong -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mutant:
    """One fault: the whole source with it, and the function (or, at the top of a module, the statement) that has it."""

    path: str
    function: str  # the outermost that has it, with its class; "" at the top of the module
    lines: range  # of the statement, or of its head
    change: str
    source: str

    @property
    def place(self) -> str:
        return f"{self.path}:{self.lines.start}"


SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
PAIRS = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
CONDITIONS = ("filter", "exclude")  # of a queryset; with Q, each of their arguments is one condition
SMALLEST_NUMBER = 0.01  # smaller ones are tolerances


def find_mutants(path: str, source: str) -> list[Mutant]:
    finder = _Finder(path, source)
    finder.visit(ast.parse(source))
    return [*dict.fromkeys(finder.found)]


class _Finder(ast.NodeVisitor):
    def __init__(self, path: str, source: str) -> None:
        self.path, self.data = path, source.encode()
        self.starts = [0]
        for line in self.data.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.classes: list[str] = []
        self.function = ""
        self.lines = range(0)
        self.is_in_if = False
        self.found: list[Mutant] = []

    def plant(self, node: Any, new: ast.AST | str) -> None:
        """Line numbers stay as they are, so that functions below are found again."""
        text = new if isinstance(new, str) else f"({ast.unparse(new)}"
        text += "\n" * (node.end_lineno - node.lineno) + ("" if isinstance(new, str) else ")")
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        source = self.data[:start] + text.encode() + self.data[end:]
        after = new if isinstance(new, str) else ast.unparse(new)
        change = " ".join(f"{ast.unparse(node)} -> {after}".split())
        self.found.append(Mutant(self.path, self.function, self.lines, change, source.decode()))

    def negate(self, test: ast.expr) -> None:
        """Unless another fault says the same: == turned into !=, or a `not` left out."""
        is_pair = isinstance(test, ast.Compare) and isinstance(test.ops[0], PAIRS) and len(test.ops) == 1
        if not (is_pair or (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not))):
            self.plant(test, ast.UnaryOp(ast.Not(), test))

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None) or getattr(node, "cases", None)
            last = body[0].lineno - 1 if body and hasattr(body[0], "lineno") else node.end_lineno
            self.lines = range(node.lineno, max(last or 0, node.lineno) + 1)
        super().visit(node)

    # Names and bodies

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A function within a function is planted with it, and goes by its name."""
        name, self.function = self.function, self.function or ".".join([*self.classes, node.name])
        is_in_if, self.is_in_if = self.is_in_if, False
        for statement in node.body:
            self.visit(statement)
        self.function, self.is_in_if = name, is_in_if

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.classes.append(node.name)
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                self.visit(statement)
        self.classes.pop()

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit(node.body)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Words, and before Python 3.12 their parts have no places of their own."""

    # Faults

    def visit_If(self, node: ast.If) -> None:
        self.negate(node.test)
        self.visit(node.test)
        outside, self.is_in_if = self.is_in_if, True
        for statement in (*node.body, *node.orelse):
            self.visit(statement)
        self.is_in_if = outside

    def visit_While(self, node: ast.While) -> None:
        self.negate(node.test)
        self.generic_visit(node)

    visit_IfExp = visit_While  # type: ignore[assignment]  # noqa: N815 the name is given by ast

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.negate(test)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for dropped in node.values:
            kept = [value for value in node.values if value is not dropped]
            self.plant(node, kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept))
        self.plant(node, ast.BoolOp(SWAPPED[type(node.op)](), node.values))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.BitAnd | ast.BitOr):
            for new in (node.left, node.right, ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)):
                self.plant(node, new)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.Invert):
            self.plant(node, node.operand)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for number, operator in enumerate(node.ops):
            if new := SWAPPED.get(type(operator)):
                operators = [*node.ops[:number], new(), *node.ops[number + 1 :]]
                self.plant(node, ast.Compare(node.left, operators, node.comparators))
        self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self.plant(node, "pass")

    def visit_Return(self, node: ast.Return) -> None:
        if self.is_in_if:
            self.plant(node, "pass")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.plant(node, "pass")
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        """`strict` of zip says that two lists are of one length, which only another fault could make untrue."""
        if node.arg != "strict":
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self.plant(node, ast.Constant(not value))
        elif isinstance(value, int):
            self.plant(node, ast.Constant(value + 1))
        elif isinstance(value, float) and value >= SMALLEST_NUMBER:
            self.plant(node, ast.Constant(value / 2))

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if isinstance(node.func, ast.Attribute) and name in CONDITIONS:
            self.plant(node, ast.Call(ast.Attribute(node.func.value, "all", ast.Load()), [], []))
        if name in (*CONDITIONS, "Q"):
            conditions = [*node.args, *node.keywords]
            for dropped in conditions if len(conditions) > 1 else []:
                args = [one for one in node.args if one is not dropped]
                keywords = [one for one in node.keywords if one is not dropped]
                self.plant(node, ast.Call(node.func, args, keywords))
        self.generic_visit(node)


# --- planting one ------------------------------------------------------------------------------------


PROBE = "__reached__"


class _Probes(ast.NodeTransformer):
    """Lets each statement of a function say that it is reached."""

    def __init__(self, path: str) -> None:
        self.path = path

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            if isinstance(statements, list) and not isinstance(node, ast.Module | ast.ClassDef):
                setattr(node, name, [each for one in statements for each in (self._probe(one), one)])
        return node

    def _probe(self, statement: ast.stmt) -> ast.stmt:
        place = ast.Tuple([ast.Constant(self.path), ast.Constant(statement.lineno)], ast.Load())
        call = ast.Expr(ast.Call(ast.Name(PROBE, ast.Load()), [place], []))
        for node in ast.walk(call):
            ast.copy_location(node, statement)
        return call


class UnableToPlant(Exception):
    """It would be no fair fault: nothing was changed, or the program does not even start with it."""


def plant(mutant: Mutant, tree: ast.Module | None = None) -> None:
    """Give the functions that exist, under whatever names they were imported, the code of the changed source."""
    path = str(ROOT / mutant.path)
    try:
        tree = tree or ast.parse(mutant.source)
        codes = {(code.co_qualname, code.co_firstlineno): code for code in _walk(compile(tree, path, "exec"))}
    except SyntaxError as problem:
        raise UnableToPlant(str(problem)) from problem
    if not mutant.function:
        _plant_at_the_top(tree, path, mutant)
        return
    planted = 0
    for function in _find_functions(path, mutant.function):
        try:
            function.__code__ = codes[function.__code__.co_qualname, function.__code__.co_firstlineno]
        except (KeyError, ValueError) as problem:
            raise UnableToPlant(str(problem)) from problem
        planted += 1
    _forget_answers(path)
    if not planted:
        raise UnableToPlant(f"No test imports {mutant.function} of {mutant.path}.")


def _forget_answers(path: str) -> None:
    """Of cached functions, which would go on giving what they worked out before the fault."""
    for one in gc.get_objects():
        if type(one) is functools._lru_cache_wrapper:
            code = getattr(one.__wrapped__, "__code__", None)
            if code and code.co_filename == path:
                one.cache_clear()


def _walk(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _walk(constant)


def _find_functions(path: str, outermost: str) -> list[FunctionType]:
    """The function and, with it, the functions that it made before."""
    return [
        one
        for one in gc.get_objects()
        if type(one) is FunctionType
        and one.__code__.co_filename == path
        and one.__code__.co_qualname.split(".<locals>")[0] == outermost
    ]


def _plant_at_the_top(tree: ast.Module, path: str, mutant: Mutant) -> None:
    """Run the statement again; whoever imported one of its names gets the new value."""
    statement = next(one for one in tree.body if one.lineno in mutant.lines)
    module = next((one for one in sys.modules.values() if getattr(one, "__file__", None) == path), None)
    if module is None:
        raise UnableToPlant("No test imports it.")
    before = dict(vars(module))
    exec(compile(ast.Module([statement], []), path, "exec"), vars(module))  # noqa: S102 our own source
    changed = {name: value for name, value in vars(module).items() if before.get(name) is not value}
    if not changed:
        raise UnableToPlant("It changed nothing.")
    for other in list(sys.modules.values()):
        for name, value in changed.items():
            if other is not module and name in before and getattr(other, name, None) is before[name]:
                setattr(other, name, value)


# --- running -----------------------------------------------------------------------------------------


@dataclass
class Baseline:
    """What each test reaches, and how long it takes, without a fault."""

    lines: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


@dataclass
class Result:
    mutant: Mutant
    outcome: str  # killed, slow, survived, unreached or unplanted
    detail: str = ""


KILLED, SURVIVED = ("killed", "slow"), ("survived", "unreached")


class _Session:
    """Stands for the test after the last: what the whole session shares is kept."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


class Runner:
    """A plugin of pytest that runs the tests once without a fault, then once for each."""

    def __init__(self, mutants: list[Mutant], jobs: int) -> None:
        self.mutants, self.jobs = mutants, jobs
        self.results: list[Result] = []
        self.problem = "pytest did not come to the tests."

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed or not session.items:
            self.problem = "The tests could not be collected."
            return True
        self.problem, self.session = "", session
        self.items = {item.nodeid: item for item in session.items}
        self._warm_up()
        baseline = self._in_fork(self._run_all, None)
        if not isinstance(baseline, Baseline) or len(baseline.failed) == len(baseline.seconds):
            self.problem = f"Without a fault the tests fail: {baseline if isinstance(baseline, str) else 'all of them'}"
            return True
        if baseline.failed:  # on a busy computer, or for want of something: they would notice any fault at all
            print(f"Left out, as they fail without a fault: {', '.join(baseline.failed)}", file=sys.stderr, flush=True)
        self.baseline = baseline
        waiting, running = list(reversed(self.mutants)), {}
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop()
                tests = self._choose(mutant)
                if tests:
                    running[self._start(mutant, tests)] = mutant
                else:
                    self._note(Result(mutant, "unreached"))
            if running:
                child, status = os.wait()
                self._note(Result(running.pop(child), *self._read(status)))
        return True

    def _note(self, result: Result) -> None:
        self.results.append(result)
        if sys.stderr.isatty() or len(self.results) % 20 == 0:
            print(f"{len(self.results)} of {len(self.mutants)}", file=sys.stderr, flush=True)

    def _run(self, item: pytest.Item) -> bool:
        from _pytest.runner import runtestprotocol

        reports = runtestprotocol(item, log=False, nextitem=_Session(self.session))  # type: ignore[arg-type]
        return not any(report.failed for report in reports)

    def _warm_up(self) -> None:
        """Import what is examined, and make the test database: by one test that asks it and leaves nothing behind."""
        for path in {mutant.path for mutant in self.mutants}:
            importlib.import_module(path.removeprefix("src/").removesuffix(".py").replace("/", "."))
        for item in self.items.values():
            marker = item.get_closest_marker("django_db")
            if marker and not marker.kwargs and "transactional_db" not in getattr(item, "fixturenames", ()):
                self._run(item)
                return

    def _in_fork(self, work: Any, given: Any) -> Any:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                answer = work(given)
            except BaseException as problem:
                answer = repr(problem)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(answer, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            content = pipe.read()
        os.waitpid(child, 0)
        return pickle.loads(content) if content else "The process ended."  # noqa: S301 from our own fork

    def _run_all(self, _: Any) -> Baseline:
        """With every function planted anew as it was, so that planting by itself is known to break nothing.

        Only that each statement says when it is reached: to follow all of Python would take several times as long.
        """
        done = Baseline()
        reached: set[tuple[str, int]] = set()
        builtins.__dict__[PROBE] = reached.add
        for mutant in {(one.path, one.function): one for one in self.mutants if one.function}.values():
            tree = _Probes(mutant.path).visit(ast.parse((ROOT / mutant.path).read_text()))
            source = ast.fix_missing_locations(tree)
            plant(Mutant(mutant.path, mutant.function, mutant.lines, "", ""), source)
        for nodeid, item in self.items.items():
            reached.clear()
            began = time.process_time()
            passed = self._run(item)
            done.seconds[nodeid] = time.process_time() - began
            done.lines[nodeid] = set(reached) if passed else set()
            if not passed:
                done.failed.append(nodeid)
        return done

    def _choose(self, mutant: Mutant) -> list[str]:
        """The tests that should notice it and reach it, the quickest first."""
        folders = tuple(TARGETS[mutant.path])
        here = {(mutant.path, line) for line in mutant.lines}
        found = []
        for nodeid, lines in self.baseline.lines.items():
            reaches = here & lines if mutant.function else any(path == mutant.path for path, _ in lines)
            if reaches and nodeid.startswith(folders):
                found.append(nodeid)
        return sorted(found, key=lambda nodeid: self.baseline.seconds[nodeid])

    def _start(self, mutant: Mutant, tests: list[str]) -> int:
        child = os.fork()
        if child:
            return child
        try:
            plant(mutant)
            for nodeid in tests:
                self._limit_time(10 + 10 * self.baseline.seconds[nodeid])
                if not self._run(self.items[nodeid]):
                    os._exit(1)
            os._exit(0)
        except UnableToPlant:
            os._exit(3)
        except BaseException:
            os._exit(1)  # it stopped pytest itself

    def _limit_time(self, seconds: float) -> None:
        """Of the processor, because others may be at work; and a long wait, because a deadlock takes none."""
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds), resource.RLIM_INFINITY))
        signal.alarm(int(60 + 3 * seconds))

    def _read(self, status: int) -> tuple[str, str]:
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            is_slow = number in (signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM)
            return "slow" if is_slow else "killed", signal.Signals(number).name
        return {0: "survived", 1: "killed", 3: "unplanted"}.get(os.WEXITSTATUS(status), "unplanted"), ""


# --- the report --------------------------------------------------------------------------------------


def report(results: list[Result], allowed: dict[tuple[str, str, str], str]) -> str:
    lines, excused = [], []
    for one in results:
        key = (one.mutant.path, one.mutant.function, one.mutant.change)
        if one.outcome in SURVIVED and key in allowed:
            excused.append(one)
        elif one.outcome in SURVIVED:
            lines.append(_show(one))
    counted = [one for one in results if one.outcome in (*KILLED, *SURVIVED) and one not in excused]
    survived = sum(one.outcome in SURVIVED for one in counted)
    by_path = Counter((one.mutant.path, one.outcome in SURVIVED) for one in counted)
    for path in dict.fromkeys(one.mutant.path for one in results):
        lost, held = by_path[path, True], by_path[path, False]
        lines.append(f"{path}: {lost} of {lost + held} survived")
    outcomes = Counter(one.outcome for one in results)
    share = f"{survived / len(counted):.1%}" if counted else "none"
    lines.append(
        f"{survived} of {len(counted)} survived ({share}). Killed {outcomes['killed']}, by time {outcomes['slow']}; "
        f"reached by no test {sum(one.outcome == 'unreached' for one in counted)}; "
        f"not counted: {len(excused)} excused, {outcomes['unplanted']} not planted."
    )
    return "\n".join(lines)


def _show(result: Result) -> str:
    mutant = result.mutant
    before, after = (ROOT / mutant.path).read_text().splitlines(), mutant.source.splitlines()
    diff = list(difflib.unified_diff(before, after, lineterm="", n=1))[3:]
    note = "  (no test reaches it)" if result.outcome == "unreached" else ""
    return "\n".join([f"{mutant.place} {mutant.function}{note}", f"  change = {mutant.change!r}", *diff, ""])


def read_allowed() -> dict[tuple[str, str, str], str]:
    path = ROOT / ALLOWED
    rows = tomllib.loads(path.read_text())["allowed"] if path.exists() else []
    return {(row["path"], row["function"], row["change"]): row["reason"] for row in rows}


def choose_targets(words: list[str]) -> list[str]:
    found = [path for path in TARGETS if (ROOT / path).exists()]
    return [path for path in found if not words or any(word in path for word in words)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*", help="only guards with one of these in their path")
    parser.add_argument("--sample", type=int, default=0, help="how many faults, chosen by chance; all without it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="how many at once; none of them share a file or a database")
    parser.add_argument("--most", type=float, default=100, help="fails when a larger percentage survives")
    options = parser.parse_args()
    targets = choose_targets(options.words)
    mutants = [mutant for path in targets for mutant in find_mutants(path, (ROOT / path).read_text())]
    if options.sample and options.sample < len(mutants):
        chosen = set(random.Random(options.seed).sample(range(len(mutants)), options.sample))  # noqa: S311 to be repeated
        mutants = [mutant for number, mutant in enumerate(mutants) if number in chosen]
    os.chdir(ROOT)
    os.environ.pop("DATABASE_URL", None)  # SQLite in memory: each fork has a copy of its own
    folders = sorted({folder for mutant in mutants for folder in TARGETS[mutant.path] if (ROOT / folder).exists()})
    runner = Runner(mutants, options.jobs)
    pytest.main(["-q", "-n0", *folders], plugins=[runner])
    if runner.problem:
        print(runner.problem, file=sys.stderr)
        return 2
    print(report(runner.results, read_allowed()))
    survived = sum(one.outcome in SURVIVED for one in runner.results)
    return int(100 * survived > options.most * max(len(runner.results), 1))


if __name__ == "__main__":
    sys.exit(main())
