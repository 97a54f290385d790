"""What this site knows by which a text can point at somebody: names, and what is true of few councils."""

import re

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from cairn.accounts.models import User
from cairn.common.identifying import Mark, Names, Trait, find_marks, find_rare_combination
from cairn.library.models import PracticeModel, Project
from cairn.places.models import Organisation, Place, PlacePart

EVERYBODY = AnonymousUser()


def get_names() -> Names:
    """Titles of models and projects only where everybody may read them: a mark must not tell of the others."""
    models = PracticeModel.objects.visible_to(EVERYBODY).values_list("title", flat=True)
    projects = Project.objects.visible_to(EVERYBODY).values_list("title", flat=True)
    return Names(
        places=frozenset(Place.objects.values_list("name", flat=True))
        | frozenset(PlacePart.objects.values_list("name", flat=True)),
        organisations=frozenset(Organisation.objects.values_list("name", flat=True)),
        people=frozenset(filter(None, User.objects.values_list("name", flat=True))),
        models=frozenset(models) | frozenset(part for title in projects for part in (title, title.split(",")[0])),
    )


def mark_texts(texts: dict[str, str]) -> dict[str, list[Mark]]:
    names = get_names()
    return {name: find_marks(text, names) for name, text in texts.items()}


def find_rare(text: str) -> tuple[list[str], int] | None:
    """Whether the models and the region that a text names are together true of few councils, as far as is known."""
    return find_rare_combination(_find_traits(text))


def _find_traits(text: str) -> list[Trait]:
    traits = []
    projects = Prefetch("projects", Project.objects.visible_to(EVERYBODY).prefetch_related("places"))
    for model in PracticeModel.objects.visible_to(EVERYBODY).prefetch_related(projects):
        if _names(text, model.title):
            councils = {place.pk for project in model.projects.all() for place in project.places.all()}
            traits.append(Trait(model.title, frozenset(councils)))
    for region in Place.objects.filter(kind=Place.Kind.REGION):
        if _names(text, region.name):
            inside = Place.objects.councils().current().filter(region=region).values_list("pk", flat=True)
            traits.append(Trait(region.name, frozenset(inside)))
    return traits


def _names(text: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) is not None
