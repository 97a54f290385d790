"""Naming the stories that influenced a decision."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.decisions.models import Decision, DecisionStory
from cairn.decisions.policies.stories import check_can_name_story
from cairn.records.policies import check_can_edit
from cairn.voice.models import Story


@transaction.atomic
def name_story(*, decision: Decision, story: Story, by: User, at: datetime) -> DecisionStory:
    check_can_name_story(decision, story, by, day=localdate(at))
    named, is_new = DecisionStory.objects.get_or_create(decision=decision, story=story)
    if is_new:
        audit.record("decision.story_named", target="record", key=decision.slug, by=by, at=at)
    return named


@transaction.atomic
def remove_story(*, decision: Decision, number: int, by: User, at: datetime) -> None:
    """By the number of the naming: a story that has ended can be taken out too."""
    check_can_edit(decision, by)
    deleted, _ = DecisionStory.objects.filter(decision=decision, pk=number).delete()
    if deleted:
        audit.record("decision.story_removed", target="record", key=decision.slug, by=by, at=at)
