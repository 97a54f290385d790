"""Whether something lasts: three looks, when they are due, and who sees them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import localdate, now

from cairn.adoption import policies, services
from cairn.adoption.models import Adoption, EmbedAnswer, Embedding, EmbedReview
from cairn.common.dates import add_months
from cairn.library.models import PracticeModel, Project, ProjectMove
from cairn.notices import services as notices
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.desk import get_due
from tests.factories.accounts import UserFactory
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, join, make_draft, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def project(author):
    return make_draft(Project, author=author, title="The house")


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def plan(record, started_on):
    return services.start_embedding(record=record, started_on=started_on, by=record.author, at=NOON)


def at(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_are_months_of_the_calendar(day, months, later):
    assert add_months(day, months) == later


def test_three_looks_stand_side_by_side(author, project):
    client, address = log_in(author), f"/embedding/{project.slug}/"
    assert "No reviews planned yet" in client.get(address).content.decode()
    begun = add_months(localdate(), -13)
    assert client.post(address, {"started_on": f"{begun:%d/%m/%Y}"}).status_code == 302
    for when, state in (("start", "not_yet"), ("six", "partly"), ("twelve", "in_place")):
        given = {"owner": state, "owner_note": f"Note {when}", "owner_next": f"Step {when}"}
        assert client.post(f"{address}{when}/", given).status_code == 302
    page = client.get(address).content.decode()
    row = page.partition("A named post runs it")[2].partition("</tr>")[0]
    assert [row.index(words) for words in ("Not yet", "Partly", "In place")] == sorted(
        row.index(words) for words in ("Not yet", "Partly", "In place")
    )
    assert all(words in row for words in ("Note six", "Next: Step twelve"))
    assert "Overdue" not in page
    assert "does not list them" in page  # where the questions come from
    # A second time replaces the first.
    client.post(f"{address}six/", {"owner": "in_place"})
    assert EmbedAnswer.objects.filter(review__when="six").values_list("state", "note").get() == ("in_place", "")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose the status of at least one of them"),
        ({"owner_note": "A manager"}, "Choose the status as well"),
        ({"owner": "maybe"}, "Choose one of the four answers"),
        ({"owner": "partly", "owner_note": "A boy in the house is being hit"}, "sounds like a concern"),
    ],
)
def test_bad_input_gets_a_sentence(author, project, given, sentence):
    plan(project, localdate())
    assert sentence in log_in(author).post(f"/embedding/{project.slug}/start/", given).content.decode()
    assert not EmbedReview.objects.exists()


def test_day_that_is_none_gets_a_sentence(author, project):
    page = log_in(author).post(f"/embedding/{project.slug}/", {"started_on": "in spring"}).content.decode()
    assert "This is not a date. Enter it like 31/3/2027" in page


def test_a_look_is_not_taken_before_its_time(author, project):
    embedding = plan(project, date(2026, 1, 15))
    answers = {"owner": {"state": "in_place", "note": "", "next_step": ""}}
    with pytest.raises(policies.UnableToReview, match="You can complete it from 15 June 2026"):
        services.save_review(embedding=embedding, when="six", answers=answers, by=author, at=at(date(2026, 6, 14)))
    services.save_review(embedding=embedding, when="six", answers=answers, by=author, at=at(date(2026, 6, 15)))
    assert EmbedReview.objects.get().when == "six"


def test_only_those_who_may_change_the_record_see_it(author):
    project = make_record(Project, author=author, title="The house")
    embedding = plan(project, localdate())
    answers = {"owner": {"state": "not_yet", "note": "Planted-note", "next_step": "Planted-step"}}
    services.save_review(embedding=embedding, when="start", answers=answers, by=author, at=now())
    mate, guest, colleague = UserFactory(), UserFactory(), UserFactory()
    join(mate, project.organisation, team=project.team)
    join(guest, project.organisation, role="reader", team=project.team)
    join(colleague, project.organisation)
    assert "Planted-note" in log_in(mate).get(f"/embedding/{project.slug}/").content.decode()
    for user in (guest, colleague, UserFactory()):
        for path in ("", "start/"):
            assert log_in(user).get(f"/embedding/{project.slug}/{path}").status_code == 404
            assert log_in(user).post(f"/embedding/{project.slug}/{path}", {"owner": "partly"}).status_code == 404
        assert "Is it lasting?" not in log_in(user).get(project.get_absolute_url()).content.decode()
    assert "Is it lasting?" in log_in(author).get(project.get_absolute_url()).content.decode()
    assert log_in(author).get(f"/embedding/{project.slug}/later/").status_code == 404
    assert log_in(author).get(f"/embedding/{make_draft(author=author).slug}/").status_code == 404


def test_use_of_a_model_is_looked_at_too(author):
    model = make_draft(PracticeModel, author=author)
    use = make_draft(Adoption, author=author, practice_model=model, place=FictionalCouncilFactory(), grade="C")
    plan(use, localdate())
    page = log_in(author).get(use.get_absolute_url()).content.decode()
    assert "After 6 months" in page


@pytest.mark.parametrize("move", ["paused", "ended", "handed_on"])
def test_nobody_is_chased_for_what_rests_or_ended(author, project, move):
    plan(project, add_months(localdate(), -7))
    ProjectMove.objects.create(project=project, position=0, move="growing", moved_on="2025")
    assert services.chase_overdue(at=now()) == 2
    ProjectMove.objects.create(project=project, position=1, move=move, moved_on="2026")
    assert services.chase_overdue(at=now()) == 0
    page = log_in(author).get(f"/embedding/{project.slug}/").content.decode()
    assert "because it rests or has ended" in page
    assert "Overdue" not in page


def test_merging_and_withdrawing(author, project):
    other = make_draft(Project, author=author, title="The same house")
    plan(other, localdate())
    records.merge_records(kept=project, other=other, by=author, at=NOON)
    assert Embedding.objects.get().record_id == project.pk
    records.withdraw_record(record=project, by=author, at=NOON)
    assert not Embedding.objects.exists()


def test_overdue_look_is_told_once_and_again_after_thirty_days(author, project):
    """Safe to run as often as the worker likes."""
    begun = add_months(localdate(), -6) - timedelta(days=3)
    embedding = plan(project, begun)
    answers = {"owner": {"state": "in_place", "note": "Planted", "next_step": ""}}
    services.save_review(embedding=embedding, when="start", answers=answers, by=author, at=now())
    for _ in range(3):
        assert services.chase_overdue(at=now()) == 1
    assert Notice.objects.filter(kind="embedding.overdue").count() == 1
    notices.send_waiting(frequency="daily", at=now())
    assert [one.to for one in mail.outbox] == [[author.email]]
    assert "After 6 months: the review of what is in place was due on" in mail.outbox[0].body
    assert "Planted" not in mail.outbox[0].body
    services.chase_overdue(at=now() + timedelta(days=31))
    assert Notice.objects.filter(kind="embedding.overdue").count() == 2
    # Taken since: the second mail says nothing and is not sent.
    services.save_review(embedding=embedding, when="six", answers=answers, by=author, at=now())
    assert notices.send_waiting(frequency="daily", at=now()) == 0
    assert services.chase_overdue(at=now()) == 0
    assert get_due(author) == []
