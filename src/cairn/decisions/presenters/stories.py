"""Stories on the page of a decision: their titles now, or that one has ended."""

from dataclasses import dataclass
from datetime import date

from cairn.decisions.models import Decision, DecisionStory
from cairn.decisions.queries.stories import get_readable, get_stories
from cairn.voice.models import Story

ENDED = "A story that has ended and can no longer be read."


@dataclass(frozen=True)
class NamedStory:
    row: DecisionStory
    story: Story | None  # none where it cannot be read today

    @property
    def title(self) -> str:
        return self.story.page.heading if self.story else ENDED

    @property
    def url(self) -> str:
        return self.story.get_absolute_url() if self.story else ""


def list_named_stories(decision: Decision, *, day: date) -> list[NamedStory]:
    named = get_stories(decision)
    readable = get_readable(named, day=day)
    return [NamedStory(one, readable.get(one.story_id)) for one in named]
