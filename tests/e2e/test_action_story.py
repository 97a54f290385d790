"""From a lesson to something that has changed: an action for a colleague who is invited by e-mail, with every mail."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from cairn.actions import services as actions
from cairn.actions import tasks
from cairn.actions.models import Action, ActionInvitation
from cairn.lessons.models import Lesson
from cairn.notices.services import send_waiting
from cairn.places.models import Membership, Organisation
from cairn.places.services import remove_member
from cairn.records.models import Guest
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, join, make_organisation, make_record, make_team

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WHAT = "Let workers approve the first night of help"
INVITED = "grace@partner.example"


@pytest.fixture
def team(db):
    """Of a council with a published figure."""
    team = make_team()
    place = CouncilFactory(code="383", name="Leeds", slug="leeds")
    Organisation.objects.filter(pk=team.organisation_id).update(place=place)
    publish(ReleaseFactory(), "ees.d3.CPP_subsequent_percent", localdate().year - 1, {place: 22.0})
    return team


@pytest.fixture
def lead(team):
    return join_as("Ada Lead", team=team)


@pytest.fixture
def coordinator(team):
    return join_as("Cora Coordinator", role="coordinator")


def join_as(name, *, team=None, role="member"):
    person = UserFactory(name=name)
    join(person, make_organisation(), role=role, team=team)
    return person


@pytest.fixture
def browser_of(new_context, live_server):
    """A browser of their own, in which somebody has signed in."""

    def open_browser(person):
        page = new_context().new_page()
        page.goto(live_server.url + reverse("accounts:log-in"))
        page.get_by_label("E-mail address").fill(person.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile("/desk/"))
        return page

    return open_browser


def collect_mails():
    """What arrived since the last time: to whom, and its subject."""
    for frequency in ("immediate", "daily"):
        send_waiting(frequency=frequency, at=now())
    arrived = [(one.to[0], re.sub(r"^\S+: ", "", one.subject)) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(arrived)


def find_link(body, part):
    return re.search(rf"https?://\S*{part}\S*", body)[0].rstrip(".")


def do(page, link, button, **fields):
    """Something about the action, by the link on its page."""
    page.get_by_role("link", name=link, exact=True).click()
    for label, words in fields.values():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_role("button", name=button).click()


def accept_by_mail(new_context, live_server):
    """The invited colleague makes an account with the address that was invited."""
    tasks.send_invitation.call(ActionInvitation.objects.get().pk)
    (asked,) = mail.outbox
    assert asked.to == [INVITED]
    assert "asks you to take on an action" in asked.subject
    assert WHAT not in asked.subject + asked.body  # the address may be mistyped
    mail.outbox.clear()
    page = new_context().new_page()
    page.goto(live_server.url + "/" + find_link(asked.body, "/actions/invitation/").split("/", 3)[3])
    expect(page.get_by_text("You will see this one action and nothing else.")).to_be_visible()
    page.get_by_role("button", name="Create an account").or_(page.get_by_role("link", name="Create an account")).click()
    page.get_by_label("Your name").fill("Grace Guest")
    page.get_by_label("Work e-mail address").fill(INVITED)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("confirm-email"))
    (proof,) = mail.outbox
    mail.outbox.clear()
    page.goto(live_server.url + "/" + find_link(proof.body, "confirm-email").split("/", 3)[3])
    page.locator("main form button[type=submit]").click()
    mail.outbox.clear()
    if "/log-in/" in page.url:
        page.get_by_label("E-mail address").fill(INVITED)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.goto(live_server.url + reverse("records:desk"))
    return page


def test_from_a_lesson_to_what_changed(browser_of, new_context, live_server, team, lead, coordinator):
    given = {"sharing": "organisation", "happened": "did_not_work", "title": "The weekly panel was too late"}
    lesson = make_record(Lesson, author=lead, team=team, **given)
    hers = browser_of(lead)

    # Ada adds an action because of a lesson, and invites a colleague of another organisation by e-mail.
    hers.goto(live_server.url + lesson.get_absolute_url())
    hers.get_by_role("link", name="Add an action because of this").click()
    hers.get_by_label("What will be done?").fill(WHAT)
    hers.get_by_label("What is the first step?").fill("Try it in one team")
    due = localdate() + timedelta(days=20)
    hers.get_by_label("By when?").fill(f"{due:%d/%m/%Y}")
    hers.get_by_label("Someone else, invited by e-mail").check()
    hers.get_by_label("E-mail address of the person you invite (optional)").fill(INVITED)
    hers.get_by_role("button", name="Add the action").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Which figure should this move?")
    hers.get_by_label("Figure").select_option("repeat_plan_pct")
    hers.get_by_label("Lower").check()
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_text("Cannot tell yet.")).to_be_visible()
    action = Action.objects.get()

    # Grace accepts, and sees this one action and nothing else.
    theirs = accept_by_mail(new_context, live_server)
    expect(theirs.get_by_role("link", name=WHAT, exact=True)).to_be_visible()
    assert Guest.objects.get().record_id == action.pk
    assert theirs.goto(live_server.url + lesson.get_absolute_url()).status == 404
    theirs.goto(live_server.url + action.get_absolute_url())
    theirs.get_by_role("link", name="Answer: will you do it?").or_(
        theirs.get_by_role("button", name="Answer: will you do it?")
    ).click()
    theirs.get_by_label("Yes", exact=True).check()
    theirs.get_by_role("button", name="Send answer").click()
    assert collect_mails() == [(lead.email, f"Answer to: {WHAT}")]

    # Stuck: the team hears it with the title, the coordinator, who may not read the action, without.
    do(theirs, "I am stuck", "Ask for help", on=("What are you stuck on?", "The panel must agree first"))
    assert collect_mails() == sorted(
        [(lead.email, f"Stuck: {WHAT}"), (coordinator.email, f"The team {team.name} is stuck with an action")]
    )
    hers.goto(live_server.url + reverse("records:desk"))
    expect(hers.get_by_text("A colleague is stuck. Can you help?")).to_be_visible()

    # Helped, moved, done.
    theirs.goto(live_server.url + action.get_absolute_url())
    theirs.locator("main").get_by_text("No longer stuck", exact=True).first.click()
    theirs.get_by_label("What helped? (optional)").fill("Ada rang the chair of the panel")
    theirs.get_by_role("button", name="Carry on").click()
    later = due + timedelta(days=10)
    do(
        theirs,
        "Change the due date",
        "Change date",
        to=("When will it be done?", f"{later:%d/%m/%Y}"),
        reason=("Why does the date change?", "The panel met late"),
    )
    expect(theirs.get_by_text(f"Due date changed from {due:%-d %B %Y} to {later:%-d %B %Y}")).to_be_visible()
    theirs.locator("main").get_by_text("Mark as done", exact=True).first.click()
    theirs.get_by_label("It was done differently from what was planned").check()
    theirs.get_by_label("What changed?").fill("Workers approve two nights")
    theirs.get_by_label("When was it done?").fill(f"{localdate():%d/%m/%Y}")
    theirs.get_by_role("button", name="Mark as done").click()
    expect(theirs.get_by_text("Outcome saved.")).to_be_visible()
    assert collect_mails() == []

    # Once the action is shared, the lesson shows what came of it, with its figure.
    Action.objects.filter(pk=action.pk).update(live=True, sharing="organisation", outcome="Workers approve two nights")
    hers.goto(live_server.url + lesson.get_absolute_url())
    panel = hers.get_by_role("region", name="Actions taken")
    expect(panel).to_contain_text("Done differently")
    expect(panel).to_contain_text("What changed: Workers approve two nights")
    expect(panel).to_contain_text("cannot tell yet")


def test_the_owner_leaves_and_the_coordinator_finds_it(browser_of, live_server, team, lead, coordinator):
    owner = join_as("Oscar Owner", team=team)
    given = actions.start_action(
        what=WHAT, why="", first_step="Try it", due_date=localdate() + timedelta(days=20), owner=owner, team=team,
        by=lead, at=NOON,
    )  # fmt: skip
    assert collect_mails() == [(owner.email, f"New action for you: {WHAT}")]
    remove_member(membership=Membership.objects.get(user=owner), by=coordinator, at=now())
    actions.chase(at=now())
    assert (coordinator.email, f"Action without an owner: an action of the team {team.name}") in collect_mails()

    page = browser_of(coordinator)
    row = page.locator("main li, main tr").filter(has_text="Its owner has left").first
    expect(row).to_contain_text(f"An action of {team}")
    expect(page.get_by_text(WHAT)).to_have_count(0)
    row.get_by_role("link").first.click()
    page.get_by_label("Ada Lead").check()
    page.get_by_role("button", name="Change owner").click()
    expect(page.get_by_text("The action has a new owner.")).to_be_visible()
    assert collect_mails() == [(lead.email, f"New action for you: {WHAT}")]
    given.refresh_from_db()
    assert given.owner == lead
    assert make_organisation().pk == given.organisation_id
