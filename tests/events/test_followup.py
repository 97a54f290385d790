"""After an event: an action by its private link, reminders, feedback, and what came of the event."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.accounts.services import erase_account
from cairn.actions.models import Action, ActionInvitation, ActionMove
from cairn.actions.policies import UnableToAct
from cairn.actions.services import accept_invitation, act_from_outside
from cairn.common.dates import add_months
from cairn.events import tasks
from cairn.events.models import EventAction, EventFeedback, EventReminder, FeedbackRequest
from cairn.events.policies.followup import UnableToGiveFeedback
from cairn.events.presenters.followup import describe_outcomes
from cairn.events.services import followup
from cairn.lessons.models import Lesson
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.captured import make_public_event, open_room, write_action
from tests.factories.events import arrange, make_booking
from tests.factories.records import NOON, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return make_public_event(host)


@pytest.fixture
def written(event):
    return write_action(open_room(event, 2))


def as_client(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def answer(written, act, words="", day=""):
    address = reverse("events:own-action", args=[written.key])
    page = as_client().post(address, {"act": act, "words": words, "day": day}, follow=True)
    written.action.refresh_from_db()
    return page.content.decode()


# --- An action by its private link -----------------------------------------------------------------


def test_owner_says_how_it_goes_by_the_private_link(written, event, host):
    answer(written, "start")
    assert written.action.state == "in_progress"
    answer(written, "stuck", "No one answers")
    assert written.action.state == "stuck"
    later = localdate() + timedelta(days=60)
    answer(written, "date", "We wait for the panel", f"{later:%d/%m/%Y}")
    assert written.action.due_date == later
    answer(written, "done", "Young people chose the name")
    assert (written.action.state, written.action.done_date) == ("done", localdate())
    assert written.action.outcome == "Young people chose the name"
    assert set(ActionMove.objects.filter(action=written.action).exclude(by=host).values_list("by", flat=True)) == {None}
    page = as_client(host).get(reverse("events:afterwards", args=[event.slug])).content.decode()
    assert "Done" in page
    assert "This action is closed" in as_client().get(reverse("events:own-action", args=[written.key])).content.decode()


@pytest.mark.parametrize(
    ("act", "words", "day", "sentence"),
    [
        ("", "", "", "Choose one"),
        ("done", "", "", "Record what changed, even if nothing did."),
        ("stuck", "", "", "Say what you are stuck on."),
        ("drop", " ", "", "Say why it will not be done."),
        ("date", "", "1/3/2031", "Say why the date changes."),
        ("date", "Late", "", "Enter the new date."),
        ("date", "Late", "1/3/2020", "1 March 2020 is past."),
        ("date", "Late", "same", "Choose another date."),
    ],
)
def test_what_is_missing_is_asked_for(written, act, words, day, sentence):
    if day == "same":
        day = f"{written.action.due_date:%d/%m/%Y}"
    assert sentence in answer(written, act, words, day)
    assert written.action.state == "proposed"


def test_link_ends_where_an_account_takes_over_and_with_a_withdrawal(event, host):
    written = write_action(open_room(event, 2), keeper="account")
    owner = UserFactory(email="ben@example.org")
    accept_invitation(invitation=ActionInvitation.objects.get(), user=owner, at=now())
    with pytest.raises(UnableToAct, match="in your account now"):
        act_from_outside(action=written.action, act="start", words="", at=now())
    assert "Sign in to change it" in as_client().get(reverse("events:own-action", args=[written.key])).content.decode()
    records.withdraw_record(record=written.action, by=host, at=NOON)
    assert as_client().get(reverse("events:own-action", args=[written.key])).status_code == 404


def test_closed_action_is_not_opened_by_its_link(written):
    answer(written, "drop", "No money")
    with pytest.raises(UnableToAct, match="already dropped"):
        act_from_outside(action=written.action, act="start", words="", at=now())


# --- Reminders ------------------------------------------------------------------------------------


def days_after(event, days):
    return event.arrangements.starts_at + timedelta(days=days, hours=3)


@pytest.fixture
def held(event, written):
    arrange(event, state="held")
    return event


def remind(at):
    followup.remind_owners(at=at)
    return sorted(EventReminder.objects.values_list("days", flat=True))


def test_owners_are_reminded_at_30_and_90_days_and_six_months_once_each(held):
    assert remind(days_after(held, 29)) == []
    assert remind(days_after(held, 30)) == [30]
    assert remind(days_after(held, 30)) == [30]
    assert remind(days_after(held, 60)) == [30]
    assert remind(days_after(held, 91)) == [30, 90]
    half_a_year = add_months(held.arrangements.day, 6) - held.arrangements.day
    assert remind(days_after(held, half_a_year.days - 1)) == [30, 90]
    assert remind(days_after(held, half_a_year.days)) == [30, 90, 183]
    assert remind(days_after(held, half_a_year.days + 5)) == [30, 90, 183]


def test_site_that_slept_does_not_send_what_is_long_past(held):
    assert remind(days_after(held, 44)) == []
    assert remind(days_after(held, 150)) == []


def test_reminder_has_the_private_link_and_reads_the_action_when_it_is_sent(held, written):
    remind(days_after(held, 30))
    reminder = EventReminder.objects.get()
    tasks.send_action_reminder.call(reminder.pk)
    assert reverse("events:own-action", args=[written.key]) in mail.outbox[-1].body
    assert written.action.title not in mail.outbox[-1].body
    sent = len(mail.outbox)
    answer(written, "done", "It changed")
    tasks.send_action_reminder.call(reminder.pk)
    assert len(mail.outbox) == sent


@pytest.mark.parametrize("how", ["done", "withdrawn", "event withdrawn", "stopped", "erased", "cancelled"])
def test_nobody_is_reminded_of_what_is_over_or_was_taken_back(held, written, host, how):
    match how:
        case "done":
            answer(written, "done", "It changed")
        case "withdrawn":
            records.withdraw_record(record=written.action, by=host, at=NOON)
        case "event withdrawn":
            records.withdraw_record(record=held, by=host, at=NOON)
        case "stopped":
            as_client().post(reverse("events:stop-reminders", args=[written.key]))
            assert as_client().get(reverse("events:own-action", args=[written.key])).status_code == 200
        case "erased":
            erase_account(user=UserFactory(email="ben@example.org"), at=NOON)
        case "cancelled":
            type(held.arrangements).objects.update(state="cancelled")
    assert followup.remind_owners(at=NOON + timedelta(days=60 + 30)) is None
    assert not EventReminder.objects.exists()


def test_mail_that_waits_is_not_sent_after_an_erasure(held, written):
    remind(days_after(held, 30))
    erase_account(user=UserFactory(email="ben@example.org"), at=NOON)
    tasks.send_action_reminder.call(EventReminder.objects.get().pk)
    assert mail.outbox == []
    assert EventAction.objects.get().email == ""
    assert Action.objects.get(pk=written.action_id).contact == ""


def test_owner_with_an_account_gets_a_notice_instead(event):
    arrange(event, state="held")
    written = write_action(open_room(event, 2), keeper="account")
    owner = UserFactory(email="ben@example.org")
    accept_invitation(invitation=ActionInvitation.objects.get(), user=owner, at=now())
    remind(days_after(event, 90))
    notice = Notice.objects.get(kind="event.action")
    assert (notice.user, notice.about, notice.key) == (owner, written.action.slug, "90")
    tasks.send_action_reminder.call(EventReminder.objects.get().pk)
    assert mail.outbox == []


# --- Feedback -------------------------------------------------------------------------------------


@pytest.fixture
def over(event):
    arrange(event, state="held", starts_at=now() - timedelta(hours=8), ends_at=now() - timedelta(hours=2))
    return event


def fill_in(booking, **given):
    return as_client().post(reverse("events:feedback", args=[booking.key]), given, follow=True).content.decode()


def test_everybody_who_had_a_place_is_asked_once_and_nobody_who_waited(over):
    came, waited = make_booking(over), make_booking(over, state="waiting")
    for _ in range(2):
        followup.ask_for_feedback(at=now())
    assert FeedbackRequest.objects.get().booking == came
    tasks.send_feedback_request.call(FeedbackRequest.objects.get().pk)
    assert [one.to for one in mail.outbox] == [[came.email]]
    assert reverse("events:feedback", args=[came.key]) in mail.outbox[0].body
    assert "Only people who had a place can answer" in fill_in(waited, useful="5")
    assert not EventFeedback.objects.exists()


def test_nobody_is_asked_before_the_end_or_of_a_cancelled_event(event):
    arrange(event, starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=1))
    booking = make_booking(event)
    followup.ask_for_feedback(at=now())
    assert "The event is not over yet" in fill_in(booking, useful="5")
    type(event.arrangements).objects.update(state="cancelled", ends_at=now() - timedelta(minutes=1))
    followup.ask_for_feedback(at=now())
    assert not FeedbackRequest.objects.exists()


def test_feedback_is_given_once_and_leads_to_nobody(over):
    booking = make_booking(over)
    assert "Answer at least one" in fill_in(booking)
    assert "Answers sent" in fill_in(booking, useful="4", will_use="The rota", met="yes")
    assert "You have answered already" in fill_in(booking, useful="1")
    given = EventFeedback.objects.get()
    assert (given.useful, given.will_use, given.met) == (4, "The rota", "yes")
    assert {field.name for field in EventFeedback._meta.fields} == {
        "id",
        "event",
        "useful",
        "will_use",
        "better",
        "met",
    }
    with pytest.raises(UnableToGiveFeedback):
        followup.give_feedback(booking=booking, useful=1, will_use="", better="", met="", at=now())


@pytest.mark.parametrize(("answers", "is_shown"), [(3, False), (4, True)])
def test_numbers_below_four_answers_are_not_shown(over, host, answers, is_shown):
    for _ in range(answers):
        EventFeedback.objects.create(event=over, useful=2, will_use="Planted words")
    EventFeedback.objects.create(event=over, better="Planted wish")
    page = as_client(host).get(reverse("events:afterwards", args=[over.slug])).content.decode()
    assert (f"2: {answers}" in page) == is_shown
    assert ("Planted words" in page) == is_shown
    assert "Planted wish" not in page


# --- What came of it ------------------------------------------------------------------------------


def test_results_are_counted_as_the_database_has_them_and_as_the_reader_may_see(event, host):
    opened = open_room(event, 2)
    done, late, open_, draft = (write_action(opened, email=f"p{number}@example.org") for number in range(4))
    lesson = make_draft(Lesson, author=host, title="What we learnt", sharing=Sharing.PUBLIC)
    records.link(source=lesson, target=event, relation="comes_from", reason="", by=host, at=NOON)
    shared = [done.action, late.action, open_.action, lesson]
    for one in shared:
        Record.objects.filter(pk=one.pk).update(live=True, sharing=Sharing.PUBLIC)
    Record.objects.filter(pk=open_.action.pk).update(sharing=Sharing.TEAM)
    answer(done, "done", "It changed")
    Action.objects.filter(pk=late.action_id).update(due_date=localdate() - timedelta(days=1))
    for person, numbers in (
        (host, [(1, "done"), (1, "late"), (1, "open")]),
        (UserFactory(), [(1, "done"), (1, "late")]),
    ):
        outcomes = describe_outcomes(event, person, day=localdate())
        assert outcomes.numbers == numbers
        assert [(label, [one.title for one in found]) for label, found in outcomes.groups] == [
            ("Lessons", ["What we learnt"])
        ]
    page = as_client().get(event.get_absolute_url()).content.decode()
    assert "2 actions:" in page
    assert "1 done, 1 late" in page
    assert draft.pk
    records.withdraw_record(record=done.action, by=host, at=NOON)
    assert describe_outcomes(event, UserFactory(), day=localdate()).numbers == [(1, "late")]


def test_event_of_which_nothing_came_says_nothing_more(event):
    assert "Results so far" not in as_client().get(event.get_absolute_url()).content.decode()
