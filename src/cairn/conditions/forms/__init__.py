from cairn.conditions.forms.course import EndForm, LeaderForm, PlanForm, RiskReviewForm, StartedForm, TalkedForm
from cairn.conditions.forms.groundwork import ROWS, get_groundwork_sections

__all__ = [
    "ROWS",
    "EndForm",
    "LeaderForm",
    "PlanForm",
    "RiskReviewForm",
    "StartedForm",
    "TalkedForm",
    "get_groundwork_sections",
]
