"""The job of worker_kills.py: it takes a while and writes one row, however often it is started."""

import time

from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from cairn.audit.models import AuditEntry
from cairn.common.lanes import Lane


@task(queue_name=Lane.CALCULATIONS)
def note(number: int) -> None:
    time.sleep(0.05)
    with transaction.atomic():
        AuditEntry.objects.get_or_create(
            action="benchmark", target="benchmark", key=str(number), defaults={"at": now()}
        )
        time.sleep(0.05)
