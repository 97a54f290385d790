"""How long things are kept. The public page about the site reads from here, so that it says what is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings


@dataclass(frozen=True)
class Retention:
    """`forget` deletes what is older than the moment it is given; `days` is what counts where the host sets nothing."""

    name: str
    label: str
    days: int
    delete: Callable[[datetime], object]

    def get_days(self) -> int:
        return int(settings.KEEP_DAYS.get(self.name, self.days))


_rules: dict[str, Retention] = {}


def register_retention(name: str, label: str, days: int, delete: Callable[[datetime], object]) -> None:
    """Called from `ready()`."""
    _rules[name] = Retention(name, label, days, delete)


def get_retentions() -> list[Retention]:
    return sorted(_rules.values(), key=lambda rule: rule.label)


def get_retention(name: str) -> Retention:
    return _rules[name]


def apply_retention(*, at: datetime) -> None:
    for rule in get_retentions():
        rule.delete(at - timedelta(days=rule.get_days()))
