"""What records put on a desk."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.records.desk import DueItem
from cairn.records.models import Record
from cairn.records.queries import get_reports_to_answer, get_reviews_to_decide
from cairn.records.sections import get_sections

MOST = 10


def find_reports(user: User) -> list[DueItem]:
    waiting = get_reports_to_answer(user)
    return [
        DueItem(
            title=report.record.title if report.record else report.place.name,  # type: ignore[union-attr]  # it is about one of the two
            action="Answer this question"
            if report.is_question
            else "Somebody says that something is wrong. Answer them",
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


def find_drafts(user: User) -> list[DueItem]:
    """One's own drafts that have a form to go on with."""
    drafts = Record.objects.editable_by(user).filter(author=user, live=False, merged_into=None).order_by("updated_at")
    return [
        DueItem(
            title=draft.title,
            action="Your draft: only your team sees it. Go on with it",
            url=reverse("records:edit", args=[draft.slug]),
            since=draft.updated_at,
        )
        for draft in drafts[:MOST]
        if get_sections(draft.kind)
    ]


DUE = (find_reports, find_reviews, find_drafts)
