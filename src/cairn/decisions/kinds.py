"""Decisions among the kinds of record."""

from cairn.decisions.forms import ROWS, get_decision_sections
from cairn.decisions.models import Decision
from cairn.decisions.notices import NOTICES
from cairn.decisions.panels import PANELS
from cairn.decisions.searchable import index_decision
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind, StartWords

KINDS = (
    Kind(
        model=Decision,
        page="decisions:decision",
        plural="Decisions",
        start=StartWords(
            action="Record a decision",
            about="What was decided, which views and figures it is based on, and what changed.",
            question="What is the decision?",
            example="For example: The night line stays open until 2 am. Do not name a child, a family or a candidate.",
        ),
        sections=get_decision_sections,
        rows=ROWS,
        asks_for=(Gap(RecordKind.NEED, "No need of young people or families is linked to this decision."),),
        leads_to=(Gap(RecordKind.ACTION, "No action follows from this decision yet."),),
        indexing=Indexing(index_decision, prefetch=("options", "figures")),
        panels=PANELS,
        notices=NOTICES,
    ),
)
