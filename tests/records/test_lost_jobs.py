"""A job that died, as on a full disk, leaves nothing waiting for ever: it is asked for again, or can be."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.common.files import check_upload
from cairn.conditions.models import Groundwork
from cairn.notices.schedules import get_schedules
from cairn.records import services
from cairn.records.models import Attachment, RecordFile
from cairn.records.tasks import check_attachment, check_lost_attachments, make_file
from cairn.voice.models import Challenge
from tests.factories.accounts import client_of
from tests.factories.records import make_draft, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def attach(*, age, state=Attachment.State.CHECKING):
    record = make_record(Challenge)
    checked = check_upload("a.txt", io.BytesIO(b"words"))
    made = services.attach_file(record=record, checked=checked, title="A", by=record.author, at=now() - age)
    Attachment.objects.filter(pk=made.pk).update(state=state)
    return made


def list_asked(task):
    return [
        one.args_kwargs["args"][0]
        for one in DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    ]


def test_file_whose_check_died_is_checked_again_within_the_hour():
    lost, waiting, hour = attach(age=timedelta(hours=2)), attach(age=timedelta(hours=2)), timedelta(hours=1)
    attach(age=timedelta(seconds=5))  # on its way to the queue
    attach(age=timedelta(days=4))  # asked for often enough
    attach(age=timedelta(hours=2), state=Attachment.State.READY)
    attach(age=timedelta(hours=2), state=Attachment.State.REFUSED)
    check_attachment.enqueue(lost.pk)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    check_attachment.enqueue(waiting.pk)

    for _ in range(2):
        check_lost_attachments.func()
        assert sorted(list_asked(check_attachment)) == [lost.pk, waiting.pk]
    assert ("records.check", hour) in [(one.name, one.every) for one in get_schedules()]


def test_document_whose_job_died_can_be_asked_for_again(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("cairn.records.services.files.documents.is_small", lambda document: False)
    record = make_draft(Groundwork)
    client, address = client_of(record.author), reverse("records:document", args=[record.slug, "pdf"])

    def ask():
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("records:request-document", args=[record.slug]), {"form": "pdf"})

    ask()
    page = client.get(address).content.decode()
    assert "Creating your file" in page
    assert "Make the file" not in page

    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    page = client.get(address).content.decode()
    assert "We could not create the file" in page
    assert "data-reload-after" not in page
    assert "Make the file" in page
    ask()
    assert list_asked(make_file) == [RecordFile.objects.get().pk]
    assert "Creating your file" in client.get(address).content.decode()
