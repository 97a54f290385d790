"""How long setting up really took: in other projects whose dates are recorded to the month."""

from dataclasses import dataclass
from datetime import date

from cairn.accounts.models import Reader
from cairn.common.dates import find_days
from cairn.conditions.models import Course, Groundwork
from cairn.library.models import Moved, Project, ProjectMove

MONTH = len("2027-04")  # a year alone says too little
PREPARING = (Moved.MOBILISING, Moved.DESIGNING)


@dataclass(frozen=True)
class LeadTime:
    """One project: from the first step of setting up to the start."""

    title: str
    url: str
    months: int
    planned: int | None = None  # None: nobody wrote down what was planned


def count_months(first: str, second: str) -> int | None:
    """Whole months between two dates; None where one is missing, is a year only, or they are the wrong way round."""
    if min(len(first), len(second)) < MONTH:
        return None
    days = find_days(first[:MONTH]), find_days(second[:MONTH])
    if days[0] is None or days[1] is None:
        return None
    begin, end = days[0][0], days[1][0]
    months = (end.year - begin.year) * 12 + end.month - begin.month
    return months if months >= 0 else None


def get_lead_times(user: Reader, *, fictional: bool, apart_from: Groundwork | None = None) -> list[LeadTime]:
    """Those that somebody may see, the shortest first. A project that is told of twice counts once."""
    found = {**_list_from_projects(user, fictional), **_list_from_groundworks(user, fictional, apart_from)}
    if apart_from is not None:
        found.pop(apart_from.about_id, None)
    return sorted(found.values(), key=lambda one: (one.months, one.title))


def _list_from_projects(user: Reader, fictional: bool) -> dict[int | None, LeadTime]:
    """From the first stage of preparing to the first in which it is tried, as the history of a project has them."""
    dated = ProjectMove.objects.filter(move__in=(*PREPARING, Moved.DEVELOPING), moved_on__gt="")
    seen = Project.objects.visible_to(user).filter(live=True, is_fictional=fictional)
    projects = {one.pk: one for one in seen.filter(pk__in=dated.values("project"))}
    first: dict[int, dict[str, str]] = {}
    for move in dated.filter(project__in=projects).order_by("moved_on"):
        stage = "start" if move.move == Moved.DEVELOPING else "set_up"
        first.setdefault(move.project_id, {}).setdefault(stage, move.moved_on)
    found: dict[int | None, LeadTime] = {}
    for pk, dates in first.items():
        months = count_months(dates.get("set_up", ""), dates.get("start", ""))
        if months is not None:
            planned = count_months(dates["set_up"], projects[pk].planned_start)
            found[pk] = LeadTime(projects[pk].title, projects[pk].get_absolute_url(), months, planned)
    return found


def _list_from_groundworks(user: Reader, fictional: bool, apart_from: Groundwork | None) -> dict[int | None, LeadTime]:
    seen = Groundwork.objects.visible_to(user).filter(is_fictional=fictional, merged_into=None)
    if apart_from is not None:
        seen = seen.exclude(pk=apart_from.pk)
    found: dict[int | None, LeadTime] = {}
    for course in Course.objects.filter(groundwork__in=seen.values("pk")).select_related("groundwork"):
        months = count_months(course.set_up_from, course.started_on)
        if months is not None:
            record = course.groundwork
            planned = count_months(course.set_up_from, course.planned_start)
            # One without a project of its own stands for itself.
            key = record.about_id or -record.pk
            found[key] = LeadTime(record.title, record.get_absolute_url(), months, planned)
    return found


def is_late(planned: str, actual: str) -> bool | None:
    """Whether it began at least a month after it was planned to; None where that cannot be said."""
    if min(len(planned), len(actual)) < MONTH:
        return None
    first, second = find_days(planned[:MONTH]), find_days(actual[:MONTH])
    return _first(second) > _first(first) if first and second else None


def _first(days: tuple[date, date] | None) -> date:
    return days[0] if days else date.min
