"""What happened later, as rows of a page and of a file. Where too few projects ended there are no rows at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from cairn.conditions.queries.later import FEWEST, Counted, Later, WhatHappened

COLUMNS = (
    "condition",
    "when_it_started",
    "projects",
    "stopped",
    "with_both_dates",
    "started_late",
    "achieved",
    "names",
)


@dataclass(frozen=True)
class LaterRow:
    """Projects for which one thing was settled, or was not."""

    state: str
    counted: Counted

    @property
    def number(self) -> int:
        return self.counted.number

    def _say(self, found: list[Later]) -> str:
        return f"{len(found)} of {self.number}" if self.number else "No projects"

    @property
    def stopped(self) -> str:
        return self._say(self.counted.stopped)

    @property
    def late(self) -> str:
        late, dated = len(self.counted.late), len(self.counted.dated)
        if dated == self.number:
            return self._say(self.counted.late)
        return f"{late} of {dated} with both dates" if dated else "Dates not known"

    @property
    def reached(self) -> str:
        return self._say(self.counted.reached)


@dataclass(frozen=True)
class LaterView:
    found: WhatHappened

    @property
    def missing_sentence(self) -> str:
        number = self.found.missing
        more = "1 more project that has ended is" if number == 1 else f"{number} more projects that have ended are"
        return f"{more} needed. We show nothing here below {FEWEST}: with so few, chance would decide."

    @property
    def parts(self) -> list[tuple[str, tuple[LaterRow, LaterRow]]]:
        return [
            (str(one.part.label), (LaterRow("Settled", one.settled), LaterRow("Not settled", one.unsettled)))
            for one in self.found.parts
        ]

    def list_rows(self) -> Iterator[list[str | int]]:
        """For the file: numbers, and the names of projects that the reader may see."""
        for title, rows in self.parts:
            for row in rows:
                counted = row.counted
                yield [
                    title,
                    row.state,
                    row.number,
                    len(counted.stopped),
                    len(counted.dated),
                    len(counted.late),
                    len(counted.reached),
                    "; ".join(one.title for one in counted.projects),
                ]
