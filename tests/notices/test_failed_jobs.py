"""What is kept of a job that failed: where, never the message, which may quote an address or what somebody wrote."""

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.notices import services, tasks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


ADDRESS = "ada@example.org"
REFUSAL = f"550 {ADDRESS}: the mailbox of Ada Smith\nis full"


def test_neither_message_nor_address_of_an_error_is_kept(monkeypatch):
    def fail(**_):
        try:
            raise KeyError(ADDRESS)
        except KeyError as problem:
            raise ValueError(REFUSAL) from problem

    monkeypatch.setattr(services, "send_waiting", fail)
    tasks.send_daily.enqueue()
    call_command("worker", "--batch", "--interval", "0")
    result = DBTaskResult.objects.get()
    assert (result.status, result.exception_class_path) == (TaskResultStatus.FAILED, "builtins.ValueError")
    assert [word for word in ("Ada", "example.org", "550") if word in result.traceback] == []
    assert all(word in result.traceback for word in ("KeyError", "ValueError", "in send_daily", "in fail"))
