"""Reading the library, each list as the reader may see it."""

from typing import Any

from django.db.models import Count, Q, prefetch_related_objects

from cairn.library.models import Claim, Direction, PracticeModel, Programme, Project
from cairn.records.models import Record


def get_claims(record: Record, user: Any) -> list[Claim]:
    """What is reported of a record, best kind of source first."""
    found = Claim.objects.visible_to(user).filter(about_id=record.pk).select_related("source")
    return sorted(found, key=lambda claim: ("EGSCN".index(claim.grade), claim.pk))


def get_claims_of(records: list[Any], user: Any) -> dict[int, list[Claim]]:
    """The same of several records at once, by their keys; the parts of models are fetched with them."""
    prefetch_related_objects(records, "components")
    found = Claim.objects.visible_to(user).filter(about_id__in=[record.pk for record in records])
    claims: dict[int, list[Claim]] = {record.pk: [] for record in records}
    for claim in sorted(found.select_related("source"), key=lambda claim: ("EGSCN".index(claim.grade), claim.pk)):
        claims[claim.about_id].append(claim)
    return claims


def get_all_claims(user: Any) -> Any:
    """Reported results about records that the reader may see too."""
    visible = Record.objects.visible_to(user).values("pk")
    found = Claim.objects.visible_to(user).filter(about_id__in=visible)
    return found.select_related("source", "about").order_by("about__title", "pk")


def get_models(user: Any) -> Any:
    """Models with how many results speak for and against each; counts are of what the reader may see."""
    visible = Claim.objects.visible_to(user)
    return (
        PracticeModel.objects.visible_to(user)
        .annotate(
            number_for=_count(visible, [Direction.FOR]),
            number_against=_count(visible, [Direction.AGAINST, Direction.NOTHING]),
        )
        .order_by("title")
    )


def _count(visible: Any, directions: list[Direction]) -> Count:
    return Count("claims", filter=Q(claims__in=visible.filter(direction__in=directions).values("pk")), distinct=True)


def get_projects(user: Any, *, model: PracticeModel | None = None, programme: Programme | None = None) -> Any:
    found = Project.objects.visible_to(user).order_by("title")
    if model is not None:
        found = found.filter(models_used=model)
    if programme is not None:
        found = found.filter(in_programme=programme)
    return found
