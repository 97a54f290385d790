from cairn.conditions.forms.answering import (
    ReflectForm,
)
from cairn.conditions.forms.course import (
    EndForm,
    LeaderForm,
    PlanForm,
    RiskReviewForm,
    StartedForm,
    TalkedForm,
)
from cairn.conditions.forms.groundwork import (
    ROWS,
    get_groundwork_sections,
)
from cairn.conditions.forms.rounds import (
    InviteForm,
    OpenRoundForm,
    RoomForm,
    StartProfileForm,
    get_sections,
)

__all__ = [
    "ROWS",
    "EndForm",
    "InviteForm",
    "LeaderForm",
    "OpenRoundForm",
    "PlanForm",
    "ReflectForm",
    "RiskReviewForm",
    "RoomForm",
    "StartProfileForm",
    "StartedForm",
    "TalkedForm",
    "get_groundwork_sections",
    "get_sections",
]
