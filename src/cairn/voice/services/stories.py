"""A story of change, from what was agreed to its end. No audit entry, job or mail holds a word of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables
from wagtail.models import Locale, Page, PageLogEntry, Revision

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.files import CleanedMedia
from cairn.common.operations import ledger
from cairn.common.privacy.copies import Removed
from cairn.common.privacy.execution import delete_rows
from cairn.places.models import Team
from cairn.search.models import SearchDocument
from cairn.voice import policies
from cairn.voice.enums import Adult, Answer, Ending, ReadHow, ToldHow
from cairn.voice.models import (
    Contribution,
    PrivateCode,
    Story,
    StoryAudience,
    StoryIndexPage,
    StoryPage,
    StoryReading,
    StoryRecording,
    StoryVoice,
)
from cairn.voice.services.copies import WARN_BEFORE, delete_copies, index_all_pages
from cairn.voice.signals import aftercare_due, story_answered, story_ending, words_deleted

CLEARED = "story.cleared"  # in the ledger, by the key of the story
AFTERCARE = timedelta(days=28)
TARGET = "story"
OWN_TABLES = (Story, StoryPage, StoryReading, StoryRecording, StoryAudience, Page, Revision, SearchDocument)


@dataclass(frozen=True)
class Told:
    """What the worker wrote down, with a new recording or without; `keeps_recording` where the old one stays."""

    heading: str
    lead: str
    words: str
    names: str
    transcript: str = ""
    recording: CleanedMedia | None = None
    keeps_recording: bool = True


@transaction.atomic
def ensure_story_shelf() -> StoryIndexPage:
    """Beside the shelf of the boards and not below it, so that no editor gets at a draft; safe to run again."""
    found = StoryIndexPage.objects.first()
    if found is None:
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
        found = StoryIndexPage(title="Stories of change", slug="stories-of-change", live=True)
        root.add_child(instance=found)
    return found


# --- From what was agreed to its readers ------------------------------------------------------------


@transaction.atomic
def start_story(
    *, team: Team | None, age_band: str, adult: str, until: date, code: PrivateCode | None, by: User, at: datetime
) -> Story:
    policies.check_can_start_story(by, team)
    assert team is not None  # noqa: S101 (the rule above)
    policies.check_story_consent(age_band=age_band, adult=adult, until=until, day=localdate(at))
    story = Story.objects.create(
        team=team, worker=by, age_band=age_band, adult=adult, until=until, code=code, started_at=at
    )
    _note("started", story, by=by, at=at)
    return story


@transaction.atomic
def change_consent(*, story: Story, age_band: str, adult: str, until: date, by: User, at: datetime) -> None:
    """They were asked again, or agreed to less."""
    story = _lock(story, by, at)
    answers = Contribution.objects.filter(stories__story=story)
    policies.check_story_consent(age_band=age_band, adult=adult, until=until, day=localdate(at), answers=answers)
    Story.objects.filter(pk=story.pk).update(age_band=age_band, adult=adult, until=until)
    _note("consent_changed", story, by=by, at=at)


@sensitive_variables("told", "page")
@transaction.atomic
def save_words(*, story: Story, told: Told, real_names: str, by: User, at: datetime) -> StoryPage:
    """A draft that nobody but the worker reads, and the young person. Earlier wording is not kept."""
    story = _lock(story, by, at)
    texts = [told.heading, told.lead, told.words, told.transcript]
    policies.check_names(names=told.names, age_band=story.age_band, real_names=real_names, texts=texts)
    page = story.find_draft() or StoryPage(title=f"Story {story.key}", slug=story.key, story=story, live=False)
    page.heading, page.lead, page.words, page.names = told.heading, told.lead, told.words, told.names
    page.transcript = told.transcript
    if told.recording is not None:
        page.recording = _save_recording(story, told.recording)
    elif not told.keeps_recording:
        page.recording = None
    page.sha256 = page.get_fingerprint()
    if page.pk is None:
        ensure_story_shelf().add_child(instance=page)
    elif not page.live:
        page.save()
    page.save_revision(user=by)
    _forget_earlier(story)
    _note("written", story, by=by, at=at)
    return page


def _save_recording(story: Story, given: CleanedMedia) -> StoryRecording:
    recording = StoryRecording(
        story=story,
        content_type=given.content_type,
        size=len(given.content),
        sha256=sha256(given.content).hexdigest(),
    )
    recording.file.save("recording", ContentFile(given.content), save=True)
    return recording


def _forget_earlier(story: Story) -> None:
    """Of drafts, answers to them and recordings only those stay that are published or wait to be."""
    page = StoryPage.objects.get(story=story)
    draft: StoryPage = page.get_latest_revision_as_object()
    page.revisions.exclude(pk__in=[page.latest_revision_id, page.live_revision_id or 0]).delete()
    StoryReading.objects.filter(story=story).exclude(sha256__in=[page.sha256, draft.sha256]).delete()
    used = [one for one in (page.recording_id, draft.recording_id) if one]
    delete_rows(StoryRecording.objects.filter(story=story).exclude(pk__in=used))


@transaction.atomic
def choose_answers(*, story: Story, answers: Collection[Contribution], by: User, at: datetime) -> int:
    """The answers that it is made from. It ends with the first consent that ends among them; how many they are."""
    story = _lock(story, by, at)
    StoryVoice.objects.filter(story=story).exclude(contribution__in=answers).delete()
    there = set(story.voices.values_list("contribution_id", flat=True))
    StoryVoice.objects.bulk_create(StoryVoice(story=story, contribution=one) for one in answers if one.pk not in there)
    ends = policies.get_first_end(answers)
    if ends is not None and ends < story.until:
        Story.objects.filter(pk=story.pk).update(until=ends)
    _note("answers_chosen", story, by=by, at=at, number=len(answers))
    return len(answers)


@sensitive_variables("comment")
@transaction.atomic
def record_reading(
    *, story: Story, sha256: str, answer: Answer | str, read_on: date, comment: str = "", by: User, at: datetime
) -> None:
    """The young person read it with the worker."""
    story = _lock(story, by, at)
    policies.check_day_of_reading(story, read_on, day=localdate(at))
    _answer(story, sha256=sha256, answer=answer, how=ReadHow.WORKER, read_on=read_on, comment=comment, by=by, at=at)


@sensitive_variables("comment")
@transaction.atomic
def answer_by_code(
    *, code: PrivateCode, key: str, sha256: str, answer: Answer | str, comment: str, at: datetime
) -> None:
    """They read it by themselves. A no to what is published takes it off at once."""
    story = Story.objects.select_for_update(of=("self",)).get(code=code, key=key)
    _answer(
        story,
        sha256=sha256,
        answer=answer,
        how=ReadHow.CODE,
        read_on=localdate(at),
        comment=comment,
        by=None,
        at=at,
    )
    story_answered.send(sender=Story, story=story, at=at)


def _answer(
    story: Story,
    *,
    sha256: str,
    answer: Answer | str,
    how: ReadHow,
    read_on: date,
    comment: str,
    by: User | None,
    at: datetime,
) -> None:
    policies.check_can_answer(story, story.find_draft(), sha256=sha256, day=localdate(at))
    StoryReading.objects.update_or_create(
        story=story, sha256=sha256, defaults={"answer": answer, "how": how, "read_on": read_on, "comment": comment}
    )
    page = StoryPage.objects.get(story=story)
    if page.live and page.sha256 == sha256 and answer != Answer.YES:
        page.unpublish()
    _note("answered", story, by=by, at=at, answer=str(answer))


@transaction.atomic
def publish_story(*, story: Story, aftercare_on: date, by: User, at: datetime) -> None:
    story = _lock(story, by, at)
    draft = story.find_draft()
    policies.check_can_publish_story(story, draft, day=localdate(at))
    policies.check_next_aftercare(aftercare_on, day=localdate(at))
    assert draft is not None  # noqa: S101 (the rule above)
    draft.latest_revision.publish(user=by, skip_permission_checks=True)
    Story.objects.filter(pk=story.pk).update(
        published_on=story.published_on or localdate(at), aftercare_on=aftercare_on
    )
    _forget_earlier(story)
    _note("published", story, by=by, at=at)


@transaction.atomic
def hand_over_story(*, story: Story, to: User, by: User, at: datetime) -> None:
    """From now on somebody else reads its draft, and nobody who read it before."""
    policies.check_can_hand_over_story(by, story, to)
    Story.objects.filter(pk=story.pk).update(worker=to)
    _note("handed_over", story, by=by, at=at, person=to.pk)


# --- What it did ------------------------------------------------------------------------------------


@transaction.atomic
def add_audience(
    *, story: Story, told_to: str, told_on: date, how: ToldHow | str, what_followed: str, by: User, at: datetime
) -> StoryAudience:
    story = _lock(story, by, at)
    policies.check_can_be_used(story, day=localdate(at))
    policies.check_told_on(story, told_on, day=localdate(at))
    audience = StoryAudience.objects.create(
        story=story, told_to=told_to, told_on=told_on, how=how, what_followed=what_followed
    )
    _note("told", story, by=by, at=at)
    return audience


@transaction.atomic
def remove_audience(*, story: Story, number: int, by: User, at: datetime) -> None:
    story = _lock(story, by, at)
    story.audiences.filter(pk=number).delete()
    _note("told_removed", story, by=by, at=at)


@transaction.atomic
def record_aftercare(*, story: Story, next_on: date | None, by: User, at: datetime) -> None:
    """The worker asked how it has been since it was published, and says when to ask again."""
    story = _lock(story, by, at)
    if next_on is not None:
        policies.check_next_aftercare(next_on, day=localdate(at))
    Story.objects.filter(pk=story.pk).update(asked_on=localdate(at), aftercare_on=next_on)
    _note("aftercare", story, by=by, at=at)


# --- Its end ----------------------------------------------------------------------------------------


@transaction.atomic
def end_story(*, story: Story, by: User, at: datetime) -> Removed:
    """The worker does it for its young person."""
    policies.check_can_run_story(by, story)
    return _end(story.pk, Ending.TAKEN_BACK, by=by, at=at)


@transaction.atomic
def end_story_by_code(*, code: PrivateCode, key: str, at: datetime) -> None:
    _end(Story.objects.get(code=code, key=key).pk, Ending.TAKEN_BACK, by=None, at=at)


@transaction.atomic
def end_stories_with(*, contributions: Collection[int], is_over: bool, at: datetime) -> None:
    """These answers may be in no story any more, so what was made from them goes as well."""
    made_from = Story.objects.filter(voices__contribution__in=contributions, ended="").distinct()
    for pk in list(made_from.values_list("pk", flat=True)):
        _end(pk, Ending.EXPIRED if is_over else Ending.TAKEN_BACK, by=None, at=at)


def expire_stories(*, at: datetime) -> int:
    """Pages are gone by the clock; this deletes what lay behind them. Then workers hear what is coming."""
    day = localdate(at)
    agreed = Story.objects.agreed(day=day)
    ended = list(Story.objects.filter(ended="").exclude(pk__in=agreed).order_by("pk").values_list("pk", flat=True))
    for pk in ended:
        with transaction.atomic():
            _end(pk, Ending.EXPIRED, by=None, at=at)
    for story in Story.objects.filter(ended="", until__lte=day + WARN_BEFORE):
        story_ending.send(sender=Story, story=story, at=at)
    for story in Story.objects.readable(day=day).filter(aftercare_on__lte=day):
        aftercare_due.send(sender=Story, story=story, at=at)
    return len(ended)


def _end(pk: int, ending: Ending, *, by: User | None, at: datetime) -> Removed:
    story = Story.objects.select_for_update(of=("self",)).get(pk=pk)
    if story.ended:
        return Removed()
    removed = _clear(story, ending)
    # Before the transaction ends: a ledger that says too much is mended, one that says too little is not.
    ledger.append(CLEARED, story.key, at)
    _note(str(ending), story, by=by, at=at)
    return removed


@sensitive_variables("texts", "pages")
def _clear(story: Story, ending: Ending) -> Removed:
    """Page, drafts, answers and recordings go, and every copy elsewhere; the row stays, and says that it ended."""
    page = story.find_page()
    texts = list(story.readings.exclude(comment="").values_list("comment", flat=True))
    if page is not None:
        drafts = [revision.as_object() for revision in page.revisions.all()]
        texts += [text for one in (page, *drafts) for text in one.list_texts()]
        number = page.pk
        page.delete()
        PageLogEntry.objects.filter(page_id=number).delete()
    for rows in (story.recordings, story.readings, story.audiences, story.voices):
        delete_rows(rows.all())
    code = story.code_id
    Story.objects.filter(pk=story.pk).update(
        ended=ending, code=None, age_band="", adult=Adult.NONE, aftercare_on=None, asked_on=None
    )
    PrivateCode.objects.filter(pk=code or "", contributions=None, stories=None).delete()
    removed = delete_copies(texts, since=story.started_at)
    index_all_pages()
    tables = {*removed.tables, *(model._meta.db_table for model in OWN_TABLES)}
    words_deleted.send(sender=Story, tables=sorted(tables))
    return removed


@transaction.atomic
def replay_ending_of_story(key: str, at: datetime) -> None:
    """A restored backup loses the story again, with its copies in it."""
    story = Story.objects.select_for_update(of=("self",)).filter(key=key, ended="").first()
    if story is not None:
        _clear(story, Ending.TAKEN_BACK)


def _lock(story: Story, by: User, at: datetime) -> Story:
    """The row as it is now, for its worker, while it lasts."""
    found = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    policies.check_can_run_story(by, found)
    policies.check_has_not_ended(found, day=localdate(at))
    return found


def _note(action: str, story: Story, *, by: User | None, at: datetime, **detail: Any) -> None:
    audit.record(f"story.{action}", target=TARGET, key=story.key, by=by, at=at, **detail)
