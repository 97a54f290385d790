"""Who uses what, as the reader may see it."""

from typing import Any

from django.db.models import QuerySet

from cairn.adoption.models import Adoption
from cairn.library.models import PracticeModel
from cairn.places.models import Place


def get_councils_using(model: PracticeModel, user: Any) -> QuerySet[Adoption]:
    return (
        Adoption.objects.visible_to(user).filter(practice_model=model).select_related("place").order_by("place__name")
    )


def get_models_used_in(place: Place, user: Any) -> QuerySet[Adoption]:
    """Of models that the reader may see too."""
    models = PracticeModel.objects.visible_to(user).values("pk")
    found = Adoption.objects.visible_to(user).filter(place=place, practice_model__in=models)
    return found.select_related("practice_model").order_by("practice_model__title")
