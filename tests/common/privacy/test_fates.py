"""What was forgotten once, and what the declarations do beyond it."""

import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from cairn.accounts.services import erase_account, export_account
from cairn.common import privacy
from cairn.lessons.models import Answer, Insight, Lesson, NotActed, OpenQuestion
from cairn.library.models import PracticeModel, Project, ShortListed
from cairn.notices.models import NoticePreference
from cairn.records import services
from cairn.records.models import Record, RecordFile
from tests.factories.accounts import UserFactory, client_of
from tests.factories.evaluation import make_locked_plan
from tests.factories.records import NOON, make_draft, make_record
from tests.factories.suggestions import make_suggestion

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("own_ledger")]


@pytest.fixture
def person():
    return UserFactory(name="Thistledown Person")


def test_short_list_and_preferences_go_with_the_account(person):
    ShortListed.objects.create(user=person, record_id=make_record().pk, added_at=NOON)
    NoticePreference.objects.create(user=person, kind="report.made", frequency="daily")
    erase_account(user=person, at=NOON)
    assert not ShortListed.objects.exists()
    assert not NoticePreference.objects.exists()


def test_answer_stays_without_a_name_and_becomes_no_new_lesson(person):
    question = make_record(OpenQuestion)
    answer = Answer.objects.create(
        question=question, text="Ring the hub", by=person, answered_at=NOON, may_become_lesson=True
    )
    erase_account(user=person, at=NOON)
    answer.refresh_from_db()
    assert (answer.by, answer.may_become_lesson, answer.text) == (None, False, "Ring the hub")
    page = Client().get(question.get_absolute_url()).content.decode()
    assert "A former user" in page
    assert "Ring the hub" in page
    assert "Thistledown" not in page


def test_reason_not_to_act_stays_without_a_name(person):
    insight = make_draft(Insight, title="An insight")
    NotActed.objects.create(insight=insight, by=person, why="money", words="No money this year", said_at=NOON)
    erase_account(user=person, at=NOON)
    assert NotActed.objects.get().by is None
    page = client_of(insight.author).get(reverse("lessons:why-not", args=[insight.slug])).content.decode()
    assert "A former user" in page
    assert "Thistledown" not in page


def test_files_of_a_plan_that_only_its_author_saw_leave_the_disk(person, django_capture_on_commit_callbacks):
    plan = make_locked_plan(person)
    made = RecordFile.objects.create(
        record_id=plan.evaluations.get().pk,
        form="pdf",
        requested_at=NOON,
        made_at=NOON,
        file=ContentFile(b"result", name="a.pdf"),
    )
    assert default_storage.exists(made.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=person, at=NOON)
    assert not default_storage.exists(made.file.name)


def test_files_stay_where_the_transaction_fails(person, django_capture_on_commit_callbacks):
    record = make_record(author=person)
    file = ContentFile(b"words", name="a.pdf")
    made = RecordFile.objects.create(record_id=record.pk, form="pdf", requested_at=NOON, made_at=NOON, file=file)
    with django_capture_on_commit_callbacks() as planned:
        privacy.delete_rows(RecordFile.objects.all())
    assert default_storage.exists(made.file.name)
    assert len(planned) == 1


def test_withdrawn_project_keeps_no_answer_of_any_sort(person):
    answers = {"age_from": 12, "started": "2019", "funding_status": "funded", "starter_key": "a-project"}
    project = make_record(Project, author=person, **answers)
    services.withdraw_record(record=project, by=person, at=NOON)
    project.refresh_from_db()
    assert (project.age_from, project.started, project.funding_status) == (None, "", "not_known")
    assert project.starter_key == "a-project"


def test_merging_moves_a_key_in_the_history_of_those_who_named_the_duplicate(person):
    kept, other = (make_draft(PracticeModel, author=person, title=title) for title in ("Kept", "Other"))
    project = make_draft(Project, author=person)
    services.change_draft(
        record=project, by=person, at=NOON, change=lambda draft: draft.models_used.set([other]), what="lists"
    )
    services.merge_records(kept=kept, other=other, by=person, at=NOON)
    assert [model.pk for model in Project.objects.get().get_draft().models_used.all()] == [kept.pk]


def test_export_names_every_part_even_where_it_is_empty(person):
    parts = privacy.export(person, names={"email": []})
    assert {"roles", "sessions", "records", "short_list", "answers", "worries_sent", "boards_followed"} <= parts.keys()
    assert set(map(type, parts.values())) == {list}
    assert Record.objects.count() == Lesson.objects.count() == 0


def test_export_holds_what_is_kept_under_a_proven_address_and_no_other(person):
    for number, (address, is_proven) in enumerate({"home@example.org": True, "Someone@example.org": False}.items()):
        EmailAddress.objects.create(user=person, email=address, verified=is_proven)
        make_suggestion(title=f"Suggested {number}", email=address.lower())
    with zipfile.ZipFile(io.BytesIO(export_account(user=person, at=NOON))) as archive:
        suggested = json.loads(archive.read("suggestions_without_account.json"))
    assert [one["title"] for one in suggested] == ["Suggested 0"]
