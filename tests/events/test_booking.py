"""The service of bookings, rule by rule: the waiting list, offers, groups, break-outs, what is kept."""

from datetime import time, timedelta

import pytest

from cairn.accounts.services import erase_account
from cairn.audit.models import AuditEntry
from cairn.common.privacy import export
from cairn.events import services
from cairn.events.models import Booking, BookingNeeds, EventArrangements, EventSession, SessionChoice
from cairn.events.policies import UnableToBook, UnableToBookTwice
from cairn.events.queries import count_places, get_attending
from cairn.events.services.booking import OFFER_LASTS
from cairn.events.signals import booking_changed
from tests.events.bookings import after, answer, book, get_state, list_states
from tests.factories.accounts import UserFactory
from tests.factories.events import add, arrange, make_event
from tests.factories.records import NOON, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event():
    return make_event()


def set_places(event, **numbers):
    services.save_arrangements(event=event, answers=numbers, by=event.author, at=NOON)


def cancel(booking, at=NOON):
    return services.cancel_booking(booking=booking, at=at)


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    """What a booking became, as the apps above hear it, of what is done within."""
    heard = []

    def hear(sender, booking, was, now, **kwargs):
        heard.append((booking.name.lower(), was, now))

    booking_changed.connect(hear)
    yield heard
    booking_changed.disconnect(hear)


# --- The waiting list ------------------------------------------------------------------------------


def test_a_place_that_becomes_free_is_offered_to_the_first_in_line(event):
    arrange(event, places=1)
    first = book(event, "ada")
    book(event, "ben")
    book(event, "cy")
    cancel(first)
    assert list_states(event) == [("ada", "cancelled"), ("ben", "offered"), ("cy", "waiting")]
    assert Booking.objects.get(name="Ben").offered_until == NOON + OFFER_LASTS
    assert not get_attending(event).exists()


def test_somebody_new_does_not_get_a_place_that_is_held_by_an_offer(event):
    arrange(event, places=1)
    first, second = book(event, "ada"), book(event, "ben")
    cancel(first)
    assert book(event, "cy").state == "waiting"
    assert get_state(second) == "offered"


def test_an_offer_that_is_not_taken_up_goes_to_the_next_once(event):
    arrange(event, places=1)
    first = book(event, "ada")
    book(event, "ben")
    book(event, "cy")
    cancel(first)
    assert services.lapse_offers(at=after(hours=47)) == 0
    assert services.lapse_offers(at=after(hours=48)) == 1
    assert list_states(event) == [("ada", "cancelled"), ("ben", "declined"), ("cy", "offered")]
    assert services.lapse_offers(at=after(hours=48)) == 0
    assert Booking.objects.get(name="Cy").offered_until == after(hours=96)


def test_an_offer_ends_when_the_event_starts(event):
    arrange(event, places=1, starts_at=after(hours=5))
    first, second = book(event, "ada"), book(event, "ben")
    cancel(first)
    second.refresh_from_db()
    assert second.offered_until == after(hours=5)


def test_more_places_go_to_those_who_wait_in_order_and_once(event):
    arrange(event, places=1)
    for name in ("ada", "ben", "cy", "dee"):
        book(event, name)
    set_places(event, places=3)
    wanted = [("ada", "confirmed"), ("ben", "offered"), ("cy", "offered"), ("dee", "waiting")]
    assert list_states(event) == wanted
    set_places(event, places=3)
    assert list_states(event) == wanted


def test_who_left_goes_to_the_end_when_they_book_again(event):
    arrange(event, places=1)
    book(event, "ada")
    ben = book(event, "ben")
    book(event, "cy", at=after(minutes=1))
    cancel(ben)
    book(event, "ben", at=after(minutes=2))
    assert [who for who, state in list_states(event) if state == "waiting"] == ["cy", "ben"]


def test_a_late_clock_passes_nobody(event):
    """The lock has put people in order, whatever the time that their server saw."""
    arrange(event, places=1)
    book(event, "ada")
    book(event, "ben", at=after(seconds=5))
    book(event, "cy", at=after(seconds=2))
    assert [who for who, state in list_states(event) if state == "waiting"] == ["ben", "cy"]


def test_nothing_is_offered_once_the_event_has_started(event):
    arrangements = arrange(event, places=1)
    first = book(event, "ada")
    book(event, "ben")
    Booking.objects.filter(pk=first.pk).update(state="cancelled")
    services.booking.fill_places(arrangements, at=arrangements.starts_at)
    assert list_states(event)[1] == ("ben", "waiting")


def test_an_accepted_offer_is_kept(event):
    arrange(event, places=1)
    first, second = book(event, "ada"), book(event, "ben")
    cancel(first)
    services.accept_offer(booking=second, at=after(hours=47))
    services.accept_offer(booking=second, at=after(hours=60))  # pressed again, later
    services.lapse_offers(at=after(hours=60))
    assert get_state(second) == "confirmed"
    with pytest.raises(UnableToBook, match="No place is being offered"):
        services.accept_offer(booking=book(event, "cy"), at=NOON)


# --- Groups and reserved places --------------------------------------------------------------------


def test_reserved_places_are_for_young_people_and_families_alone(event):
    arrange(event, places=3, young_places=2)
    assert [book(event, name).state for name in ("ada", "ben")] == ["confirmed", "waiting"]
    assert book(event, "wes", audience="young", places=2).state == "confirmed"
    assert list_states(event)[1] == ("ben", "waiting")


def test_fewer_reserved_places_go_to_the_waiting_list(event):
    arrange(event, places=3, young_places=2)
    for name in ("ada", "ben", "cy"):
        book(event, name)
    set_places(event, young_places=1)
    assert list_states(event) == [("ada", "confirmed"), ("ben", "offered"), ("cy", "waiting")]


def test_a_group_takes_reserved_places_first(event):
    arrange(event, places=4, young_places=2)
    book(event, "wes", audience="young", places=3)
    assert count_places(event).room_left_for_all == 1
    assert count_places(event).reserved_left == 0


def test_a_group_that_waits_is_not_passed_by_one_who_would_fit(event):
    arrange(event, places=3)
    ada = book(event, "ada")
    book(event, "ben")
    book(event, "wes", audience="family", places=2)
    book(event, "cy")
    assert list_states(event)[2:] == [("wes", "waiting"), ("cy", "waiting")]
    cancel(ada)
    assert list_states(event)[2:] == [("wes", "offered"), ("cy", "waiting")]


def test_a_person_who_waits_does_not_keep_a_group_from_reserved_places(event):
    arrange(event, places=3, young_places=2)
    book(event, "ada")
    book(event, "ben")
    assert book(event, "wes", audience="young", places=2).state == "confirmed"


def test_what_has_become_larger_than_the_event_holds_up_nobody(event):
    arrange(event, places=4)
    ada = book(event, "ada")
    book(event, "wes", audience="family", places=4)
    book(event, "ben")
    set_places(event, places=2)
    assert list_states(event) == [("ada", "confirmed"), ("wes", "waiting"), ("ben", "offered")]
    cancel(ada)
    assert book(event, "cy").state == "confirmed"


def test_places_online_are_counted_apart(event):
    arrange(event, attendance="both", places=1, online_places=1)
    assert [book(event, name).state for name in ("ada", "ben")] == ["confirmed", "waiting"]
    assert [book(event, name, attends="online").state for name in ("cy", "dee")] == ["confirmed", "waiting"]


def test_a_worker_books_for_themselves_and_for_a_group_but_each_once(event):
    arrange(event)
    book(event, "wes")
    book(event, "wes", audience="young", places=2)
    book(event, "wes", audience="family", places=2)
    for audience in ("partner", "young", "family"):
        with pytest.raises(UnableToBookTwice):
            book(event, "wes", audience=audience)


def test_of_a_group_no_words_and_no_person_are_kept(event):
    arrange(event)
    with pytest.raises(UnableToBook, match="Enter needs as numbers only"):
        book(event, audience="young", places=2, needs_words="Lola cannot hear well")
    booking = book(event, audience="young", places=2, wants_to_meet=True, may_show_name=True)
    assert (booking.wants_to_meet, booking.may_show_name) == (False, False)
    columns = {field.name for field in Booking._meta.concrete_fields}
    assert not [name for name in columns if "child" in name or "guest" in name or "names" in name]


# --- Changing --------------------------------------------------------------------------------------


def change(booking, who, **given):
    return services.change_booking(booking=booking, answers=answer(who, **given), at=after(hours=1))


def test_a_smaller_group_gives_places_back(event):
    arrange(event, places=3)
    wes = book(event, "wes", audience="young", places=3)
    book(event, "ada")
    change(wes, "wes", audience="young", places=2)
    assert list_states(event) == [("wes", "confirmed"), ("ada", "offered")]


def test_a_larger_group_needs_free_places_and_passes_nobody(event):
    arrange(event, places=4)
    wes = book(event, "wes", audience="young", places=2)
    assert change(wes, "wes", audience="young", places=3).places == 3
    ada = book(event, "ada")
    with pytest.raises(UnableToBook, match="There are no places left in the room"):
        change(wes, "wes", audience="young", places=4)
    cancel(ada)
    book(event, "family", audience="family", places=2)
    with pytest.raises(UnableToBook, match="no places left in the room"):
        change(wes, "wes", audience="young", places=4)
    wes.refresh_from_db()
    assert wes.places == 3


def test_who_waits_and_asks_for_more_goes_to_the_end(event):
    arrange(event, places=3)
    book(event, "first", audience="family", places=3)
    wes = book(event, "wes", audience="young", places=1)
    book(event, "ada", at=after(minutes=5))
    change(wes, "wes", audience="young", places=2)
    assert [who for who, state in list_states(event) if state == "waiting"] == ["ada", "wes"]


def test_who_waits_and_changes_to_where_there_is_a_place_gets_it_at_once(event):
    arrange(event, attendance="both", places=1, online_places=1)
    book(event, "ada")
    ben = book(event, "ben")
    assert change(ben, "ben", attends="online").state == "confirmed"


def test_a_booking_of_a_person_does_not_become_one_of_a_group(event):
    arrange(event)
    with pytest.raises(UnableToBook, match="Cancel this booking and make a new one"):
        change(book(event), "ada", audience="young", places=2)


def test_details_change_and_nobody_moves(event):
    arrange(event, places=1)
    ada = book(event, "ada")
    book(event, "ben")
    organisation = make_organisation("Otterdale Council")
    changed = change(ada, "ada", name="Ada Jones", organisation_name="otterdale council", needs_counts={"vegan": 1})
    assert (changed.name, changed.organisation) == ("Ada Jones", organisation)
    assert changed.needs.counts == {"vegan": 1}
    assert list_states(event) == [("ada jones", "confirmed"), ("ben", "waiting")]


# --- Break-outs ------------------------------------------------------------------------------------


@pytest.fixture
def hub(event):
    return add_session(event, "The hub", places=1)


def add_session(event, title, **given):
    values = {"kind": "breakout", "title": title, "position": event.sessions.count(), "starts": time(11), **given}
    return EventSession.objects.create(event=event, **values)


def get_choices(session):
    found = SessionChoice.objects.filter(session=session.key).order_by("pk")
    return [(one.booking.name.lower(), one.state) for one in found]


def test_a_break_out_has_places_of_its_own_and_a_line_of_its_own(event, hub):
    arrange(event)
    ada = book(event, "ada", sessions=(hub.key,))
    book(event, "ben", sessions=(hub.key,))
    assert get_choices(hub) == [("ada", "confirmed"), ("ben", "waiting")]
    assert [one.name for one in get_attending(event, session=hub.key)] == ["Ada"]
    cancel(ada)
    assert get_choices(hub) == [("ben", "confirmed")]


def test_who_waits_for_the_event_has_no_place_in_a_session(event, hub):
    arrange(event, places=1)
    ada = book(event, "ada")
    ben = book(event, "ben", sessions=(hub.key,))
    assert get_choices(hub) == [("ben", "waiting")]
    cancel(ada)
    assert get_choices(hub) == [("ben", "waiting")]  # offered is not yet attending
    services.accept_offer(booking=ben, at=NOON)
    assert get_choices(hub) == [("ben", "confirmed")]


def test_a_choice_that_stays_keeps_its_place(event, hub):
    arrange(event)
    other = add_session(event, "Later", starts=time(14))
    ada = book(event, "ada", sessions=(hub.key,))
    book(event, "ben", sessions=(hub.key,))
    change(ada, "ada", sessions=(hub.key, other.key))
    assert get_choices(hub) == [("ada", "confirmed"), ("ben", "waiting")]
    change(ada, "ada", sessions=(other.key,))
    assert get_choices(hub) == [("ben", "confirmed")]


def test_two_at_the_same_time_or_one_that_is_gone_are_refused(event, hub):
    arrange(event)
    other = add_session(event, "Peer work", starts=time(10, 30), ends=time(11, 15))
    plenary = add_session(event, "Welcome", kind="plenary", starts=time(9))
    with pytest.raises(UnableToBook, match="are at the same time"):
        book(event, sessions=(hub.key, other.key))
    with pytest.raises(UnableToBook, match="has been removed"):
        book(event, sessions=(plenary.key,))
    assert not Booking.objects.exists()


def test_after_a_new_programme_lost_sessions_are_given_up_and_new_places_are_filled(
    event, news, django_capture_on_commit_callbacks
):
    add(event, "sessions", title="The hub", kind="breakout", places=1)
    add(event, "sessions", title="Gone", kind="breakout", starts=time(15))
    event.get_draft().latest_revision.publish()
    arrange(event)
    hub, gone = event.sessions.order_by("position")
    book(event, "ada", sessions=(hub.key, gone.key))
    book(event, "ben", sessions=(hub.key,))
    EventSession.objects.filter(pk=hub.pk).update(places=2)
    gone.delete()
    with django_capture_on_commit_callbacks(execute=True):
        services.follow_sessions(event)
    assert get_choices(hub) == [("ada", "confirmed"), ("ben", "confirmed")]
    assert not SessionChoice.objects.filter(session=gone.key).exists()
    assert sorted(news) == [("ada", "confirmed", "confirmed"), ("ben", "confirmed", "confirmed")]


# --- News ------------------------------------------------------------------------------------------


def test_everybody_whose_booking_changed_is_named_once_after_the_commit(
    event, news, django_capture_on_commit_callbacks
):
    arrange(event, places=1)
    with django_capture_on_commit_callbacks(execute=True):
        ada = book(event, "ada")
        book(event, "ben")
    assert news == [("ada", "", "confirmed"), ("ben", "", "waiting")]
    news.clear()
    with django_capture_on_commit_callbacks(execute=True):
        cancel(ada)
        cancel(ada)
    assert sorted(news) == [("ada", "confirmed", "cancelled"), ("ben", "waiting", "offered")]
    news.clear()
    with django_capture_on_commit_callbacks(execute=True):
        services.lapse_offers(at=after(hours=48))
        services.lapse_offers(at=after(hours=48))
    assert news == [("ben", "offered", "declined")]


def test_the_audit_names_nobody(event):
    arrange(event)
    cancel(book(event, "ada", needs_words="A seat near the door"))
    told = str(list(AuditEntry.objects.values()))
    assert "booking.made" in told
    assert "booking.cancelled" in told
    assert "ada" not in told.lower().replace("canada", "")
    assert "seat" not in told


# --- What is kept ----------------------------------------------------------------------------------


def test_needs_go_on_the_promised_day_and_not_before(event, monkeypatch):
    arrangements = arrange(event)
    book(event, needs_counts={"vegan": 1})
    for day, number in ((arrangements.needs_erased_on - timedelta(days=1), 1), (arrangements.needs_erased_on, 0)):
        monkeypatch.setattr("cairn.events.services.booking.localdate", lambda day=day: day)
        services.delete_needs(NOON)
        assert BookingNeeds.objects.count() == number
    assert Booking.objects.count() == 1


def test_a_host_that_keeps_needs_shorter_erases_them_earlier(event, monkeypatch):
    arrangements = arrange(event)
    book(event, needs_counts={"vegan": 1})
    monkeypatch.setattr("cairn.events.services.booking.localdate", lambda: NOON.date())
    services.delete_needs(arrangements.ends_at)
    assert BookingNeeds.objects.count() == 1
    services.delete_needs(arrangements.ends_at + timedelta(seconds=1))
    assert BookingNeeds.objects.count() == 0


def test_bookings_go_a_year_after_the_event(event):
    arrangements = arrange(event)
    book(event)
    services.delete_old_bookings(arrangements.ends_at)
    assert Booking.objects.count() == 1
    services.delete_old_bookings(arrangements.ends_at + timedelta(seconds=1))
    assert Booking.objects.count() == 0
    assert EventArrangements.objects.count() == 1


@pytest.mark.usefixtures("own_ledger")
def test_an_erased_account_leaves_its_place_to_the_next(event):
    arrange(event, places=1)
    ada = UserFactory(email="ada@example.org")
    book(event, "ada")  # without the account, to its address
    ben = book(event, "ben")
    erase_account(user=ada, at=after(hours=1))
    assert list(Booking.objects.all()) == [ben]
    assert get_state(ben) == "offered"


def test_somebody_gets_their_bookings_with_what_is_kept_about_them(event):
    arrange(event)
    ada = UserFactory(email="ada@example.org")
    book(event, "ada", needs_words="A seat near the door")
    other = make_event()
    arrange(other)
    book(other, "adas", user=ada)
    told = str(export(ada, names={"email": []}))
    assert "A seat near the door" in told
    assert "adas@example.org" in told
