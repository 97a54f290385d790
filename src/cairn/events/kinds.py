"""What a learning event is among the kinds of record."""

from cairn.common.files import check_access
from cairn.events.forms import ROWS, get_sections
from cairn.events.models import LearningEvent
from cairn.events.policies import check_withdrawal
from cairn.events.presenters.report_document import make_report
from cairn.events.searchable import index_event
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind, StartWords

KINDS = (
    Kind(
        model=LearningEvent,
        page="events:event",
        plural="Learning events",
        start=StartWords(
            action="Add a learning event",
            about="The sessions, the speakers and the takeaways, with the evidence for and against each.",
            question="What was it called?",
            example="For example: Innovation towards Excellence",
        ),
        sections=get_sections,
        rows=ROWS,
        check_file=check_access,
        check_withdrawal=check_withdrawal,
        make_document=make_report,
        leads_to=(Gap(RecordKind.ACTION, "No actions based on this event yet."),),
        indexing=Indexing(index_event, prefetch=("sessions", "speakers", "conditions", "takeaways")),
    ),
)
