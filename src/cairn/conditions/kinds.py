"""What a reflection is among the kinds of record."""

from cairn.conditions.desk import find_looks
from cairn.conditions.forms import get_sections
from cairn.conditions.models import ConditionProfile
from cairn.conditions.notices import NOTICES
from cairn.conditions.panels import PANELS
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind

KINDS = (
    Kind(
        model=ConditionProfile,
        page="conditions:reflection",
        plural="Reflections",
        sections=get_sections,
        leads_to=(Gap(RecordKind.ACTION, "No action is based on this reflection."),),
        panels=PANELS,
        due=(find_looks,),
        notices=NOTICES,
    ),
)
