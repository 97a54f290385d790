"""Feeds of what is new for everybody: nothing that a reader without a log-in may not see, whoever asks."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cairn.lessons.models import Lesson
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import make_draft, make_record

pytestmark = pytest.mark.django_db


def titles(address, client=None):
    answer = (client or Client()).get(address)
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    return re.findall(r"<item><title>(.*?)</title>", answer.content.decode())


def test_a_feed_holds_what_everybody_may_read_and_nothing_else():
    writer = UserFactory()
    make_record(Challenge, author=writer, title="Public challenge")
    make_record(Lesson, author=writer, **{**LESSON_ANSWERS, "title": "Public lesson"})
    make_record(Need, author=writer, sharing="organisation", title="Need of the organisation")
    make_draft(Challenge, author=writer, title="Draft challenge")
    own = Client()
    own.force_login(writer)
    for client in (Client(), own):
        assert set(titles(reverse("records:feed"), client)) == {"Public challenge", "Public lesson"}
        assert titles(reverse("records:feed-of-kind", args=["lesson"]), client) == ["Public lesson"]
        assert titles(reverse("records:feed-of-kind", args=["need"]), client) == []


def test_a_feed_of_no_kind_is_not_there():
    assert Client().get(reverse("records:feed-of-kind", args=["nothing"])).status_code == 404


def test_a_letter_that_no_feed_may_hold_does_not_stop_the_feed_for_everybody():
    make_record(Lesson, author=UserFactory(), **{**LESSON_ANSWERS, "title": "Public\x0b lesson\x01"})
    assert titles(reverse("records:feed")) == ["Public lesson"]
