"""Reflections, and what is settled before a start, among the kinds of record."""

from cairn.conditions.desk import find_looks, find_waiting
from cairn.conditions.forms import ROWS, get_groundwork_sections, get_sections
from cairn.conditions.models import ConditionProfile, Groundwork
from cairn.conditions.notices import GROUNDWORK_NOTICES, REFLECTION_NOTICES
from cairn.conditions.panels import GROUNDWORK_PANELS, REFLECTION_PANELS
from cairn.conditions.presenters.document import make_document
from cairn.conditions.searchable import index_groundwork
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind

KINDS = (
    Kind(
        model=Groundwork,
        page="conditions:groundwork",
        plural="Before you start",
        sections=get_groundwork_sections,
        rows=ROWS,
        indexing=Indexing(index_groundwork, prefetch=("outcomes", "activities", "partners")),
        panels=GROUNDWORK_PANELS,
        due=(find_waiting,),
        notices=GROUNDWORK_NOTICES,
        make_document=make_document,
    ),
    Kind(
        model=ConditionProfile,
        page="conditions:reflection",
        plural="Reflections",
        sections=get_sections,
        leads_to=(Gap(RecordKind.ACTION, "No action is based on this reflection."),),
        panels=REFLECTION_PANELS,
        due=(find_looks,),
        notices=REFLECTION_NOTICES,
    ),
)
