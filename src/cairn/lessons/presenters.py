"""Lessons and insights in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.lessons.enums import Again, Confidence, Happened, Tells, Viewpoint
from cairn.lessons.models import Insight, Lesson
from cairn.lessons.queries import Backing
from cairn.lessons.topics import get_topic_title
from cairn.library.dates import show_date

TAKEN_BACK = "Taken back by the people who wrote it."


def label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


class LessonView:
    """One lesson. Templates ask it."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.happened = label(Happened, lesson.happened)
        self.tells = label(Tells, lesson.tells)
        self.viewpoint = label(Viewpoint, lesson.viewpoint)
        self.again = label(Again, lesson.again)
        self.topic = get_topic_title(lesson.topic)

    @property
    def who(self) -> str:
        """Never more than the lesson itself says."""
        if self.lesson.is_nameless:
            return "Shared without names"
        return self.lesson.organisation.name if self.lesson.organisation else "From published sources"


@dataclass(frozen=True)
class InsightView:
    """One insight with what stands behind it."""

    insight: Insight
    backing: Backing
    today: date

    @property
    def viewpoints(self) -> list[str]:
        return [label(Viewpoint, name) for name in self.insight.viewpoints if name in Viewpoint.values]

    @property
    def tells(self) -> str:
        return label(Tells, self.insight.tells)

    @property
    def confidence(self) -> str:
        return label(Confidence, self.insight.confidence)

    @property
    def topic(self) -> str:
        return get_topic_title(self.insight.topic)

    @property
    def since(self) -> str:
        return show_date(self.insight.since)

    @property
    def warnings(self) -> list[str]:
        """What the insight says by itself about how it stands."""
        found = []
        backing = self.backing
        if backing.number_withdrawn:
            found.append("Some of what it rested on was taken back by the people who wrote it. Look at it again.")
        if not backing.supports and not backing.has_hidden:
            found.append("Nothing that you can see supports it any more. Do not rely on it.")
        elif backing.is_old(self.today):
            found.append(f"What supports it is old: the newest is of {backing.newest_year}.")
        return found
