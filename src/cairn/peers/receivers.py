"""What peers do when something happens in the apps below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.library.signals import demonstration_loaded
from cairn.peers.services.demonstration import load_demonstration_peers
from cairn.peers.services.demonstration_partnerships import load_demonstration_partnerships


@receiver(demonstration_loaded)
def load_demonstration(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_peers(at=at)
    load_demonstration_partnerships(at=at)
