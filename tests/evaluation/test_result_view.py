"""What a result page says, from documents made by hand."""

from datetime import date

import pytest

from cairn.evaluation.presenters import ResultView
from tests.factories.evaluation import about, make_check, make_document, make_estimate


def view_of(*, measure: str = "cla_rate", direction: int = -1, **changes) -> ResultView:
    return ResultView(make_document(specification=about(measure, direction=direction), **changes))


def test_headline_speaks_of_people_first():
    assert view_of().headline == (
        "In an average year of 2019 to 2021, Ashmere had between 20 and 80 fewer children looked after than similar "
        "councils lead us to expect."
    )


def test_headline_with_an_interval_around_nothing_says_fewer_and_more():
    estimate = make_estimate(change=(-0.05, -17.0), low=(-0.2, -60.0), high=(0.1, 25.0))
    assert view_of(estimate=estimate).people_span == "between 60 fewer and 25 more children looked after"


def test_headline_without_counts_speaks_of_the_figure():
    estimate = make_estimate(change=(-2.0, None), low=(-3.0, None), high=(1.0, None))
    view = view_of(measure="repeat_plan_pct", estimate=estimate)
    assert view.people_span == "a figure between 3.0 points lower and 1.0 points higher"
    assert view.best_guess == "Our best single estimate is 2.0 points lower."


def test_headline_without_an_estimate_says_that_the_figures_cannot_say():
    view = view_of(verdict="not_enough_evidence", reasons=("no_year_after",), estimate=None)
    assert view.headline == "The figures cannot say whether anything changed in Ashmere."
    assert (view.figures[0]["mark"], view.next_steps != []) == ("suppressed", True)


def test_best_guess_gives_share_and_people():
    assert view_of().best_guess == (
        "Our best single estimate is 20% lower: about 50 fewer children looked after a year."
    )


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-0.3, 0.1, "a fall of more than 30% and a rise of more than 10%"),
        (-0.3, -0.1, "a fall of more than 30% and anything less than a fall of 10%"),
        (0.1, 0.3, "anything less than a rise of 10% and a rise of more than 30%"),
        (None, 0.1, "a rise of more than 10%"),
        (None, -0.1, "anything less than a fall of 10%"),
        (-0.3, None, "a fall of more than 30%"),
        (0.1, None, "anything less than a rise of 10%"),
    ],
)
def test_ruled_out_says_what_the_interval_leaves_no_room_for(low, high, text):
    estimate = make_estimate(low=(low, None), high=(high, None))
    assert view_of(estimate=estimate).ruled_out == f"With 90% confidence the figures rule out {text}."


def test_ruled_out_with_both_ends_open_is_nothing():
    estimate = make_estimate(low=(None, None), high=(None, None))
    assert view_of(estimate=estimate).ruled_out == "The figures rule nothing out."


@pytest.mark.parametrize(
    ("verdict", "neutral", "polar"),
    [
        ("step_change", "blue", "green"),
        ("gradual_improvement", "blue", "green"),
        ("improved_shape_unclear", "blue", "turquoise"),
        ("changed_for_the_worse", "blue", "red"),
        ("no_detectable_change", "blue", "blue"),
        ("not_enough_evidence", "grey", "grey"),
    ],
)
def test_colours_of_good_and_bad_are_for_measures_that_have_a_better_side(verdict, neutral, polar):
    assert view_of(verdict=verdict).colour == neutral
    assert view_of(measure="repeat_plan_pct", verdict=verdict).colour == polar


def test_figures_carry_mark_expected_gap_and_use():
    rows = {row["year"]: row for row in view_of().figures}
    assert rows[2013] == {
        "year": 2013,
        "actual": "",
        "mark": "suppressed",
        "count": None,
        "expected": "",
        "people_gap": "",
        "role": "not used",
    }
    assert rows[2018]["role"] == "before the start"
    assert (rows[2019]["actual"], rows[2019]["expected"], rows[2019]["role"]) == ("50.0", "61.0", "after")
    assert [rows[year]["people_gap"] for year in (2019, 2020, 2021)] == ["\N{MINUS SIGN}50", "0", "+50"]
    assert view_of().marks_used == {"suppressed"}


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("suppressed", "suppressed"),
        ("not_applicable", "not_applicable"),
        ("no_row", "not_applicable"),
        ("missing", "missing"),
        ("low_reliability", "missing"),
        ("no_denominator", "missing"),
    ],
)
def test_mark_says_hidden_absent_or_impossible(status, mark):
    assert view_of().mark({"year": 2015, "status": status}) == mark


def test_mark_of_a_year_before_the_council_existed_is_not_applicable():
    place = {"code": "838", "name": "Dorset", "is_fictional": False, "opened_on": "2019-04-01", "closed_on": None}
    marks = [view_of(place=place).mark({"year": year, "status": "missing"}) for year in (2018, 2020)]
    assert marks == ["not_applicable", "missing"]


def test_refusal_of_a_young_council_says_since_when_it_exists():
    place = {"code": "838", "name": "Dorset", "is_fictional": False, "opened_on": "2019-04-01", "closed_on": None}
    view = view_of(verdict="not_enough_evidence", reasons=("too_few_years_before",), estimate=None, place=place)
    assert any("has existed since April 2019" in sentence for sentence in view.reasons)


def test_refusal_names_the_years_that_were_hidden_and_why():
    view = view_of(verdict="not_enough_evidence", reasons=("too_few_years_before",), estimate=None)
    assert "No figure for 2013: hidden by the publisher because it is small." in view.reasons


def test_checks_say_what_was_done_and_what_it_means():
    checks = [
        make_check("in_time", "1"),
        make_check("in_time", "2", result="failed"),
        make_check("in_time", "3", result="not_tested", estimate=None, reason="too_few_years_before"),
        make_check("without_donor", "F003", name="Brackholt", estimate=-0.15),
        make_check("without_donor", "F004", name="Cold Fen", decides=False, result="failed"),
        make_check("without_neighbours", result="not_tested", estimate=None, reason="unheard_of"),
    ]
    assert view_of(estimate=make_estimate(checks=checks)).check_rows == [
        ("If it had begun one year earlier", "\N{MINUS SIGN}5%", "No such change before the start"),
        ("If it had begun 2 years earlier", "\N{MINUS SIGN}5%", "Much the same change shows before the start"),
        ("If it had begun 3 years earlier", "", "Not tested: too few years before the start"),
        ("Without Brackholt among the comparison councils", "\N{MINUS SIGN}14%", "The change holds"),
        (
            "Without Cold Fen among the comparison councils",
            "\N{MINUS SIGN}5%",
            "The change does not hold (shown for information)",
        ),
        ("Without the other councils of the same region", "", "Not tested: the figures do not allow it"),
    ]


def test_checks_without_a_change_to_confirm_say_so():
    checks = [make_check("without_pandemic", result="failed")]
    rows = view_of(estimate=make_estimate(p_value=0.4, checks=checks)).check_rows
    assert rows[0][2] == "Shown for information: there is no change to confirm"


def test_weights_and_methods_and_gaps_are_tables_in_words():
    view = view_of()
    assert view.weight_rows == [("Brackholt", "75.0%"), ("=Cold Fen", "25.0%")]
    assert [row[1] for row in view.method_rows] == [f"\N{MINUS SIGN}{size}%" for size in (18, 22, 20)]
    assert [row[0] for row in view.gap_rows] == ["=Cold Fen", "Ashmere", "Brackholt"]


def test_gap_table_always_holds_the_council_itself():
    others = [{"code": f"F1{n:02d}", "name": f"Other {n}", "gaps": [0.1], "z": 9.0, "scale": 0.1} for n in range(20)]
    own = {"code": "F002", "name": "Ashmere", "gaps": [0.1], "z": 0.1, "scale": 0.1}
    rows = view_of(estimate=make_estimate(gaps=[own, *others])).gap_rows
    assert len(rows) == 11
    assert rows[-1] == ("Ashmere", "+1%", "0.10")


@pytest.mark.parametrize(("direction", "text"), [(-1, "a fall of 15%, about 40"), (1, "a rise of 18%, about 45")])
def test_detectable_change_is_that_of_the_hoped_direction(direction, text):
    assert view_of(direction=direction).detectable == f"{text} children looked after a year"


def harm(p_value: float, low: float, high: float) -> dict:
    estimate = {"low": {"relative": low}, "high": {"relative": high}, "p_value": p_value, "rank": 4, "places": 150}
    return {"measure": "repeat_plan_pct", "estimate": estimate, "finding": {}, "years": {}, "data": []}


@pytest.mark.parametrize(("p_value", "opening"), [(0.05, "It changed"), (0.051, "No clear change")])
def test_harm_says_whether_and_by_how_much_it_changed(p_value, opening):
    said = view_of(harm=harm(p_value, -1.0, 3.0)).harm
    assert said["title"] == "Child protection plans that are a second or later plan, per cent"
    assert said["sentence"] == (
        f"{opening}: between 1.0 points lower and 3.0 points higher than expected; 4 of 150 councils moved at least "
        "as much."
    )


def test_harm_without_figures_says_so_and_no_harm_measure_says_nothing():
    assert view_of(harm=harm(1, 0, 0) | {"estimate": None}).harm["sentence"] == (
        "The figures cannot say whether this changed."
    )
    assert view_of().harm is None


# --- what every page must say (engine.md, appendix A4) -------------------------------------------


def test_result_says_relative_to_similar_councils_and_never_caused_by():
    view = view_of()
    said = " ".join([view.headline, view.best_guess, view.ruled_out, *view.means])
    assert "relative to similar councils in the same years" in said
    assert "caus" not in said


@pytest.mark.parametrize(
    "sentence",
    [
        "It does not say what caused a change.",
        "It does not outweigh a trial.",
        "Councils often start something when figures are high or rising",
        "The test corrects for the level; the table of methods shows how much that matters.",
        "The comparison councils had programmes of their own.",
        "Fewer children in care is not good by itself",
        "the point at which the council or a court steps in",
        "how care by relatives is recorded",
        "Unaccompanied children who came from abroad are counted",
    ],
)
def test_result_says_what_it_does_not_mean(sentence):
    assert sentence in " ".join(view_of().does_not_mean)


@pytest.mark.parametrize(("start", "warned"), [(2019, False), (2020, True), (2021, True), (2022, True), (2023, False)])
def test_result_of_a_start_in_the_pandemic_says_so(start, warned):
    document = make_document(specification=about("cla_rate", start=date(start, 6, 1)))
    assert ("cannot be told apart from the pandemic" in " ".join(ResultView(document).does_not_mean)) is warned


def test_result_without_enough_evidence_does_not_say_that_nothing_changed():
    view = view_of(verdict="not_enough_evidence", reasons=("within_usual_variation",))
    assert view.does_not_mean[0].startswith("It does not say that nothing changed.")


def test_result_gives_number_of_councils_and_rank():
    assert view_of().gaps_sentence.startswith("3 of 150 councils, Ashmere included,")
