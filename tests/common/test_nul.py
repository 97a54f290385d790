"""A NUL in an address or a form is no error, and gets the same answer on both databases."""

import json

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import path, reverse

from cairn.config.urls import handler400, urlpatterns  # noqa: F401 (read by Django, as these are addresses of a site)
from cairn.records.models import SavedForm
from cairn.records.sections import get_sections
from cairn.voice.models import Need
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SENTENCE = "holds a character that cannot be stored"


def ask_database(request):
    """As a view would that takes JSON out of a form: what it holds is read past every check of forms."""
    with connection.cursor() as cursor:
        cursor.execute(request.GET["query"], [json.loads(request.GET["sent"])])
    return HttpResponse("kept")


urlpatterns = [*urlpatterns, path("ask-database/", ask_database)]


@pytest.mark.parametrize("path", ["records/?q", "actions/new/?of", "reported/new/?about", "papers/new/?about"])
def test_nul(path):
    author = UserFactory()
    answer = client_of(author).get(f"/{path}=%00")
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ["lessons/agree/a%00b/", "files/abc/%00"])
def test_nul_in_the_path_leads_nowhere(path):
    assert client_of(UserFactory()).get(f"/{path}").status_code == 404


@pytest.mark.parametrize("page", ["autosave", "section"])
@pytest.mark.parametrize(
    "typed", [{"title": "a\0b"}, {"ti\0tle": "ab"}, {"title": ["ab", "\0"]}, {"title": "\0", "later": "yes"}]
)
def test_what_is_typed_with_a_nul_is_refused_with_a_sentence_and_not_kept(typed, page):
    author = UserFactory()
    record = make_draft(Need, author=author)
    section = get_sections(record.kind)[0].name
    answer = client_of(author).post(reverse(f"records:{page}", args=[record.slug, section]), typed)
    assert answer.status_code == 400
    assert SENTENCE in answer.content.decode()
    assert not SavedForm.objects.exists()


def test_nul_in_a_form_of_a_stranger_is_refused_too(client):
    answer = client.post("/log-in/", {"login": "a\0@example.org", "password": "\0"})
    assert answer.status_code == 400
    assert SENTENCE in answer.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("query", "sent"), [("SELECT %s", r'"a\u0000b"'), ("SELECT CAST(%s AS jsonb) ->> 0", r'"[\"a\\u0000b\"]"')]
)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps a NUL")
def test_nul_that_only_the_database_finds_is_refused_too(client, query, sent):
    answer = client.get("/ask-database/", {"query": query, "sent": sent})
    assert answer.status_code == 400
    assert SENTENCE in answer.content.decode()
