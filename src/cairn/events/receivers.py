"""What follows for learning events from news about the library."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.events.services import load_events
from cairn.library.signals import starter_loaded


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_events(at=at)
