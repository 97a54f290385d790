"""What came afterwards: dated lines of an entry or a council, results that are overdue among them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cairn.accounts.models import Reader
from cairn.common.dates import is_before, show_date
from cairn.library.models import EvaluationReport, Grade, Happened, Milestone, ReportState
from cairn.library.presenters.claims import cite
from cairn.library.presenters.entries import describe_report_state
from cairn.library.presenters.judgements import JudgementView
from cairn.library.queries import get_judgements, get_milestones, get_reports
from cairn.places.models import Place
from cairn.records.models import Record

NO_DATE = "No date"
OVERDUE = "Overdue"
STILL_TO_COME = "Still to come"


@dataclass(frozen=True)
class Line:
    """One thing that happened, or that should have happened by now."""

    on: str  # a day, a month or a year; empty where no source gives a date
    kind: str
    words: str
    said_by: str = ""
    source_address: str = ""
    address: str = ""  # of a page of this site that tells more
    anchor: str = ""
    tag: str = ""

    @property
    def when(self) -> str:
        return show_date(self.on) or NO_DATE


FindLines = Callable[[Place, Reader], Iterable[Line]]
_lines_of_councils: list[FindLines] = []


def register_lines(find: FindLines) -> None:
    """For an app above, which knows more of a council; called from `ready()`."""
    _lines_of_councils.append(find)


def make_timeline(about: Record | Place, user: Reader, *, day: date) -> list[Line]:
    """The oldest first; what has no date stands at the end."""
    milestones = get_milestones(about, user)
    lines = [_tell_milestone(one, about) for one in milestones]
    if isinstance(about, Place):
        # What a source says of an inspection in words holds its grades too.
        said = {(one.source_id, one.happened_on) for one in milestones if one.kind == Happened.INSPECTION}
        judged = [one for one in get_judgements(about) if (one.source_id, one.judged_on) not in said]
        lines += [_tell_judgement(JudgementView(one)) for one in judged]
        lines += [line for find in _lines_of_councils for line in find(about, user)]
    else:
        reports = get_reports(user).filter(about=about.pk).select_related("source")
        told = {one.source_id for one in milestones if one.kind == Happened.EVALUATION}
        lines += [_tell_report(one, day) for one in reports if not _is_told(one, told)]
    return sorted(lines, key=lambda line: (not line.on, line.on))


def _is_told(report: EvaluationReport, told: set[int | None]) -> bool:
    """Whether a published report has no day, or an event tells of it already."""
    is_published = report.state == ReportState.PUBLISHED
    return is_published and (not report.published or (report.source_id is not None and report.source_id in told))


def _tell_milestone(milestone: Milestone, about: Record | Place) -> Line:
    """On the page of an entry an event of the whole council says so."""
    kind = str(Happened(milestone.kind).label)
    if milestone.place_id and milestone.place != about:
        kind = f"{kind}, {milestone.place} as a whole"
    source = milestone.source
    return Line(
        on=milestone.happened_on,
        kind=kind,
        words=milestone.what,
        said_by=_say(cite(source), milestone.grade) if source else "",
        source_address=source.address if source else "",
        anchor=milestone.anchor,
    )


def _tell_judgement(view: JudgementView) -> Line:
    judgement = view.judgement
    area = "" if judgement.area == "overall" else f" ({view.area.lower()})"
    return Line(
        on=judgement.judged_on,
        kind=str(Happened.INSPECTION.label),
        words=f"{view.grade}{area}",
        said_by=view.source,
        source_address=judgement.source.address,
    )


def _tell_report(report: EvaluationReport, day: date) -> Line:
    """A published report by its day; one that is not, by the day on which its result is or was due."""
    source = report.source
    on, words, tag = report.published, f"Published: {report.title}", ""
    if report.state != ReportState.PUBLISHED:
        on, state = report.due, describe_report_state(report, day)
        why = f" {report.why_unpublished}" if report.why_unpublished else ""
        words = f"{report.title}. {state}.{why}"
        if report.state == ReportState.RUNNING and report.due:
            tag = OVERDUE if is_before(report.due, day.isoformat()) else STILL_TO_COME
    return Line(
        on=on,
        kind=str(Happened.EVALUATION.label),
        words=words,
        said_by=cite(source) if source else "",
        source_address=source.address if source else "",
        address=report.get_absolute_url(),
        tag=tag,
    )


def _say(citation: str, grade: str) -> str:
    return f"{citation} ({str(Grade(grade).label).lower()})" if grade else citation
