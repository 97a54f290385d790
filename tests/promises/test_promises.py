"""What Cairn promises for good, in one list: each is asked again after everything that could break it.

A promise is made where somebody writes something down, prints it, or gets it by mail: then we cannot reach them to say
that it has changed. Whoever adds such a code, link or address adds it here, with what happens to it in ten years.
"""

import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from cairn.boards import policies as boards_policies
from cairn.boards.models import BoardPage
from cairn.common.addresses import make_absolute
from cairn.common.files import check_upload
from cairn.common.operations.retention import apply_retention
from cairn.lessons import services as lessons
from cairn.lessons.models import Agreement, AnonymousDraft, Lesson
from cairn.notices.models import NoticePreference
from cairn.notices.services.notifying import make_token
from cairn.places.models import Organisation, Place
from cairn.records import policies as records_policies
from cairn.records import services as records
from cairn.records.models import Attachment, Record
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.boards import change, make_board, make_cited, make_editor, publish
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON, approve, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db
IN_TEN_YEARS = NOON + timedelta(days=3653)
OLD_KEY, NEW_KEY = "the key of the first year" * 2, "the key of the tenth year" * 2


class Promise:
    """Something that people hold: made when the test begins, and asked again after what happens."""

    def holds(self) -> bool:
        raise NotImplementedError

    def rename(self) -> None:
        """Titles and names change."""

    def send_again(self) -> None:
        """What was sent once goes out again."""

    def merge(self) -> None:
        """It becomes a duplicate of another one."""


class CodeOfLesson(Promise):
    """ "With it anyone can withdraw the lesson, today or in years": lessons/anonymous_sent.html"""

    def __init__(self):
        self.writer = UserFactory()
        self.editor = give_site_role(UserFactory(), "editor")
        make_team(make_organisation(), "Edge of care", self.writer)
        self.draft = lessons.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=self.writer, at=NOON)
        self.code = lessons.send_anonymous_draft(draft=self.draft, by=self.writer, at=NOON)

    def send_again(self):
        for _ in range(2):
            draft = AnonymousDraft.objects.get()
            lessons.return_anonymous_draft(draft=draft, question="Which year?", by=self.editor, at=NOON)
            lessons.send_anonymous_draft(draft=AnonymousDraft.objects.get(), by=self.writer, at=NOON)
        lessons.publish_anonymous_draft(draft=AnonymousDraft.objects.get(), answers={}, by=self.editor, at=NOON)

    def merge(self):
        """Nobody may edit it, so nobody can merge it away either."""
        lesson = lessons.publish_anonymous_draft(draft=self.draft, answers={}, by=self.editor, at=NOON)
        other = make_record(Lesson, author=self.editor, **LESSON_ANSWERS)
        with pytest.raises(records_policies.UnableToMerge):
            records.merge_records(kept=other, other=lesson, by=self.editor, at=NOON)

    def holds(self):
        Client().post(reverse("lessons:withdraw"), {"code": self.code, "yes": "yes"})
        return not AnonymousDraft.objects.exists() and not Lesson.objects.filter(is_anonymous=True, live=True).exists()


class LinkThatStopsMails(Promise):
    """Each mail: List-Unsubscribe, and the line at its end."""

    def __init__(self):
        self.user = UserFactory(name="Before")
        self.path = reverse("notices:unsubscribe", args=[make_token(self.user, "record.changed")])

    def rename(self):
        self.user.name, self.user.email = "After", "after@example.org"
        self.user.save()

    def holds(self):
        answer = Client().post(self.path)
        chosen = NoticePreference.objects.filter(user=self.user, kind="record.changed", frequency="never")
        return answer.status_code == 200 and chosen.exists()


class LinkToAgree(Promise):
    """Mail to a director: the answer is asked for within 90 days, and the page with it stays for who looks again."""

    def __init__(self):
        self.lesson = make_draft(Lesson, **LESSON_ANSWERS)
        asked = lessons.ask_to_agree(
            lesson=self.lesson, name="Dora", email="d@example.org", by=self.lesson.author, at=NOON
        )
        lessons.answer_agreement(agreement=asked, answer="agreed", comment="", at=NOON)
        self.path = reverse("lessons:agree", args=[asked.key])

    def rename(self):
        answers = {**LESSON_ANSWERS, "title": "Another title"}
        records.save_draft(record=self.lesson, answers=answers, by=self.lesson.author, at=NOON)

    def merge(self):
        kept = make_draft(Lesson, author=self.lesson.author, team=self.lesson.team, **LESSON_ANSWERS)
        records.merge_records(kept=kept, other=self.lesson, by=self.lesson.author, at=NOON)

    def holds(self):
        return Client().get(self.path).status_code == 200 and Agreement.objects.get().answer == "agreed"


class AddressOfRecord(Promise):
    """References in papers, PDFs and spreadsheets that people have saved."""

    def __init__(self):
        self.record = make_record(Challenge)
        self.address = make_absolute(self.record.get_absolute_url())

    def rename(self):
        record = Record.objects.get(pk=self.record.pk).get_specific()
        records.save_draft(record=record, answers={"title": "Another title"}, by=record.author, at=NOON)
        approve(Record.objects.get(pk=record.pk).get_specific())
        records.publish_record(record=record, by=record.author, at=NOON)
        Organisation.objects.update(name="Another name")

    def merge(self):
        """Twice: into one that is merged in turn."""
        for _ in range(2):
            current = Record.objects.get(live=True)
            kept = make_record(Challenge, author=self.record.author, team=self.record.team)
            records.merge_records(kept=kept, other=current, by=self.record.author, at=NOON)

    def holds(self):
        answer = Client().get(urlsplit(self.address).path, follow=True)
        return answer.status_code == 200 and self.address.startswith(make_absolute("/"))


class AddressOfFile(Promise):
    """A file of a record, under its address of today and under the one before; both were printed."""

    def __init__(self):
        self.record = make_record(Challenge)
        checked = check_upload("notes.txt", io.BytesIO(b"What we learnt."))
        added = records.attach_file(record=self.record, checked=checked, title="Notes", by=self.record.author, at=NOON)
        Attachment.objects.update(state=Attachment.State.READY)
        self.paths = [added.get_absolute_url(), reverse("records:earlier-attachment", args=[added.slug, added.name])]

    def rename(self):
        AddressOfRecord.rename(self)

    def merge(self):
        kept = make_record(Challenge, author=self.record.author, team=self.record.team)
        records.merge_records(kept=kept, other=self.record, by=self.record.author, at=NOON)

    def holds(self):
        return [Client().get(path).getvalue() for path in self.paths] == [b"What we learnt."] * 2


class AddressOfBoard(Promise):
    """Its QR code and its posters; and the address of each version, which papers cite."""

    def __init__(self):
        self.board = make_board(("insight", make_cited()))
        self.paths = [self.board.get_absolute_url(), self.board.versions.get().get_absolute_url()]

    def rename(self):
        board = change(self.board, title="The board under another name", what_changed="Its name.")
        publish(board, by=make_editor("Emma Editor"))
        with pytest.raises(boards_policies.UnableToSubmitBoard, match="Leave it as “value”"):
            boards_policies.check_slug("another", BoardPage.objects.get(pk=board.pk))

    def holds(self):
        return all(Client().get(path).status_code == 200 for path in self.paths)


class AddressOfCouncil(Promise):
    """Pages of councils, also of those that were closed: the code of a council is kept by its slug."""

    def __init__(self):
        self.place = Place.objects.create(kind="council", code="E06009999", name="Otterdale", slug="otterdale")

    def rename(self):
        Place.objects.update(name="Otterdale and Fenby", closed_on=NOON.date())

    def holds(self):
        return Client().get(reverse("places:council", args=["otterdale"])).status_code == 200


class AddressOfFeed(Promise):
    """Readers of feeds ask for the same address for ever, and take an entry with another address for news."""

    def __init__(self):
        self.record = make_record(Challenge)
        self.paths = ["/feeds/new.rss", "/feeds/challenge.rss", "/boards/new.rss"]
        self.entries = self.read()

    def read(self):
        return re.findall(r"<guid>(.*?)</guid>", Client(headers={"host": "127.0.0.1"}).get(self.paths[0]).text)

    def rename(self):
        AddressOfRecord.rename(self)

    def holds(self):
        found = [Client(headers={"host": "localhost"}).get(path).status_code for path in self.paths]
        return found == [200] * 3 and self.read() == self.entries == [make_absolute(self.record.get_absolute_url())]


PROMISES = (
    CodeOfLesson,
    LinkThatStopsMails,
    LinkToAgree,
    AddressOfRecord,
    AddressOfFile,
    AddressOfBoard,
    AddressOfCouncil,
    AddressOfFeed,
)


def pass_ten_years(promise, settings):
    """Everything that is deleted by its age is deleted."""
    apply_retention(at=IN_TEN_YEARS)


def change_key(promise, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW_KEY, [OLD_KEY]


def rename(promise, settings):
    promise.rename()


def send_again(promise, settings):
    promise.send_again()


def merge(promise, settings):
    promise.merge()


@pytest.fixture(autouse=True)
def own_ledger(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"
    settings.SECRET_KEY = OLD_KEY


def is_meant(promise, happens):
    """Whether what happens can happen to it; ten years and another key happen to everything."""
    name = happens.__name__
    return not hasattr(Promise, name) or getattr(promise, name) is not getattr(Promise, name)


@pytest.mark.parametrize(
    ("promise", "happens"),
    [
        (promise, happens)
        for promise in PROMISES
        for happens in (pass_ten_years, change_key, rename, send_again, merge)
        if is_meant(promise, happens)
    ],
    ids=lambda one: one.__name__,
)
def test_what_was_promised_for_good_holds(promise, happens, settings):
    made = promise()
    happens(made, settings)
    assert made.holds()


def test_a_key_that_was_thrown_away_stops_what_it_signed(settings):
    """What the list above would say if the site forgot its earlier key: the test can fail."""
    made = LinkThatStopsMails()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW_KEY, []
    assert not made.holds()
