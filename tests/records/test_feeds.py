"""Feeds of what is new for everybody: nothing that a reader without a log-in may not see, whoever asks."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from cairn.common.addresses import make_absolute
from cairn.lessons.models import Lesson
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory
from tests.factories.boards import make_board
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import make_draft, make_record

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


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


def read(answer):
    return ElementTree.fromstring(answer.content)  # noqa: S314 (what the site itself wrote)


def test_atom_tells_of_each_record_its_title_sentence_author_and_days():
    writer = UserFactory()
    record = make_record(Challenge, author=writer, title="Public challenge", summary="Why is it so?")
    answer = Client().get(reverse("records:atom-of-kind", args=["challenge"]))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = read(answer)
    for name in ("id", "title", "updated", "author", "subtitle"):
        assert feed.find(f"{ATOM}{name}") is not None
    (entry,) = feed.findall(f"{ATOM}entry")
    said = {name: entry.findtext(f"{ATOM}{name}") for name in ("title", "summary", "id", "published", "updated")}
    address = make_absolute(record.get_absolute_url())
    assert said["title"] == "Public challenge"
    assert said["summary"] == "Why is it so?"
    assert said["id"] == address
    assert entry.find(f"{ATOM}link").get("href") == address
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == record.organisation.name
    assert said["updated"][:10] == f"{record.updated_at:%Y-%m-%d}"
    assert said["published"][:10] == f"{record.first_published_at or record.created_at:%Y-%m-%d}"


def test_boards_are_told_of_in_atom_too_each_version_once():
    board = make_board()
    feed = read(Client().get(reverse("boards:atom")))
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id").endswith(f",2026:board-{board.pk}-1")
    assert entry.find(f"{ATOM}link").get("href") == make_absolute(board.get_absolute_url())
    assert entry.findtext(f"{ATOM}title").startswith(board.title)


def test_a_feed_of_no_kind_is_not_there():
    assert Client().get(reverse("records:feed-of-kind", args=["nothing"])).status_code == 404


def test_a_letter_that_no_feed_may_hold_does_not_stop_the_feed_for_everybody():
    make_record(Lesson, author=UserFactory(), **{**LESSON_ANSWERS, "title": "Public\x0b lesson\x01"})
    assert titles(reverse("records:feed")) == ["Public lesson"]
