"""What checks put on a desk: what is overdue, and what is due within two weeks; and own figures that are missing."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.adoption.models import Adoption, Embedding
from cairn.adoption.queries import (
    LAST_MOVES,
    ReviewDue,
    get_models_used_in,
    get_proposals_to_review,
    get_reviews_due,
)
from cairn.adoption.queries.figures import FigureMissing, get_figures_missing
from cairn.common.dates import show_date
from cairn.library.models import Moved, Project
from cairn.library.queries import with_stage
from cairn.places.models import Organisation
from cairn.records.desk import Column, DigestItem, DigestPart, DueItem
from cairn.records.models import Record

AHEAD = timedelta(days=14)
MOST = 10
SHOWN = 3


def find_reviews(user: User) -> list[DueItem]:
    own = Embedding.objects.filter(record__in=Record.objects.editable_by(user).values("pk"))
    today = localdate()
    return [
        _make_due_item(one, is_overdue=one.is_overdue(day=today))
        for one in get_reviews_due(own, until=today + AHEAD)[:MOST]
    ]


def find_proposals(user: User) -> list[DueItem]:
    """Councils that somebody proposed, for those who review them."""
    return [
        DueItem(
            title=f"{one.place.name}: {one.practice_model.title}",
            action="Someone proposed that this council uses the model. Review it",
            url=reverse("adoption:proposal", args=[one.pk]),
            since=one.at,
        )
        for one in get_proposals_to_review(user)[:MOST]
    ]


def _make_due_item(one: ReviewDue, *, is_overdue: bool) -> DueItem:
    words = "overdue since" if is_overdue else "due on"
    return DueItem(
        title=one.embedding.record.title,
        action=f"{one.when.label}: review what is in place, {words} {one.due:%-d %B %Y}",
        url=reverse("adoption:embedding", args=[one.embedding.record.slug]),
        since=datetime.combine(one.due, time(), get_current_timezone()),
    )


def find_figures_missing(user: User) -> list[DueItem]:
    """Months without a figure, of measures whose team asked to be reminded."""
    return [_make_missing_item(one) for one in get_figures_missing(user, day=localdate())[:MOST]]


def _make_missing_item(one: FigureMissing) -> DueItem:
    measure, periods = one.measure, one.periods
    names = measure.name_period(periods[0])
    if len(periods) > 1:
        names = f"{names} to {measure.name_period(periods[-1])} ({len(periods)} {measure.period_word}s)"
    return DueItem(
        title=measure.record.title,
        action=f"{measure.title}: enter the figure for {names}",
        url=reverse("adoption:add-figure", args=[measure.record.slug, measure.pk]),
        since=datetime.combine(measure.get_next(periods[0]), time(), get_current_timezone()),
    )


def find_tried(user: User, organisation: Organisation) -> DigestPart | None:
    """Projects of an organisation and in its council area that go on, and models in use there."""
    place = organisation.place
    whose = Q(organisation=organisation) | Q(places=place) if place else Q(organisation=organisation)
    projects = [
        one
        for one in with_stage(Project.objects.visible_to(user).filter(whose, live=True, ended="").distinct()).order_by(
            "-updated_at", "title"
        )
        if one.status not in LAST_MOVES
    ]
    uses = [one for one in get_models_used_in(place, user).filter(live=True) if not _is_over(one)] if place else []
    items = [
        *(DigestItem(one.title, one.get_absolute_url(), _describe_project(one)) for one in projects),
        *(DigestItem(one.practice_model.title, one.get_absolute_url(), "A model in use") for one in uses),
    ]
    if not items:
        return None
    url = reverse("places:council", args=[place.slug]) if place else reverse("library:projects")
    return DigestPart(
        Column.TRIED,
        len(items),
        f"project{'s' if len(items) > 1 else ''} or model{'s' if len(items) > 1 else ''} in use",
        url,
        items[:SHOWN],
    )


def _is_over(use: Adoption) -> bool:
    moves = list(use.moves.all())
    return bool(moves) and max(moves, key=lambda move: move.position).status in LAST_MOVES


def _describe_project(project: Project) -> str:
    parts = [str(Moved(project.stage).label)] if project.stage else []
    if project.started:
        parts.append(f"since {show_date(project.started)}" if parts else f"Since {show_date(project.started)}")
    return ", ".join(parts)
