"""What a result page says, from documents made by hand."""

from datetime import date

import pytest

from cairn.evaluation.presenters import ResultView
from tests.cases import each
from tests.factories.evaluation import about, make_check, make_document, make_estimate


def view_of(*, measure: str = "cla_rate", direction: int = -1, **changes) -> ResultView:
    return ResultView(make_document(specification=about(measure, direction=direction), **changes))


def test_headline_speaks_of_people_first():
    assert view_of().words.headline == (
        "From 2019 to 2021, Ashmere had, on average, between 20 and 80 fewer children looked after than similar "
        "councils would lead us to expect."
    )
    assert "fewer referrals a year than similar councils" in view_of(measure="referral_rate").words.headline


def test_headline_of_years_with_a_hole_names_them():
    sample = make_document()["sample"] | {"after": [2019, 2021]}
    assert view_of(sample=sample).words.headline.startswith("In 2019 and 2021, Ashmere had, on average,")


def test_headline_without_enough_evidence_is_never_told_as_a_fact():
    words = view_of(verdict="not_enough_evidence", reasons=("within_usual_variation",)).words
    assert words.headline == (
        "From 2019 to 2021, the figures for Ashmere fit anything between 20 and 80 fewer children looked after, on "
        "average, than similar councils would lead us to expect. That is not enough to call it a change."
    )
    assert "had" not in words.headline
    assert words.ruled_out == "With 90% confidence the figures rule out a fall of more than 30%."


@pytest.mark.parametrize(
    ("measure", "text"),
    [("cla_rate", "On 31 March 2019, Ash"), ("referral_rate", "In the year to March 2019, Ash")],
)
def test_headline_of_one_year_names_it(measure, text):
    sample = make_document()["sample"] | {"after": [2019]}
    assert view_of(measure=measure, sample=sample).words.headline.startswith(text)


def test_headline_with_an_interval_around_nothing_says_fewer_and_more():
    estimate = make_estimate(change=(-0.05, -17.0), low=(-0.2, -60.0), high=(0.1, 25.0))
    assert view_of(estimate=estimate).words.span == "between 60 fewer and 25 more children looked after"


def test_headline_without_counts_speaks_of_the_figure():
    estimate = make_estimate(change=(-2.0, None), low=(-3.0, None), high=(1.0, None))
    view = view_of(measure="repeat_plan_pct", estimate=estimate)
    assert view.words.span == "a figure between 3.0 points lower and 1.0 points higher"
    assert view.words.best_guess == "Our best single estimate is 2.0 points lower."


def test_headline_without_an_estimate_says_that_the_figures_cannot_say():
    view = view_of(verdict="not_enough_evidence", reasons=("too_few_donors",), estimate=None)
    assert view.words.headline == "The figures cannot say whether anything changed in Ashmere."
    early = view_of(verdict="not_enough_evidence", reasons=("no_year_after",), estimate=None)
    assert early.words.headline == "It is too early to say whether anything changed in Ashmere."
    assert (view.figures[0]["mark"], view.next_steps != []) == ("suppressed", True)


def test_best_guess_gives_share_and_people():
    assert view_of().words.best_guess == (
        "Our best single estimate is 20% lower: about 50 fewer children looked after on 31 March."
    )
    none = make_estimate(change=(0.0, 0.0))
    assert view_of(estimate=none).words.best_guess == "Our best single estimate is no difference."


@each(
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
    assert view_of(estimate=estimate).words.ruled_out == f"With 90% confidence the figures rule out {text}."


def test_ruled_out_with_both_ends_open_is_nothing():
    estimate = make_estimate(low=(None, None), high=(None, None))
    assert view_of(estimate=estimate).words.ruled_out == "The figures rule nothing out."


@each(
    ("verdict", "measure", "colour"),
    [
        ("step_change", "cla_rate", "blue"),
        ("gradual_change_as_planned", "cla_rate", "blue"),
        ("changed_as_planned_shape_unclear", "cla_rate", "blue"),
        ("changed_the_other_way", "cla_rate", "blue"),
        ("step_change", "repeat_plan_pct", "green"),
        ("gradual_improvement", "repeat_plan_pct", "green"),
        ("improved_shape_unclear", "repeat_plan_pct", "turquoise"),
        ("changed_for_the_worse", "repeat_plan_pct", "red"),
        ("no_detectable_change", "repeat_plan_pct", "blue"),
        ("not_enough_evidence", "cla_rate", "grey"),
    ],
)
def test_colours_of_good_and_bad_are_for_measures_that_have_a_better_side(verdict, measure, colour):
    assert view_of(measure=measure, verdict=verdict).colour == colour


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


@each(
    ("status", "mark"),
    [
        ("suppressed", "suppressed"),
        ("not_applicable", "not_applicable"),
        ("no_row", "missing"),
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


def test_years_without_a_figure_are_named_beside_an_estimate_too():
    assert "No figure for 2013: hidden by the publisher because it is small." in view_of().reasons


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
        ("If it had begun one year earlier", "\N{MINUS SIGN}5%", "No more than chance before the start"),
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


@pytest.mark.parametrize(
    ("estimate", "p_value", "text"),
    [
        (0.3, 0.02, "Moved the other way before the start"),
        (-0.05, 0.02, "Moved less than half as much before the start"),
        (0.3, 0.11, "No more than chance before the start"),
    ],
)
def test_earlier_start_that_is_passed_says_how(estimate, p_value, text):
    checks = [make_check("in_time", "1", estimate=estimate, p_value=p_value)]
    assert view_of(estimate=make_estimate(checks=checks)).check_rows[0][2] == text


def test_checks_without_a_change_to_confirm_say_so():
    checks = [make_check("without_pandemic", result="failed")]
    rows = view_of(estimate=make_estimate(p_value=0.4, checks=checks)).check_rows
    assert rows[0][2] == "Shown for information: there is no change to confirm"


def test_weights_and_methods_and_gaps_are_tables_in_words():
    view = view_of()
    assert view.weight_rows == [("Brackholt", "75.0%"), ("=Cold Fen", "25.0%")]
    assert [row[1:] for row in view.depth.way_rows] == [
        ("all councils and years", "\N{MINUS SIGN}18%", "3 of 150"),
        ("all councils and years", "\N{MINUS SIGN}20%", "3 of 150"),
        ("without 2020 and 2021", "+5%", "3 of 150"),
    ]
    assert "Calculated in 3 ways" in view.depth.ways_sentence
    assert "2 of them point the same way" in view.depth.ways_sentence


def test_depth_is_told_in_words():
    depth = view_of().depth
    assert "from \N{MINUS SIGN}26% to \N{MINUS SIGN}10%" in depth.identification_sentence
    assert "between \N{MINUS SIGN}23% and \N{MINUS SIGN}12% nine times in ten" in depth.counting_sentences[0]
    assert depth.watching_sentence == (
        "Going by its own ups and downs, the figure usually lies between 50.3 and 62.5. 2019 stands out: outside the "
        "usual range."
    )
    assert any("With fewer than 12, treat it as provisional." in warning for warning in depth.watching_warnings)
    assert any("gives false alarms" in warning for warning in depth.watching_warnings)
    assert dict(depth.choices)["Years after"] == "2019 to 2021"


def test_small_and_hidden_counts_are_told_where_there_are_any():
    small = {
        "mean_count": 9.4,
        "observed": 12.0,
        "expected": 30.0,
        "ratio": 0.4,
        "low": 0.2,
        "high": None,
        "p_value": 0.02,
        "dispersion": 1.3,
    }
    estimate = make_estimate(small_counts=small, hidden_range=[-0.3, -0.1])
    sentences = view_of(estimate=estimate).depth.counting_sentences
    assert "a change of \N{MINUS SIGN}60% (nine in ten: \N{MINUS SIGN}80% to no limit)" in sentences[1]
    assert "between \N{MINUS SIGN}26% and \N{MINUS SIGN}10%" in sentences[2]


def test_results_of_the_earlier_format_are_still_read():
    document = make_document()
    estimate = {
        key: value
        for key, value in document["estimate"].items()
        if key not in ("specifications", "identification", "sampling_error", "small_counts", "hidden_range")
    }
    depth = ResultView(
        {key: value for key, value in document.items() if key != "watching"} | {"estimate": estimate}
    ).depth
    assert (depth.ways, depth.identification_sentence, depth.counting_sentences) == ([], "", [])
    assert (depth.watching_sentence, depth.watching_warnings) == ("", [])


WRONG = [{"year": 2021, "counted": 0.0, "expected": 371.4}]


def test_count_that_cannot_be_right_is_named_and_nothing_is_said_on_it():
    sample = make_document()["sample"] | {"implausible": WRONG}
    view = view_of(verdict="not_enough_evidence", reasons=("implausible_figure",), sample=sample)
    told = "For 2021, 0 children looked after are recorded where about 371 would be usual."
    assert view.words.headline == (
        f"A figure of Ashmere cannot be right, so the figures cannot say whether anything changed. {told}"
    )
    assert (view.words.best_guess, view.words.ruled_out) == ("", "")
    assert view.reasons[0].startswith(told)
    assert len(view.next_steps) == 3


def test_harm_on_a_count_that_cannot_be_right_gives_no_size():
    finding = {"verdict": "not_enough_evidence", "reasons": ["implausible_figure"], "explanation": ""}
    harm = {
        "measure": "cla_rate",
        "finding": finding,
        "estimate": make_estimate(),
        "after": [2021],
        "implausible": WRONG,
    }
    sentence = view_of(harm=harm).harm["sentence"]
    assert sentence.startswith("Not enough evidence. For 2021, 0 children looked after are recorded")
    assert "fit anything" not in sentence


def test_change_too_small_to_matter_is_said_with_its_size_and_as_no_improvement():
    view = view_of(verdict="too_small_to_matter", reasons=("unusual_and_inside_bounds",))
    assert (view.label, view.colour, view.next_steps) == ("A change too small to matter", "blue", [])
    assert "this is more than usual variation" in view.reasons[0]
    assert "smaller than the 10%" in view.reasons[0]
    assert view.words.as_harm.startswith("A change too small to matter. ")


def test_new_checks_have_words():
    checks = [
        make_check("without_year", "2021", result="failed", estimate=-0.1, p_value=0.4),
        make_check("in_people", p_value=None, estimate=0.02, result="failed"),
        make_check("in_people", p_value=None, estimate=None, result="not_tested", reason="no_counts"),
    ]
    assert [(what, says) for what, _, says in view_of(estimate=make_estimate() | {"checks": checks}).check_rows] == [
        ("Without the figure for 2021", "The change does not hold"),
        ("Counted in children looked after, all years together", "Moved the other way"),
        ("Counted in children looked after, all years together", "Not tested: the counts are not known"),
    ]


def test_gap_table_counts_councils_and_names_no_other():
    view = view_of()
    assert view.gap_rows == [
        ("fell by more than 30%", 0),
        ("fell by 20% to 30%", 0),
        ("fell by 10% to 20% (Ashmere is here)", 1),
        ("moved by less than 10% either way", 1),
        ("rose by 10% to 20%", 1),
        ("rose by 20% to 30%", 0),
        ("rose by 30% or more", 0),
    ]
    assert sum(count for _, count in view.gap_rows) == len(view.estimate["gaps"])
    points = view_of(measure="repeat_plan_pct").gap_rows
    assert points[0][0] == "fell by more than 6.0 points"
    assert points[3] == ("moved by less than 2.0 points either way (Ashmere is here)", 3)


@pytest.mark.parametrize(("direction", "text"), [(-1, "a fall of 15%, about 40"), (1, "a rise of 18%, about 45")])
def test_detectable_change_is_that_of_the_hoped_direction(direction, text):
    assert view_of(direction=direction).detectable == f"{text} children looked after on 31 March"


def harm(verdict: str, *reasons: str, measure: str = "repeat_plan_pct", **estimate) -> dict:
    given = make_estimate(change=(2.0, 12.0), low=(1.0, 6.0), high=(3.0, 18.0)) | estimate
    finding = {"verdict": verdict, "reasons": list(reasons), "explanation": ""}
    return {"measure": measure, "estimate": given, "finding": finding, "after": [2019, 2020], "years": {}, "data": []}


FELL = make_estimate(change=(-2.0, -12.0), low=(-3.0, -18.0), high=(-1.0, -6.0))


@each(
    ("given", "sentence"),
    [
        (
            harm("improved_shape_unclear", "shape_unclear"),
            "It got worse. From 2019 to 2020, Ashmere had, on average, between 6 and 18 more repeat plans a year than "
            "expected.",
        ),
        (harm("changed_for_the_worse", "shape_unclear", **FELL), "It got better. "),
        (
            harm("changed_as_planned_shape_unclear", "shape_unclear", measure="cpp_rate"),
            "It rose, and neither direction is good in itself. ",
        ),
        (
            harm("not_enough_evidence", "failed_in_time"),
            "Not enough evidence. Much the same change shows when we test an earlier start",
        ),
        (harm("no_detectable_change", "interval_inside_bounds"), "No detectable change. Every size of change"),
    ],
)
def test_harm_is_told_by_its_own_finding(given, sentence):
    assert view_of(harm=given).harm["sentence"].startswith(sentence)


def test_harm_without_enough_evidence_gives_what_would_fit():
    assert (
        view_of(harm=harm("not_enough_evidence", "within_usual_variation"))
        .harm["sentence"]
        .endswith("The figures fit anything between 6 and 18 more repeat plans.")
    )


def test_harm_without_figures_gives_the_reason_and_no_harm_measure_says_nothing():
    refused = harm("not_enough_evidence", "no_figures") | {"estimate": None}
    assert view_of(harm=refused).harm["sentence"] == (
        "The figures cannot say whether this changed. There are no figures for Ashmere on this measure."
    )
    assert view_of().harm is None
    early = view_of(verdict="not_enough_evidence", reasons=("no_year_after",), estimate=None, harm=refused)
    assert early.harm is None


# --- what every page must say (engine.md, appendix A4) -------------------------------------------


def test_result_says_relative_to_similar_councils_and_never_caused_by():
    view = view_of()
    said = " ".join([view.words.headline, view.words.best_guess, view.words.ruled_out, *view.means])
    assert "relative to similar councils in the same years" in said
    assert "caus" not in said


@each(
    "sentence",
    [
        "It does not say what caused a change.",
        "It does not outweigh a trial.",
        "Councils often start something when figures are high or rising",
        "The test corrects for the level; the table of methods shows how much that matters.",
        "Real comparison councils have programmes of their own",
        "Fewer children in care is not good in itself",
        "the point at which the council or a court steps in",
        "how care by relatives is recorded",
        "Unaccompanied asylum-seeking children are counted",
    ],
)
def test_result_says_what_it_does_not_mean(sentence):
    assert sentence in " ".join(view_of().does_not_mean)


@pytest.mark.parametrize(("known", "text"), [([], "We know of none"), ([{}], "Those we know of are listed")])
def test_result_about_a_real_council_says_which_programmes_are_known(known, text):
    place = {"code": "383", "name": "Leeds", "is_fictional": False, "opened_on": None, "closed_on": None}
    said = " ".join(view_of(place=place, known_programmes=known).does_not_mean)
    assert f"The comparison councils had programmes of their own. {text}" in said


@each(("start", "warned"), [(2019, False), (2020, True), (2021, True), (2022, True), (2023, False)])
def test_result_of_a_start_in_the_pandemic_says_so(start, warned):
    document = make_document(specification=about("cla_rate", start=date(start, 6, 1)))
    said = " ".join(ResultView(document).does_not_mean)
    assert ("cannot be separated from the effects of the pandemic" in said) is warned


def test_result_without_enough_evidence_does_not_say_that_nothing_changed():
    view = view_of(verdict="not_enough_evidence", reasons=("within_usual_variation",))
    assert view.does_not_mean[0].startswith("It does not say that nothing changed.")


def test_result_gives_number_of_councils_and_rank():
    assert view_of().gaps_sentence.startswith("3 of 150 councils, Ashmere included,")


def test_phases_of_the_control_chart_are_told_one_by_one():
    phase = {"number": 6, "is_provisional": True, "mean": 61.0}
    watching = make_document()["watching"] | {
        "phases": [
            phase | {"first": 2014, "last": 2018, "lower": 58.0, "upper": 63.0},
            phase | {"first": 2019, "last": 2021, "lower": 46.0, "upper": 52.0},
        ]
    }
    assert view_of(watching=watching).depth.watching_sentence.startswith(
        "Going by its own ups and downs before the start, the figure usually lies between 58.0 and 63.0. Since 2019, "
        "after the change that the test found, between 46.0 and 52.0."
    )


@pytest.mark.parametrize(
    ("measure", "fictional", "label"),
    [
        ("cla_rate", False, "Waiting for figures, due November 2026"),
        ("referral_rate", False, "Waiting for figures"),
        ("cla_rate", True, "Waiting for figures"),
    ],
)
def test_while_no_figures_are_out_they_are_waited_for(measure, fictional, label):
    document = make_document(
        "not_enough_evidence", ("no_year_after",), specification=about(measure, direction=-1), estimate=None
    )
    document |= {"first_year": 2026, "place": document["place"] | {"is_fictional": fictional}}
    assert ResultView(document).label == label


# --- the verdict, its limits and the checks in words ----------------------------------------------


def test_limits_stand_with_every_verdict():
    limits = dict(view_of(harm=harm("not_enough_evidence", "within_usual_variation")).limits)
    assert list(limits) == [
        "It does not show the cause.",
        "It does not show that children are better off.",
        "It does not rule out harm.",
    ]
    assert "cannot yet show anything about the chosen sign of harm" in limits["It does not rule out harm."]
    weak = view_of(verdict="not_enough_evidence", reasons=("within_usual_variation",))
    assert weak.limits[0][0] == "It does not show that nothing changed."
    refused = view_of(verdict="not_enough_evidence", reasons=("too_few_donors",), estimate=None)
    assert [limit for limit, _ in refused.limits] == ["It does not show that nothing changed."]


def test_limits_of_a_start_in_the_pandemic_say_so():
    plan = make_document()["plan"] | {"start": "2021-04-01"}
    cause = dict(view_of(plan=plan).limits)["It does not show the cause."]
    assert "cannot be separated from the effects of the pandemic" in cause


def test_best_estimate_is_short_and_has_its_range():
    assert view_of().best == (
        "20% lower",
        "About 50 fewer children looked after on 31 March. 90% confidence range: 10% to 30% lower.",
    )
    assert view_of(verdict="not_enough_evidence", reasons=("too_few_donors",), estimate=None).best == ("", "")
    nothing = make_estimate(change=(0.0, 0.0), low=(-0.1, -20.0), high=(0.1, 20.0))
    assert view_of(estimate=nothing).best[0] == "No difference"


def test_checks_that_came_out_alike_share_a_line_and_are_counted_one_by_one():
    checks = [
        make_check("in_time", "1"),
        make_check("in_time", "2"),
        make_check("in_time", "3", result="not_tested", estimate=None),
        *(make_check("without_year", str(year), estimate=-0.2 - year / 1e5) for year in (2019, 2020, 2021)),
        make_check("without_pandemic", result="failed", estimate=-0.01),
    ]
    view = view_of(estimate=make_estimate(checks=checks))
    said = [(item["sign"], item["words"], item["status"]) for item in view.check_items]
    assert said == [
        ("tick", "The same test on every other council", "Passed"),
        ("tick", "If it had begun 1 and 2 years earlier", "Passed"),
        ("todo", "If it had begun 3 years earlier", "Not possible"),
        ("tick", "Without each one of these years: 2019 to 2021", "Passed"),
        ("cross", "Without 2020 and 2021", "Failed"),
    ]
    assert view.checks_sentence == "6 checks passed, 1 failed and 1 was not possible."


def test_checks_of_no_change_are_for_information():
    checks = [make_check("without_neighbours", estimate=-0.2)]
    view = view_of(estimate=make_estimate(p_value=0.4, checks=checks))
    assert [item["status"] for item in view.check_items] == ["Not unusual", "For information"]
