from cairn.lessons.forms.answering import AgreeForm, AnswerForm, AskToAgreeForm, GatherForm, WhyNotForm
from cairn.lessons.forms.sections import get_insight_sections, get_lesson_sections, get_question_sections
from cairn.lessons.forms.writing import (
    AGREED,
    NAMED,
    ANONYMOUS,
    ClearForm,
    CodeForm,
    AnonymousLessonForm,
    ReplyForm,
    SendBackForm,
    NewLessonForm,
)

__all__ = [
    "AGREED",
    "NAMED",
    "ANONYMOUS",
    "AgreeForm",
    "AnswerForm",
    "AskToAgreeForm",
    "ClearForm",
    "CodeForm",
    "GatherForm",
    "AnonymousLessonForm",
    "ReplyForm",
    "SendBackForm",
    "NewLessonForm",
    "WhyNotForm",
    "get_insight_sections",
    "get_lesson_sections",
    "get_question_sections",
]
