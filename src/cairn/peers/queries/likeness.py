"""What two organisations have in common, from figures and judgements that are on the site. Never a grade alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.indicators.definitions import get_definitions
from cairn.indicators.models import Judgement, Neighbour, Release
from cairn.indicators.queries import get_latest, get_neighbour_models
from cairn.library.models import ReportedJudgement
from cairn.library.presenters.judgements import GRADES
from cairn.places.models import JourneyPlace, Organisation

MEASURE_WITH_CHILDREN = "cla_rate"  # its denominator is how many children live there
SIMILAR_SIZE = 1.5  # the larger has at most so many times the children of the smaller


@dataclass(frozen=True)
class Standing:
    """Where an organisation was on its journey, on a day, as a source says it."""

    stage: str
    words: str
    on: str


@dataclass(frozen=True)
class Facts:
    """Of one organisation; what the site does not know is empty, and counts for nothing."""

    place: int | None = None
    region: str = ""
    neighbours: frozenset[int] = frozenset()
    children: float | None = None
    standing: Standing | None = None


@dataclass(frozen=True)
class Common:
    are_neighbours: bool = False
    region: str = ""
    is_similar_size: bool = False
    are_at_different_points: bool = False

    @property
    def points(self) -> int:
        """A tie-break between arrangements that answer the same asks; ADR 46 says why these."""
        return 3 * self.are_neighbours + 2 * bool(self.region) + self.is_similar_size + self.are_at_different_points


def compare(one: Facts, other: Facts) -> Common:
    return Common(
        are_neighbours=other.place in one.neighbours or one.place in other.neighbours,
        region=one.region if one.region == other.region else "",
        is_similar_size=_are_similar(one.children, other.children),
        # Not a better and a worse one: which of them teaches is what they ask and offer.
        are_at_different_points=bool(one.standing and other.standing and one.standing.stage != other.standing.stage),
    )


def _are_similar(one: float | None, other: float | None) -> bool:
    if not one or not other:
        return False
    return max(one, other) <= SIMILAR_SIZE * min(one, other)


def get_facts(organisations: Iterable[Organisation], *, fictional: bool) -> dict[int, Facts]:
    """By key of the organisation, with a fixed number of queries. Only of councils is it known what an area is like."""
    found = list(organisations)
    councils = {one.pk: one.place_id for one in found if one.kind == Organisation.Kind.COUNCIL and one.place_id}
    places = set(councils.values())
    neighbours = _get_neighbours(places, fictional=fictional)
    children = _get_children(fictional=fictional)
    standings = _get_standings([one.pk for one in found], councils)
    facts = {}
    for one in found:
        place = one.place if one.pk in councils else None
        facts[one.pk] = Facts(
            place=place.pk if place else None,
            region=place.region.name if place and place.region else "",
            neighbours=neighbours.get(place.pk, frozenset()) if place else frozenset(),
            children=children.get(place.code) if place else None,
            standing=standings.get(one.pk),
        )
    return facts


def _get_neighbours(places: set[int], *, fictional: bool) -> dict[int, frozenset[int]]:
    models: list[Release] = [] if fictional else get_neighbour_models()[:1]
    rows = Neighbour.objects.filter(release__in=models, place__in=places).values_list("place", "neighbour")
    found: dict[int, set[int]] = {}
    for place, neighbour in rows:
        found.setdefault(place, set()).add(neighbour)
    return {place: frozenset(others) for place, others in found.items()}


def _get_children(*, fictional: bool) -> dict[str, float | None]:
    measure = next(one for one in get_definitions() if one.key == MEASURE_WITH_CHILDREN)
    latest = get_latest([measure], fictional=fictional).get(measure.key)
    return {code: figure.denominator for code, figure in latest.figures.items()} if latest else {}


def _get_standings(organisations: Iterable[int], councils: dict[int, int]) -> dict[int, Standing]:
    """The newest of each: what inspectors said of a council, as sources or the published lists have it, or a stage."""
    by_place = {place: organisation for organisation, place in councils.items()}
    reported = ReportedJudgement.objects.filter(place__in=by_place, area="overall").values_list(
        "place", "grade", "judged_on"
    )
    published = Judgement.objects.filter(
        inspection__place__in=by_place, area="overall", inspection__release__state=Release.State.LIVE
    ).exclude(inspection__inspected_on=None)
    found: list[tuple[int, Standing]] = [
        *((by_place[place], _read_grade(grade, on)) for place, grade, on in reported),
        *(
            (by_place[place], _read_grade(grade, f"{on:%Y-%m-%d}"))
            for place, grade, on in published.values_list("inspection__place", "grade", "inspection__inspected_on")
        ),
        *(
            (one.organisation_id, Standing(one.stage, str(one.get_stage_display()), one.on))
            for one in JourneyPlace.objects.filter(organisation__in=organisations)
        ),
    ]
    newest: dict[int, Standing] = {}
    for organisation, standing in sorted(found, key=_get_order):
        newest[organisation] = standing
    return newest


def _get_order(row: tuple[int, Standing]) -> tuple[Any, ...]:
    return row[1].on, row[1].words


def _read_grade(grade: str, on: str) -> Standing:
    return Standing(grade, f"{GRADES.get(grade, grade)} (Ofsted)", on)
