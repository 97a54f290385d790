"""What happens here when something happened below."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.content.services import load_demonstration_chain
from cairn.library.signals import demonstration_loaded


@receiver(demonstration_loaded)
def load_demonstration(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_chain(at=at)
