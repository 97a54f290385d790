from cairn.lessons.models.insights import Insight, NotActed
from cairn.lessons.models.lessons import LESSON_TEXTS, Agreement, AnonymousDraft, Lesson, LessonAnswers, LessonCode
from cairn.lessons.models.questions import Answer, OpenQuestion

__all__ = [
    "LESSON_TEXTS",
    "Agreement",
    "AnonymousDraft",
    "Answer",
    "Insight",
    "Lesson",
    "LessonAnswers",
    "LessonCode",
    "NotActed",
    "OpenQuestion",
]
