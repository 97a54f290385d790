"""What search knows of lessons and insights besides the texts."""

from typing import Any

from cairn.lessons.definitions import get_topic_title
from cairn.lessons.enums import Happened, Tells, Viewpoint
from cairn.lessons.models import Insight, Lesson
from cairn.records.indexing import IndexedFields, Tag


def index_lesson(lesson: Lesson) -> IndexedFields:
    words = [_label(Happened, lesson.happened), _label(Tells, lesson.tells), get_topic_title(lesson.topic)]
    tags = [Tag("happened", lesson.happened, _label(Happened, lesson.happened))] if lesson.happened else []
    return IndexedFields(tuple(filter(None, words)), tuple(tags + _tag_viewpoints([lesson.viewpoint])))


def index_insight(insight: Insight) -> IndexedFields:
    words = [_label(Tells, insight.tells), get_topic_title(insight.topic)]
    return IndexedFields(tuple(filter(None, words)), tuple(_tag_viewpoints(insight.viewpoints)))


def _tag_viewpoints(names: list[str]) -> list[Tag]:
    return [Tag("viewpoint", name, str(Viewpoint(name).label)) for name in names if name in Viewpoint.values]


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""
