"""What happened later to projects, by what was settled when they started. Below ten nothing is counted."""

from dataclasses import dataclass, field

from cairn.accounts.models import Reader
from cairn.conditions.enums import Ending, Part
from cairn.conditions.models import Course, Groundwork
from cairn.conditions.queries.lead_time import is_late

FEWEST = 10


@dataclass(frozen=True)
class Later:
    """One project that started and ended."""

    title: str
    url: str
    open_parts: frozenset[str]
    ending: str
    is_late: bool | None

    @property
    def is_stopped(self) -> bool:
        return self.ending == Ending.STOPPED

    @property
    def is_reached(self) -> bool:
        return self.ending == Ending.REACHED


@dataclass(frozen=True)
class Counted:
    """Of projects for which one part was settled, or was not: how many, and what became of them."""

    projects: list[Later] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.projects)

    @property
    def stopped(self) -> list[Later]:
        return [one for one in self.projects if one.is_stopped]

    @property
    def dated(self) -> list[Later]:
        """Those of which both the planned and the real start are known to the month."""
        return [one for one in self.projects if one.is_late is not None]

    @property
    def late(self) -> list[Later]:
        return [one for one in self.projects if one.is_late]

    @property
    def reached(self) -> list[Later]:
        return [one for one in self.projects if one.is_reached]


@dataclass(frozen=True)
class PartLater:
    part: Part
    settled: Counted
    unsettled: Counted


@dataclass(frozen=True)
class WhatHappened:
    """`parts` is empty where there are too few: a number that is not there can leak nowhere."""

    missing: int
    number: int = 0
    parts: list[PartLater] = field(default_factory=list)


def find_what_happened(user: Reader, *, fictional: bool) -> WhatHappened:
    """Counted over what this reader may see, so that no count says something about a project that is hidden."""
    seen = Groundwork.objects.visible_to(user).filter(live=True, is_fictional=fictional, merged_into=None)
    courses = Course.objects.filter(groundwork__in=seen.values("pk"), ending__gt="").select_related("groundwork")
    projects = [
        Later(
            title=course.groundwork.title,
            url=course.groundwork.get_absolute_url(),
            open_parts=frozenset(course.open_at_start),
            ending=course.ending,
            is_late=is_late(course.planned_start, course.started_on),
        )
        for course in courses.order_by("groundwork__title", "pk")
    ]
    if len(projects) < FEWEST:
        return WhatHappened(missing=FEWEST - len(projects))
    return WhatHappened(missing=0, number=len(projects), parts=[_count(part, projects) for part in Part])


def _count(part: Part, projects: list[Later]) -> PartLater:
    settled = [one for one in projects if part not in one.open_parts]
    unsettled = [one for one in projects if part in one.open_parts]
    return PartLater(part, Counted(settled), Counted(unsettled))
