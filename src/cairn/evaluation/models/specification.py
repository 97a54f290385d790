"""What a plan fixes before anybody looks: one value that can be hashed, stored and read back."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cairn.common.canonical import sha256_of, to_canonical_json


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

    def to_document(self) -> dict[str, Any]:
        return asdict(self) | {"start": self.start.isoformat(), "excluded": sorted(self.excluded)}

    def to_text(self) -> str:
        return to_canonical_json(self.to_document())

    @property
    def sha256(self) -> str:
        return sha256_of(self.to_text())
