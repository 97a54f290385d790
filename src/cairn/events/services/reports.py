"""The report of an event: its draft, the way to its readers, and the yes of its speakers."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page, PageLogEntry, TaskState

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.boards.policies import UnableToDecide, check_can_decide, get_named_deciders, is_editor_now
from cairn.boards.queries import get_waiting
from cairn.boards.services import ensure_tree
from cairn.common.canonical import sha256_of
from cairn.events.enums import LineAnswer
from cairn.events.models import EventReportIndexPage, EventReportPage, LearningEvent, SpeakerApproval
from cairn.events.policies import reports as policies
from cairn.events.queries.reports import find_report
from cairn.events.signals import line_sent
from cairn.records.models import Record

TARGET = "event_report"


@transaction.atomic
def ensure_shelf() -> EventReportIndexPage:
    """Under the shelf of the boards, whose editors and whose step before publishing are its own; safe to run again."""
    shelf = ensure_tree()
    found = EventReportIndexPage.objects.first()
    if found is None:
        found = EventReportIndexPage(title="Reports of learning events", slug="event-reports", live=True)
        shelf.add_child(instance=found)
    return found


@transaction.atomic
def draft_report(*, event: LearningEvent, parts: list[dict[str, Any]], by: User, at: datetime) -> EventReportPage:
    """A first draft of what the event has; the one that is there stays."""
    policies.check_can_draft(event, by)
    there = find_report(event)
    if there is not None:
        return there
    page = _add_page(event, parts, introduction="")
    page.save_revision(user=by, log_action=True)
    audit.record("event_report.drafted", target=TARGET, key=str(page.pk), by=by, at=at)
    return page


def _add_page(event: LearningEvent, parts: list[dict[str, Any]], *, introduction: str) -> EventReportPage:
    shelf = ensure_shelf()
    page = EventReportPage(
        title=event.title, slug=_find_free_slug(event, shelf), event=event, introduction=introduction, live=False
    )
    page.body = json.dumps(_number(event, parts))
    shelf.add_child(instance=page)
    return page


def _find_free_slug(event: LearningEvent, shelf: EventReportIndexPage) -> str:
    slug = slugify(event.slug)[:80] or "report"
    return slug if not Page.objects.child_of(shelf).filter(slug=slug).exists() else f"{slug}-{event.pk}"


def _number(event: LearningEvent, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A number of its own for each part, the same at each loading, as Wagtail keeps comments and changes by it."""
    return [{**part, "id": str(UUID(sha256_of(f"{event.slug} {number}")[:32]))} for number, part in enumerate(parts)]


@transaction.atomic
def load_report(*, event: LearningEvent, parts: list[dict[str, Any]], introduction: str) -> None:
    """The report of the starter library comes in published, as boards do; one that was edited here stays."""
    body = _number(event, parts)
    sha = sha256_of(json.dumps([event.title, introduction, body], sort_keys=True))
    page = find_report(event) or _add_page(event, parts, introduction=introduction)
    if page.starter_sha256 == sha or _was_edited(page):
        return
    page.title, page.introduction, page.starter_sha256 = event.title, introduction, sha
    page.body = json.dumps(body)
    page.save_revision(log_action=True).publish()


def _was_edited(page: EventReportPage) -> bool:
    """Somebody has a draft of it, or took it off."""
    if not page.starter_sha256:
        return page.live or page.revisions.exists()
    return not page.live or page.latest_revision_id != page.live_revision_id or page.latest_revision.user_id is not None


@transaction.atomic
def decide_report(*, page: EventReportPage, by: User, at: datetime, approved: bool, comment: str = "") -> None:
    """Publish the draft that waits, or ask for changes."""
    waiting = get_waiting(page)
    check_can_decide(waiting, by)
    if approved:
        policies.check_can_submit(waiting.revision.as_object(), waiting.workflow_state.requested_by)
    waiting.task.specific.on_action(waiting, by, "approve" if approved else "reject", comment=comment)


@transaction.atomic
def take_off_report(*, page: EventReportPage, by: User, at: datetime) -> None:
    """Nobody reads it any more; its draft stays with the editors."""
    named = get_named_deciders(page)
    if not page.live or not is_editor_now(by) or (named and by.pk not in named):
        raise UnableToDecide("Only the approver named on the report can withdraw it.")
    page.unpublish()
    audit.record("event_report.taken_off", target=TARGET, key=str(page.pk), by=by, at=at)


def note_step(*, state: TaskState, action: str, by: User, at: datetime) -> None:
    """Who asked, and who decided what and when; the words of the decision stand with it, not here."""
    audit.record(f"event_report.{action}", target=TARGET, key=str(state.revision.object_id), by=by, at=at)


def delete_report_of_withdrawn(*, record: Record, **_: Any) -> None:
    """With its drafts: what the event said goes with the event."""
    for page in EventReportPage.objects.filter(event=record.pk):
        number = page.pk
        page.delete()
        PageLogEntry.objects.filter(page_id=number).delete()  # each of its lines has the title


# --- Lines of speakers ----------------------------------------------------------------------------


@transaction.atomic
def ask_speaker(*, event: LearningEvent, speaker: UUID, email: str, by: User, at: datetime) -> SpeakerApproval:
    """Send the words about somebody to them. Sent again, they are the words of today, and an earlier yes is none."""
    policies.check_can_draft(event, by)
    session, found = policies.find_line(event, speaker)
    wanted = {
        "email": email.lower(),
        "fingerprint": policies.get_line_fingerprint(session, found),
        "answer": LineAnswer.WAITING,
        "comment": "",
        "asked_by": by,
        "asked_at": at,
        "answered_at": None,
    }
    approval, _ = SpeakerApproval.objects.update_or_create(event=event, speaker=speaker, defaults=wanted)
    audit.record("event_report.line_sent", target="record", key=event.slug, by=by, at=at)
    line_sent.send(sender=SpeakerApproval, approval=approval)
    return approval


@transaction.atomic
def answer_line(*, approval: SpeakerApproval, answer: str, comment: str, fingerprint: str, at: datetime) -> None:
    """`fingerprint` is of the words that were read: a yes to words that changed meanwhile is none."""
    approval = SpeakerApproval.objects.select_for_update(of=("self",)).select_related("event").get(pk=approval.pk)
    policies.check_can_answer_line(approval, fingerprint=fingerprint)
    approval.answer, approval.comment, approval.fingerprint, approval.answered_at = answer, comment, fingerprint, at
    approval.save(update_fields=["answer", "comment", "fingerprint", "answered_at"])
    audit.record("event_report.line_answered", target="record", key=approval.event.slug, by=None, at=at, answer=answer)


def clear_speaker_addresses(before: datetime) -> int:
    """Retention: whoever has answered is written to no more. Whoever never did goes, and the line stays unapproved."""
    SpeakerApproval.objects.filter(asked_at__lt=before, answer=LineAnswer.WAITING).delete()
    return SpeakerApproval.objects.filter(answered_at__lt=before).exclude(email="").update(email="")
