"""What lessons put on a desk."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.indicators.queries import get_councils_like
from cairn.lessons.enums import Happened
from cairn.lessons.models import AnonymousDraft, Answer, Lesson
from cairn.lessons.policies import can_clear
from cairn.lessons.queries import get_lessons, get_own_anonymous_drafts, get_questions, get_to_clear
from cairn.places.models import Organisation
from cairn.places.queries.belonging import get_belonging
from cairn.records.desk import Column, DigestItem, DigestPart, DueItem, FirstStep, Question, WorkItem, describe_shared
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Record, Tie

MOST = 10
MOST_LEARNED = 50
SHOWN = 3
AFTER = timedelta(days=28)  # after which somebody is asked whether they acted on what they learnt
SIGNS: dict[str, str] = {Happened.DID_NOT_WORK: "cross", Happened.MIXED: "open", Happened.WORKED: "tick"}


def find_to_clear(user: User) -> list[DueItem]:
    if not can_clear(user):
        return []
    return [
        DueItem(
            title="A lesson without names",
            action="Waiting for an editor. Check what is highlighted",
            url=reverse("lessons:clear", args=[draft.pk]),
            since=draft.written_at,
        )
        for draft in get_to_clear(user)[:MOST]
    ]


def find_anonymous_drafts(user: User) -> list[DueItem]:
    """One's own that are not sent yet, or that an editor has a question about."""
    own = get_own_anonymous_drafts(user).exclude(state=AnonymousDraft.State.WAITING)
    return [
        DueItem(
            title=draft.title,
            action="An editor has a question" if draft.question else "Not sent yet. Only you can see it",
            url=reverse("lessons:anonymous-check", args=[draft.pk]),
            since=draft.written_at,
        )
        for draft in own[:MOST]
    ]


def find_work(user: User) -> list[WorkItem]:
    """One's own lessons that others read: what comes of them is asked next."""
    own = Lesson.objects.visible_to(user).filter(author=user, live=True, has_unpublished_changes=False)
    return [
        WorkItem(
            title=lesson.title,
            url=lesson.get_absolute_url(),
            kind="Lesson",
            state=describe_shared(lesson.sharing),
            next_step="Add an action",
            next_url=f"{reverse('actions:new-action')}?of={lesson.slug}",
            changed_at=lesson.updated_at,
        )
        for lesson in own.order_by("-updated_at")[:MOST]
    ]


def ask_whether_acted(user: User) -> Question | None:
    """About one's own lesson of some weeks ago from which no action comes that one can see."""
    own = Lesson.objects.filter(author=user, live=True, withdrawn_at=None, last_published_at__lte=now() - AFTER)
    actions = Record.objects.visible_to(user).of_kind(RecordKind.ACTION).values("pk")
    acted = Tie.objects.filter(source__in=actions, relation=Relation.COMES_FROM).values("target")
    lesson = own.exclude(pk__in=acted).order_by("last_published_at").first()
    if lesson is None:
        return None
    url = f"{reverse('actions:new-action')}?of={lesson.slug}"
    return Question("Did you act on this lesson? Say what you will do", lesson.title, url, lesson.is_fictional)


def ask_for_answer(user: User) -> Question | None:
    """The newest open question of another organisation that one has not answered."""
    answered = Answer.objects.filter(by=user).values("question")
    open_ones = get_questions(user).filter(live=True, settled_at=None).exclude(author=user).exclude(pk__in=answered)
    others = open_ones.exclude(organisation__in=get_belonging(user).organisations)
    question = others.order_by("-updated_at").first()
    if question is None:
        return None
    asker = question.organisation.name if question.organisation else "someone"
    return Question(question.title, f"Asked by {asker}", question.get_absolute_url(), question.is_fictional)


def find_lesson_step(user: User) -> FirstStep:
    """A lesson without names has no author, so it cannot be counted here."""
    return FirstStep(
        "Share one lesson, good or bad", reverse("lessons:new-lesson"), Lesson.objects.filter(author=user).exists()
    )


def find_learned(user: User, organisation: Organisation) -> DigestPart | None:
    """What councils like one's own shared, those of the region where it is not known which are alike."""
    place = organisation.place
    if place is None:
        return None
    alike = get_councils_like(place)
    whose = Q(organisation__place__in=alike) if alike else Q(organisation__place__region=place.region)
    lessons = get_lessons(user).filter(whose, live=True, is_fictional=place.is_fictional)
    found = list(lessons.exclude(organisation=organisation)[:MOST_LEARNED])
    if not found:
        return None
    return DigestPart(
        Column.LEARNED,
        len(found),
        f"lesson{'' if len(found) == 1 else 's'} from {'councils like yours' if alike else 'your region'}",
        reverse("lessons:lessons"),
        [
            DigestItem(
                one.title,
                one.get_absolute_url(),
                f"{one.get_happened_display()}. {one.organisation}",
                SIGNS.get(one.happened, "open"),
                one.is_fictional,
            )
            for one in found[:SHOWN]
        ],
    )
