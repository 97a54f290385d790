"""Reading guidance, recommendations and self-checks, each as the reader may see it."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from cairn.accounts.models import Reader
from cairn.actions.queries import Answer
from cairn.common.dates import find_days
from cairn.library.models import Answer as LevelReached
from cairn.library.models import Guidance, GuidanceType, Recommendation, SelfCheck, SelfCheckAnswer
from cairn.places.models import Place
from cairn.records.models import Record


def get_guidance(user: Reader, *, type: str = "") -> QuerySet[Guidance]:
    """Documents by name, each with the number of its recommendations that the reader may see."""
    visible = Recommendation.objects.visible_to(user).values("pk")
    found = Guidance.objects.visible_to(user)
    if type in GuidanceType.values:
        found = found.filter(type=type)
    seen = Q(recommendations__in=visible)
    return found.annotate(number_of=Count("recommendations", filter=seen, distinct=True)).order_by("title", "pk")


def get_recommendations(user: Reader) -> QuerySet[Recommendation]:
    """In the order of their documents."""
    found = Recommendation.objects.visible_to(user).select_related("guidance", "source")
    return found.order_by("guidance__title", "position", "pk")


def get_recommendations_about(record: Record, user: Reader) -> QuerySet[Recommendation]:
    """For a model or a challenge; of documents that the reader may see too."""
    return _with_visible_document(get_recommendations(user).filter(about=record.pk), user)


def get_recommendations_to(place: Place, user: Reader) -> QuerySet[Recommendation]:
    """Those that name a council."""
    return _with_visible_document(get_recommendations(user).filter(places=place), user)


def _with_visible_document(found: QuerySet[Recommendation], user: Reader) -> QuerySet[Recommendation]:
    return found.filter(guidance__in=Guidance.objects.visible_to(user).values("pk"))


def get_self_checks(user: Reader) -> QuerySet[SelfCheck]:
    """The newest first."""
    found = SelfCheck.objects.visible_to(user).select_related("guidance", "organisation")
    return found.order_by("-checked_on", "-pk")


def get_other_checks(check: SelfCheck, user: Reader) -> QuerySet[SelfCheck]:
    """Of the same document by the same organisation, or by the same person where they belong to none."""
    found = get_self_checks(user).filter(guidance=check.guidance_id).exclude(pk=check.pk)
    if check.organisation_id:
        return found.filter(organisation=check.organisation_id)
    return found.filter(organisation=None, author=check.author_id)


def find_check_before(check: SelfCheck, user: Reader) -> SelfCheck | None:
    """The one that it repeats, as far as the reader may see it."""
    return SelfCheck.objects.visible_to(user).filter(pk=check.repeats_id).first() if check.repeats_id else None


def get_answers(checks: Iterable[SelfCheck], user: Reader) -> dict[int, list[SelfCheckAnswer]]:
    """By the key of the check; answers to recommendations that the reader may not see are left out."""
    checks = list(checks)
    found: dict[int, list[SelfCheckAnswer]] = {check.pk: [] for check in checks}
    visible = Recommendation.objects.visible_to(user).values("pk")
    answers = SelfCheckAnswer.objects.filter(self_check__in=found, recommendation__in=visible)
    for answer in answers.select_related("recommendation").order_by("recommendation__position", "recommendation"):
        found[answer.self_check_id].append(answer)
    return found


SAYS_YES = (LevelReached.MET, LevelReached.PARTLY)


def find_answers(recommendations: Collection[int] | None) -> list[Answer]:
    """Of self-checks: what an organisation says it meets, wholly or in part, it has accepted; for the chain."""
    found = SelfCheckAnswer.objects.filter(answer__in=SAYS_YES, self_check__withdrawn_at=None)
    if recommendations is not None:
        found = found.filter(recommendation__in=recommendations)
    rows = found.values_list("recommendation", "self_check", "self_check__organisation", "self_check__checked_on")
    return [Answer(about, check, whose, _find_day(day)) for about, check, whose, day in rows]


def _find_day(text: str) -> date | None:
    """A month or a year alone is no day to count from."""
    first, last = find_days(text) or (None, None)
    return first if first == last else None
