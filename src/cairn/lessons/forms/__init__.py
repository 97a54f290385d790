from cairn.lessons.forms.answering import AgreeForm, AnswerForm, AskToAgreeForm, GatherForm, WhyNotForm
from cairn.lessons.forms.sections import get_insight_sections, get_lesson_sections, get_question_sections
from cairn.lessons.forms.writing import (
    AGREED,
    ANONYMOUS,
    NAMED,
    AnonymousLessonForm,
    ClearForm,
    CodeForm,
    NewLessonForm,
    ReplyForm,
    SendBackForm,
)

__all__ = [
    "AGREED",
    "ANONYMOUS",
    "NAMED",
    "AgreeForm",
    "AnonymousLessonForm",
    "AnswerForm",
    "AskToAgreeForm",
    "ClearForm",
    "CodeForm",
    "GatherForm",
    "NewLessonForm",
    "ReplyForm",
    "SendBackForm",
    "WhyNotForm",
    "get_insight_sections",
    "get_lesson_sections",
    "get_question_sections",
]
