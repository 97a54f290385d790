"""From a plan to panels and back: what may be compared, what is refused, what may be looked at beforehand."""

from dataclasses import replace
from datetime import date

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis
from cairn.evaluation.analysis.nation import EXAMPLES, LAST_YEAR
from cairn.evaluation.analysis.questions import find_panel, make_question
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.analysis import make_panel
from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Status
from cairn.indicators.models import Observation
from cairn.places.models import Place
from cairn.places.services import load_places
from tests.evaluation.simulated import answer_once, get_figures
from tests.factories.indicators import ReleaseFactory, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
MEASURES = ("cla_rate", "repeat_plan_pct")
PLANTED = PlanSpecification("F002", "cla_rate", date(2018, 6, 1), -1, 10.0)
ALWAYS_THERE = {"plan", "place", "software", "format", "plan_sha256", "figures", "data"}


def finding(specification: PlanSpecification) -> tuple[str, list[str]]:
    found = analysis.answer(specification)["finding"]
    return found["verdict"], found["reasons"]


def figures_of(code: str, *, measure: str = "cla_rate", after: int = 0):
    return Observation.objects.filter(
        published_year__series__key=f"simulated.{measure}.numerator", published_year__year__gt=after, place__code=code
    )


def hide(rows) -> None:
    rows.update(value=None, status=Status.SUPPRESSED)


# --- the answer --------------------------------------------------------------------------------


def test_answer_twice_has_the_same_text():
    assert to_canonical_json(analysis.answer(PLANTED)) == to_canonical_json(answer_once(PLANTED))


def test_answer_finds_what_was_planted():
    document = answer_once(PLANTED)
    assert document["finding"] == {"verdict": "step_change", "reasons": ["shape_step"], "explanation": ""}
    estimate = document["estimate"]
    low, change, high = (estimate[key]["relative"] for key in ("low", "change", "high"))
    assert low < change < high < -0.1
    assert low < -0.40 < high
    assert (estimate["rank"], estimate["places"]) == (1, 150)
    assert estimate["p_value"] == pytest.approx(1 / 150)


def test_answer_holds_plan_place_software_sources_and_figures():
    document = answer_once(PLANTED)
    assert document["plan"] == PLANTED.to_document()
    assert document["plan_sha256"] == PLANTED.sha256
    assert document["place"] == {
        "code": "F002",
        "name": Place.objects.get(code="F002").name,
        "is_fictional": True,
        "opened_on": None,
        "closed_on": None,
    }
    assert [(row["publisher"], row["role"], row["years"]) for row in document["data"]] == [
        ("Cairn simulation", "numerator", list(range(2013, LAST_YEAR + 1))),
        ("Cairn simulation", "denominator", list(range(2013, LAST_YEAR + 1))),
    ]
    assert [row["year"] for row in document["figures"]] == list(range(2013, LAST_YEAR + 1))
    first = document["figures"][0]
    assert first["value"] == pytest.approx(10_000 * first["count"] / first["denominator"])
    assert document["years"] == {
        "before": list(range(2013, 2019)),
        "transition": [],
        "after": list(range(2019, LAST_YEAR + 1)),
    }


def test_answer_weights_sum_to_one_and_never_name_the_council_itself():
    weights = answer_once(PLANTED)["estimate"]["weights"]
    assert sum(row["weight"] for row in weights) == pytest.approx(1)
    assert "F002" not in {row["code"] for row in weights}
    assert all(row["name"] != row["code"] for row in weights)


def test_answer_leaves_out_the_councils_of_the_plan():
    heaviest = answer_once(PLANTED)["estimate"]["weights"][0]["code"]
    document = analysis.answer(replace(PLANTED, excluded=(heaviest,)))
    assert heaviest not in {row["code"] for row in document["estimate"]["weights"]}
    assert document["estimate"]["places"] == answer_once(PLANTED)["estimate"]["places"] - 1
    assert [row["reason"] for row in document["sample"]["donors_left_out"] if row["code"] == heaviest] == [
        "left out by the plan"
    ]


def test_answer_names_no_gap_but_the_councils_own():
    rows = answer_once(PLANTED)["estimate"]["gaps"]
    names = {row["name"] for row in rows}
    assert (rows[0]["code"], names) == ("F002", {answer_once(PLANTED)["place"]["name"], "another council"})
    assert [row["code"] for row in rows[1:]] == [f"other-{number:03d}" for number in range(1, len(rows))]
    assert [row["z"] for row in rows[1:]] == sorted(row["z"] for row in rows[1:])


def test_answer_for_a_neutral_measure_has_a_code_that_calls_nothing_good():
    planted_rise = next(one for one in EXAMPLES if one.change > 0 and one.measure == "cla_rate")
    specification = PlanSpecification(planted_rise.place, "cla_rate", planted_rise.start, -1, 10.0)
    assert finding(specification)[0] == "changed_the_other_way"
    assert finding(replace(specification, direction=1))[0] in ("step_change", "changed_as_planned_shape_unclear")


def test_answer_names_a_longer_measure_only_where_it_has_the_years():
    assert answer_once(PLANTED)["longer_measure"] is None  # the number is not loaded here
    assert answer_once(PLANTED)["first_year"] == 2019


def test_answer_with_harm_measure_tests_it_in_the_direction_of_harm():
    document = analysis.answer(replace(PLANTED, harm_measure="repeat_plan_pct"))
    harm = document["harm"]
    assert harm["measure"] == "repeat_plan_pct"
    assert set(harm["estimate"]) == {
        "change",
        "low",
        "high",
        "p_value",
        "rank",
        "places",
        "detectable_rise",
        "detectable_fall",
    }
    assert harm["finding"]["verdict"] == "not_enough_evidence"
    own = analysis.answer(PlanSpecification("F002", "repeat_plan_pct", PLANTED.start, 1, 2.0))
    assert harm["estimate"]["change"] == own["estimate"]["change"]
    assert harm["finding"] == own["finding"]
    assert document["estimate"] == answer_once(PLANTED)["estimate"]


def test_answer_without_harm_measure_says_none():
    assert answer_once(PLANTED)["harm"] is None


# --- refusals ----------------------------------------------------------------------------------


def assert_refused(document: dict, *reasons: str) -> None:
    assert document["finding"]["verdict"] == "not_enough_evidence"
    assert tuple(document["finding"]["reasons"]) == reasons
    assert document["estimate"] is None
    assert document["sample"] is None
    assert document.keys() >= ALWAYS_THERE
    assert to_canonical_json(document)


def test_answer_to_a_national_reform_is_refused_harm_included():
    document = analysis.answer(replace(PLANTED, is_national_reform=True, harm_measure="repeat_plan_pct"))
    assert_refused(document, "national_reform")
    assert document["harm"] is None


def test_answer_for_a_measure_that_is_not_loaded_is_refused():
    document = analysis.answer(replace(PLANTED, measure="cin_rate", harm_measure="cpp_rate"))
    assert_refused(document, "no_figures")
    assert (document["figures"], document["data"]) == ([], [])
    assert document["harm"]["estimate"] is None


def test_answer_for_a_council_without_a_row_is_refused():
    figures_of("F002").delete()
    assert_refused(analysis.answer(PLANTED), "no_figures")


def test_answer_with_too_few_years_before_is_refused():
    document = analysis.answer(replace(PLANTED, start=date(2017, 2, 1)))
    assert_refused(document, "too_few_years_before")
    assert document["finding"]["explanation"].startswith("There are 4 usable years before the start")
    assert len(document["figures"]) == 13


def test_answer_before_any_figure_after_the_start_is_refused():
    assert_refused(analysis.answer(replace(PLANTED, start=date(2026, 1, 1))), "no_year_after")


@pytest.mark.parametrize(
    ("start", "last_year"), [(date(2019, 4, 1), 2021), (date(2019, 6, 1), 2020), (date(2020, 6, 1), 2021)]
)
def test_answer_on_the_years_of_the_pandemic_alone_is_refused(start, last_year):
    assert_refused(analysis.answer(replace(PLANTED, start=start, last_year=last_year)), "only_pandemic_years")


def test_answer_with_one_year_after_says_so():
    document = analysis.answer(replace(PLANTED, last_year=2019))
    assert document["finding"]["reasons"] == ["one_year_after"]
    assert document["estimate"]["shapes"] is None


def test_answer_with_hidden_figures_takes_them_at_both_ends_of_what_they_can_be():
    rows = figures_of("F002", after=2023)
    hide(rows)
    document = analysis.answer(PLANTED)
    assert [row["status"] for row in document["figures"]][-3:] == ["number", "suppressed", "suppressed"]
    assert document["estimate"]["years"][-1] == 2025
    low, high = document["estimate"]["hidden_range"]
    # 1 to 5 children of some hundred: the two years weigh heavily, and differently at the two ends.
    assert low < high < -0.5
    assert document["estimate"]["change"]["analysis"] == high


def test_answer_with_too_few_councils_is_refused():
    others = Place.objects.councils().fictional().exclude(code="F002").order_by("code")
    left_out = tuple(others.values_list("code", flat=True)[:120])
    document = analysis.answer(replace(PLANTED, excluded=left_out))
    assert_refused(document, "too_few_donors")
    assert document["finding"]["explanation"].startswith("Only 29 other places")


def make_real_nation(years: range, *, young: str, opened: int) -> None:
    """Invented figures under real codes; one council has rows only since it exists."""
    load_places()
    release = ReleaseFactory(latest_year=years[-1])
    councils = Place.objects.councils().real().current()
    for year in years:
        there = [place for place in councils if place.code != young or year >= opened]
        figures = {place: 100.0 + place.pk % 50 + (place.pk * year) % 7 for place in there}
        publish(release, "ees.cla.on_31_march.children_count" if year > 2020 else "lait.LACnum", year, figures)


def test_answer_for_a_council_that_did_not_exist_yet_is_refused_and_says_since_when_it_does():
    make_real_nation(range(2015, 2024), young="838", opened=2020)  # Dorset as it is since April 2019
    document = analysis.answer(PlanSpecification("838", "cla_number", date(2021, 6, 1), -1, 10.0))
    assert_refused(document, "too_few_years_before")
    assert document["place"]["opened_on"] == "2019-04-01"
    assert {row["year"] for row in document["figures"] if row["status"] == "no_row"} == set(range(2015, 2020))


# --- two nations -------------------------------------------------------------------------------


def test_fictional_and_real_councils_never_share_a_panel():
    make_real_nation(range(2015, 2024), young="", opened=0)
    real, fictional = make_panel("cla_number"), make_panel("cla_rate", fictional=True)
    assert {code[0] for code in fictional.panel.units} == {"F"}
    assert "F" not in {code[0] for code in real.panel.units}

    document = analysis.answer(PlanSpecification("888", "cla_number", date(2020, 6, 1), -1, 10.0))
    codes = {row["code"] for row in document["estimate"]["weights"]}
    assert codes <= set(real.panel.units)
    assert len(document["estimate"]["gaps"]) == document["estimate"]["places"] == len(real.panel.units)
    assert {row["publisher"] for row in document["data"]} == {"Department for Education"}


def test_council_that_did_not_exist_in_all_years_is_left_out_with_its_dates():
    make_real_nation(range(2015, 2024), young="838", opened=2020)
    left_out = analysis.answer(PlanSpecification("888", "cla_number", date(2020, 6, 1), -1, 10.0))["sample"][
        "donors_left_out"
    ]
    assert left_out == [
        {"code": "838", "name": "Dorset (since April 2019)", "reason": "did not exist in all the years used"}
    ]


def test_real_council_without_published_figures_never_takes_the_simulated_ones():
    load_places()
    document = analysis.answer(PlanSpecification("888", "cla_rate", date(2018, 6, 1), -1, 10.0))
    assert_refused(document, "no_figures")
    assert (document["figures"], document["data"]) == ([], [])


def test_neighbours_are_councils_of_the_same_region_and_nation():
    load_places()
    place = Place.objects.get(code="F002")
    measure = get_definition("cla_rate")
    question = make_question(PLANTED, measure, place, find_panel(measure, place))
    assert question.neighbours == {
        other.code for other in Place.objects.councils().fictional() if other.region_id == place.region_id
    } - {"F002"}
    assert len(question.neighbours) > 5


def test_councils_without_a_figure_of_the_measure_need_not_be_left_out():
    """They are compared by nobody; the engine would refuse names that it does not know."""
    place, measure = Place.objects.get(code="F002"), get_definition("cla_rate")
    question = make_question(replace(PLANTED, excluded=("F003", "999")), measure, place, find_panel(measure, place))
    assert question.excluded == {"F003"}


# --- foresight ---------------------------------------------------------------------------------


def test_foresight_never_reads_the_figures_after_the_start():
    before = analysis.foresee(PLANTED)
    assert before.power is not None
    assert (before.years_after, before.first_year) == (tuple(range(2019, LAST_YEAR + 1)), 2019)
    figures_of("F002", after=2018).update(value=1.0)
    changed = analysis.foresee(PLANTED)
    hide(figures_of("F002", after=2018))
    hidden = analysis.foresee(PLANTED)
    figures_of("F002", after=2018).delete()
    assert changed == before
    assert hidden == before
    assert analysis.foresee(PLANTED) == before


def test_foresight_does_read_the_figures_before_the_start():
    before = analysis.foresee(PLANTED)
    rows = figures_of("F002").filter(published_year__year__in=(2014, 2016, 2018))
    rows.update(value=900.0)
    after = analysis.foresee(PLANTED)
    assert after.last_count == 900.0
    assert after.power.detectable > before.power.detectable


def test_foresight_of_a_start_that_lies_ahead_takes_the_latest_years_instead():
    foresight = analysis.foresee(replace(PLANTED, start=date(2026, 12, 1)))
    assert foresight.power.is_stand_in
    assert (foresight.years_after, foresight.first_year) == ((), 2028)
    assert foresight.power.after == (2023, 2024, 2025)


def test_foresight_counts_the_people_of_the_last_year_before_the_start():
    figure = answer_once(PLANTED)["figures"]
    assert analysis.foresee(PLANTED).last_count == next(row["count"] for row in figure if row["year"] == 2018)


def test_foresight_of_a_percentage_counts_what_it_is_divided_by():
    specification = replace(PLANTED, measure="repeat_plan_pct", smallest_change=2.0)
    below = Observation.objects.get(
        published_year__series__key="simulated.repeat_plan_pct.denominator",
        published_year__year=2018,
        place__code="F002",
    )
    assert analysis.foresee(specification).last_count == below.value


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measure": "cin_rate"}, "no_figures"),
        ({"start": date(2016, 6, 1)}, "too_few_years_before"),
        ({"last_year": 2019}, "last_year_too_early"),
    ],
)
def test_foresight_without_enough_figures_says_why(changes, code):
    foresight = analysis.foresee(replace(PLANTED, **changes))
    assert foresight.power is None
    assert foresight.problem_code == code
    assert foresight.problem.endswith(".")


# --- the simulation ----------------------------------------------------------------------------


def test_simulated_figures_are_the_same_every_time():
    assert tuple(analysis.simulate_figures()) == get_figures()


def test_simulated_figures_cover_every_measure_place_and_year_once():
    keys = [row[:3] for row in get_figures()]
    assert len(keys) == len(set(keys)) == 7 * 150 * 13


def test_simulated_figures_below_six_are_hidden_and_no_other():
    hidden = [row for row in get_figures() if row[5] == Status.SUPPRESSED]
    assert hidden
    assert {row[3] for row in hidden} == {None}
    shown = {row[3] for row in get_figures() if row[5] == Status.NUMBER}
    assert shown & {1.0, 2.0, 3.0, 4.0, 5.0} == set()


def test_simulated_number_of_children_is_the_numerator_of_their_rate():
    counts = {key: [row[1:4] for row in get_figures() if row[0] == key] for key in ("cla_rate", "cla_number")}
    assert counts["cla_rate"] == counts["cla_number"]


def test_nation_of_150_councils_in_nine_regions_shares_no_name_with_a_real_one():
    load_places()
    fictional, real = Place.objects.fictional(), Place.objects.real()
    assert (fictional.councils().count(), fictional.councils().values("region").distinct().count()) == (150, 9)
    names = {name.casefold() for name in fictional.values_list("name", flat=True)}
    assert names & {name.casefold() for name in real.values_list("name", flat=True)} == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.place)
def test_example_can_be_tested(example):
    """Every example has five years before its start and three after, or it would show nothing."""
    first = example.start.year + 1
    assert first - 2013 >= 5
    assert LAST_YEAR - first >= 2
    assert example.kind == "nothing" or 2013 < example.first_year <= first
