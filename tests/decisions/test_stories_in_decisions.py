"""A decision names the stories that influenced it, as long as consent permits, and keeps no word of them."""

import pytest
from django.test import Client
from django.urls import reverse

from cairn.decisions.models import Decision, DecisionStory
from cairn.decisions.policies.stories import MOST, check_can_name_story
from cairn.decisions.services.stories import name_story
from cairn.voice import services
from cairn.voice.models import Story
from tests.factories.accounts import UserFactory
from tests.factories.any_row import find_everywhere
from tests.factories.decisions import make_decision
from tests.factories.records import NOON, make_record
from tests.factories.voice import UNTIL, make_story
from tests.rules import may

pytestmark = pytest.mark.django_db
DAY = NOON.date()


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def ask(decision, **given):
    return log_in(decision.author).post(reverse("decisions:stories", args=[decision.slug]), given, follow=True)


def test_row_59_decision_names_the_story_that_was_used_and_consent_permits_it():
    decision, story = (
        make_record(Decision, title="Kitchens stay open", influence="Every kitchen is open."),
        make_story(),
    )
    page = ask(decision, story=story.key).content.decode()
    assert "Story named." in page
    assert "A kitchen of my own" in Client().get(decision.get_absolute_url()).content.decode()
    told = Client().get(story.get_absolute_url()).content.decode()
    assert "Kitchens stay open" in told
    assert "Every kitchen is open." in told


def test_row_59_decision_that_a_reader_may_not_see_is_not_on_the_page_of_the_story():
    decision, story = make_decision(title="Planted decision"), make_story()
    name_story(decision=decision, story=story, by=decision.author, at=NOON)
    assert "Planted decision" not in Client().get(story.get_absolute_url()).content.decode()


@pytest.mark.parametrize("why", ["unread", "over", "withdrawn"])
def test_row_59_story_is_refused_where_consent_does_not_permit_it(why):
    decision, story = make_decision(), make_story(answer="" if why == "unread" else "yes")
    if why == "over":
        Story.objects.update(until=DAY.replace(year=2020))
    elif why == "withdrawn":
        services.end_story(story=story, by=story.worker, at=NOON)
    assert not may(check_can_name_story, decision, story, decision.author, day=DAY)
    page = ask(decision, story=story.key).content.decode()
    assert "Choose a story from the list" in page or "No other stories can be named today" in page
    assert not DecisionStory.objects.exists()


def test_row_59_decision_shows_a_gap_once_the_story_is_withdrawn():
    decision, story = make_record(Decision, title="Kitchens stay open"), make_story()
    name_story(decision=decision, story=story, by=decision.author, at=NOON)
    held = {name for name in find_everywhere("kitchen of my own") if not name.startswith("search_")}
    assert held == {"voice_storypage", "wagtailcore_revision"}
    services.end_story(story=story, by=story.worker, at=NOON)
    page = Client().get(decision.get_absolute_url()).content.decode()
    assert "A story that has ended and can no longer be read." in page
    assert "A kitchen of my own" not in page
    ask(decision, remove=str(DecisionStory.objects.get().pk))
    assert not DecisionStory.objects.exists()


def test_only_editors_of_a_decision_name_stories_and_not_without_end():
    decision, story = make_decision(), make_story()
    assert not may(check_can_name_story, decision, story, UserFactory(), day=DAY)
    assert may(check_can_name_story, decision, story, decision.author, day=UNTIL)
    other = make_story()
    rows = (Story(team=other.team, until=UNTIL, started_at=NOON) for _ in range(MOST))
    DecisionStory.objects.bulk_create(
        DecisionStory(decision=decision, story=one) for one in Story.objects.bulk_create(rows)
    )
    assert not may(check_can_name_story, decision, story, decision.author, day=DAY)
    stranger = log_in(UserFactory())
    assert stranger.post(reverse("decisions:stories", args=[decision.slug]), {"story": story.key}).status_code == 404
