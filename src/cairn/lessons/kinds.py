"""What lessons, insights and questions are among the kinds of record."""

from cairn.accounts.permissions import Permission
from cairn.lessons.models import Insight, Lesson, OpenQuestion
from cairn.lessons.policies import (
    check_link_of_lesson,
    check_sharing_of_insight,
    check_sharing_of_lesson,
    check_sharing_of_question,
)
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, StartWords, register_kind


def register_kinds() -> None:
    register_kind(
        Kind(
            name=RecordKind.LESSON,
            model=Lesson,
            page="lessons:lesson",
            plural="Lessons",
            check_sharing=check_sharing_of_lesson,
            check_link=check_link_of_lesson,
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
            shared_by=Permission.PAGES_EDIT,
            leads_to=(Gap(RecordKind.ACTION, "Nobody has said yet what they will do because of this insight."),),
            start=StartWords(
                action="Write an insight",
                about="What several lessons or results say together, in one or two sentences, and how sure that is.",
                question="What is the insight, in a line?",
                example="For example: Setting up takes longer than anybody plans",
            ),
        )
    )
    register_kind(
        Kind(
            name=RecordKind.QUESTION,
            model=OpenQuestion,
            page="lessons:question",
            plural="Questions",
            check_sharing=check_sharing_of_question,
            start=StartWords(
                action="Ask a question",
                about="Something that others may know: you post it to your organisation, a circle or everybody.",
                question="What do you want to know?",
                example="For example: How did you keep a hub open when its manager left?",
            ),
        )
    )
