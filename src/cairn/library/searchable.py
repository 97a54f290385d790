"""What search knows of the library besides the texts: parts of models, council areas, programmes, who says it."""

from typing import Any

from cairn.library.models import Claim, Grade, PracticeModel, Programme, Project
from cairn.places.models import Place
from cairn.records.enums import RecordKind, Sharing
from cairn.search.searchable import Tag, Told, register_searchable


def register_all() -> None:
    register_searchable(RecordKind.PRACTICE_MODEL, tell_model, prefetch=("components",))
    register_searchable(RecordKind.PROJECT, tell_project, related=("in_programme",), prefetch=("places",))
    register_searchable(RecordKind.CLAIM, tell_claim)


def tell_model(model: PracticeModel) -> Told:
    return Told(words=tuple(part.what for part in model.components.all()))


def tell_project(project: Project) -> Told:
    tags = [tag_place(place) for place in project.places.all()]
    programme = project.in_programme
    if programme is not None and is_for_all(programme):
        tags.append(Tag("programme", programme.slug, programme.title))
    return Told((project.led_by,), tuple(tags))


def tell_claim(claim: Claim) -> Told:
    return Told(tags=(tag_grade(claim.grade),))


def is_for_all(programme: Programme) -> bool:
    """A tag is read by whoever reads the project, so it names only what everybody may see."""
    return programme.live and programme.sharing == Sharing.PUBLIC and not programme.is_withdrawn


def tag_place(place: Place) -> Tag:
    return Tag("place", place.slug, place.name)


def tag_grade(grade: Any) -> Tag:
    return Tag("says", grade.lower(), str(Grade(grade).label))
