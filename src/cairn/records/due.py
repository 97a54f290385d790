"""What records put on a desk."""

from django.db.models import Q
from django.urls import reverse

from cairn.accounts.models import User
from cairn.places.queries.belonging import get_belonging
from cairn.records.desk import DueItem, FirstStep, FollowedItem, WorkItem
from cairn.records.enums import RecordKind
from cairn.records.models import Follow, Record, Report, Review
from cairn.records.queries import get_followed, get_reports_to_answer, get_reviews_to_decide
from cairn.records.sections import get_sections

MOST = 10
MOST_DRAFTS = 50
MOST_FOLLOWED = 10


def find_reports(user: User) -> list[DueItem]:
    waiting = get_reports_to_answer(user)
    return [
        DueItem(
            title=report.record.title if report.record else report.place.name,  # type: ignore[union-attr]  # it is about one of the two
            action="Answer this question" if report.is_question else "Someone has reported a mistake. Reply to them",
            url=reverse("records:report", args=[report.pk]),
            since=report.reported_at,
        )
        for report in waiting[:MOST]
    ]


def find_reviews(user: User) -> list[DueItem]:
    return [
        DueItem(
            title=review.record.title,
            action="A colleague asks you to review it",
            url=reverse("records:review", args=[review.record.slug]),
            since=review.asked_at,
        )
        for review in get_reviews_to_decide(user)[:MOST]
    ]


def find_drafts(user: User) -> list[WorkItem]:
    """What one writes and nobody else reads yet: drafts that have a form, and changes to what is published."""
    unread = Q(live=False) | Q(has_unpublished_changes=True)
    own = Record.objects.editable_by(user).filter(unread, author=user, merged_into=None)
    # An action is work from the day it is noted, whoever reads it, and none once it is done: its app says so itself.
    own = own.exclude(kind=RecordKind.ACTION).order_by("-updated_at")
    drafts = [draft for draft in own[:MOST_DRAFTS] if get_sections(draft.kind)]
    reviews = {one.record_id: one for one in Review.objects.filter(record__in=drafts).order_by("asked_at")}
    return [_make_work_item(draft, reviews.get(draft.pk)) for draft in drafts]


# What was decided in the newest review of a draft: its state, the next step, and where that is taken.
REVIEWED = {
    Review.Decision.WAITING: ("In review", "See who can review it", "records:share"),
    Review.Decision.CHANGES: ("Changes requested", "Read the comment", "records:share"),
    Review.Decision.APPROVED: ("Approved", "Publish", "records:share"),
}


def _make_work_item(draft: Record, review: Review | None) -> WorkItem:
    state, step, view = "Changes not published" if draft.live else "Draft", "Continue editing", "records:edit"
    if review is not None and _is_about_words_of_now(review, draft):
        state, step, view = REVIEWED[Review.Decision(review.decision)]
    return WorkItem(
        title=draft.title,
        url=draft.get_absolute_url(),
        kind=draft.get_kind().label,
        state=state,
        next_step=step,
        next_url=reverse(view, args=[draft.slug]),
        changed_at=draft.updated_at,
    )


def _is_about_words_of_now(review: Review, draft: Record) -> bool:
    """Words that were changed since have not been looked at. Sharing compares the words themselves, one by one."""
    if review.decision == Review.Decision.WAITING:
        return True
    return (
        not draft.live and draft.updated_at <= review.asked_at
    )  # of what is published the day of the draft is not kept


def find_followed(user: User) -> list[FollowedItem]:
    return [
        FollowedItem(record.title, record.get_absolute_url(), record.get_kind().label, record.since)
        for record in get_followed(user)[:MOST_FOLLOWED]
    ]


def find_organisation_step(user: User) -> FirstStep:
    return FirstStep("Join your organisation", reverse("accounts:account"), bool(get_belonging(user).organisations))


def find_follow_step(user: User) -> FirstStep:
    return FirstStep("Follow a challenge", reverse("voice:challenges"), Follow.objects.filter(user=user).exists())


def find_ask_step(user: User) -> FirstStep:
    asked = Report.objects.filter(reporter=user, is_question=True)
    wrote = Record.objects.filter(author=user, kind=RecordKind.QUESTION)
    return FirstStep("Find someone to ask", reverse("lessons:questions"), asked.exists() or wrote.exists())


DUE = (find_reports, find_reviews)
WORK = (find_drafts,)
FOLLOWED = (find_followed,)
FIRST_STEPS = (find_organisation_step, find_follow_step, find_ask_step)
