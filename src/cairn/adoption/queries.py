"""Who uses what, as the reader may see it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from cairn.adoption.models import Adoption
from cairn.library.models import PracticeModel
from cairn.places.models import Place


def get_councils_using(model: PracticeModel, user: Any) -> QuerySet[Adoption]:
    return get_uses([model], user).order_by("place__name")


def get_uses(models: Iterable[PracticeModel], user: Any) -> QuerySet[Adoption]:
    """Councils using any of these models, with how it stands there."""
    ids = [model.pk for model in models]
    found = Adoption.objects.visible_to(user).filter(practice_model__in=ids)
    return found.select_related("place", "practice_model").prefetch_related("moves")


def get_models_used_in(place: Place, user: Any) -> QuerySet[Adoption]:
    """Of models that the reader may see too."""
    models = PracticeModel.objects.visible_to(user).values("pk")
    found = Adoption.objects.visible_to(user).filter(place=place, practice_model__in=models)
    return found.select_related("practice_model").prefetch_related("moves").order_by("practice_model__title")
