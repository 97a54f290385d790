"""Stories of change that influenced decisions, and the decisions that a story influenced."""

from datetime import date

from django.db.models import QuerySet

from cairn.accounts.models import Reader
from cairn.decisions.models import Decision, DecisionStory
from cairn.voice.models import Story
from cairn.voice.queries import get_readable_stories


def get_stories(decision: Decision) -> list[DecisionStory]:
    """In the order in which they were named."""
    return list(DecisionStory.objects.filter(decision=decision.pk).select_related("story").order_by("pk"))


def get_readable(named: list[DecisionStory], *, day: date) -> dict[int, Story]:
    """Those of them that may be read today, by their number."""
    keys = [one.story_id for one in named]
    return {one.pk: one for one in get_readable_stories(day=day).filter(pk__in=keys)} if keys else {}


def get_stories_to_name(decision: Decision, *, day: date) -> QuerySet[Story]:
    return get_readable_stories(day=day).exclude(decision_stories__decision=decision.pk)


def get_decisions_of(story: Story, user: Reader) -> list[Decision]:
    """That this reader may see."""
    return list(Decision.objects.visible_to(user).filter(live=True, stories__story=story.pk).order_by("title"))
