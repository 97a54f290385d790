"""What the demonstration gets once its people and projects are there."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.library.signals import demonstration_loaded
from cairn.peers.services.demonstration_partnerships import load_demonstration_partnerships


@receiver(demonstration_loaded)
def load_partnerships(sender: object, at: datetime, **kwargs: Any) -> None:
    load_demonstration_partnerships(at=at)
