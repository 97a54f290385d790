"""What lessons, insights and questions are among the kinds of record."""

from cairn.accounts.permissions import Permission
from cairn.lessons.desk import (
    ask_for_answer,
    ask_whether_acted,
    find_anonymous_drafts,
    find_learned,
    find_to_clear,
    find_work,
)
from cairn.lessons.forms import get_insight_sections, get_lesson_sections, get_question_sections
from cairn.lessons.models import Insight, Lesson, OpenQuestion
from cairn.lessons.notices import LESSON_NOTICES, QUESTION_NOTICES
from cairn.lessons.panels import CIRCLE_PANELS, INSIGHT_PANELS, LESSON_PANELS
from cairn.lessons.policies import (
    check_link_of_lesson,
    check_sharing_of_insight,
    check_sharing_of_lesson,
    check_sharing_of_question,
)
from cairn.lessons.searchable import index_insight, index_lesson
from cairn.records.enums import RecordKind
from cairn.records.indexing import Indexing
from cairn.records.kinds import Gap, Kind, StartWords

KINDS = (
    Kind(
        model=Lesson,
        page="lessons:lesson",
        plural="Lessons",
        sections=get_lesson_sections,
        check_sharing=check_sharing_of_lesson,
        check_link=check_link_of_lesson,
        leads_to=(Gap(RecordKind.ACTION, "No actions based on this lesson yet."),),
        indexing=Indexing(index_lesson),
        panels=LESSON_PANELS,
        due=(find_to_clear, find_anonymous_drafts),
        work=(find_work,),
        questions=(ask_whether_acted,),
        digest=(find_learned,),
        notices=LESSON_NOTICES,
    ),
    Kind(
        model=Insight,
        page="lessons:insight",
        plural="Insights",
        start=StartWords(
            action="Create an insight",
            about="What several lessons or results have in common, in one or two sentences, and how sure we are.",
            question="What is the insight, in a line?",
            example="For example: Setting up takes longer than planned",
        ),
        sections=get_insight_sections,
        check_sharing=check_sharing_of_insight,
        shared_by=Permission.PAGES_EDIT,
        leads_to=(Gap(RecordKind.ACTION, "No actions based on this insight yet."),),
        indexing=Indexing(index_insight),
        panels=INSIGHT_PANELS,
    ),
    Kind(
        model=OpenQuestion,
        page="lessons:question",
        plural="Questions",
        start=StartWords(
            action="Ask a question",
            about="Something others may know. You can ask your organisation, a circle or everyone.",
            question="What do you want to know?",
            example="For example: How did you keep a hub open when its manager left?",
        ),
        sections=get_question_sections,
        check_sharing=check_sharing_of_question,
        panels=CIRCLE_PANELS,
        questions=(ask_for_answer,),
        notices=QUESTION_NOTICES,
    ),
)
