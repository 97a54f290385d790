"""What the page shows that makes one record of two."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cairn.records.models import Follow, Record, Tie
from cairn.records.presenters.audiences import describe_audience


class Side:
    """One of two records that may be the same, in its newest words."""

    def __init__(self, record: Record, name: str) -> None:
        self.record, self.name = record, name

    @cached_property
    def draft(self) -> Any:
        return self.record.get_draft()

    @property
    def seen_by(self) -> str:
        if not self.record.live:
            return "It is a draft, so only its authors can see it."
        return f"Who can see it: {describe_audience(self.record, self.record.sharing, self.record.circle).sees}"

    @property
    def holds(self) -> str:
        links = Tie.objects.filter(source=self.record).count() + Tie.objects.filter(target=self.record).count()
        return (
            f"Links: {links}. Files: {self.record.attachments.count()}. "
            f"People who follow it: {Follow.objects.filter(record=self.record).count()}."
        )


@dataclass(frozen=True)
class Pair:
    """One field of both."""

    label: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        return self.first == self.second


def set_side_by_side(first: Side, second: Side) -> list[Pair]:
    """Fields of text that at least one of them has."""
    pairs = [
        Pair(label, getattr(first.draft, name) or "", getattr(second.draft, name) or "")
        for name, label in first.draft.TEXTS.items()
    ]
    return [pair for pair in pairs if pair.first or pair.second]
