"""Two to four models side by side, and where nothing was tried."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cairn.library.definitions.vocabularies import Term, get_vocabulary
from cairn.library.models import Claim, Component, Direction, Keep, PracticeModel, Topic
from cairn.library.presenters.claims import GROUPS, ClaimView, find_conflicts, is_contested
from cairn.library.presenters.entries import describe_ages, describe_strength, get_terms

Row = tuple[str, list[list[str]]]


def compare(models: list[PracticeModel], claims: dict[int, list[Claim]]) -> list[Row]:
    """A row for each thing that can be compared, with the lines of each model."""
    rows: list[Row] = [_row(PracticeModel.TEXTS["summary"], models, lambda model: [model.summary])]
    rows.append(_row("For whom", models, lambda model: [model.for_whom]))
    rows.append(_row("Ages", models, lambda model: [describe_ages(model)]))
    rows.append(_row("Needs", models, lambda model: [term.title for term in get_terms("needs", model.needs)]))
    rows.append(_row("What it is meant to change", models, lambda model: [model.aims]))
    rows.append(_row("Parts", models, lambda model: [_describe_part(part) for part in model.components.all()]))
    for direction, title in GROUPS[:3]:
        rows.append(_row(title, models, lambda model, way=direction: _describe_results(claims[model.pk], way)))
    rows.append(_row("Do sources disagree?", models, lambda model: _describe_contested(claims[model.pk])))
    rows.append(
        _row("How strong is the evidence?", models, lambda model: describe_strength(claims[model.pk], []).lines)
    )
    rows.append(_row("What it cost or saved", models, lambda model: _describe_costs(claims[model.pk])))
    for name in ("takes", "helps", "hinders", "not_known", "who_to_ask"):
        rows.append(_row(PracticeModel.TEXTS[name], models, lambda model, name=name: [getattr(model, name)]))
    return rows


def _row(title: str, models: Iterable[PracticeModel], tell: Callable[[PracticeModel], list[str]]) -> Row:
    return title, [[line for line in tell(model) if line] for model in models]


def _describe_results(claims: list[Claim], direction: Direction) -> list[str]:
    wanted = (Topic.OUTCOME, Topic.DELIVERY)
    return [_describe_claim(claim) for claim in claims if claim.direction == direction and claim.topic in wanted]


def _describe_costs(claims: list[Claim]) -> list[str]:
    return [_describe_claim(claim) for claim in claims if claim.topic == Topic.COST]


def _describe_contested(claims: list[Claim]) -> list[str]:
    texts = ["Yes: independent sources speak for it and against it."] if is_contested(claims) else []
    return texts + [f"Answers differ: {conflict.question}" for conflict in find_conflicts(claims)]


def _describe_part(part: Component) -> str:
    return part.what if part.keep == Keep.NOT_SAID else f"{part.what} ({Keep(part.keep).label.lower()})"


def _describe_claim(claim: Claim) -> str:
    shown = ClaimView(claim)
    compared = f"compared with {claim.comparator}" if claim.comparator else shown.comparator
    return f"{claim.title} ({'; '.join(filter(None, (shown.who, compared)))})"


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


def make_gap_map(projects: Iterable[Any], *, number: int, in_all: int | None) -> GapMap:
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
