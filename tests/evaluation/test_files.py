"""Every file that leaves the site says the same as the page, and says when a council is fictional."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.common.exports import to_csv, to_xlsx
from cairn.evaluation.analysis.nation import EXAMPLES
from cairn.evaluation.presenters import describe_example, describe_file, draw_charts, result_tables, to_plain_text
from cairn.evaluation.presenters.lists import GROUPS, TrialView, describe_truth
from tests.common.test_exports import read_xlsx
from tests.factories.evaluation import NOON, about, make_document, make_estimate, make_example, make_result
from tests.factories.places import FictionalCouncilFactory

# ruff: noqa: S314 (what is read here was just drawn by us)

REFUSED = make_document("not_enough_evidence", ("no_year_after",), estimate=None)
REAL = {"code": "F002", "name": "Ashmere", "is_fictional": False, "opened_on": None, "closed_on": None}


@pytest.fixture(scope="module")
def charts():
    return draw_charts(json.loads(to_canonical_json(make_document())))


# --- tables ------------------------------------------------------------------------------------


def test_tables_of_a_result_hold_everything():
    names = [name for name, _, _ in result_tables(make_document())]
    everything = ["Result", "Figures", "Gaps of all councils", "Comparison councils", "Other ways", "Checks", "Sources"]
    assert names == everything
    assert [name for name, _, _ in result_tables(REFUSED)] == ["Result", "Figures", "Sources"]


def test_tables_have_as_many_cells_as_headings():
    for name, header, rows in [*result_tables(make_document()), *result_tables(REFUSED)]:
        assert {len(row) for row in rows} == {len(header)}, name


def test_table_of_figures_keeps_reasons_apart_from_numbers():
    _, header, rows = next(table for table in result_tables(make_document()) if table[0] == "Figures")
    first, last = (dict(zip(header, rows[at], strict=True)) for at in (0, -1))
    assert (first["Figure"], first["Expected"]) == (None, None)
    assert first["Status"] == "hidden by the publisher because it is small"
    assert (last["Year"], last["Figure"], last["Status"], last["Expected"], last["Use"]) == (
        2021,
        48.0,
        "a number",
        61.0,
        "after",
    )
    assert (last["Count"], last["More or fewer"], last["Measure"], last["Unit"]) == (
        250,
        50.4,
        "Children looked after at 31 March, per 10,000 children",
        "per 10,000 children under 18",
    )
    assert isinstance(last["Count"], int)
    assert last["Source"] == "Cairn simulation: Figures of the fictional nation, to 2025"


def test_summary_holds_finding_interval_and_checksum():
    document = make_document()
    items = {row[0]: row[1] for row in result_tables(document)[0][2]}
    assert items["What the figures show"] == "Step change: a fall"
    assert (items["90% interval, low, people a year"], items["90% interval, high, people a year"]) == (-80.0, -20.0)
    assert items["Code that shows the plan has not changed (SHA-256)"] == document["plan_sha256"]


def test_summary_holds_direction_harm_and_the_other_methods():
    harm = {
        "measure": "repeat_plan_pct",
        "estimate": None,
        "finding": {"verdict": "not_enough_evidence", "reasons": ["no_figures"], "explanation": ""},
        "after": [],
    }
    rows = result_tables(make_document(harm=harm))[0][2]
    assert ("Change that would matter", "a fall of 10%", "") in rows
    assert ("Choice", "no council", "Deliberately left out") in rows
    assert next(row for row in rows if row[0] == "Measure that would show harm")[2].startswith("Child protection plans")


def test_no_heading_or_cell_of_a_result_is_a_name_of_the_engine():
    """`ridge_corrected`, `in_time`, `not_tested` and the like are for programs; a workbook is for people."""
    for name, header, rows in [*result_tables(make_document()), *result_tables(REFUSED)]:
        found = [cell for row in (header, *rows) for cell in row if isinstance(cell, str) and "_" in cell]
        assert found == [], name


def test_changes_are_in_the_unit_that_their_heading_says():
    rows = {row[0]: row[1] for row in result_tables(make_document())[0][2]}
    assert rows["Change (%)"] == pytest.approx(-20.0)
    assert rows["Smallest detectable fall (%)"] == pytest.approx(-15.0)
    checks = next(table for table in result_tables(make_document()) if table[0] == "Checks")
    assert checks[1][:2] == ("Check", "Change (%)")
    assert checks[2][0][:2] == ("If it had begun one year earlier", pytest.approx(-4.877, abs=0.001))


def test_the_about_sheet_of_a_result_names_source_release_method_and_licence():
    rows = describe_file(make_document(), address="https://learn.example/evaluations/x/", calculated=NOON)
    told = dict(rows)
    assert told["Page"] == "https://learn.example/evaluations/x/"
    assert told["Calculated"] == date(2026, 11, 23)
    assert told["Source"] == "Figures of the fictional nation, to 2025 (Cairn simulation)"
    assert told["Licence"] == "The figures are invented"
    assert told["Method"]
    real = dict(describe_file(make_document(place=REAL), address="", calculated=None))
    assert "Open Government Licence" in real["Licence"]


def test_gaps_of_other_councils_are_without_names():
    gaps = next(table for table in result_tables(make_document()) if table[0] == "Gaps of all councils")
    assert [row[1] for row in gaps[2]] == ["Ashmere", "another council", "another council"]


def test_csv_and_xlsx_never_run_the_name_of_a_council():
    tables = result_tables(make_document())
    weights = next(table for table in tables if table[0] == "Comparison councils")
    assert "F004,'=Cold Fen,Fictional,0.25" in to_csv(weights[1], weights[2])
    assert ("s", "=Cold Fen") in read_xlsx(to_xlsx(tables))["Comparison councils"][2]


def test_every_row_about_councils_is_tagged_fictional_and_none_of_a_real_one():
    for name, header, rows in result_tables(make_document()):
        if "Note" in header and name != "Result":
            assert {row[header.index("Note")] for row in rows} == {"Fictional"}, name
    assert ("Council", "Ashmere", "Fictional") in result_tables(make_document())[0][2]
    real = str(result_tables(make_document(place=REAL, data=[])))
    assert "ictional" not in real


# --- plain text --------------------------------------------------------------------------------


def test_plain_text_says_what_the_page_says():
    text = to_plain_text(make_document())
    assert text.startswith(
        "Children looked after at 31 March, per 10,000 children: Ashmere [Fictional], since June 2018\n\n"
        "Step change: a fall\n\nFrom 2019 to 2021, Ashmere had, on average, between 20 and 80 fewer "
    )
    assert "- If it had begun one year earlier: \N{MINUS SIGN}5% No more than chance before the start" in text
    assert "Heaviest comparison councils: Brackholt 75.0%, =Cold Fen 25.0%" in text
    assert "Source: Figures of the fictional nation, to 2025 (numerator, 2013 to 2021)" in text
    assert "What you could do next" not in text


def test_plain_text_of_a_refusal_gives_three_next_steps():
    text = to_plain_text(REFUSED)
    steps = text.split("What you could do next:")[1]
    assert steps.count("\n- ") == 3
    assert "What it does not mean:\n- It does not say that nothing changed." in text
    assert "Checks:" not in text


# --- charts ------------------------------------------------------------------------------------


def test_charts_drawn_twice_are_the_same(charts):
    assert draw_charts(json.loads(to_canonical_json(make_document()))) == charts


def test_charts_of_a_refusal_are_none():
    assert draw_charts(REFUSED) == {}


@pytest.mark.parametrize("name", ["paths", "gaps"])
def test_chart_has_a_description_in_words_and_a_specification_with_figures(charts, name):
    title, description, chart = charts[name]
    assert title.startswith("Ashmere (fictional): ")
    assert "Ashmere (fictional)" in description
    assert description.count(".") >= 3
    assert json.loads(chart.specification)["datasets"]["figures"]


@pytest.mark.parametrize("name", ["paths", "gaps"])
def test_chart_says_fictional_in_the_picture_and_in_the_specification(charts, name):
    chart = charts[name][2]
    texts = [
        element.text or "" for element in ElementTree.fromstring(chart.svg).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert any("Ashmere (fictional)" in text for text in texts)
    assert "Ashmere (fictional)" in chart.specification
    assert "<script" not in chart.svg


def test_chart_of_paths_draws_published_and_expected_figures(charts):
    rows = json.loads(charts["paths"][2].specification)["datasets"]["figures"]
    drawn = {(row["Year"], row["Series"]): row["Figure"] for row in rows}
    assert drawn["2019", "Ashmere (fictional)"] == 50.0
    assert drawn["2019", "Expected from similar councils"] == 61.0
    assert len(rows) == 16


def test_charts_of_a_real_council_never_say_fictional():
    document = json.loads(to_canonical_json(make_document(place=REAL)))
    for title, description, chart in draw_charts(document).values():
        assert "ictional" not in title + description + chart.svg + chart.specification


# --- how well it does --------------------------------------------------------------------------


def test_truth_of_every_example_is_said():
    said = {describe_truth(example) for example in EXAMPLES}
    assert "A fall of 40%, all at once" in said
    assert "A rise of 35%, all at once" in said
    assert "A fall of 45%, over four years" in said
    assert any(
        re.fullmatch(r"A change in recording 2 years before the start: .*no change for children", one) for one in said
    )
    assert any(one.startswith("A change in recording at the same time as the start") for one in said)
    assert "No change" in said


@pytest.mark.django_db
def test_trial_counts_what_was_found_by_what_was_planted():
    def example(kind: str, verdict: str):
        one = next(one for one in EXAMPLES if one.kind == kind)
        place = FictionalCouncilFactory(code=one.place)
        plan = make_example(place=place, measure=one.measure, start_date=one.start, harm_measure="repeat_plan_pct")
        if verdict:
            specification = plan.specification()
            make_result(plan, make_document(verdict, ("shape_unclear",), specification=specification))
        plan.latest_verdict = verdict
        return plan

    other = make_example(place=FictionalCouncilFactory(code="F149"), measure="cin_rate", harm_measure="cpp_rate")
    plans = [example("step", "step_change"), example("nothing", "changed_for_the_worse"), example("ramp", ""), other]

    trial = TrialView.of(plans)

    assert trial.waiting == 1
    assert [(row["group"], row["is_false_alarm"]) for row in trial.rows] == [("step", False), ("nothing", True)]
    assert trial.table == [
        ["A step change", 1, 0, 0, 0, 0, 0, 0],
        ["A gradual change", 0, 0, 0, 0, 0, 0, 0],
        ["A change in recording before the start", 0, 0, 0, 0, 0, 0, 0],
        ["A change in recording at the start", 0, 0, 0, 0, 0, 0, 0],
        ["No change", 0, 0, 0, 1, 0, 0, 0],
    ]
    assert len(trial.table) == len(GROUPS)
    assert trial.summary == (
        "Of 1 changes that we built in, 1 was found. Of 1 councils where we changed nothing, 1 was said to have "
        "changed. Of 0 changes in recording, none was taken for a real change."
    )
    assert describe_example(plans[0]) == trial.rows[0]["truth"]
    assert describe_example(other) == ""


def test_percentages_are_said_in_points_everywhere():
    document = make_document(specification=about("repeat_plan_pct"), estimate=make_estimate())
    header = next(table for table in result_tables(document) if table[0] == "Gaps of all councils")[1]
    assert header[3] == "Gap in 2014 (points)"
