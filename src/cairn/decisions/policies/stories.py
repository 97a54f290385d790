"""When a decision may name a story: its editors, as long as consent for the story permits it."""

from datetime import date

from cairn.accounts.models import User
from cairn.decisions.models import Decision
from cairn.records.policies import check_can_edit
from cairn.voice.models import Story
from cairn.voice.policies import check_can_be_used

MOST = 20  # stories of one decision


class UnableToNameStory(Exception):
    """The sentence says why, and what to do instead."""


def check_can_name_story(decision: Decision, story: Story, user: User, *, day: date) -> None:
    """Raises UnableToTellStory where consent does not permit it."""
    check_can_edit(decision, user)
    check_can_be_used(story, day=day)
    if decision.stories.count() >= MOST:
        raise UnableToNameStory(f"A decision can name {MOST} stories at most. Remove one first.")
