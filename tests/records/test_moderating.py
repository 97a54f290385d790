"""Moderators and the people who write records: what was reported, by whom, answered one by one or together."""

import pytest
from django.urls import reverse

from cairn.places.models import Place
from cairn.records import services
from cairn.records.models import Report
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.records import NOON, make_draft, make_record

pytestmark = pytest.mark.django_db
PAGE = reverse("records:reports")


class Nobody:
    is_authenticated = False


@pytest.fixture
def moderator():
    return give_site_role(UserFactory(), "moderator")


@pytest.fixture
def record():
    return make_record(title="A hub for teenagers")


@pytest.fixture
def council():
    return Place.objects.create(kind="council", code="E06009999", name="Otterdale", slug="otterdale")


def report(text="The year is wrong.", by=None, **about):
    return services.make_report(text=text, by=by or Nobody(), at=NOON, **about)


def test_the_list_shows_how_a_report_begins_and_who_made_it(moderator, record):
    report("One two three " * 20, by=UserFactory(name="Rita Reporter"), record=record)
    report(record=record)
    page = client_of(moderator).get(PAGE).content.decode()
    assert "Rita Reporter" in page
    assert "Not signed in" in page
    assert "One two three" in page
    assert page.count("One two three") == 8  # and not the whole of it


def test_reports_are_narrowed_to_records_or_councils(moderator, record, council):
    report(record=record)
    report(place=council)
    for about, there, gone in (("record", "A hub", "Otterdale</a>"), ("council", "Otterdale</a>", "A hub")):
        page = client_of(moderator).get(PAGE, {"about": about}).content.decode()
        assert there in page
        assert gone not in page


def test_one_answer_goes_to_many_and_they_move_to_the_answered_ones(moderator, record, council):
    made = [report(record=record), report(place=council), report("Something else.", record=record)]
    chosen = [one.pk for one in made[:2]]
    page = client_of(moderator).post(PAGE, {"reports": chosen, "answer": "Mended."}, follow=True).content.decode()
    assert "2 reports answered." in page
    assert set(Report.objects.filter(answer="Mended.", answered_by=moderator).values_list("pk", flat=True)) == {*chosen}
    waiting, answered = page.split(">Answered</h2>")
    assert "Something else." in waiting
    assert "Otterdale" in answered.split("Your own reports and questions")[0]


@pytest.mark.parametrize(
    ("given", "problem"), [({"answer": "Mended."}, "Select at least one report"), ({"reports": [1]}, "Write an answer")]
)
def test_half_an_answer_is_refused_in_words(moderator, record, given, problem):
    one = report(record=record)
    if "reports" in given:
        given = {"reports": [one.pk]}
    page = client_of(moderator).post(PAGE, given).content.decode()
    assert problem in page
    assert Report.objects.get().answered_at is None


def test_nobody_answers_or_reads_through_the_list_what_is_not_theirs(record, moderator):
    one = report("SECRET", record=record)
    draft = make_draft(title="SECRET draft")
    hidden = report("SECRET too", record=draft)
    stranger = client_of(UserFactory())
    page = stranger.post(PAGE, {"reports": [one.pk], "answer": "Mine."}).content.decode()
    assert "Select reports from the list" in page
    assert "SECRET" not in page
    page = client_of(moderator).post(PAGE, {"reports": [hidden.pk], "answer": "Mine."}).content.decode()
    assert "SECRET too" not in page
    assert not Report.objects.filter(answered_at__isnull=False).exists()


def test_what_was_answered_about_a_draft_is_not_listed_for_moderators(moderator):
    draft = make_draft(title="SECRET draft")
    one = report("SECRET too", record=draft)
    services.answer_report(report=one, answer="Mended.", by=draft.author, at=NOON)
    assert "SECRET" not in client_of(moderator).get(PAGE).content.decode()
    assert "SECRET too" in client_of(draft.author).get(PAGE).content.decode()
