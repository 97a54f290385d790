"""cairn worker: do what is on the queue, and say every few seconds that it is there."""

import threading
from typing import Any

from django.db import DatabaseError, connection
from django.utils.timezone import now
from django_tasks_db.management.commands import db_worker

from cairn.notices.models import WorkerHeartbeat

SECONDS = 5


class Command(db_worker.Command):
    help = "Do the work that waits on the queue. Start as many as you like."

    def handle(self, *args: Any, worker_id: str, **options: Any) -> None:
        ended = threading.Event()
        _beat(worker_id)
        beat = threading.Thread(target=_keep_beating, args=(worker_id, ended), daemon=True)
        beat.start()
        try:
            super().handle(*args, worker_id=worker_id, **options)
        finally:
            ended.set()
            beat.join(SECONDS)
            WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def _keep_beating(worker_id: str, ended: threading.Event) -> None:
    while not ended.wait(SECONDS):
        try:
            _beat(worker_id)
        except DatabaseError:  # the next beat tries again
            continue
    connection.close()


def _beat(worker_id: str) -> None:
    WorkerHeartbeat.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": now()})
