"""What follows for lessons, insights and questions from news about the library and of requests to agree."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.lessons import tasks
from cairn.lessons.models import Agreement
from cairn.lessons.services import load_lessons
from cairn.lessons.signals import agreement_asked
from cairn.library.signals import starter_loaded


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_lessons(at=at)


@receiver(agreement_asked)
def queue_request(sender: Any, agreement: Agreement, **kwargs: Any) -> None:
    tasks.send_request.enqueue(agreement.pk)
