"""What pages about a record show."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import Revision

from cairn.accounts.models import User
from cairn.audit.models import AuditEntry
from cairn.records import policies
from cairn.records.enums import Sharing
from cairn.records.kinds import Gap
from cairn.records.models import Attachment, Follow, Record
from cairn.records.presenters.audiences import Audience, describe_audience
from cairn.records.queries import Step, Thread, find_kinds_behind, get_thread

WITHDRAWN_WORDS = "This was withdrawn."
SHARING_TAGS = {Sharing.TEAM: "grey", Sharing.ORGANISATION: "blue", Sharing.CIRCLE: "purple", Sharing.PUBLIC: "green"}


class RecordView:
    """One record, as one person sees it. Templates ask it; each question is answered once."""

    def __init__(self, record: Any, user: Any) -> None:
        self.record, self.user = record, user

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
        return self.audience.label, SHARING_TAGS[record.sharing]

    @cached_property
    def audience(self) -> Audience:
        return describe_audience(self.record, self.record.sharing, self.record.circle)

    @cached_property
    def is_followed(self) -> bool:
        return self.user.is_authenticated and Follow.objects.filter(user=self.user, record_id=self.record.pk).exists()

    @cached_property
    def attachments(self) -> list[Attachment]:
        found = Attachment.objects.filter(record_id=self.record.pk).order_by("title", "pk").defer("text")
        return list(found if self.can_edit else found.filter(state=Attachment.State.READY))

    @cached_property
    def thread(self) -> "ThreadView":
        return ThreadView(get_thread(self.record, self.user), self.user)

    @cached_property
    def open_reports(self) -> list[Any]:
        """Reports that wait, for those who answer them."""
        return list(self.record.reports.open().order_by("reported_at")) if self.can_edit else []


class ThreadView:
    """What a record came from, what came of it, and what is missing."""

    def __init__(self, thread: Thread, user: Any) -> None:
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


def compare(record: Any, newer: Revision, older: Revision | None) -> list[Change]:
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


def list_texts(record: Any) -> list[tuple[str, str]]:
    """Fields of text with their labels, as the page of a kind shows them; the title stands above."""
    return [(label, getattr(record, name)) for name, label in record.TEXTS.items() if name not in ("title", "summary")]


AUDIT_WORDS = {
    "record.started": "started it",
    "record.changed": "changed the draft",
    "record.published": "published it",
    "record.shared": "decided who sees it",
    "record.taken_down": "made it private again",
    "record.restored": "brought earlier words back",
    "record.withdrawn": "withdrew it",
    "record.merged": "merged it into another record",
    "record.took_in": "merged a duplicate into it",
    "record.consent": "noted how things stand with consent",
    "tie.made": "linked it",
    "tie.taken_away": "took a link away",
    "record.taken_into_care": "gave it to a team",
    "records.imported": "brought in a table",
    "source.added": "added a source",
    "row.added": "added a line to it",
    "row.removed": "took a line out of it",
    "lesson.cleared": "cleared it to be shared without names",
    "lesson.sent_back": "sent it back to its writer with a question",
    "agreement.asked": "asked somebody to agree to its words",
    "agreement.answered": "answered whether they agree to its words",
    "answer.given": "answered it",
    "action.done": "said what came of it",
    "paper.options": "chose its options",
    "paper.numbers": "brought its figures up to date",
    "file.attached": "added a file",
    "file.removed": "removed a file",
    "review.asked": "asked for a review",
    "review.decided": "decided a review",
    "report.made": "reported something as wrong",
    "report.answered": "answered a report",
}


@dataclass(frozen=True)
class ToldEntry:
    at: Any
    who: str
    what: str
    detail: str
    title: str
    url: str


def tell_audit(entries: Any, user: Any) -> list[ToldEntry]:
    """Entries in words. A record is named only to somebody who may see it; people are named, or have left."""
    entries = list(entries)
    names = dict(User.objects.filter(pk__in={entry.by for entry in entries if entry.by}).values_list("pk", "name"))
    slugs = {entry.key for entry in entries if entry.target == "record"}
    visible = {record.slug: record for record in Record.objects.visible_to(user).filter(slug__in=slugs)}
    return [_tell(entry, names, visible.get(entry.key)) for entry in entries]


def _tell(entry: AuditEntry, names: dict[int, str], record: Record | None) -> ToldEntry:
    if record is not None:
        title, url = record.title, record.get_absolute_url()
    else:
        title, url = (f"a {entry.target}" if entry.target else ""), ""
    who = names.get(entry.by, "Somebody who has left") if entry.by else "The site"
    shown = {"fields": "fields", "before": "from", "after": "to", "relation": "as", "decision": "decision"}
    detail = "; ".join(
        f"{label} {', '.join(value) if isinstance(value, list) else value}"
        for name, label in shown.items()
        if (value := entry.detail.get(name))
    )
    return ToldEntry(entry.at, who, AUDIT_WORDS.get(entry.action, entry.action), detail, title, url)
