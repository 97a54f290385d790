"""The starter library's files: nothing without a source, no name that leads nowhere, faults named with their line."""

import re

import pytest

from cairn.common.definitions import DefinitionError
from cairn.library.definitions import starter, vocabularies
from cairn.library.definitions.programmes import get_known_programmes
from cairn.library.definitions.starter import _load, get_starter
from cairn.library.definitions.vocabularies import get_vocabularies, get_vocabulary
from tests.cases import by_day
from tests.library.starter_files import ROOT, list_parts

# --- what every entry has ------------------------------------------------------------


def test_everything_that_is_said_has_a_source_and_a_grade():
    names = ("claims", "costs", "milestones", "awards", "moves", "outcomes", "parts", "uses")
    parts = list(list_parts(*names))
    assert {name for _, name, _ in parts} == set(names)
    assert [key for key, _, part in parts if not part.get("source") or part.get("grade") not in set("EGCNS")] == []
    assert all(one["source"] and one["source_grade"] for one in get_starter().judgements)
    assert all(one["source"] for one in get_starter().reports)


def test_every_source_is_used():
    used = {part["source"] for _, _, part in list_parts(*starter.OF_PART) if "source" in part}
    used |= {one["source"] for one in [*get_starter().judgements, *get_starter().reports, *get_starter().guidance]}
    used |= {one.source_key for one in get_known_programmes()}
    assert set(get_starter().sources) - used == set()


def test_every_project_has_a_driver_or_an_empty_list():
    assert [one["key"] for one in get_starter().projects if not isinstance(one["drivers"], list)] == []
    assert {one["key"]: one["drivers"] for one in get_starter().projects if one["drivers"]} == {
        "leeds-family-valued": ["scrutiny"],
        "west-berkshire-building-communities": ["scrutiny"],
    }


def test_there_are_ten_types_and_they_say_that_they_are_an_inference():
    types = get_vocabulary("ten_types")
    assert len(types.terms) == 10
    assert types.is_inferred
    assert "an inference" in types.provenance
    assert all("our reading" in term.meaning for term in types.terms)
    assert [one.key for one in get_vocabularies() if one.is_inferred] == ["ten_types"]


def test_counts_that_differ_answer_the_same_question():
    asked = {}
    for _, _, claim in list_parts("claims"):
        if "question" in claim:
            asked.setdefault(claim["question"], []).append(claim.get("value"))
    assert asked["How many projects were in Round 1?"] == [53, 56, 57]
    assert asked["How many projects were there in all?"] == [94, 95]
    assert asked["How many councils take part in Strengthening Families, Protecting Children?"] == [20, 17, 18]
    assert asked["In how many projects did the quality of the service rise?"] == [42, 42]
    assert [question for question, values in asked.items() if len(values) < 2] == []


def test_at_most_one_answer_to_a_question_is_preferred():
    preferred = [claim["question"] for _, _, claim in list_parts("claims") if "preferred_because" in claim]
    assert len(preferred) == len(set(preferred))
    assert "When did B Positive Pathways start?" in preferred


def test_each_of_the_three_parts_of_brighter_futures_leads_to_an_outcome():
    model = next(one for one in get_starter().models if one["key"] == "intensive-engagement")
    assert len(model["components"]) == 3
    assert all(part["function"] and part["form"] and part["outcome"] for part in model["components"])


def test_some_method_did_not_help():
    assert {(key, part["about"]) for key, _, part in list_parts("uses") if part["helped"] == "did_not_help"} >= {
        ("social-impact-bond", "fdac-national-unit")
    }


def test_the_challenge_of_teenagers_is_answered_by_those_who_tried():
    challenge = next(one for one in get_starter().challenges if one["key"] == "fewer-teenagers-coming-into-care")
    assert {answer["about"] for answer in challenge["answered_by"]} >= {
        "north-yorkshire-no-wrong-door",
        "bradford-b-positive-pathways",
        "ealing-brighter-futures",
        "wigan-rochdale-act",
        "no-wrong-door",
        "intensive-engagement",
        "achieving-change-together",
    }


def test_every_challenge_has_several_answers_and_is_a_question():
    assert [one["key"] for one in get_starter().challenges if len(one["answered_by"]) < 2] == []
    assert [one["key"] for one in get_starter().challenges if not one["title"].endswith("?")] == []


def test_a_project_that_an_inspection_set_off_began_after_it():
    began = {
        one["key"]: (one["set_off_on"], one.get("started")) for one in get_starter().projects if "set_off_on" in one
    }
    assert began == {
        "leeds-family-valued": ("2009", "2015-01"),
        "west-berkshire-building-communities": ("2015-03", None),
    }


def test_grades_of_the_present_framework_are_no_older_than_it():
    named = [one for one in get_starter().judgements if one["framework"] != "not recorded"]
    assert named
    assert all(one["on"] >= "2018" and one["framework"].startswith("ILACS") for one in named)
    assert all(one["on"] < "2018" for one in get_starter().judgements if one not in named)


# --- faults are named -------------------------------------------------------------------------------


def copy_definitions(tmp_path, name, file, old, new):
    folder = tmp_path / "definitions" / name
    folder.mkdir(parents=True)
    for path in (ROOT / name).rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        copied = folder / path.relative_to(ROOT / name)
        if str(copied.relative_to(folder)) == file:
            assert old in text
            text = text.replace(old, new, 1)
        copied.parent.mkdir(exist_ok=True)
        copied.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    by_day(
        [
            ("models/family-group-conference.yaml", "source: fgc-rct", "source: nowhere", "'source' is 'nowhere'"),
            (
                "models/family-group-conference.yaml",
                "measure: cla_started_rate",
                "measure: fish",
                "'measure' is 'fish'",
            ),
            ("models/family-group-conference.yaml", "types: [process", "types: [fish", "'types' is 'fish'"),
            (
                "models/family-valued.yaml",
                "report: family-valued-evaluation-2017",
                "report: fish",
                "'report' is 'fish'",
            ),
            ("models/pause.yaml", "grade: S", "grade: Z", "models/pause.yaml, line"),
            (
                "models/pause.yaml",
                "topic: outcome",
                "topic: fish",
                "'topic' is 'fish'; allowed are outcome, delivery, cost",
            ),
            (
                "models/house-project.yaml",
                "key: house-project",
                "key: stoke-house-project",
                "it must be 'house-project', as the",
            ),
            ("programmes.yaml", 'on: "2013-10"', 'on: "2013-13"', "'on' is '2013-13'"),
            ("programmes.yaml", "source: icsc-about", "source: fish", "'source' is 'fish'"),
            ("rounds.yaml", "programme: innovation-programme", "programme: fish", "'programme' is 'fish'"),
            (
                "reports.yaml",
                "key: fdac-evaluation-2023",
                "key: fdac-national-unit",
                "is an address of projects.yaml already",
            ),
            ("sources.yaml", "how: record", "how: copy", "'copy' is missing; add it."),
            ("sources.yaml", ", how: record}", "}", "'how'"),
            ("programmes.yaml", "kind: event", "kind: fish", "'kind' is 'fish'; allowed are event, funding"),
            ("projects.yaml", 'kind: inspection, place: "383"', 'kind: inspection, place: "999"', "'place' is '999'"),
            ("projects.yaml", "models: [house-project]", "models: [fish]", "'models' is 'fish'"),
            ("projects.yaml", 'places: ["861"]', 'places: ["999"]', "'places' is '999'"),
            ("projects.yaml", "programme: innovation-programme", "programme: fish", "'programme' is 'fish'"),
            (
                "projects.yaml",
                "programme: innovation-programme",
                "programme: partners-in-practice",
                "name that programme.",
            ),
            ("projects.yaml", "move: developing", "move: fish", "'move' is 'fish'"),
            ("projects.yaml", "drivers: [scrutiny]", "drivers: [fish]", "'drivers' is 'fish'"),
            ("projects.yaml", "  drivers: [scrutiny]\n", "", "'drivers' is missing; add it."),
            ("projects.yaml", "amount: 4850000", 'amount: "4.85m"', "it must be a whole number"),
            ("reports.yaml", "about: [family-valued,", "about: [fish,", "'about' is 'fish'"),
            ("methods.yaml", "about: wigan-rochdale-act", "about: fish", "'about' is 'fish'"),
            ("judgements.yaml", 'place: "383"', 'place: "999"', "'place' is '999'"),
            ("judgements.yaml", "area: overall", "area: fish", "'area' is 'fish'"),
            ("challenges.yaml", "about: no-wrong-door", "about: fish", "'about' is 'fish'"),
            ("challenges.yaml", "measures: [cla_10_to_15_number", "measures: [fish", "'measures' is 'fish'"),
        ],
        one_in=4,
    ),
)
def test_a_fault_in_the_files_is_named_with_its_line(tmp_path, file, old, new, sentence):
    folder = copy_definitions(tmp_path, "library", file, old, new)
    with pytest.raises(DefinitionError, match=re.escape(sentence)) as problem:
        _load(folder)
    assert re.match(r"definitions/library/[a-z/-]+\.yaml, line [1-9]", str(problem.value))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("key: drivers", "key: fish", "'key' is 'fish'; it must be 'drivers', as the file is called."),
        ("key: scrutiny", "key: demand", "'key' is 'demand', which another word has; give it its own."),
        ("is_inferred: false", "is_inferred: perhaps", "'is_inferred' is 'perhaps'; it must be true or false."),
    ],
)
def test_a_fault_in_a_vocabulary_is_named_with_its_line(tmp_path, settings, old, new, sentence):
    settings.DEFINITIONS_DIR = copy_definitions(tmp_path, "vocabularies", "drivers.yaml", old, new).parent
    (problem,) = vocabularies.find_problems()
    assert str(problem).startswith("definitions/vocabularies/drivers.yaml, line ")
    assert sentence in str(problem)


def test_a_vocabulary_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(vocabularies.UnableToFindVocabulary, match=r"no vocabulary 'fish'. There are .*needs"):
        get_vocabulary("fish")


def test_terms_have_a_key_and_a_title():
    assert {term.key: term.title for term in get_vocabulary("stages").terms}["system_change"] == "System change"
    assert get_vocabulary("drivers").keys == {"demand", "scrutiny", "less_money", "quality_at_lower_cost"}


def test_the_files_of_the_project_have_no_fault():
    assert [*starter.find_problems(), *vocabularies.find_problems()] == []


# --- what councils are known to have done -------------------------------------------------------------


def test_what_ended_and_what_was_changed_is_said_of_a_council():
    known = {(one.code, one.model): one for one in get_known_programmes()}
    kent, bradford = known["886", "family-drug-alcohol-court"], known["380", "no-wrong-door"]
    assert (kent.since, kent.ended, kent.note) == ("", "2022/23", "Closed for lack of funds.")
    assert "A specialist teacher was added" in bradford.changes
    assert known["806", "no-wrong-door"].changes.startswith("The age band is 11 to 18.")
    assert (known["383", "family-valued"].ended, known["383", "family-valued"].changes) == ("", "")


def test_a_council_uses_a_model_once():
    used = [(one.code, one.model) for one in get_known_programmes() if one.model]
    assert sorted(used) == sorted(set(used))


def test_councils_of_a_project_with_a_model_are_known_to_use_it():
    """FDAC's unit and others have no council; a model that is a part of another one stands with that."""
    known = {(one.code, one.model) for one in get_known_programmes()}
    for project in get_starter().projects:
        for code in project.get("places", []):
            models = project.get("models", [])
            assert not models or {(code, model) for model in models} & known, project["key"]
