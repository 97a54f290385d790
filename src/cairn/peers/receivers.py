"""What peers do when something happens in the apps below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.library.signals import demonstration_loaded
from cairn.peers.services.demonstration import load_demonstration_peers


@receiver(demonstration_loaded)
def load_demonstration(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_peers(at=at)
