from cairn.lessons.models.insights import Insight, NotActed
from cairn.lessons.models.lessons import LESSON_TEXTS, Agreement, Lesson, LessonCode, AnonymousDraft, LessonAnswers
from cairn.lessons.models.questions import Answer, OpenQuestion

__all__ = [
    "LESSON_TEXTS",
    "Agreement",
    "Answer",
    "Insight",
    "Lesson",
    "LessonCode",
    "AnonymousDraft",
    "NotActed",
    "OpenQuestion",
    "LessonAnswers",
]
