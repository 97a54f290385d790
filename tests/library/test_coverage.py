"""What a practitioner looks for first: where a model comes from, its parts, results of both kinds, who to ask."""

import re

from cairn.library.definitions.programmes import get_known_programmes
from cairn.library.definitions.starter import get_starter

NO_LIST = re.compile(r"\bnot find\b.*\b(?:parts?|what must be kept)\b|\bparts?\b.*\bnot found\b", re.IGNORECASE)
NO_RESULT = re.compile(
    r"\bno (?:result|figures?)\b|\bnot (?:find|found|read)\b|\bnot be read\b|\bno result\b", re.IGNORECASE
)
FROM_AN_ADDRESS = 0.7  # of the sources; before domain-2 was read it was 6 of 108


def test_no_model_is_without_origin_and_somebody_to_ask():
    assert [one["key"] for one in get_starter().models if not (one["originator"] and one["who_to_ask"])] == []


def test_every_model_has_parts_or_a_source_in_which_none_were_found():
    bare = [one for one in get_starter().models if not one["components"]]
    assert bare
    assert [one["key"] for one in bare if not any(NO_LIST.search(claim["title"]) for claim in one["claims"])] == []


def test_every_model_has_a_result_or_a_source_in_which_none_was_found():
    def has_result(model):
        own = [claim for claim in model["claims"] if claim["topic"] in ("outcome", "delivery")]
        return any(one["direction"] != "context" for one in own) or any(NO_RESULT.search(one["title"]) for one in own)

    assert [one["key"] for one in get_starter().models if not has_result(one)] == []


def test_results_that_found_nothing_or_speak_against_are_there():
    """Nulls and harms are as prominent as gains: they are claims of their own, not half a sentence."""
    found = {(one["key"], claim["direction"]) for one in get_starter().models for claim in one["claims"]}
    unfavourable = {key for key, direction in found if direction in ("nothing", "against")}
    assert unfavourable >= {
        "signs-of-safety",
        "social-workers-in-schools",
        "schwartz-rounds",
        "treatment-foster-care",
        "mockingbird",
        "staying-close",
        "family-drug-alcohol-court",
        "family-group-conference",
        "consultant-pods",
        "devolved-budgets",
        "contextual-safeguarding",
    }


def test_a_study_that_two_sources_tell_differently_has_both():
    asked = {}
    for model in get_starter().models:
        for claim in model["claims"]:
            if "question" in claim:
                asked.setdefault(claim["question"], set()).add(claim["source"])
    assert asked["How many families were in the conference trial?"] == {"fgc-rct", "cc-fgc"}
    assert asked["By how much did protection plans fall in Hertfordshire?"] == {"hemel-fs", "cc-fs-2020"}
    assert asked["How sure is the study of 2023?"] == {"fdac-qed", "lgl-2023"}


def test_evaluations_that_are_not_published_say_why_and_those_with_a_date_when():
    open_ones = [one for one in get_starter().reports if one.get("state", "published") != "published"]
    assert {(one["key"], one.get("due")) for one in open_ones} >= {
        ("no-wrong-door-trial", "2024-04"),
        ("family-safeguarding-trial", "2025-10"),
        ("family-valued-trial", "2027"),
        ("mockingbird-comparison-study", None),
    }
    assert [one["key"] for one in open_ones if not one.get("why_unpublished") or "published" in one] == []


def test_what_came_afterwards_is_known_of_each_project_of_the_event():
    since = {one["key"]: one.get("milestones", []) for one in get_starter().projects}
    speakers = (
        *(
            "leeds-family-valued",
            "west-berkshire-building-communities",
            "stoke-house-project",
            "ealing-brighter-futures",
        ),
        *("bradford-b-positive-pathways", "north-yorkshire-no-wrong-door", "wigan-rochdale-act", "stockport-family"),
        *("fdac-national-unit", "project-crewe"),
    )
    assert [key for key in speakers if not since[key]] == []
    assert [one for rows in since.values() for one in rows if one["on"] < "2016"] == []


def test_most_sources_have_an_address_and_a_copy_is_not_one():
    sources = get_starter().sources.values()
    assert sum("address" in one for one in sources) / len(sources) > FROM_AN_ADDRESS
    assert [one["title"] for one in sources if "address" in one and one["how"] not in ("page", "record")] == []
    copies = {one["copy"] for one in sources if "copy" in one}
    assert len(copies) > 10
    assert copies.isdisjoint(one.get("address") for one in sources)


def test_a_hundred_councils_use_something_and_what_only_the_originator_says_is_not_confirmed():
    uses = [one for one in get_known_programmes() if one.model]
    assert len(uses) > 130
    assert len({one.code for one in uses}) > 70
    confirmed = {(one.model, one.code) for one in uses if one.by_council or one.grade in "EG"}
    assert ("family-safeguarding", "867") not in confirmed  # Bracknell Forest, which Hertfordshire's page names
    assert ("family-safeguarding", "332") in confirmed  # Dudley, which says so itself
    assert ("mockingbird", "356") not in confirmed  # Stockport, which The Fostering Network names
