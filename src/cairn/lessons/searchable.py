"""What search knows of lessons and insights besides the texts."""

from typing import Any

from cairn.lessons.definitions import get_topic_title
from cairn.lessons.enums import Happened, Tells, Viewpoint
from cairn.lessons.models import Insight, Lesson
from cairn.records.indexing import IndexedFields, Tag


def index_lesson(lesson: Lesson) -> IndexedFields:
    words = [_label(Happened, lesson.happened), _label(Tells, lesson.tells), get_topic_title(lesson.topic)]
    tags = [Tag("happened", lesson.happened, _label(Happened, lesson.happened))] if lesson.happened else []
    tags += _tag_viewpoints([lesson.viewpoint]) + _tag_topic(lesson.topic)
    return IndexedFields(tuple(filter(None, words)), tuple(tags))


def index_insight(insight: Insight) -> IndexedFields:
    words = [_label(Tells, insight.tells), get_topic_title(insight.topic)]
    tags = _tag_viewpoints(insight.viewpoints) + _tag_topic(insight.topic)
    return IndexedFields(tuple(filter(None, words)), tuple(tags))


def _tag_viewpoints(names: list[str]) -> list[Tag]:
    return [Tag("viewpoint", name, str(Viewpoint(name).label)) for name in names if name in Viewpoint.values]


def _tag_topic(topic: str) -> list[Tag]:
    return [Tag("topic", topic, title)] if (title := get_topic_title(topic)) else []


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""
