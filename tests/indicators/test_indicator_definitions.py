"""The measures as files."""

import shutil

import pytest

from cairn.common.definitions import DefinitionError
from cairn.indicators.apps import check_definitions
from cairn.indicators.definitions import (
    AREAS,
    UnableToFindMeasure,
    find_problems,
    get_definition,
    get_definitions,
    get_evaluable_definitions,
    get_evaluable_groups,
)


def test_there_are_measures_of_every_outcome_and_they_are_in_order():
    definitions = get_definitions()
    assert [definition.key for definition in definitions] == sorted(definition.key for definition in definitions)
    assert len(definitions) >= 40
    assert {definition.area for definition in definitions} == set(AREAS)
    assert check_definitions(None) == []


def test_only_measures_that_count_and_go_on_can_be_weighed():
    weighed = {definition.key for definition in get_evaluable_definitions()}
    assert {"cla_rate", "rereferral_pct", "placements_3plus_pct"} <= weighed
    assert not weighed & {"cla_10_to_15_number", "sw_caseload", "cla_spend", "leaver_neet_pct"}


def test_every_measure_that_can_be_weighed_suggests_another_that_would_show_harm():
    weighed = {definition.key: definition for definition in get_evaluable_definitions()}
    for key, definition in weighed.items():
        assert definition.harm.measure in weighed, key
        assert weighed[definition.harm.measure].title != definition.title
        assert definition.harm.reason.endswith("."), key
    assert {key for key, one in weighed.items() if one.harm.measure == key} == set()


def test_groups_of_a_form_hold_each_measure_once():
    keys = [one.key for _, measures in get_evaluable_groups() for one in measures]
    assert sorted(keys) == [one.key for one in get_evaluable_definitions()]


def test_series_that_stops_says_why():
    stops = get_definition("cla_16_over_number").stops
    assert stops.year == 2017
    assert "ages until 2017" in stops.why


@pytest.mark.parametrize("key", ["cla_rate", "cla_number", "cin_rate", "cpp_rate", "referral_rate"])
def test_fewer_is_never_good_by_itself(key):
    assert get_definition(key).polarity == "none"
    assert "does not call" in get_definition(key).polarity_note


@pytest.mark.parametrize("definition", get_definitions(), ids=lambda definition: definition.key)
def test_defaults_of_important_change_fit_the_kind(definition):
    points = definition.kind == "percentage"
    usual = {"rate": {10}, "count": {10}, "percentage": {2, 3, 5}, "average": {5}}
    assert definition.smallest_important_change in usual[definition.kind]
    assert definition.change_unit == ("percentage points" if points else "per cent")


@pytest.mark.parametrize("key", ["cla_rate", "cin_rate", "cpp_rate", "referral_rate"])
def test_rates_rest_on_one_population_series_of_the_year_before(key):
    (link,) = get_definition(key).denominator
    assert (link.series, link.year_offset) == ("ons.population_0_17", -1)


@pytest.mark.parametrize(
    ("key", "told"), [("fish", "`cairn data status` lists the"), ("cla_rat", "Did you mean cla_rate or")]
)
def test_get_definition_of_an_unknown_key_names_near_ones(key, told):
    with pytest.raises(UnableToFindMeasure) as problem:
        get_definition(key)
    assert str(problem.value).startswith(f"'{key}' is not a measure. {told}")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("polarity: none", "polarity: good", "'polarity' is 'good'; allowed are up, down, none."),
        ("key: cla_rate", "key: cla_rat", "'key' is 'cla_rat'; it must be the name of the file, 'cla_rate'."),
        ("[2015, 2020]", "[2014, 2020]", "'years' overlaps with those of sfr.cla.on_31_march"),
        ("[2015, 2020]", "[2020, 2015]", "'years' ends (2015) before it begins (2020)."),
        ("review_date: 2027-03-31", "review_date: 2027-02-31", "'review_date' is '2027-02-31', which is not a date"),
        ("kind: rate", "kind: count", "'per' is 10000; it must be 1."),
        ("numerator:", "value: [{series: ees.x, years: [2013, null]}]\nnumerator:", "'value' does not belong"),
        ("series: lait.LACnum", "series: guess.LACnum", "'series' is 'guess.LACnum', which does not have the expected"),
    ],
)
def test_fault_in_a_measure_names_file_line_and_mend(settings, tmp_path, old, new, sentence):
    shutil.copytree(settings.DEFINITIONS_DIR, tmp_path / "definitions")
    path = tmp_path / "definitions" / "indicators" / "cla_rate.yaml"
    lines = path.read_text().splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if old in text)
    path.write_text(path.read_text().replace(old, new, 1))
    settings.DEFINITIONS_DIR = tmp_path / "definitions"

    with pytest.raises(DefinitionError) as problem:
        get_definitions()

    assert sentence in str(problem.value)
    assert str(problem.value).startswith("definitions/indicators/cla_rate.yaml, line ")
    if "kind" not in old:
        assert problem.value.line == line
    assert [str(one) for one in find_problems()] == [str(problem.value)]
    assert check_definitions(None)[0].msg == str(problem.value)
