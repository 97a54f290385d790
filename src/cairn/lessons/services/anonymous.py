"""Sharing a lesson without names: what was written is marked, an editor clears it, and who wrote it is forgotten.

None of this is audited under the name of the writer: an entry with a time would say who wrote the lesson that appears
soon after.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.audit import services as audit
from cairn.common.operations import ledger
from cairn.lessons import policies
from cairn.lessons.models import LESSON_TEXTS, AnonymousDraft, Lesson, LessonAnswers, LessonCode
from cairn.notices.models import Mail, Notice
from cairn.notices.services import notify
from cairn.places.queries import is_from_fictional_council
from cairn.records.enums import Sharing
from cairn.records.models.record import SLUG_LETTERS
from cairn.records.services import announce_written, withdraw_without_log_in

CODE_LENGTH = 16
TAKEN_BACK = "lesson.taken_back"  # in the ledger, by the hash of the code: it says nothing of who wrote it
NEWS = ("lesson.waits", "lesson.returned")
ANSWERS = (*LESSON_TEXTS, *(field.name for field in LessonAnswers._meta.fields if field.name not in LESSON_TEXTS))


@transaction.atomic
def save_anonymous_draft(
    *, draft: AnonymousDraft | None, answers: Mapping[str, Any], by: User, at: datetime
) -> AnonymousDraft:
    """Keep what is written so far, for its writer alone."""
    draft = draft or AnonymousDraft(writer=by)
    policies.check_can_write_anonymous_draft(draft, by)
    for name in ANSWERS:
        if name in answers:
            setattr(draft, name, answers[name])
    draft.written_at = at
    draft.save()
    return draft


@transaction.atomic
def send_anonymous_draft(*, draft: AnonymousDraft, by: User, at: datetime, reply: str = "") -> str:
    """Give it to the editors. Returns a code that withdraws it, which is kept nowhere; codes of earlier sendings work
    as before."""
    policies.check_can_send_anonymous_draft(draft, by)
    code = make_code()
    draft.state, draft.reply, draft.written_at = AnonymousDraft.State.WAITING, reply, at
    draft.save()
    added = LessonCode.objects.create(sha256=hash_code(code), draft=draft)
    notify(users=_get_editors(but=by), kind="lesson.waits", about=str(draft.pk), at=at, key=added.sha256[:8])
    return code


@transaction.atomic
def delete_anonymous_draft(*, draft: AnonymousDraft, by: User, at: datetime) -> None:
    """Its writer thinks better of it."""
    policies.check_is_writer(draft, by)
    _take_back(draft, at=at)


@transaction.atomic
def return_anonymous_draft(*, draft: AnonymousDraft, question: str, by: User, at: datetime) -> None:
    """An editor cannot clear it as it is, and asks its writer, whom the editor does not know."""
    draft = _lock(draft)
    policies.check_can_clear(draft, by)
    draft.state, draft.question, draft.reply = AnonymousDraft.State.RETURNED, question, ""
    draft.save()
    audit.record("lesson.sent_back", target="anonymous_draft", key=str(draft.pk), by=by, at=at)
    notify(users=[draft.writer], kind="lesson.returned", about=str(draft.pk), at=at, key=f"{at:%Y%m%d%H%M}")


@transaction.atomic
def publish_anonymous_draft(*, draft: AnonymousDraft, answers: Mapping[str, Any], by: User, at: datetime) -> Lesson:
    """Publish it as a record without owner, author, team or links, and delete what says who wrote it.

    It carries the day and no time, so that nothing else of the same minute leads to its writer.
    """
    draft = _lock(draft)
    policies.check_can_clear(draft, by)
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    texts = {name: answers.get(name, getattr(draft, name)) for name in ANSWERS}
    lesson = Lesson.objects.create(
        is_anonymous=True,
        is_fictional=is_from_fictional_council(draft.writer),
        sharing=Sharing.PUBLIC,
        live=True,
        created_at=day,
        updated_at=day,
        first_published_at=day,
        last_published_at=day,
        **texts,
    )
    draft.codes.update(draft=None, lesson=lesson)
    _delete_draft(draft)
    audit.record("lesson.cleared", target="record", key=lesson.slug, by=by, at=at)
    announce_written(lesson)
    return lesson


def _take_back(draft: AnonymousDraft, *, at: datetime) -> None:
    """For good: a restored backup, in which it still waits, loses it again."""
    _write_down(draft, at=at)
    _delete_draft(draft)


def _write_down(found: Lesson | AnonymousDraft, *, at: datetime) -> None:
    """All its codes, as a backup may be older than the newest of them."""
    for hashed in found.codes.values_list("sha256", flat=True):
        ledger.append(TAKEN_BACK, hashed, at)


def _lock(draft: AnonymousDraft) -> AnonymousDraft:
    """The row as it is now; another editor, or its writer, may have been quicker."""
    found = AnonymousDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise policies.UnableToTell("It was approved or withdrawn a moment ago.")
    return found


def _delete_draft(draft: AnonymousDraft) -> None:
    news = Notice.objects.filter(kind__in=NEWS, about=str(draft.pk))
    Mail.objects.filter(kind__in=NEWS, notices__in=news).delete()  # that an editor asked them would say who it was
    news.delete()
    draft.delete()


def replay_taking_back(hashed: str, at: datetime) -> None:
    """After a backup was restored, in which it may wait for an editor; what was cleared is withdrawn by its address."""
    for draft in AnonymousDraft.objects.filter(codes=hashed):
        _delete_draft(draft)


def delete_drafts_of(*, person: User, **_: Any) -> None:
    """Somebody's account goes: what they wrote without names, and nobody has cleared, goes with it."""
    for draft in AnonymousDraft.objects.filter(writer=person):
        _delete_draft(draft)


@transaction.atomic
def withdraw_by_code(*, code: str, at: datetime) -> None:
    """Whoever holds the code takes the lesson back, cleared or not, without logging in."""
    found = find_by_code(code)
    if isinstance(found, AnonymousDraft):
        _take_back(found, at=at)
    elif found is not None:
        _write_down(found, at=at)
        withdraw_without_log_in(record=found, at=at)


def find_by_code(code: str) -> Lesson | AnonymousDraft | None:
    found = LessonCode.objects.select_related("draft", "lesson").filter(sha256=hash_code(code)).first()
    return (found.draft or found.lesson) if found else None


def make_code() -> str:
    """Four groups of four letters, easy to copy by hand and impossible to guess."""
    letters = get_random_string(CODE_LENGTH, SLUG_LETTERS)
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def hash_code(code: str) -> str:
    letters = "".join(letter for letter in code.lower() if letter in SLUG_LETTERS)
    return sha256(letters.encode()).hexdigest()


def _get_editors(*, but: User) -> list[User]:
    roles = SiteRole.objects.allowing(Permission.LESSONS_CLEAR).exclude(user=but).select_related("user")
    return [role.user for role in roles]


def delete_unsent_drafts(before: datetime) -> int:
    """Retention: what was written without names and never sent."""
    old = list(AnonymousDraft.objects.filter(written_at__lt=before).exclude(state=AnonymousDraft.State.WAITING))
    for draft in old:
        _delete_draft(draft)
    return len(old)
