"""What an action is among the kinds of record."""

from cairn.actions.desk import find_due, find_late, find_work
from cairn.actions.forms import get_sections
from cairn.actions.models import Action
from cairn.actions.notices import NOTICES
from cairn.actions.panels import PANELS
from cairn.records.kinds import Kind

KINDS = (
    Kind(
        model=Action,
        page="actions:action",
        plural="Actions",
        sections=get_sections,
        panels=PANELS,
        due=(find_due,),
        work=(find_work,),
        digest=(find_late,),
        notices=NOTICES,
    ),
)
