"""What was done with what is held here; never who looked at it."""

import pytest
from django.test import Client
from django.urls import reverse

from cairn.actions.models import Action
from cairn.adoption.models import Adoption
from cairn.adoption.queries import get_done_with
from cairn.lessons.models import Lesson
from cairn.library.models import PracticeModel
from cairn.records.models import Tie
from tests.factories.accounts import UserFactory
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, make_record

pytestmark = pytest.mark.django_db


def act(because_of, writer, **given):
    action = make_record(Action, author=writer, **given)
    Tie.objects.create(source_id=action.pk, target_id=because_of.pk, relation="comes_from", made_at=NOON)
    return action


def test_row_05_each_item_shows_actions_and_councils_using_it_and_views_are_no_impact():
    writer = UserFactory()
    lesson = make_record(Lesson, author=writer, **{**LESSON_ANSWERS, "title": "A lesson acted on"})
    model = make_record(PracticeModel, author=writer, title="A model in use")
    make_record(Lesson, author=writer, **{**LESSON_ANSWERS, "title": "Nobody acted on it"})
    act(lesson, writer, title="Train deputies")
    act(lesson, writer, title="Secret action", sharing="organisation")
    for _ in range(2):
        make_record(Adoption, author=writer, title="Used here", practice_model=model, place=CouncilFactory(), grade="C")
    found = {one.record.title: (one.actions, one.councils) for one in get_done_with(UserFactory())}
    assert found == {"A lesson acted on": (1, 0), "A model in use": (0, 2)}
    assert get_done_with(writer)[0].actions == 2
    page = Client().get(reverse("adoption:done")).content.decode()
    assert "A lesson acted on" in page
    assert "Nobody acted on it" not in page
    assert "Page views are not counted" in page
    own_page = Client().get(lesson.get_absolute_url()).content.decode()
    assert "Train deputies" in own_page
    assert "Secret action" not in own_page
    assert " view" not in own_page.lower().replace("whose view", "").replace("viewbox", "").replace("viewport", "")
