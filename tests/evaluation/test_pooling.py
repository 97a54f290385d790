"""A model over all its councils: each is accounted for, and the document says what the figures say."""

import json
from dataclasses import replace
from datetime import date

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.evaluation.analysis import answer_measure, list_measures, nation
from cairn.evaluation.analysis.pooling import classify
from cairn.evaluation.models.specification import ListedSite, ModelSpecification
from cairn.places.models import Place
from tests.cases import by_day
from tests.factories.pooled import make_site, make_specification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
MEASURES = ("rereferral_pct", "referral_rate")


def list_users(**changes):
    """The users of the demonstration as the list has them."""
    sites = []
    for one in nation.MODEL_USERS:
        first = date(int(one.started[:4]), int(one.started[5:] or 1), 1)
        last = date(first.year, 12, 31) if len(one.started) == 4 else first.replace(day=28)
        stop = date(2022, 3, 31) if one.stopped else None
        sites.append(make_site(one.place, first, last=last, stop=stop, confirmed_by=one.confirmed_by))
    return make_specification(*sites, **changes)


@pytest.fixture(scope="module")
def answered(nation):
    specification = list_users()
    return answer_measure(specification, specification.measures[0])


def test_what_was_planted_is_found_and_every_council_is_accounted_for(answered):
    assert answered["finding"] == {"verdict": "improved", "reasons": ["in_the_direction"]}
    states = {row["code"]: row["state"] for row in answered["account"]}
    assert set(states) == {one.place for one in nation.MODEL_USERS}
    assert [states[code] for code in ("F059", "F064", "F069")] == [
        "not_confirmed",
        "not_confirmed",
        "too_few_years_after",
    ]
    assert sum(state == "used" for state in states.values()) == 12
    assert states["F029"] == "used"  # it stopped, and stays until then
    own = {site["code"]: site for site in answered["primary"]["sites"]}
    assert set(own) == {code for code, state in states.items() if state == "used"}
    assert max(own["F029"]["after"]) < 2022 < max(own["F024"]["after"])
    assert answered["primary"]["change"]["people"] < 0


def test_the_document_is_canonical_and_the_same_each_time(answered):
    text = to_canonical_json(answered)
    assert json.loads(text)["format"] == "cairn.pooled/1"
    specification = list_users()
    assert to_canonical_json(answer_measure(specification, specification.measures[0])) == text


def test_unconfirmed_and_uncertain_starts_come_in_as_sensitivities(answered):
    by_kind = {one["kind"]: one for one in answered["sensitivities"]}
    assert list(by_kind) == ["with_unconfirmed", "first_day", "last_day", "without_stopped"]
    assert [one["councils"] for one in by_kind.values()] == [14, 12, 12, 11]
    assert all(one["estimate"]["change"]["analysis"] < 0 for one in by_kind.values())


def test_path_interval_prediction_and_the_rest_stand_beside_it(answered):
    primary = answered["primary"]
    assert [year["years_since"] for year in primary["path"]][:1] == [-6]
    assert {"effect", "low", "high", "usual_low", "usual_high", "sites"} <= set(primary["path"][0])
    assert primary["next_council"][0] < primary["change"]["analysis"] < primary["next_council"][1]
    assert primary["without_each"]["low"] <= primary["change"]["analysis"] <= primary["without_each"]["high"]
    assert primary["cross_check"]["standard_error"] > 0
    assert primary["by_fidelity"] is None


def test_those_on_the_list_that_are_not_used_are_compared_by_nobody(answered):
    primary = answered["primary"]
    names = dict(Place.objects.filter(code__in=["F059", "F064", "F069"]).values_list("code", "name"))
    reasons = {row["name"]: row["reason"] for row in primary["not_compared"]}
    assert [reasons.get(name) for name in names.values()] == ["left out by the plan"] * 2 + [None]
    # F069 started too late to be used, but it is a site and so no donor either.
    assert primary["compared"] == primary["places"] - 12


def test_fewer_than_four_confirmed_are_too_few_with_the_others_as_a_sensitivity():
    whole = list_users()
    few = tuple(
        site if site.place in ("F002", "F004", "F014") else replace(site, confirmed_by="") for site in whole.sites
    )
    document = answer_measure(replace(whole, sites=few), whole.measures[0])
    assert document["finding"]["verdict"] == "too_few_sites"
    others = {one["kind"]: one for one in document["sensitivities"]}
    assert others["with_unconfirmed"]["councils"] == 14
    assert others["with_unconfirmed"]["estimate"] is not None


@pytest.mark.parametrize(
    ("changes", "state"),
    by_day(
        [
            ({"first": None, "last": None}, "no_start"),
            ({"counted_with": "F002"}, "part_of_another_row"),
            ({"confirmed_by": ""}, "not_confirmed"),
            ({"stop": date(2017, 4, 20)}, "stopped_at_once"),
            ({"place": "F999"}, "no_figures"),
            ({"first": date(2014, 4, 1), "last": date(2014, 4, 30)}, "too_few_years_before"),
        ],
        one_in=3,
    ),
)
def test_why_a_council_is_not_used(changes, state):
    whole = list_users()
    sites = (ListedSite(**(whole.sites[1].__dict__ | changes)), *whole.sites[3:12], whole.sites[0])
    document = answer_measure(replace(whole, sites=sites), whole.measures[0])
    code = changes.get("place", "F004")
    assert next(row["state"] for row in document["account"] if row["code"] == code) == state


def test_of_too_few_no_size_is_said_even_in_a_sensitivity():
    sites = (make_site("F002"), make_site("F004", confirmed_by=""))
    specification = make_specification(*sites)
    document = answer_measure(specification, specification.measures[0])
    assert [one["estimate"] for one in document["sensitivities"]] == [None]


def test_no_figures_at_all_account_for_everybody_too():
    specification = make_specification(make_site("F002"), make_site("F004", None), measures=("cin_rate",))
    document = answer_measure(specification, specification.measures[0])
    assert document["finding"]["reasons"] == ["no_figures"]
    assert [row["state"] for row in document["account"]] == ["no_figures", "no_start"]


def test_a_list_is_read_back_as_it_was_written():
    specification = list_users()
    again = ModelSpecification.from_text(specification.to_text())
    assert again.to_text() == specification.to_text()
    assert again.sha256 == specification.sha256


def test_the_usual_measures_with_the_changes_of_their_definitions():
    found = list_measures()
    assert [one.measure for one in found] == ["cla_rate", "cin_rate", "cpp_rate", "rereferral_pct"]
    assert [(one.direction, one.smallest_change) for one in found] == [(-1, 10), (-1, 10), (-1, 10), (-1, 2)]


@pytest.mark.parametrize(
    ("change", "found"), [(-0.1, "fall"), (-0.09, "little"), (0.0, "little"), (0.1, "rise"), (0.0999, "little")]
)
def test_what_one_council_is_shown_to_have(change, found):
    assert classify(change, 0.1) == found
