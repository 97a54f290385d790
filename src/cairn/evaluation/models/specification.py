"""What a plan fixes before anybody looks: one value that can be hashed, stored and read back."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cairn.common.canonical import sha256_of, to_canonical_json

LONGEST_MONTH = 31


@dataclass(frozen=True)
class PlanSpecification:
    """The whole of a plan, as it is hashed when it is locked.

    `smallest_change` is per cent for rates and numbers, points for percentages; `direction` is -1 for a
    hoped-for fall and 1 for a rise.
    """

    place: str
    measure: str
    start: date
    direction: int
    smallest_change: float
    harm_measure: str = ""
    what_was_started: str = ""
    last_year: int | None = None
    excluded: tuple[str, ...] = ()
    is_national_reform: bool = False
    about: str = ""  # slug of the project or use of a model

    def to_document(self) -> dict[str, Any]:
        document = asdict(self) | {"start": self.start.isoformat(), "excluded": sorted(self.excluded)}
        if not self.about:  # plans that stand alone keep the checksum that they had before there were others
            del document["about"]
        return document

    def to_text(self) -> str:
        return to_canonical_json(self.to_document())

    @property
    def sha256(self) -> str:
        return sha256_of(self.to_text())


@dataclass(frozen=True)
class ListedMeasure:
    """One measure of a list: which way is hoped for, and the change that would matter."""

    measure: str
    direction: int
    smallest_change: float


@dataclass(frozen=True)
class ListedSite:
    """A council on the list as it was when the list was fixed.

    `first` and `last` are the ends of the days on which it may have started, None where no source gave a date;
    `confirmed_by` is empty while neither the council nor the originator nor an evaluation says so; `counted_with` is
    the code of the council whose row its figures are part of.
    """

    place: str
    name: str
    first: date | None
    last: date | None
    stop: date | None = None
    confirmed_by: str = ""
    who_confirms: str = ""
    parts_only: bool = False
    counted_with: str = ""
    fidelity: float | None = None

    @property
    def is_uncertain(self) -> bool:
        """Whether more than a month lies between the ends of its start."""
        return bool(self.first and self.last and (self.last - self.first).days > LONGEST_MONTH)

    def get_start(self) -> tuple[date, date]:
        """Both ends; only those with a date are asked about."""
        if self.first is None or self.last is None:
            raise ValueError(f"No source gives a date for {self.name}.")
        return self.first, self.last

    def to_document(self) -> dict[str, Any]:
        days = {name: day.isoformat() if day else None for name, day in self._days.items()}
        return asdict(self) | days

    @property
    def _days(self) -> dict[str, date | None]:
        return {"first": self.first, "last": self.last, "stop": self.stop}


@dataclass(frozen=True)
class ModelSpecification:
    """A model over all its councils, as it is hashed when the list is fixed.

    `rules` are those of the engine on that day; a result names the rules that it was worked out with.
    """

    model: str
    title: str
    is_fictional: bool
    rules: int
    measures: tuple[ListedMeasure, ...]
    sites: tuple[ListedSite, ...]
    draws: int = 9_999
    seed: int = 1

    def to_document(self) -> dict[str, Any]:
        return {
            "format": "cairn.model_plan/1",
            "model": self.model,
            "title": self.title,
            "is_fictional": self.is_fictional,
            "rules": self.rules,
            "measures": [asdict(one) for one in self.measures],
            "sites": [one.to_document() for one in sorted(self.sites, key=lambda site: site.place)],
            "draws": self.draws,
            "seed": self.seed,
        }

    def to_text(self) -> str:
        return to_canonical_json(self.to_document())

    @property
    def sha256(self) -> str:
        return sha256_of(self.to_text())

    @classmethod
    def from_text(cls, text: str) -> "ModelSpecification":
        document = json.loads(text)
        return cls(
            model=document["model"],
            title=document["title"],
            is_fictional=document["is_fictional"],
            rules=document["rules"],
            measures=tuple(ListedMeasure(**one) for one in document["measures"]),
            sites=tuple(_read_site(one) for one in document["sites"]),
            draws=document["draws"],
            seed=document["seed"],
        )


def _read_site(row: dict[str, Any]) -> ListedSite:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("first", "last", "stop")}
    return ListedSite(**row | days)
