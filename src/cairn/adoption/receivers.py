"""When the starter library is loaded, who uses its models is loaded with it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.adoption.services import load_known_users
from cairn.library.signals import starter_loaded


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_known_users(at=at)
