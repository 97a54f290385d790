"""When the starter library is loaded, its challenges are loaded with it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.library.signals import starter_loaded
from cairn.voice.services import load_challenges


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_challenges(at=at)
