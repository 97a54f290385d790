"""What this app does when something happens below it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.decisions.services.together_demonstration import load_demonstration_group
from cairn.library.signals import demonstration_loaded


@receiver(demonstration_loaded)
def load_demonstration_of_deciding_together(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_group(at=at)
