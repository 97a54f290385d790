"""Every reason the engine can give has a sentence, and whoever gets no answer gets three things to do."""

import re
from pathlib import Path
from string import Formatter

import pytest

import stepchange
from cairn.evaluation.presenters import ResultView
from cairn.evaluation.presenters.reasons import NEXT_STEPS, REASONS, next_steps
from cairn.evaluation.presenters.result import NOT_TESTED
from cairn.indicators.definitions import get_definitions
from tests.cases import each
from tests.factories.evaluation import about, make_document, make_estimate

SOURCE = Path(stepchange.__file__).parent
OWN_CODES = {"no_figures", "national_reform"}  # given by cairn.evaluation.analysis
FILLED = {"size", "rank", "places", "explanation", "name", "counted", "implausible"}


def read_source() -> str:
    """The engine for one place; what only several places, the screen or a display can refuse is no reason here."""
    elsewhere = {"several_places", "screening", "watching", "cli"}
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if path.relative_to(SOURCE).parts[0] not in elsewhere]
    return "\n".join(path.read_text() for path in paths)


def find_codes() -> tuple[set[str], set[str]]:
    """Codes of reasons in the engine's source: of all findings, and of those without enough evidence."""
    source = read_source()
    raised = set(re.findall(r'NotEnoughDataError\(\s*"(\w+)"', source))
    decided = re.findall(r'Finding\(Verdict\.(\w+), \("(\w+)",\)\)', source)
    kinds = set(re.findall(r'(?:Check|_check|_confirm)\(\s*"(\w+)"', source)) | set(
        re.findall(r'kind, detail = "(\w+)"', source)
    )
    failed = {f"failed_{kind}" for kind in kinds}
    shapes = set(re.findall(r'"((?:shape_|too_few_years_for_)\w+)"', source))
    withheld = raised | failed | {code for verdict, code in decided if verdict == "NOT_ENOUGH_EVIDENCE"}
    return withheld | shapes | {code for _, code in decided}, withheld


ALL_CODES, WITHHELD = find_codes()


def test_codes_are_found_in_the_source():
    """The search itself: if the engine is written otherwise one day, this says that the search must follow."""
    assert {"shape_step", "shape_gradual", "shape_unclear", "too_few_years_for_shape"} <= ALL_CODES
    assert {
        "failed_in_time",
        "failed_without_donor",
        "failed_without_neighbours",
        "failed_without_pandemic",
    } <= WITHHELD
    assert {"counts_too_small", "one_year_after", "within_usual_variation", "too_few_donors"} <= WITHHELD
    assert len(ALL_CODES) >= 19


def test_every_reason_has_a_sentence_and_no_sentence_is_for_nothing():
    assert set(REASONS) == ALL_CODES | OWN_CODES


@each("code", sorted(REASONS))
def test_sentence_of_a_reason_uses_only_what_is_filled_in(code):
    used = {name for _, name, _, _ in Formatter().parse(REASONS[code]) if name}
    assert used <= FILLED
    assert REASONS[code].endswith((".", "}"))


@each("code", sorted(WITHHELD | OWN_CODES))
@each("measure", get_definitions(), ids=lambda measure: measure.key)
def test_not_enough_evidence_comes_with_three_different_next_steps(code, measure):
    for can_wait in (True, False):
        for has_last_year in (True, False):
            steps = next_steps(
                code, measure, next_year=2027, can_wait=can_wait, has_last_year=has_last_year, is_closed=not can_wait
            )
            assert len(steps) == len(set(steps)) == 3
            assert all(step.endswith((".", "?")) and "{" not in step for step in steps)
            assert can_wait or not any("Come back when" in step for step in steps)


@each("code", sorted(NEXT_STEPS))
def test_next_steps_are_for_reasons_that_exist(code):
    assert code in WITHHELD | OWN_CODES


@each("code", sorted(WITHHELD | OWN_CODES))
@each("measure", ["cla_rate", "repeat_plan_pct"])
def test_page_of_a_withheld_finding_says_why_and_what_next(code, measure):
    has_estimate = "explanation" not in REASONS[code] and code not in {*OWN_CODES, "no_year_after"}
    view = ResultView(
        make_document(
            "not_enough_evidence",
            (code,),
            specification=about(measure),
            explanation="" if has_estimate else "Only 3 other places have figures.",
            estimate=make_estimate() if has_estimate else None,
        )
    )
    assert view.reasons[0]
    assert not re.search(r"[{}]|None", " ".join(view.reasons))
    assert len(view.next_steps) == 3


def test_next_step_to_wait_names_the_year_after_the_last_figure():
    view = ResultView(make_document("not_enough_evidence", ("within_usual_variation",)))
    assert view.next_steps[0].startswith("Come back when the figures for 2022 are published.")


@pytest.mark.parametrize(
    "changes",
    [
        {"specification": about("cla_rate", last_year=2020)},
        {"place": {"code": "F002", "name": "Old", "is_fictional": True, "opened_on": None, "closed_on": "2019-03-31"}},
        {"figures": []},
    ],
)
def test_nobody_is_told_to_wait_where_no_figure_to_come_could_help(changes):
    view = ResultView(make_document("not_enough_evidence", ("within_usual_variation",), **changes))
    assert not any("Come back" in step for step in view.next_steps)


def test_a_longer_measure_is_named_only_where_this_council_has_its_years():
    short = ("not_enough_evidence", ("too_few_years_before",))
    named = ResultView(make_document(*short, estimate=None, longer_measure="cla_number")).next_steps
    assert named[0] == (
        "Choose a measure that goes further back for this council: Number of children looked after at 31 March."
    )
    assert not any("further back" in step for step in ResultView(make_document(*short, estimate=None)).next_steps)


def test_a_start_that_lies_ahead_names_the_second_year_after_it():
    view = ResultView(make_document("not_enough_evidence", ("no_year_after",), estimate=None, first_year=2029))
    assert view.next_steps[0].startswith("Come back when the figures for 2030 are published.")


def test_other_findings_have_no_next_steps():
    assert ResultView(make_document()).next_steps == []


def test_reason_why_a_check_was_not_made_has_words():
    """Checks that are not made name a code; one without words of its own would be shown in general ones."""
    source = (SOURCE / "one_place" / "checks.py").read_text()
    assert set(re.findall(r'reason="(\w+)"', source)) <= set(NOT_TESTED)
