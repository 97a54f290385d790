"""Three people book the two places of an event on their phones, one without scripts; the third waits and moves up."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from cairn.events.models import Booking, LearningEvent
from tests.factories.events import arrange
from tests.factories.records import make_record

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event(db):
    event = make_record(LearningEvent, title="What we learnt", sharing="public")
    arrange(event, places=2, starts_at=now() + timedelta(days=60), joining="Third floor, ask for Ada.")
    return event


@pytest.fixture
def phone(new_context, live_server, event):
    """Opens the page of the event on another phone."""

    def make(**options):
        page = new_context(viewport={"width": 375, "height": 800}, **options).new_page()
        page.goto(live_server.url + event.get_absolute_url())
        return page

    return make


def book(page, who, button):
    page.get_by_role("button", name=button).or_(page.get_by_role("link", name=button)).first.click()
    page.get_by_label("Your name").fill(who)
    page.get_by_label("Your email address").fill(f"{who.lower()}@example.org")
    page.get_by_label("New to the programme").check()
    page.locator("main").get_by_role("button", name=button).click()


def test_three_browsers_book_two_places(phone, live_server):
    ada, ben, cy = phone(), phone(java_script_enabled=False), phone()
    book(ada, "Ada", "Book a place")
    expect(ada.get_by_role("heading", level=1)).to_have_text("You have a place")
    expect(ada.locator("main")).to_contain_text("Third floor, ask for Ada.")
    book(ben, "Ben", "Book a place")
    expect(ben.get_by_role("heading", level=1)).to_have_text("You have a place")
    cy.reload()
    book(cy, "Cy", "Join the waiting list")
    expect(cy.get_by_role("heading", level=1)).to_have_text("You are on the waiting list")
    expect(cy.locator("main")).to_contain_text("You are number 1 in line")
    expect(cy.locator("main")).not_to_contain_text("Third floor")

    ada.get_by_role("link", name="Cancel your booking").click()
    ada.get_by_role("button", name="Cancel the booking").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Your booking has ended")
    cy.reload()
    expect(cy.get_by_role("heading", level=1)).to_have_text("A place is free for you")
    cy.get_by_role("button", name="Accept").click()
    expect(cy.get_by_role("heading", level=1)).to_have_text("You have a place")
    expect(cy.locator("main")).to_contain_text("Third floor, ask for Ada.")
    states = dict(Booking.objects.values_list("name", "state"))
    assert states == {"Ada": "cancelled", "Ben": "confirmed", "Cy": "confirmed"}
