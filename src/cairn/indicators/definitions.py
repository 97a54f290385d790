"""The measures: what each one means, and from which published series its figures come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from django.conf import settings

from cairn.common.definitions import Definition, DefinitionError, load_definition

Kind = Literal["rate", "count", "percentage", "average"]
Polarity = Literal["up", "down", "none"]
Period = Literal["snapshot", "flow"]


# The outcomes and enablers of the Children's Social Care National Framework (Department for Education, 2023).
AREAS = {
    "stay_together": "Families stay together and get the help they need",
    "family_network": "Children are supported by their family network",
    "safe": "Children are safe in and outside their homes",
    "loving_homes": "Children in care and care leavers have stable, loving homes",
    "workforce": "The workforce",
    "leadership": "Leadership: spending",
    "context": "Local context",
}


class UnableToFindMeasure(ValueError):
    """No measure has this key."""


@dataclass(frozen=True)
class People:
    """What is counted, for sentences: "1 child", "25 children"."""

    one: str
    many: str


@dataclass(frozen=True)
class Link:
    """Years of a measure that are taken from one published series."""

    series: str
    first: int
    last: int | None  # none: until the newest release
    year_offset: int = 0  # -1: the year before, as for the population behind a rate
    why: str = ""

    def covers(self, published_year: int) -> bool:
        return self.first <= published_year and (self.last is None or published_year <= self.last)


@dataclass(frozen=True)
class Stop:
    """The last year of a measure for which the publisher went on, and why it ends there."""

    year: int
    why: str


@dataclass(frozen=True)
class Harm:
    """The measure that would show harm if another moved as hoped, suggested to the author of a plan."""

    measure: str
    reason: str


@dataclass(frozen=True)
class SourceOfMeasure:
    title: str
    publisher: str
    url: str = ""


@dataclass(frozen=True)
class IndicatorDefinition:
    key: str
    title: str
    short_title: str
    people: People
    counted: str  # for sentences about how many: "60 fewer children looked after"
    kind: Kind
    per: int
    unit: str
    period: Period
    year_ends: str  # the day on which its years end, or to which they refer: "31 March"
    area: str  # a key of AREAS
    polarity: Polarity
    polarity_note: str
    what_it_is: str
    why_it_matters: str
    caution: str
    smallest_important_change: float  # per cent of the figure; percentage points when kind is "percentage"
    smallest_important_change_reason: str
    author: str
    reviewer: str | None
    review_date: date
    sources: tuple[SourceOfMeasure, ...]
    value: tuple[Link, ...]  # published as such; empty where the value is computed
    numerator: tuple[Link, ...]
    denominator: tuple[Link, ...]
    stops: Stop | None = None
    harm: Harm | None = None  # of a measure that can be evaluated
    profile: int = 0  # its place on the page of a council; 0: it stands with all figures only
    due_in: str = ""  # the month of the year in which its publisher brings the next figures: "November"
    published: tuple[Link, ...] = ()  # the same as its publisher works it out, for whoever compares

    @property
    def as_published(self) -> "IndicatorDefinition | None":
        if not self.published:
            return None
        return replace(self, value=self.published, numerator=(), denominator=(), published=())

    @property
    def is_size(self) -> bool:
        """Whether a council's figure depends first on how big the council is, so that averages say nothing."""
        return self.kind == "count" or self.unit in ("pounds", "full-time equivalents")

    @property
    def can_be_evaluated(self) -> bool:
        """Whether the engine can weigh it: it needs how many were counted, and a series that goes on."""
        return bool(self.numerator) and self.stops is None

    @property
    def good_direction(self) -> int | None:
        """1 where higher is better, -1 where lower is; none where neither is by itself."""
        return {"up": 1, "down": -1, "none": None}[self.polarity]

    def get_last_day(self, year: int) -> date:
        """On which a year of it ends, or the day to which its figure refers."""
        return datetime.strptime(f"{self.year_ends} {year}", "%d %B %Y").date()  # noqa: DTZ007 a day has no time zone

    def get_due(self, year: int) -> date | None:
        """The first day of the month in which its publisher brings the figures of a year; none where nobody said so."""
        if not self.due_in:
            return None
        month = datetime.strptime(self.due_in, "%B").month  # noqa: DTZ007 a month has no time zone
        return date(year if month > self.get_last_day(year).month else year + 1, month, 1)

    def describe_due(self, year: int) -> str:
        """The same in words, "November 2027"; empty where nobody has said so."""
        due = self.get_due(year)
        return f"{due:%B %Y}" if due else ""

    @property
    def change_unit(self) -> str:
        return "percentage points" if self.kind == "percentage" else "per cent"


def get_definitions() -> tuple[IndicatorDefinition, ...]:
    """Every measure, in the order of their keys."""
    return _load_all(Path(settings.DEFINITIONS_DIR) / "indicators")


def get_profile_definitions() -> tuple[IndicatorDefinition, ...]:
    """Those on the page of a council, in their order there."""
    return tuple(sorted((one for one in get_definitions() if one.profile), key=lambda one: one.profile))


def get_evaluable_definitions() -> tuple[IndicatorDefinition, ...]:
    return tuple(one for one in get_definitions() if one.can_be_evaluated)


def get_evaluable_groups() -> list[tuple[str, list[IndicatorDefinition]]]:
    """Those that can be evaluated by outcome, as a form offers them."""
    return group_by_outcome(get_evaluable_definitions())


def group_by_outcome(measures: Iterable[IndicatorDefinition]) -> list[tuple[str, list[IndicatorDefinition]]]:
    """As a form offers them: outcomes in the order of the framework, measures by their titles."""
    ordered = sorted(measures, key=lambda one: one.title)
    groups = [(title, [one for one in ordered if one.area == area]) for area, title in AREAS.items()]
    return [group for group in groups if group[1]]


def get_definition(key: str) -> IndicatorDefinition:
    for definition in get_definitions():
        if definition.key == key:
            return definition
    known = [definition.key for definition in get_definitions()]
    near = get_close_matches(key, known, n=3, cutoff=0.5)
    text = f"Did you mean {' or '.join(near)}?" if near else f"`cairn data status` lists the {len(known)} measures."
    raise UnableToFindMeasure(f"'{key[:60]}' is not a measure. {text}")


def find_problems() -> Iterator[DefinitionError]:
    """One problem per file, for the check at start."""
    folder = Path(settings.DEFINITIONS_DIR) / "indicators"
    for path in sorted(folder.glob("*.yaml")):
        try:
            _load(path)
        except DefinitionError as problem:
            yield problem


@cache
def _load_all(folder: Path) -> tuple[IndicatorDefinition, ...]:
    return tuple(_load(path) for path in sorted(folder.glob("*.yaml")))


def check_text(key: str, text: str) -> IndicatorDefinition:
    """A measure from the text of its file, checked as one that stands among the others; raises DefinitionError."""
    schema = Path(settings.DEFINITIONS_DIR) / "indicators" / "schema.json"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{key}.yaml"
        path.write_text(text, encoding="utf-8")
        return _load(path, schema)


def _load(path: Path, schema: Path | None = None) -> IndicatorDefinition:
    definition = load_definition(path, schema or path.with_name("schema.json"))
    data = definition.data
    if data["key"] != path.stem:
        raise definition.error(f"'key' is '{data['key']}'; it must be the name of the file, '{path.stem}'.", "key")
    change = data["smallest_important_change"]
    return IndicatorDefinition(
        **{name: data[name] for name in PLAIN},
        people=People(**data["people"]),
        smallest_important_change=float(change["size"]),
        smallest_important_change_reason=change["reason"],
        review_date=_get_date(definition, "review_date"),
        sources=tuple(SourceOfMeasure(**source) for source in data["sources"]),
        stops=Stop(**data["stops"]) if "stops" in data else None,
        harm=Harm(**data["harm"]) if "harm" in data else None,
        profile=data.get("profile", 0),
        due_in=data.get("due_in", ""),
        value=_get_links(definition, "value"),
        numerator=_get_links(definition, "numerator"),
        denominator=_get_links(definition, "denominator"),
        published=_get_links(definition, "published"),
    )


PLAIN: tuple[str, ...] = (
    "key",
    "title",
    "short_title",
    "counted",
    "kind",
    "per",
    "unit",
    "period",
    "year_ends",
    "area",
    "polarity",
)
PLAIN += ("polarity_note", "what_it_is", "why_it_matters", "caution", "author", "reviewer")


def _get_links(definition: Definition, name: str) -> tuple[Link, ...]:
    links = tuple(_get_link(row) for row in definition.data.get(name, []))
    for index, link in enumerate(links):
        where = (name, index, "years")
        if link.last is not None and link.last < link.first:
            raise definition.error(f"'years' ends ({link.last}) before it begins ({link.first}).", *where)
        for earlier in links[:index]:
            if (earlier.last is None or link.first <= earlier.last) and (
                link.last is None or earlier.first <= link.last
            ):
                raise definition.error(
                    f"'years' overlaps with those of {earlier.series}; each year comes from one series.", *where
                )
    return links


def _get_link(row: dict[str, Any]) -> Link:
    first, last = row["years"]
    return Link(row["series"], first, last, row.get("year_offset", 0), row.get("why", ""))


def _get_date(definition: Definition, name: str) -> date:
    try:
        return date.fromisoformat(definition.data[name])
    except ValueError:
        raise definition.error(
            f"'{name}' is '{definition.data[name]}', which is not a date; write it as 2027-03-31.", name
        ) from None
