"""What follows from news: challenges come with the starter library, and worries about safety reach people at once."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cairn.accounts.models import User
from cairn.library.signals import demonstration_loaded, starter_loaded
from cairn.notices.services import notify
from cairn.places.models import Organisation
from cairn.search.services import index_pages
from cairn.voice import tasks
from cairn.voice.models import ListeningSession, SafeguardingConcern, SafetyPost, Story, StoryPage
from cairn.voice.queries import get_asked_for_another_yes, get_coordinators, get_hosts
from cairn.voice.searchable import STORIES
from cairn.voice.services import load_challenges, load_demonstration_answers
from cairn.voice.services.demonstration_stories import load_demonstration_story
from cairn.voice.signals import (
    aftercare_due,
    concern_sent,
    concern_unopened,
    consents_ending,
    safety_people_changed,
    safety_post_confirmed,
    safety_post_named,
    safety_post_self_named,
    story_answered,
    story_ending,
    words_deleted,
)


@receiver(starter_loaded)
def load_with_the_library(*, at: datetime, **kwargs: Any) -> None:
    load_challenges(at=at)


@receiver(demonstration_loaded)
def load_demonstration(*, at: datetime, **kwargs: Any) -> None:
    load_demonstration_answers(at=at)
    load_demonstration_story(at=at)


@receiver(concern_sent)
def notify_lead_and_deputy(sender: Any, concern: SafeguardingConcern, at: datetime, **kwargs: Any) -> None:
    """Both, at once; who is away too, because nobody knows when they look."""
    notify(users=_get_people(concern), kind="concern.sent", about=concern.key, at=at)


@receiver(concern_unopened)
def notify_again(sender: Any, concern: SafeguardingConcern, at: datetime, **kwargs: Any) -> None:
    """From the second time on, and where nobody holds a post any more, coordinators hear that it waits."""
    people = set(_get_people(concern))
    if concern.times_chased > 1 or not people:
        people |= set(get_coordinators(concern.organisation)) - {concern.about}
    notify(users=people, kind="concern.unopened", about=concern.key, at=at, key=str(concern.times_chased))


@receiver(safety_post_named)
def ask_for_a_yes(sender: object, post: SafetyPost, at: datetime, **kwargs: Any) -> None:
    notify(
        users=[post.membership.user], kind="safety.named", about=post.organisation.slug, at=at, key=f"{at:%Y%m%d%H%M%S}"
    )


@receiver(safety_post_self_named)
def ask_for_another_yes(sender: object, post: SafetyPost, at: datetime, **kwargs: Any) -> None:
    users = get_asked_for_another_yes(post)
    notify(users=users, kind="safety.second", about=str(post.pk), at=at)


@receiver(safety_post_confirmed)
def notify_that_it_is_held(sender: Any, post: SafetyPost, at: datetime, **kwargs: Any) -> None:
    notify(users=[post.membership.user], kind="safety.confirmed", about=str(post.pk), at=at)


@receiver(safety_people_changed)
def notify_of_the_change(
    sender: Any, organisation: Organisation, before: list[User], by: User, at: datetime, **kwargs: Any
) -> None:
    """Nobody takes over quietly: those who held a post hear of it, and the other coordinators, or else the hosts."""
    others = set(get_coordinators(organisation)) - {by}
    named = SafetyPost.objects.filter(organisation=organisation, named_at=at, is_self_named=False)
    if not others and named.exists():  # of those who named themselves the hosts hear anyway
        others = set(get_hosts())
    users = {*before, *others} - {by}
    notify(users=users, kind="safety.changed", about=organisation.slug, at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(words_deleted)
def overwrite(sender: object, tables: list[str], **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.overwrite_deleted.enqueue, tables))


@receiver(consents_ending)
def notify_worker_of_the_end(sender: Any, session: int, until: date, at: datetime, **kwargs: Any) -> None:
    """Once for each last day; where a session has no worker, coordinators hear it, who can name one."""
    found = ListeningSession.objects.select_related("worker", "team__organisation").get(pk=session)
    users = [found.worker] if found.worker else get_coordinators(found.team.organisation)
    about = f"{found.key} {until.isoformat()}"
    notify(users=users, kind="listening.consent_ends", about=about, at=at, key=until.isoformat())


# --- Stories of change ------------------------------------------------------------------------------


@receiver([page_published, page_unpublished], sender=StoryPage)
def index_stories(sender: object, **kwargs: Any) -> None:
    index_pages(STORIES)


@receiver(story_answered)
def notify_worker_of_answer(sender: object, story: Story, at: datetime, **kwargs: Any) -> None:
    notify(users=_get_worker(story), kind="story.answered", about=story.key, at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(story_ending)
def notify_worker_of_its_end(sender: object, story: Story, at: datetime, **kwargs: Any) -> None:
    """Once for each last day."""
    notify(users=_get_worker(story), kind="story.ends", about=story.key, at=at, key=story.until.isoformat())


@receiver(aftercare_due)
def remind_of_aftercare(sender: object, story: Story, at: datetime, **kwargs: Any) -> None:
    """Once for each day that was set."""
    notify(users=_get_worker(story), kind="story.aftercare", about=story.key, at=at, key=str(story.aftercare_on))


def _get_worker(story: Story) -> list[User]:
    """Where a story has no worker, coordinators hear it, who can name one."""
    return [story.worker] if story.worker else get_coordinators(story.team.organisation)


def _get_people(concern: SafeguardingConcern) -> list[User]:
    """Both, but for the one whom it is about."""
    posts = SafetyPost.objects.filter(organisation=concern.organisation, agreed_at__isnull=False)
    return [
        post.membership.user
        for post in posts.exclude(membership__user=concern.about_id or 0).select_related("membership__user")
    ]
