"""What is settled before a start, among the kinds of record."""

from cairn.conditions.desk import find_waiting
from cairn.conditions.forms import ROWS, get_groundwork_sections
from cairn.conditions.models import Groundwork
from cairn.conditions.notices import NOTICES
from cairn.conditions.panels import PANELS
from cairn.conditions.presenters.document import make_document
from cairn.conditions.searchable import index_groundwork
from cairn.records.indexing import Indexing
from cairn.records.kinds import Kind

KINDS = (
    Kind(
        model=Groundwork,
        page="conditions:groundwork",
        plural="Before you start",
        sections=get_groundwork_sections,
        rows=ROWS,
        indexing=Indexing(index_groundwork, prefetch=("outcomes", "activities", "partners")),
        panels=PANELS,
        due=(find_waiting,),
        notices=NOTICES,
        make_document=make_document,
    ),
)
