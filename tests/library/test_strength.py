"""One function says how strong evidence is and which way it points: the rule of "How we rate evidence"."""

import pytest

from cairn.library.models import Change, Claim, Direction, Grade, Study, Topic
from cairn.library.presenters.entries import _describe_independent
from cairn.library.presenters.strength import find_way, rate, weigh


def make_claim(direction="for", *, source=1, **fields):
    """A result of an evaluation about safety, which is better when there is more of it."""
    values = {"title": "Something changed", "topic": "outcome", "grade": "E", "outcome_terms": ["safety"], **fields}
    return Claim(direction=direction, source_id=source, **values)


TRIAL = {"study": "trial"}
COMPARED = {"study": "comparison", "comparator": "families nearby"}
CARE = {"outcome_terms": ["care"], "change": "fewer"}


@pytest.mark.parametrize(
    ("fields", "strength"),
    [
        ({}, 1),
        ({"study": "before_after"}, 1),
        ({"study": "review"}, 1),
        (COMPARED, 2),
        (COMPARED | {"comparator": ""}, 1),  # with what it was compared is not known
        (COMPARED | {"grade": "C"}, 1),  # a council's own comparison is no evaluation
        (COMPARED | {"grade": "N"}, 1),
        (COMPARED | {"grade": "S"}, 2),
        (COMPARED | {"grade": "G"}, 2),
        (TRIAL, 3),
        (TRIAL | {"grade": "C"}, 1),
        ({"comparator": "England", "design": "randomised trial"}, 1),  # words are not read; the code is
        (TRIAL | {"topic": "delivery"}, 0),
        (TRIAL | {"topic": "cost"}, 0),
        (TRIAL | {"direction": "context"}, 0),
        (TRIAL | {"direction": "nothing"}, 0),  # not shown
        (TRIAL | {"direction": "nothing", "change": "same"}, 3),
    ],
)
def test_strength_of_one_result_follows_from_study_grade_and_comparator(fields, strength):
    claim = make_claim(**fields)

    assert (rate(claim), weigh([claim]).strength) == (strength, strength)


@pytest.mark.parametrize(
    ("direction", "fields", "kind", "words"),
    [
        ("for", {}, "reported", "Improved, as reported"),
        ("for", COMPARED, "improved", "Improved"),
        ("for", TRIAL, "improved", "Improved"),
        ("against", {}, "worse_reported", "Worse, as reported"),
        ("against", TRIAL, "worse", "Worse"),
        ("nothing", {"change": "same"}, "no_difference", "No clear difference"),
        ("nothing", {}, "unknown", "Not shown"),
        (
            "for",
            {"outcome_terms": ["care"], "change": "fewer"},
            "fewer_reported",
            "Fewer children in care, as reported",
        ),
        ("for", CARE | TRIAL, "fewer", "Fewer children in care"),
        ("against", {"outcome_terms": ["care"], "change": "more"} | TRIAL, "more", "More children in care"),
        ("for", {"outcome_terms": ["care", "money"], "change": "fewer"}, "fewer_reported", None),
        ("for", {"outcome_terms": ["plans", "safety"], "change": "fewer"}, "reported", None),
        ("for", {"outcome_terms": ["care"]}, "unknown", "Changed; which way is not stated"),
        ("for", {"outcome_terms": []}, "reported", "Improved, as reported"),
    ],
)
def test_direction_judges_only_where_a_better_way_is_known(direction, fields, kind, words):
    way = find_way(make_claim(direction, **fields))

    assert way.kind == kind
    assert words in (None, way.words)


def test_no_result_is_no_evidence():
    nothing = weigh([make_claim("nothing"), make_claim(topic="delivery")])

    assert (nothing.strength, nothing.way.kind, nothing.way.words, nothing.changes) == (0, "unknown", "Not known", [])


def test_the_strongest_study_counts():
    found = weigh([make_claim(title="Reported", source=1), make_claim("against", title="Trial", source=2, **TRIAL)])

    assert (found.strength, found.way.kind, found.changes) == (3, "worse", ["Trial"])
    assert len(found.results) == 2


def test_two_trials_that_agree_on_an_outcome_are_four_stones():
    assert weigh([make_claim(source=1, **TRIAL), make_claim(source=2, **TRIAL)]).strength == 4


def test_two_results_of_one_trial_are_not_two_trials():
    one_report = [make_claim(source=1, report_id=7, **TRIAL), make_claim(source=2, report_id=7, **TRIAL)]
    one_source = [make_claim(source=1, **TRIAL), make_claim(source=1, **TRIAL)]

    assert (weigh(one_report).strength, weigh(one_source).strength) == (3, 3)


def test_two_trials_of_different_outcomes_do_not_agree():
    found = weigh([make_claim(source=1, **TRIAL), make_claim(source=2, outcome_terms=["learning"], **TRIAL)])

    assert (found.strength, found.way.kind) == (3, "improved")


@pytest.mark.parametrize("other", [{"direction": "against"}, {"direction": "nothing", "change": "same"}])
def test_trials_that_disagree_are_mixed_and_stay_at_three(other):
    found = weigh([make_claim(title="Better", source=1, **TRIAL), make_claim(title="Not", source=2, **TRIAL, **other)])

    assert (found.strength, found.way.words) == (3, "Mixed: two trials disagree")
    assert found.changes == ["Better", "Not"]


def test_no_difference_in_another_outcome_of_the_same_study_is_not_mixed():
    same = make_claim("nothing", title="Same", change="same", outcome_terms=["stability"], **TRIAL)
    found = weigh([same, make_claim(title="Better", **TRIAL)])

    assert (found.way.kind, found.changes) == ("improved", ["Better", "Same"])


def test_for_and_against_in_different_outcomes_is_mixed():
    found = weigh([make_claim(**COMPARED), make_claim("against", outcome_terms=["learning"], **COMPARED)])

    assert (found.strength, found.way.words) == (2, "Mixed")


def test_weaker_results_that_disagree_change_nothing():
    found = weigh([make_claim(source=1, **TRIAL), make_claim("against", source=2)])

    assert (found.strength, found.way.kind) == (3, "improved")


def test_every_code_is_rated():
    """A code that is added must be thought about here."""
    assert set(Study.values) == {"trial", "comparison", "before_after", "one_group", "views", "review"}
    assert set(Grade.values) == set("EGCNS")
    assert set(Change.values) == {"more", "fewer", "same"}
    assert set(Direction.values) == {"for", "against", "nothing", "context"}
    assert set(Topic.values) == {"outcome", "delivery", "cost", "context"}


def test_in_one_line():
    assert weigh([make_claim(**TRIAL)]).describe() == (
        "Improved. Strength of evidence: 3 of 4, tested in a randomised trial"
    )


@pytest.mark.parametrize(
    ("independent", "retold", "number", "words"),
    [
        (0, 0, 1, "The one result about what changed does not come from an independent evaluation or from research."),
        (1, 0, 1, "The one result about what changed comes straight from an independent evaluation or from research."),
        (0, 1, 1, "The one result about what changed is a second-hand account of an evaluation."),
        (0, 2, 5, "None of the 5 results about what changed comes straight from … research; 2 are second-hand …"),
        (1, 1, 3, "1 of 3 results about what changed comes straight from … research; 1 is a second-hand …"),
        (4, 0, 4, "All 4 results about what changed come straight from an independent evaluation or from research."),
    ],
)
def test_who_reported_is_said_in_a_sentence(independent, retold, number, words):
    start, _, rest = words.partition("…")
    said = _describe_independent(independent, retold, number)
    assert said.startswith(start)
    assert all(part.strip() in said for part in rest.split("…"))


def test_a_project_that_made_things_worse_is_not_answered_with_not_yet():
    assert weigh([make_claim("against", outcome_terms=["stability"])]).outcome == "Worse, as reported."
    assert weigh([]).outcome == "We cannot tell yet."
