"""What a learning event is among the kinds of record."""

from cairn.common.files import check_access
from cairn.events.models import LearningEvent
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, StartWords, register_kind


def register_kinds() -> None:
    register_kind(
        Kind(
            name=RecordKind.LEARNING_EVENT,
            model=LearningEvent,
            page="events:event",
            plural="Learning events",
            check_file=check_access,
            leads_to=(Gap(RecordKind.ACTION, "Nobody has said yet what they will do because of this day."),),
            start=StartWords(
                action="Write down a learning event",
                about="What was said by whom, and what people took away, with what supports it and what does not.",
                question="What was it called?",
                example="For example: Innovation towards Excellence",
            ),
        )
    )
