"""The way of a lesson: told with the keyboard alone, put on a board in the office, on paper, and taken back."""

import io

import pytest
from django.conf import settings as conf
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from cairn.boards.models import BoardFile
from cairn.boards.tasks import make_file
from cairn.lessons import services as lessons
from cairn.lessons.models import AnonymousDraft
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.boards import make_draft_board, make_editor
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
STARTED = "A hub closed when its manager left."


@pytest.fixture
def enter(new_context, live_server):
    """A browser in which somebody is logged in, or nobody."""

    def open_browser(person=None):
        context = new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        if person is not None:
            client = Client()
            client.force_login(person)
            value = client.cookies[conf.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": conf.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        return context.new_page()

    return open_browser


@pytest.fixture
def code(settings, tmp_path):
    """Of a lesson that was told without names and cleared."""
    settings.LEDGER = tmp_path / "ledger.jsonl"
    writer = UserFactory()
    draft = lessons.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)
    code = lessons.send_anonymous_draft(draft=draft, by=writer, at=NOON)
    lessons.publish_anonymous_draft(
        draft=AnonymousDraft.objects.get(), answers={}, by=make_editor("Clara Clearer"), at=NOON
    )
    return code


def put_lesson_on_board(page, title: str) -> None:
    """In Wagtail's editor: a new block, the lesson from the list, and what is said about it."""
    page.locator("button.c-sf-add-button").last.click()
    page.get_by_role("option", name="Example").click()
    page.get_by_role("button", name="Choose", exact=True).click()
    page.get_by_role("dialog").get_by_role("link", name=title).click()
    page.get_by_label("What happened, in two or three sentences").fill(STARTED)
    page.get_by_label("How it went").select_option(label="It did not go well")


def ask_for_decision(page, decider: str) -> None:
    page.get_by_role("tab", name="Approval and address").click()
    page.locator("#id_decider").select_option(label=decider)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to the approver").click()
    expect(page.get_by_text("has been submitted for moderation")).to_be_visible()


def test_lesson_goes_on_a_board_in_the_office_onto_paper_and_is_taken_back_by_its_code(enter, code):
    board = make_draft_board(("paragraph", "What hubs need."), title="What hubs need", decider=make_editor("Dana"))

    # The editor finds the office, puts the lesson on the board and asks for the decision.
    page = enter(make_editor("Edith"))
    page.goto(reverse("boards:boards"))
    page.get_by_role("link", name="Write or edit boards").click()
    page.get_by_role("link", name="What hubs need", exact=True).click()
    put_lesson_on_board(page, LESSON_ANSWERS["title"])
    ask_for_decision(page, "Dana")

    # The person named finds it on their desk, and publishes it.
    page = enter(board.decider)
    page.goto(reverse("records:desk"))
    page.get_by_role("link", name="What hubs need").click()
    expect(page.get_by_text(STARTED)).to_be_visible()
    page.get_by_label("Publish it").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decision saved")).to_be_visible()

    # A reader opens it, and takes the poster with them.
    page = enter()
    page.goto(reverse("boards:boards"))
    page.get_by_role("link", name="What hubs need").click()
    expect(page.get_by_role("link", name=LESSON_ANSWERS["title"])).to_be_visible()
    page.get_by_role("link", name="Download the poster (PDF)").click()
    page.get_by_role("button", name="Create the file").click()
    make_file.call(BoardFile.objects.get().pk)
    with page.expect_download() as download:
        page.get_by_role("link", name="Reload this page").click()
    with open(download.value.path(), "rb") as file:
        poster = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(file.read())).pages).split())
    assert STARTED in poster

    # Whoever has the code takes the lesson back; nothing of it is left on the board, and the poster is deleted.
    page.goto(reverse("lessons:lessons"))
    page.get_by_role("link", name="Withdraw a lesson").click()
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Find the lesson").click()
    page.get_by_role("button", name="Withdraw the lesson").click()
    expect(page.get_by_text("Lesson withdrawn")).to_be_visible()
    page.goto(board.get_absolute_url())
    expect(page.get_by_text("Withdrawn by the people who wrote it.")).to_be_visible()
    expect(page.get_by_text(LESSON_ANSWERS["title"])).to_have_count(0)
    expect(page.get_by_text(STARTED)).to_have_count(0)
    page.get_by_role("link", name="Download the poster (PDF)").click()
    expect(page.get_by_role("button", name="Create the file")).to_be_visible()


def press_to(page, target) -> None:
    """The Tab key, until it is there: a place that the keyboard does not reach fails here."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {target}")


def test_lesson_is_told_and_cleared_with_the_keyboard_alone(enter, user):
    page = enter(user)
    page.goto(reverse("records:desk"))
    press_to(page, page.get_by_role("link", name="Share a lesson", exact=True))
    page.keyboard.press("Enter")

    # Sent empty, after a skip to the content: the summary takes the focus, says which field is meant, and leads there.
    expect(page.get_by_role("heading", level=1)).to_have_text("Share a lesson")
    press_to(page, page.locator(".govuk-skip-link"))
    page.keyboard.press("Enter")
    press_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    press_to(page, summary.get_by_role("link", name="What is it about? Choose one"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Something that did not work")).to_be_focused()

    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(LESSON_ANSWERS["title"])
    page.keyboard.press("Tab")
    page.keyboard.type(LESSON_ANSWERS["summary"])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Yes, but differently")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Without names: no one can tell who wrote it")).to_be_checked()
    press_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    press_to(page, page.get_by_role("button", name="Send it and show my code"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write this code down now")
    given = AnonymousDraft.objects.get()
    assert (given.title, given.happened, given.again) == (
        LESSON_ANSWERS["title"],
        LESSON_ANSWERS["happened"],
        LESSON_ANSWERS["again"],
    )

    page = enter(give_site_role(UserFactory(), "editor"))
    page.goto(reverse("records:desk"))
    press_to(page, page.get_by_role("link", name="A lesson without names"))
    page.keyboard.press("Enter")
    press_to(page, page.get_by_label("I have checked everything highlighted"))
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text(LESSON_ANSWERS["title"])
