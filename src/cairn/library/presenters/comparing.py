"""Two to four models side by side, and where nothing was tried."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cairn.library.definitions.vocabularies import Term, get_terms, get_vocabulary
from cairn.library.models import Component, Keep, PracticeModel, Project
from cairn.library.presenters.claims import GROUPS, find_conflicts, is_contested, name_origin
from cairn.library.presenters.entries import describe_ages, describe_strength
from cairn.library.presenters.known import KnownView
from cairn.library.presenters.strength import weigh_known
from cairn.library.queries.known import KnownAbout

Row = tuple[str, list[list[str]]]
NOT_RECORDED = "Not recorded"


def compare(models: list[PracticeModel], known: dict[int, KnownAbout]) -> list[Row]:
    """A row for each thing that can be compared, with the lines of each model."""
    views = [KnownView(known[model.pk]) for model in models]
    rows: list[Row] = [_row(PracticeModel.TEXTS["summary"], models, lambda model: [model.summary])]
    rows.append(_known_row("Who it is for", views, lambda view: view.say("for_whom", "target_group") or [NOT_RECORDED]))
    rows.append(_known_row("Ages", views, lambda view: _describe_ages(view) or [NOT_RECORDED]))
    rows.append(_row("Needs", models, lambda model: [term.title for term in get_terms("needs", model.needs)]))
    rows.append(_known_row("What it is meant to change", views, lambda view: view.say("aims") or [NOT_RECORDED]))
    rows.append(_row("Parts", models, lambda model: [_describe_part(part) for part in model.components.all()]))
    rows += [
        _known_row("What changed", views, _describe_change),
        _known_row("How strong is the evidence?", views, _describe_strength),
        _known_row(GROUPS[0][1], views, lambda view: view.describe_favourable()),
        _known_row("Against, or no difference", views, lambda view: view.describe_unfavourable()),
        _known_row("Changes reported by projects", views, lambda view: view.changes or [view.no_results]),
        _known_row("Do sources disagree?", views, _describe_contested),
        _known_row("What it cost or saved", views, lambda view: view.describe_costs()),
    ]
    for name in ("takes", "helps", "hinders", "not_known"):
        rows.append(
            _known_row(PracticeModel.TEXTS[name], views, lambda view, name=name: view.say(name) or [NOT_RECORDED])  # type: ignore[misc]  # one with a default is not inferred
        )
    rows.append(_known_row("Who to contact", views, lambda view: view.describe_contacts()))
    return rows


def _row(title: str, models: Iterable[PracticeModel], describe: Callable[[PracticeModel], list[str]]) -> Row:
    return title, [list(filter(None, describe(model))) or [NOT_RECORDED] for model in models]


def _known_row(title: str, views: Iterable[KnownView], describe: Callable[[KnownView], list[str]]) -> Row:
    """Each says by itself what is not there; where it says nothing, nothing is claimed either."""
    return title, [list(filter(None, describe(view))) for view in views]


def _describe_ages(view: KnownView) -> list[str]:
    """Its own, or those of the projects with it and nothing else."""
    if own := describe_ages(view.known.record):
        return [own]
    projects = [one for one in view.known.inherits if isinstance(one, Project) and describe_ages(one)]
    return [f"{describe_ages(one)} ({name_origin(one)})" for one in projects]


def _describe_change(view: KnownView) -> list[str]:
    evidence = weigh_known(view.known)
    return [evidence.way.words, *evidence.changes]


def _describe_strength(view: KnownView) -> list[str]:
    evidence = weigh_known(view.known)
    return [f"{evidence.strength} of 4: {evidence.strength_words}", *describe_strength(view.known).lines]


def _describe_contested(view: KnownView) -> list[str]:
    claims = view.known.claims
    texts = ["Yes: independent sources disagree about it."] if is_contested(claims) else []
    return texts + [f"Answers differ: {conflict.question}" for conflict in find_conflicts(claims)]


def _describe_part(part: Component) -> str:
    return part.what if part.keep == Keep.NOT_SAID else f"{part.what} ({Keep(part.keep).label.lower()})"


ENOUGH_TO_SPEAK_OF_GAPS = 0.5  # of a programme's projects: below that, most gaps are gaps of the library


@dataclass(frozen=True)
class GapMap:
    """How many projects of a programme tried each type of innovation for each need."""

    types: tuple[Term, ...]
    rows: list[tuple[Term, list[int]]]
    number: int  # projects of the programme that are in the library
    in_all: int | None  # projects that the programme had; None where nobody recorded it
    untested: int  # pairs of a need and a type without a project
    untagged: int  # projects that name no need or no type, so that they are nowhere in the map

    @property
    def shows_gaps(self) -> bool:
        """Whether enough of the programme is here to say what it did not try."""
        return self.in_all is not None and self.number >= ENOUGH_TO_SPEAK_OF_GAPS * self.in_all


def make_gap_map(projects: Iterable[Project], *, number: int, in_all: int | None) -> GapMap:
    """`projects` may be those at one stage only; `number` counts all of the programme that the reader may see."""
    types, needs = get_vocabulary("ten_types").terms, get_vocabulary("needs").terms
    counts: dict[tuple[str, str], int] = {}
    untagged = 0
    for project in projects:
        untagged += not (project.needs and project.types)
        for need in project.needs:
            for kind in project.types:
                counts[need, kind] = counts.get((need, kind), 0) + 1
    rows = [(need, [counts.get((need.key, kind.key), 0) for kind in types]) for need in needs]
    untested = sum(not count for _, row in rows for count in row)
    return GapMap(types, rows, number, in_all, untested, untagged)
