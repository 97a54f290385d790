"""Rows of the domain research about learning events, by their number."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.events.models import LearningEvent
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.records.models import Attachment
from tests.factories.accounts import UserFactory
from tests.factories.events import add, make_event
from tests.factories.records import make_record
from tests.factories.slides import TABLE, frame, make_impress, make_pdf, make_slides, picture

pytestmark = pytest.mark.django_db
EVENT = "/events/innovation-towards-excellence-2017/"
SPEAKERS = (
    *("Tamsyn Roberts", "Eleanor O&#x27;Reilly", "Matthew Horne", "Heather Rollinson", "Sue Rumbold", "Andrea King"),
    *("Tony Clifford", "Carolyn Fair", "Dorothy Duffy", "Professor Judy Sebba"),
)


@pytest.fixture
def author():
    return UserFactory()


def upload(event, author, name, content, text=""):
    client = Client()
    client.force_login(author)
    given = {"file": SimpleUploadedFile(name, content), "title": "Slides of the day", "access_text": text}
    return client.post(f"/records/{event.slug}/files/", given).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("slides.pdf", make_pdf(tagged=False), "This PDF has no tags"),
        (
            "slides.pptx",
            make_slides("", picture(), picture("A map"), picture(" ", name="Chart 7")),
            "“Picture 1” on slide 2 and “Chart 7” on slide 4.",
        ),
        ("slides.pptx", make_slides(picture()), "These pictures have no description: “Picture 1” on slide 1."),
        ("slides.pptx", make_slides(picture("A map"), picture(name="Last"), shown=(2, 1)), "“Last” on slide 1."),
        ("slides.pptx", make_slides("".join(picture(name=f"P{n}") for n in range(11))), "“P7” on slide 1 and 3 more."),
        (
            "slides.odp",
            make_impress(frame("A map"), frame(), frame(inside="object", name="Chart 2")),
            "“Image 1” on slide 2 and “Chart 2” on slide 3.",
        ),
        (
            "slides.pdf",
            make_pdf(tagged=True, figures=("A map", None, " ")),
            "a picture on page 2 and a picture on page 3.",
        ),
        ("slide.pdf", b"%PDF-1.7 not much %%EOF", "We could not check whether this file is accessible"),
    ],
)
def test_row_18_slides_without_alternative_text_fail_upload(author, name, content, sentence):
    event = make_event(author)
    page = upload(event, author, name, content)
    assert sentence in page
    assert "What it says" in page
    assert not Attachment.objects.exists()
    # A text beside the file is as good.
    assert "There is a problem" not in upload(
        event, author, name, content, "Slide 1: a map of four places. Slide 2: why."
    )
    assert Attachment.objects.get().access_text.startswith("Slide 1")
    client = Client()
    client.force_login(author)
    assert "a map of four places" in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("slides.pdf", make_pdf(tagged=True)),
        ("slides.pdf", make_pdf(tagged=True, figures=("A map", "A chart of four years"))),
        ("slides.odp", make_impress("", frame("A map"), frame(decoration=True), frame(inside="text-box"))),
        ("slides.pptx", make_slides("", TABLE, picture("A map of four places"), picture(decoration=True))),
        ("notes.txt", b"What was said."),
    ],
)
def test_row_18_slides_that_everybody_can_read_are_taken(author, name, content):
    upload(make_event(author), author, name, content)
    assert Attachment.objects.get().access_text == ""


def test_row_18_slides_of_a_session_are_named_after_it(author):
    event = make_event(author)
    add(event, "sessions", title="How it spread")
    key = str(event.get_draft().sessions.get().key)
    client = Client()
    client.force_login(author)
    path = f"/events/{event.slug}/slides/"
    given = {"session": key, "access_text": ""}
    page = client.post(path, {**given, "file": SimpleUploadedFile("a.pptx", make_slides(picture()))}).content.decode()
    assert "“Picture 1” on slide 1." in page
    assert not Attachment.objects.exists()
    for text in ("", "Slide 1: a map of the four places."):
        file = SimpleUploadedFile("a.pptx", make_slides(picture("" if text else "A map of four places")))
        client.post(path, {**given, "file": file, "access_text": text})
    assert [one.title for one in Attachment.objects.order_by("pk")] == ["Slides: How it spread"] * 2
    assert client.post(path, {"session": "other", "file": SimpleUploadedFile("a.txt", b"Words")}).status_code == 200
    assert Attachment.objects.count() == 2
    assert "Slides: How it spread" in client.get(event.get_absolute_url()).content.decode()
    other = UserFactory()
    client.force_login(other)
    attachment = Attachment.objects.first()
    assert client.get(attachment.get_absolute_url()).status_code == 404
    assert client.get(path).status_code == 404


def test_row_18_files_of_other_records_are_taken_as_before(author):
    upload(make_record(author=author), author, "paper.pdf", make_pdf(tagged=False))
    assert Attachment.objects.count() == 1


def test_row_19_every_topic_of_the_boards_has_a_session_or_the_gap_is_shown(author):
    event = make_event(author)
    add(event, "sessions", title="Why we change", topic="value")
    add(event, "sessions", title="How it spread", topic="scaling")
    add(event, "sessions", title="Welcome", topic="")
    client = Client()
    client.force_login(author)
    table = client.get(event.get_absolute_url()).content.decode().partition("Board topics")[2]
    rows = {term.key: table.partition(term.title)[2].partition("</li>")[0] for term in get_vocabulary("boards").terms}
    assert len(rows) == 5
    assert "Why we change" in rows["value"]
    assert "How it spread" in rows["scaling"]
    for key in ("methods", "adopting", "conditions"):
        assert "Gap: no session on this" in rows[key]
    assert "Welcome" not in table.partition("</ul>")[0]


def test_row_1_and_19_the_event_of_2017_has_every_session_and_speaker_and_shows_its_gap(client, starter):
    page = client.get(EVENT).content.decode()
    for words in (*SPEAKERS, "16 March 2017", "Manchester Town Hall", "The Spring Consortium and the Department"):
        assert words in page
    assert page.count("Gap: no session on this") == 1  # the report names none about methods
    event = LearningEvent.objects.get()
    assert event.sessions.count() == 13
    assert event.takeaways.count() == 4
    assert event.evidence.count() == 11


def test_row_48_each_takeaway_lists_supporting_records_and_contrary_ones(client, starter):
    page = client.get(EVENT).content.decode()
    parts = page.partition("Takeaways</h2>")[2].partition("</section>")[0].split("<h3")[1:]
    assert len(parts) == 4
    for part in parts:
        supporting, _, contrary = part.partition("What contradicts it")
        assert 'href="/' in supporting
        assert "No linked record supports it." not in supporting
        assert ('href="/' in contrary) != ("No linked record contradicts it." in contrary)
    assert ["No linked record contradicts it." in part for part in parts] == [True, False, False, False]


def test_row_48_what_the_reader_may_not_see_is_not_named(author):
    event = make_record(LearningEvent, author=author, hosts="Otterdale Council", held_on="2026-03")
    hidden = make_record(author=author, title="Planted-title", sharing="team")
    shown = make_record(title="Shown")
    draft = make_event(author)
    for one in (event, draft):
        add(one, "takeaways", title="Talk about it", words="")
        add(one, "evidence", takeaway=0, record=shown, says="supports", reason="It did")
        add(one, "evidence", takeaway=0, record=hidden, says="contradicts", reason="Planted-reason")
    event.get_draft().latest_revision.publish()
    page = Client().get(event.get_absolute_url()).content.decode()
    assert "Shown" in page
    assert "Planted" not in page
    assert "A record you cannot see is also linked here." in page
    assert "Planted-title" in _get(author, draft)


def _get(user, record):
    client = Client()
    client.force_login(user)
    return client.get(record.get_absolute_url()).content.decode()
