"""What pages about a record show."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.text import Truncator
from wagtail.models import Revision

from cairn.accounts.models import Reader
from cairn.places.presenters import describe_terms
from cairn.records import policies
from cairn.records.enums import Sharing
from cairn.records.kinds import Gap
from cairn.records.models import Attachment, Follow, Record, Report
from cairn.records.presenters.audiences import Audience, describe_audience
from cairn.records.presenters.describing import describe_record
from cairn.records.queries import Step, Thread, find_kinds_behind, get_thread

SHARING_TAGS = {Sharing.TEAM: "grey", Sharing.ORGANISATION: "blue", Sharing.CIRCLE: "purple", Sharing.PUBLIC: "green"}

MOST_OF_TAG = 36


class RecordView:
    """One record, as one person sees it. Templates ask it; each question is answered once."""

    def __init__(self, record: Record, user: Reader) -> None:
        self.record, self.user = record, user

    @property
    def description(self) -> str:
        return describe_record(self.record)

    @cached_property
    def can_edit(self) -> bool:
        return policies.can_edit(self.record, self.user)

    @cached_property
    def can_withdraw(self) -> bool:
        return policies.can_withdraw(self.record, self.user, edits=self.can_edit)

    @cached_property
    def can_take_down(self) -> bool:
        try:
            policies.check_can_take_down(self.record, self.user)
        except policies.UnableToChangeRecord:
            return False
        return True

    @cached_property
    def can_merge(self) -> bool:
        return self.can_edit and policies.can_be_merged(self.record)

    @cached_property
    def merged_into(self) -> Record | None:
        """The record that stayed, where this was a duplicate and the viewer may see the other."""
        return Record.objects.visible_to(self.user).filter(pk=self.record.merged_into_id).first()

    @property
    def sharing_tag(self) -> tuple[str, str]:
        """Words and colour."""
        record = self.record
        if record.merged_into_id:
            return "Merged", "grey"
        if not record.live:
            return "Draft", "yellow"
        # A tag is one line, on a phone too, and circles and organisations have long names.
        return Truncator(self.audience.label).chars(MOST_OF_TAG), SHARING_TAGS[Sharing(record.sharing)]

    @cached_property
    def audience(self) -> Audience:
        return describe_audience(self.record, self.record.sharing, self.record.circle)

    @property
    def circle_terms(self) -> str:
        """For whoever reads it in a circle: what they may do with it, and until when they read it."""
        circle = self.record.circle if self.record.live else None
        return f"Shared with the circle {circle.name}. {describe_terms(circle)}" if circle else ""

    @cached_property
    def may_copy(self) -> bool:
        return self.record.circle_id is None or policies.may_copy(self.record, self.user)

    @cached_property
    def is_followed(self) -> bool:
        return self.user.is_authenticated and Follow.objects.filter(user=self.user, record_id=self.record.pk).exists()

    @cached_property
    def attachments(self) -> list[Attachment]:
        found = self.record.attachments.order_by("title", "pk").defer("text")
        return list(found if self.can_edit else found.filter(state=Attachment.State.READY))

    @cached_property
    def thread(self) -> "ThreadView":
        return ThreadView(get_thread(self.record, self.user), self.user)

    @cached_property
    def open_reports(self) -> list[Report]:
        """Reports that wait, for those who answer them."""
        return list(self.record.reports.open().order_by("reported_at")) if self.can_edit else []


EXCERPT_WORDS = 25


@dataclass(frozen=True)
class ReportRow:
    """A report in a list: about what, how it begins, who made it, how long it has waited."""

    report: Report
    at: datetime

    @property
    def title(self) -> str:
        if self.report.record is not None:
            return self.report.record.title or "Withdrawn record"
        return self.report.place.name if self.report.place else ""

    @property
    def excerpt(self) -> str:
        return Truncator(self.report.text).words(EXCERPT_WORDS, truncate="…")

    @property
    def reporter(self) -> str:
        return self.report.reporter.name if self.report.reporter else "Not signed in"

    @property
    def age(self) -> int:
        return self.report.get_age_in_days(at=self.at)


class ThreadView:
    """What a record came from, what came of it, and what is missing."""

    def __init__(self, thread: Thread, user: Reader) -> None:
        self.thread = thread
        kind = thread.record.get_kind()
        above = self._find_missing(kind.asks_for, thread.upwards)
        below = self._find_missing(kind.leads_to, thread.downwards)
        missing = [gap.kind for gap in (*above, *below)]
        behind = find_kinds_behind(thread.record, missing, user) if missing else set()
        self.missing_above = [gap.sentence for gap in above if gap.kind not in behind]
        self.missing_below = [gap.sentence for gap in below if gap.kind not in behind]

    def _find_missing(self, gaps: tuple[Gap, ...], steps: list[Step]) -> list[Gap]:
        """Nothing is called missing where it may be there and hidden."""
        if self.thread.has_hidden:
            return []
        there = {step.record.kind for step in steps}
        return [gap for gap in gaps if gap.kind not in there]

    @property
    def above(self) -> list[Step]:
        """The oldest first."""
        return list(reversed(self.thread.upwards))

    @property
    def below(self) -> list[Step]:
        return self.thread.downwards

    @property
    def steps(self) -> list[Step]:
        """Every link, as whoever reviews a record reads them."""
        return [*self.above, *self.below, *self.others]

    @property
    def others(self) -> list[Step]:
        return self.thread.others

    @property
    def has_hidden(self) -> bool:
        return self.thread.has_hidden


@dataclass(frozen=True)
class Change:
    """One field between two revisions; `parts` are pairs of "same", "added" or "removed" and the words."""

    label: str
    parts: list[tuple[str, str]]


def compare(record: Record, newer: Revision, older: Revision | None) -> list[Change]:
    """What a revision changed, field by field."""
    after = newer.as_object()
    before = older.as_object() if older else None
    return [
        Change(label, list(_mark_words(getattr(before, name, "") or "", getattr(after, name) or "")))
        for name, label in record.TEXTS.items()
        if (getattr(before, name, "") or "") != (getattr(after, name) or "")
    ]


def _mark_words(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = before.split(" "), after.split(" ")
    for what, start, end, other_start, other_end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            yield "same", " ".join(old[start:end])
            continue
        if removed := " ".join(old[start:end]):
            yield "removed", removed
        if added := " ".join(new[other_start:other_end]):
            yield "added", added


def list_texts(record: Record) -> list[tuple[str, str]]:
    """Fields of text with their labels, as the page of a kind shows them; the title stands above."""
    return [(label, getattr(record, name)) for name, label in record.TEXTS.items() if name not in ("title", "summary")]


def show_theirs(form: forms.Form, theirs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What somebody else saved while a form was filled in, under the questions that it answers."""
    return [(str(form.fields[name].label), _show_answer(form.fields[name], value)) for name, value in theirs.items()]


def _show_answer(field: forms.Field, value: Any) -> str:
    if value in (None, "", [], ()):
        return "Nothing"
    labels: dict[Any, Any] = {}
    if isinstance(field, forms.ChoiceField):
        labels = dict(flatten_choices(list(field.choices)))  # type: ignore[arg-type]  # it takes groups too
    if isinstance(value, list | tuple):
        return ", ".join(str(labels.get(one, one)) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(labels.get(value, value))
