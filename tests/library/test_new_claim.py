"""A reported result is started from the page of a record, with a source that is chosen or added."""

import pytest
from django.urls import reverse

from cairn.library.models import Claim, PracticeModel, Source
from tests.factories.library import make_claim
from tests.factories.records import make_draft, make_record, make_team

pytestmark = pytest.mark.django_db
SAID = {"title": "86% stayed out of care", "direction": "for", "grade": "E"}


@pytest.fixture
def model(user):
    return make_record(PracticeModel, title="House of help", author=user, team=make_team(None, "Edge of care", user))


def address_of(about, **more):
    return reverse("library:new-claim", query={"about": about.slug, **more})


def test_source_of_what_is_reported_already_is_offered_and_taken(model, user, logged_in_client):
    source = make_claim(model, author=user).source
    page = logged_in_client.get(address_of(model)).content.decode()
    assert page.count("Evaluation Report 51") == 1
    answer = logged_in_client.post(address_of(model), {**SAID, "source": source.key})
    claim = Claim.objects.latest("pk")
    assert answer.url == reverse("records:edit", args=[claim.slug])
    assert (claim.title, claim.direction, claim.grade) == ("86% stayed out of care", "for", "E")
    assert (claim.about_id, claim.source, claim.team, claim.live) == (model.pk, source, model.team, False)


def test_new_source_is_added_once(model, logged_in_client):
    new = {**SAID, "source": "new", "source_title": "A report on houses", "source_address": "https://example.org/r"}
    logged_in_client.post(address_of(model), new)
    logged_in_client.post(address_of(model), {**new, "source_title": "The same"})
    assert [(one.title, one.address) for one in Source.objects.all()] == [
        ("A report on houses", "https://example.org/r")
    ]
    assert Claim.objects.count() == 2


def test_sources_are_looked_for_by_words_among_those_that_may_be_seen(model, user, logged_in_client):
    other = make_team(None, "Others")
    seen = Source.objects.create(key="seen", title="A study of night workers", publisher="Otter Press")
    hidden = Source.objects.create(key="hidden", title="Planted study of night workers")
    make_claim(make_record(PracticeModel, team=other), author=user, source=seen)
    stranger = make_draft(PracticeModel, team=other)
    make_claim(stranger, author=stranger.author, team=other, source=hidden)
    page = logged_in_client.get(address_of(model, q="night otter")).content.decode()
    assert "A study of night workers" in page
    page = logged_in_client.get(address_of(model, q="night")).content.decode()
    assert "Planted" not in page
    page = logged_in_client.post(address_of(model, q="night"), {**SAID, "source": "hidden"}).content.decode()
    assert "Choose a source from the list, or “A new source”" in page
    assert (
        "No sources found with these words." in logged_in_client.get(address_of(model, q="hospital")).content.decode()
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source_title": ""}, "Enter the title of the new source"),
        ({"source_title": "see link"}, "“see link” does not answer “Title of the new source”."),
        ({"source_address": "no address"}, "Enter the full address, for example https://www.example.org/report"),
        ({"title": "tbc"}, "“tbc” does not answer “What is said?”."),
        ({"grade": ""}, "Choose who says it"),
        ({"direction": "up"}, "up is not one of the available choices."),
        ({"source": ""}, "Choose a source, or “A new source”"),
    ],
)
def test_answer_that_is_missing_or_says_nothing_is_refused(changed, sentence, model, logged_in_client):
    new = {**SAID, "source": "new", "source_title": "A report on houses", "source_address": "", **changed}
    assert sentence in logged_in_client.post(address_of(model), new).content.decode()
    assert (list(Claim.objects.all()), list(Source.objects.all())) == ([], [])


def test_record_that_may_not_be_seen_has_no_such_page(logged_in_client, client, model):
    hidden = make_draft(PracticeModel, team=make_team(None, "Others"), title="Planted")
    assert logged_in_client.get(address_of(hidden)).status_code == 404
    assert logged_in_client.get("/reported/new/").url == "/records/new/"
    assert client.get(address_of(model)).url.startswith("/log-in/")


def test_page_of_a_record_leads_there_for_those_who_are_logged_in(model, client, logged_in_client):
    link = f'href="/reported/new/?about={model.slug}"'
    assert link in logged_in_client.get(model.get_absolute_url()).content.decode()
    assert link not in client.get(model.get_absolute_url()).content.decode()
