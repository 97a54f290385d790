from cairn.lessons.forms.answering import AgreeForm, AnswerForm, AskToAgreeForm, GatherForm, WhyNotForm
from cairn.lessons.forms.sections import get_insight_sections, get_lesson_sections, get_question_sections
from cairn.lessons.forms.telling import (
    AGREED,
    NAMED,
    NAMELESS,
    ClearForm,
    CodeForm,
    NamelessForm,
    ReplyForm,
    SendBackForm,
    TellForm,
)

__all__ = [
    "AGREED",
    "NAMED",
    "NAMELESS",
    "AgreeForm",
    "AnswerForm",
    "AskToAgreeForm",
    "ClearForm",
    "CodeForm",
    "GatherForm",
    "NamelessForm",
    "ReplyForm",
    "SendBackForm",
    "TellForm",
    "WhyNotForm",
    "get_insight_sections",
    "get_lesson_sections",
    "get_question_sections",
]
