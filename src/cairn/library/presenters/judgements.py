"""Inspection grades that sources tell of, in words."""

from dataclasses import dataclass

from cairn.common.dates import show_date
from cairn.library.models import Grade, ReportedJudgement
from cairn.library.presenters.claims import cite
from cairn.places.models import Place
from cairn.places.queries.journey import JourneyPoint

AREAS = {
    "overall": "The whole service",
    "leaders": "Leaders",
    "help": "Help and protection",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
    "adoption": "Adoption",
}
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires improvement",
    "adequate": "Adequate",
    "inadequate": "Inadequate",
}


@dataclass(frozen=True)
class JudgementView:
    judgement: ReportedJudgement

    @property
    def when(self) -> str:
        return show_date(self.judgement.judged_on)

    @property
    def area(self) -> str:
        return AREAS.get(self.judgement.area, self.judgement.area)

    @property
    def grade(self) -> str:
        return GRADES.get(self.judgement.grade, self.judgement.grade)

    @property
    def framework(self) -> str:
        return self.judgement.framework

    @property
    def source(self) -> str:
        return f"{cite(self.judgement.source)} ({str(Grade(self.judgement.source_grade).label).lower()})"


def list_points(place: Place) -> list[JourneyPoint]:
    """Grades of the whole service, for the improvement journey of its council."""
    found = place.reported_judgements.select_related("source").filter(area="overall").order_by("judged_on", "pk")
    return [
        JourneyPoint(one.judged_on, f"{view.grade} (Ofsted)", view.source, one.source.address)
        for one in found
        for view in (JudgementView(one),)
    ]
