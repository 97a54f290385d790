"""The words with which a paper begins."""

import pytest

from cairn.library.models import PracticeModel, Project
from cairn.papers.models import Paper
from cairn.papers.presenters.drafting import draft_texts
from cairn.papers.queries import get_material, get_public, take_snapshot
from tests.factories.accounts import UserFactory
from tests.factories.library import make_claim
from tests.factories.papers import make_option, make_public_claim
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, make_draft, make_record

pytestmark = pytest.mark.django_db


def draft(author, options, place=None, **figures):
    taken = take_snapshot(about=None, options=options, place=place, measures=[], user=author, on=NOON.date())
    snapshot = taken | figures
    paper = Paper(place=place, options=[option.slug for option in options], snapshot=snapshot)
    return draft_texts(about=None, place=place, snapshot=snapshot, public=get_material(paper, get_public()))


def figure(name: str, **given: str) -> dict:
    return {"name": name, "own": "20.0", "neighbours": "", "trend": "", "mark": "", **given}


def test_figures_are_put_beside_the_neighbours_and_their_direction_is_told():
    rows = [
        figure("Referrals", neighbours="1,015.0", own="1,020.5", trend="up from 900.0 in 2022 to 1,020.5 in 2025"),
        figure("UASC, number", neighbours="30.0", trend="down from 40.0 in 2022 to 20.0 in 2025"),
        figure("Plans", own="", mark="suppressed"),
    ]
    told = draft(UserFactory(), [], CouncilFactory(name="Leeds"), figures=rows)
    assert told["local"] == (
        "Above the average of its statistical neighbours, Leeds has: referrals. Below it: UASC, number. Up: "
        "referrals (from 900.0 in 2022 to 1,020.5 in 2025). Down: UASC, number (from 40.0 in 2022 to 20.0 in 2025). "
        "Suppressed or missing: plans."
    )


def test_no_figures_no_council_and_no_direction_are_said():
    author, leeds = UserFactory(), CouncilFactory(name="Leeds")
    assert draft(author, [])["local"] == "No council is named, so there are no local figures."
    assert draft(author, [], leeds)["local"] == "No figures for these measures are loaded for Leeds."
    rows = [figure("Referrals", neighbours="20.0")]
    assert draft(author, [], leeds, figures=rows)["local"] == (
        "No figure of Leeds is clearly above or below others, or moving clearly in one direction."
    )


def test_options_are_counted_and_named_by_letter():
    author = UserFactory()
    first, second = make_option(author), make_option(author, "Family Valued", who_to_ask="")
    make_public_claim(first, author=author, title="No difference", direction="nothing", comparator="Similar families")
    make_public_claim(first, author=author, title="£500 saved", topic="cost")
    told = draft(author, [first, second])
    assert told["options_words"].endswith(
        "Option A: one reported in favour, one against it or without a difference. "
        "Option B: one reported in favour, none against it or without a difference."
    )
    assert told["risks"] == (
        "Some results for options A and B have no comparison group, so the change might have "
        "happened anyway. Where no "
        "unfavourable result is shown, this does not show that nothing went wrong."
    )


def test_texts_that_are_kept_call_nothing_missing():
    """They are stored, and what is missing today may be there tomorrow: only the table says what is not there."""
    author = UserFactory()
    bare = make_draft(PracticeModel, author=author, title="Bare")
    told = draft(author, [make_option(author), bare])
    assert not any(
        word in told[name] for name in ("costs", "risks", "whom_to_ring") for word in ("No cost", "option B")
    )


def test_disagreement_of_independent_sources_is_a_risk():
    author = UserFactory()
    option = make_option(author)
    make_public_claim(option, author=author, title="More came into care", direction="against")
    assert draft(author, [option])["risks"].startswith("Independent sources disagree about option A.")


def test_no_word_of_another_record_and_nothing_hidden_stands_in_the_texts():
    author = UserFactory()
    option = make_option(author, "Planted title", not_known="Planted gap", who_to_ask="Planted number")
    hidden = make_draft(PracticeModel, author=author, title="Planted secret")
    make_claim(hidden, author=author, words="Planted secret")
    make_claim(option, author=author, words="Planted secret", direction="against")
    told = draft(author, [option, hidden])
    assert "Planted" not in " ".join(told.values())
    assert "86%" not in " ".join(told.values())
    assert "option B" not in " ".join(told.values()).lower()
    assert "none against it" in told["options_words"]


def test_results_of_a_model_are_counted_with_a_project_and_said_to_be_the_models():
    author = UserFactory()
    model = make_option(author)
    project = make_record(Project, author=author, title="A project")
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    make_public_claim(project, author=author, title="Arrests fell", direction="for")
    words = draft(author, [project, model])["options_words"]
    counted = "two reported in favour, none against it or without a difference; one of these for a model or project"
    # The model has one project only, so what is reported of that is shown for the model too.
    assert f"Option A: {counted} that it is linked to. Option B: {counted} that it is linked to." in words
