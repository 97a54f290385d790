"""What lessons, insights and questions are among the kinds of record."""

from cairn.lessons.models import Insight, Lesson
from cairn.lessons.policies import check_sharing_of_insight
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, StartWords, register_kind


def register_kinds() -> None:
    register_kind(
        Kind(
            name=RecordKind.LESSON,
            model=Lesson,
            page="lessons:lesson",
            plural="Lessons",
            leads_to=(Gap(RecordKind.ACTION, "Nobody has said yet what they will do because of this lesson."),),
        )
    )
    register_kind(
        Kind(
            name=RecordKind.INSIGHT,
            model=Insight,
            page="lessons:insight",
            plural="Insights",
            check_sharing=check_sharing_of_insight,
            leads_to=(Gap(RecordKind.ACTION, "Nobody has said yet what they will do because of this insight."),),
            start=StartWords(
                action="Write an insight",
                about="What several lessons or results say together, in one or two sentences, and how sure that is.",
                question="What is the insight, in a line?",
                example="For example: Setting up takes longer than anybody plans",
            ),
        )
    )
