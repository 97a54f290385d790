"""Guidance, recommendations and self-checks: what is private stays so, and an answer is to the words of its day."""

import csv
import io

import pytest
from django.urls import reverse

from cairn.library.models import Guidance, PracticeModel, Recommendation, SelfCheck
from cairn.library.policies import UnableToSelfCheck
from cairn.library.services import start_self_check
from cairn.places.models import Place
from cairn.records import services as records
from cairn.voice.models import Challenge
from tests.factories.guidance import answer, make_check, make_guidance, make_recommendation
from tests.factories.library import load_library
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, join, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(user):
    return make_team(None, "Edge of care", user)


@pytest.fixture
def document():
    return make_guidance("Offer a navigator", "Pay an allowance")


def read(client, record):
    return client.get(record.get_absolute_url()).content.decode()


# --- Documents and recommendations --------------------------------------------------------------


def test_document_lists_its_recommendations_in_their_order(client, document):
    page = read(client, document)
    assert page.index("Offer a navigator") < page.index("Pay an allowance")


def test_document_does_not_tell_of_a_recommendation_that_is_a_draft(client, document):
    make_draft(Recommendation, guidance=document, title="Not for you", summary="Not for you.")
    assert "Not for you" not in read(client, document)


def test_recommendation_is_found_on_the_page_of_its_model_challenge_and_council(client, document):
    model = make_record(PracticeModel, title="House of help")
    challenge = make_record(Challenge, title="Closer to home?")
    council = FictionalCouncilFactory()
    make_recommendation(document, "Open a house", about=[model, challenge], places=[council])
    for page in (read(client, model), read(client, challenge), read(client, council)):
        assert "Open a house" in page


def test_recommendation_of_a_hidden_document_is_not_told_on_other_pages(client):
    hidden = make_draft(Guidance, title="Draft guide")
    model = make_record(PracticeModel, title="House of help")
    make_recommendation(hidden, "Open a house", about=[model])
    assert "Open a house" not in read(client, model)


def test_recommendation_added_by_hand_comes_last_and_has_the_beginning_of_its_words_as_title(
    logged_in_client, user, team, document
):
    words = "Offer every kinship family the same navigator " * 5
    sent = {"number": "3", "summary": words}
    response = logged_in_client.post(f"{reverse('library:new-recommendation')}?of={document.slug}", sent)
    made = Recommendation.objects.get(author=user)
    assert response.url == reverse("records:edit", args=[made.slug])
    assert (made.position, made.number, made.summary) == (2, "3", words.strip())
    assert len(made.title) <= 150
    assert made.title.endswith("…")
    assert words.startswith(made.title[:-1])
    assert not made.live


def test_recommendation_without_words_is_refused(logged_in_client, team, document):
    response = logged_in_client.post(
        f"{reverse('library:new-recommendation')}?of={document.slug}", {"number": "3", "summary": " "}
    )
    assert response.status_code == 200
    assert "Error:" in response.content.decode()
    assert Recommendation.objects.filter(number="3").count() == 0


# --- Self-checks --------------------------------------------------------------------------------


def test_self_check_is_private_until_it_is_shared(client, logged_in_client, other_user, user, team, document):
    check = make_check(document, user, team, ("not_yet", "We have nobody"))
    join(other_user, team.organisation)
    assert client.get(check.get_absolute_url()).status_code == 302
    client.force_login(other_user)
    assert client.get(check.get_absolute_url()).status_code == 404
    assert "We have nobody" not in client.get(reverse("library:self-checks")).content.decode()
    assert "We have nobody" in read(logged_in_client, check)
    records.share_record(record=check, by=user, at=NOON, sharing="organisation")
    assert "We have nobody" in read(client, check)


def test_page_of_the_document_does_not_tell_strangers_of_self_checks(client, other_user, user, team, document):
    make_check(document, user, team, ("met", ""))
    join(other_user, make_organisation("Brindlebridge Council"))
    client.force_login(other_user)
    assert "How we stand" not in read(client, document)


def test_what_nobody_answered_is_counted(logged_in_client, user, team, document):
    check = make_check(document, user, team, ("partly", "Since May"))
    page = read(logged_in_client, check)
    assert "1 partly met, 1 not answered" in page
    assert "Since May" in page


def test_answer_to_a_recommendation_that_changed_says_so(logged_in_client, user, team, document):
    check = make_check(document, user, team, ("met", ""), ("met", ""))
    Recommendation.objects.filter(title="Offer a navigator").update(addressed_to="Health bodies")
    page = read(logged_in_client, check)
    assert page.count("The recommendation has changed since this answer.") == 1
    assert "1 recommendation has changed since it was answered" in page


def test_answer_that_is_only_saved_again_stays_outdated(user, team, document):
    check = make_check(document, user, team, ("met", ""))
    first = Recommendation.objects.get(title="Offer a navigator")
    Recommendation.objects.filter(pk=first.pk).update(addressed_to="Health bodies")
    answer(check, user, ("met", ""))
    assert check.answers.get().is_outdated
    answer(check, user, ("met", ""), confirmed=frozenset({first.pk}))
    assert not check.answers.get().is_outdated
    Recommendation.objects.filter(pk=first.pk).update(addressed_to="Everybody")
    answer(check, user, ("partly", ""))
    assert not check.answers.get().is_outdated


def test_answers_are_given_on_one_page(logged_in_client, user, team, document):
    check = make_check(document, user, team)
    first, second = Recommendation.objects.filter(guidance=document).order_by("position")
    address = reverse("library:self-check-answers", args=[check.slug])
    sent = {f"answer-{first.pk}": "not_applicable", f"note-{first.pk}": "No carers", f"note-{second.pk}": ""}
    assert logged_in_client.post(address, sent).url == check.get_absolute_url()
    assert [(one.recommendation_id, one.answer, one.note) for one in check.answers.all()] == [
        (first.pk, "not_applicable", "No carers")
    ]
    logged_in_client.post(address, {f"answer-{second.pk}": "met"})  # taking an answer back
    assert [one.recommendation_id for one in check.answers.all()] == [second.pk]


def test_note_without_an_answer_is_refused(logged_in_client, user, team, document):
    check = make_check(document, user, team)
    first = Recommendation.objects.filter(guidance=document).first()
    address = reverse("library:self-check-answers", args=[check.slug])
    page = logged_in_client.post(address, {f"note-{first.pk}": "Soon"}).content.decode()
    assert "Choose an answer, or delete the note" in page
    assert not check.answers.exists()


def test_answers_to_what_is_hidden_from_a_colleague_stay(logged_in_client, other_user, user, team, document):
    """Who answers saves what they were shown, and nothing else."""
    check = make_check(document, user, team, ("met", ""), ("not_yet", "Too dear"))
    second = Recommendation.objects.get(title="Pay an allowance")
    records.withdraw_record(record=second, by=second.author, at=NOON)
    first = Recommendation.objects.get(title="Offer a navigator")
    logged_in_client.post(reverse("library:self-check-answers", args=[check.slug]), {f"answer-{first.pk}": "partly"})
    assert {one.recommendation_id: one.answer for one in check.answers.all()} == {
        first.pk: "partly",
        second.pk: "not_yet",
    }


def test_earlier_answers_stay_in_the_history(user, team, document):
    check = make_check(document, user, team, ("not_yet", ""))
    earlier = check.latest_revision
    answer(check, user, ("met", ""))
    records.restore_revision(record=check, revision=earlier, by=user, at=NOON)
    assert [one.answer for one in check.answers.all()] == ["not_yet"]


def test_repeat_starts_without_answers_beside_those_of_last_time(logged_in_client, user, team, document):
    earlier = make_check(document, user, team, ("not_yet", ""), ("met", ""))
    address = f"{reverse('library:new-self-check')}?again={earlier.slug}"
    sent = {"title": "Second", "checked_on_0": "", "checked_on": "2026-09"}
    response = logged_in_client.post(address, sent)
    again = SelfCheck.objects.get(title="Second")
    assert response.url == reverse("library:self-check-answers", args=[again.slug])
    assert (again.repeats, again.guidance, again.answers.count()) == (earlier, document, 0)
    assert "Last time: Not yet" in logged_in_client.get(response.url).content.decode()
    answer(again, user, ("partly", ""))
    page = read(logged_in_client, again)
    assert "Last time" in page
    assert "How we stand" in page
    assert "1 met, 1 not yet met" in page  # of the other check, in the list


def test_answers_as_csv(logged_in_client, user, team, document):
    check = make_check(document, user, team, ("met", "=1+1"))
    response = logged_in_client.get(reverse("library:self-check-file", args=[check.slug]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["Recommendation"], row["Answer"], row["Note"]) for row in rows] == [
        ("Offer a navigator", "Met", "'=1+1"),
        ("Pay an allowance", "Not answered", ""),
    ]
    assert "no-store" in response.headers["Cache-Control"]


def test_document_without_recommendations_cannot_be_answered(user, team):
    with pytest.raises(UnableToSelfCheck, match="no recommendations yet"):
        start_self_check(guidance=make_guidance(), title="T", checked_on="2026", team=team, by=user, at=NOON)


def test_document_that_is_hidden_cannot_be_answered(user, team):
    hidden = make_draft(Guidance, title="Draft guide", team=make_team(make_organisation("Other Council"), "Other"))
    with pytest.raises(UnableToSelfCheck, match="can see the document"):
        start_self_check(guidance=hidden, title="T", checked_on="2026", team=team, by=user, at=NOON)


# --- The starter library --------------------------------------------------------------------------


def test_starter_guidance_comes_with_its_links_and_stays_as_edited():
    load_library()
    duty = Guidance.objects.get(slug="duty-family-group-decision-making")
    assert duty.in_force.startswith("Not found")
    assert [one.position for one in duty.recommendations.order_by("position")] == [0, 1]
    first = duty.recommendations.get(position=0)
    assert {one.slug for one in first.about.all()} == {"family-group-conference", "help-before-children-are-removed"}
    Recommendation.objects.filter(pk=first.pk).update(summary="Edited here")
    first.about.clear()
    first.about.commit()
    load_library()
    first.refresh_from_db()
    assert first.summary == "Edited here"
    assert not Recommendation.objects.get(pk=first.pk).about.exists()
    assert Place.objects.filter(recommendations__isnull=False).count() == 0
