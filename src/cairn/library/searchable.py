"""What search knows of the library besides the texts: parts of models, and what entries are sorted by."""

from collections.abc import Iterable, Iterator
from typing import Any

from cairn.common.dates import is_partial_date, show_years
from cairn.library.definitions.vocabularies import get_terms
from cairn.library.models import (
    Claim,
    EvaluationReport,
    Grade,
    Guidance,
    Moved,
    PracticeModel,
    Programme,
    Project,
    Round,
    Source,
)
from cairn.places.models import Place
from cairn.records.enums import Sharing
from cairn.records.indexing import IndexedFields, Tag


def index_model(model: PracticeModel) -> IndexedFields:
    words = (text for part in model.components.all() for text in (part.what, part.function, part.form, part.outcome))
    return IndexedFields(
        tuple(words), (*_tag_terms("need", "needs", model.needs), *_tag_terms("type", "ten_types", model.types))
    )


def index_round(entry: Round) -> IndexedFields:
    return IndexedFields(tags=tuple(_tag_programme(entry.in_programme)), years=show_years(entry.started, entry.ended))


def index_project(project: Project) -> IndexedFields:
    tags = (
        *map(tag_place, project.places.all()),
        *_tag_programme(project.in_programme),
        *_tag_stage(project),
        *_tag_terms("need", "needs", project.needs),
        *_tag_terms("type", "ten_types", project.types),
        *_tag_terms("driver", "drivers", project.drivers),
    )
    words = (
        *(place.name for place in project.places.all()),
        *(award.words for award in project.awards.all()),
        *(text for outcome in project.outcomes.all() for text in (outcome.title, outcome.result)),
    )
    return IndexedFields(words, tags, show_years(project.started, project.ended))


def index_claim(claim: Claim) -> IndexedFields:
    return IndexedFields(tags=(tag_grade(claim.grade),), years=_get_year(claim.source))


def index_report(report: EvaluationReport) -> IndexedFields:
    return IndexedFields(years=show_years(report.published, report.published) or _get_year(report.source))


def index_guidance(document: Guidance) -> IndexedFields:
    return IndexedFields(years=show_years(document.published, document.published) or _get_year(document.source))


def _get_year(source: Source | None) -> str:
    return source.year if source is not None and is_partial_date(source.year) else ""


def _tag_terms(facet: str, vocabulary: str, keys: Iterable[str]) -> Iterator[Tag]:
    for term in get_terms(vocabulary, keys):
        yield Tag(facet, term.key, term.title)


def _tag_programme(programme: Programme | None) -> Iterator[Tag]:
    """A tag is read by whoever reads the entry, so it names only what everybody may see."""
    if programme is not None and programme.live and programme.sharing == Sharing.PUBLIC:
        yield Tag("programme", programme.slug, programme.title)


def _tag_stage(project: Project) -> Iterator[Tag]:
    """Where it stands after the last move that is known."""
    moves = sorted(project.moves.all(), key=lambda move: move.position)
    if moves:
        yield Tag("stage", moves[-1].move, str(Moved(moves[-1].move).label))


def tag_place(place: Place) -> Tag:
    return Tag("place", place.slug, f"{place.name} (fictional)" if place.is_fictional else place.name)


def tag_grade(grade: Any) -> Tag:
    return Tag("says", grade.lower(), str(Grade(grade).label))
