"""Who is coming and whom one might meet: by consent of each, with a reason, for those with a place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from cairn.events.models import EventSession, LearningEvent, MeetingProfile, SessionChoice
from cairn.events.policies.meeting import UnableToMeet
from cairn.events.services.meeting import save_meeting
from cairn.indicators.models import Neighbour
from cairn.places.models import JourneyPlace
from tests.events.reading import publish
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.places import CouncilFactory, FictionalCouncilFactory, RegionFactory
from tests.factories.records import NOON, make_organisation

pytestmark = pytest.mark.django_db
SEEN = {"may_show_name": True, "wants_to_meet": True}


@pytest.fixture
def event():
    found = publish(make_event(title="A day to share"))
    arrange(found, starts_at=now() + timedelta(days=30))
    for number, (title, topic) in enumerate([("Scaling", "scaling"), ("Growing", "scaling"), ("Value", "value")]):
        EventSession.objects.create(event=found, position=number, title=title, topic=topic, kind="breakout")
    return LearningEvent.objects.get(pk=found.pk)


def choose(booking, title):
    session = booking.event.sessions.get(title=title)
    SessionChoice.objects.create(booking=booking, session=session.key, state="confirmed", queued_at=NOON)


def open_page(booking, client=None):
    return (client or Client()).get(f"/bookings/{booking.key}/people/")


def read(booking):
    return open_page(booking).content.decode()


def test_only_those_who_agreed_and_have_a_place_are_shown(event):
    own = make_booking(event, name="Ada Own")
    make_booking(event, name="Ben Shown", organisation_name="Otterdale Council", may_show_name=True)
    make_booking(event, name="Planted silent")
    for state in ("waiting", "offered", "cancelled", "declined"):
        until = now() + timedelta(days=1) if state == "offered" else None
        make_booking(event, name=f"Planted {state}", state=state, offered_until=until, **SEEN)
    make_booking(event, name="Planted worker", audience="young", places=3)
    page = read(own)
    assert "Ben Shown" in page
    assert "Otterdale Council" in page
    assert "Planted" not in page
    assert "Ada Own" not in page


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled", "declined"])
def test_only_those_with_a_place_can_see_who_comes(event, state):
    until = now() + timedelta(days=1) if state == "offered" else None
    assert open_page(make_booking(event, state=state, offered_until=until)).status_code == 404


def test_nobody_sees_who_comes_to_a_cancelled_event(event):
    booking = make_booking(event)
    event.arrangements.state = "cancelled"
    event.arrangements.save()
    assert open_page(booking).status_code == 404


def test_page_is_not_kept_and_not_found_by_search_machines(event):
    answer = open_page(make_booking(event))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_each_suggestion_says_why(event):
    region = RegionFactory(code="E12000001", name="North East", slug="north-east")
    north, south = CouncilFactory(name="Northford", region=region), CouncilFactory(name="Southwick", region=region)
    own = make_booking(event, name="Ada Own", organisation=make_organisation("Northford Council", place=north), **SEEN)
    other = make_booking(
        event, name="Ben Other", organisation=make_organisation("Southwick Council", place=south), **SEEN
    )
    MeetingProfile.objects.create(booking=own, asks_about=["value"], offers_about=["methods"])
    MeetingProfile.objects.create(
        booking=other, offers_about=["value"], offers="Our cost model.", asks_about=["methods"]
    )
    for booking in (own, other):
        choose(booking, "Scaling")
    page = read(own)
    for reason in (
        "You want to hear about the value of innovation; Ben can help with it: “Our cost model”.",
        "Ben wants to hear about innovation methods, and you can help with it.",
        "You are both in the break-out “Scaling”.",
        "You both work in the North East.",
    ):
        assert reason in page, reason


def test_the_same_topic_in_other_break_outs_is_a_reason(event):
    own, other = make_booking(event, name="Ada Own", **SEEN), make_booking(event, name="Ben Other", **SEEN)
    choose(own, "Scaling")
    choose(other, "Growing")
    assert "You both chose break-outs about scaling and spreading innovation." in read(own)


def test_statistical_neighbours_are_a_reason_and_say_which_way(event, neighbours):
    own = make_booking(event, name="Ada Own", organisation=neighbours[0], **SEEN)
    make_booking(event, name="Ben Other", organisation=neighbours[1], **SEEN)
    expected = "Southwick is one of the ten councils that government statistics count as most like Northford."
    assert expected in read(own)


@pytest.fixture
def neighbours(db):
    from cairn.indicators.models import Release

    places = [CouncilFactory(name="Northford", region=None), CouncilFactory(name="Southwick", region=None)]
    release = Release.objects.create(
        content="neighbours", title="Neighbours", publisher="DfE", state="live", imported_at=NOON, sha256="0" * 64
    )
    Neighbour.objects.create(release=release, place=places[0], neighbour=places[1], rank=1, closeness="Very close")
    return [make_organisation(f"{place.name} Council", place=place) for place in places]


def test_another_place_on_the_journey_is_a_reason_with_day_and_source_and_no_rank(event):
    one, two, three = (make_organisation(f"{name} Council") for name in ("Northford", "Southwick", "Westmere"))
    for organisation, stage, on in ((one, "poor", "2015"), (one, "fair", "2019-06"), (two, "great", "2018")):
        JourneyPlace.objects.create(organisation=organisation, stage=stage, on=on, source="A report", entered_at=NOON)
    JourneyPlace.objects.create(organisation=three, stage="fair", on="2020", source="A report", entered_at=NOON)
    own = make_booking(event, name="Ada Own", organisation=one, **SEEN)
    make_booking(event, name="Ben Other", organisation=two, **SEEN)
    make_booking(event, name="Cat Alike", organisation=three, **SEEN)
    page = read(own)
    assert (
        "Your organisations are at different places on their improvement journey: Northford Council at “Fair” "
        "(June 2019, A report) and Southwick Council at “Great” (2018, A report)."
    ) in page
    assert page.count("improvement journey") == 1


def test_fictional_and_real_councils_have_nothing_in_common(event):
    own = make_booking(event, name="Ada Own", organisation=make_organisation("A", place=CouncilFactory()), **SEEN)
    fictional = make_organisation(
        "B", place=FictionalCouncilFactory(region=own.organisation.place.region), is_fictional=True
    )
    make_booking(event, name="Ben Other", organisation=fictional, **SEEN)
    assert "No suggestions yet" in read(own)


def test_suggestions_go_both_ways_and_need_a_reason(event):
    own = make_booking(event, name="Ada Own", may_show_name=True)
    other = make_booking(event, name="Ben Other", **SEEN)
    for booking in (own, other):
        choose(booking, "Scaling")
    assert "Suggestions go both ways" in read(own)
    assert "No suggestions yet" in read(other)
    own.wants_to_meet = True
    own.save()
    assert "You are both in the break-out" in read(other)


def test_a_choice_is_kept_and_taken_back_with_its_words(event):
    booking = make_booking(event)
    given = {**SEEN, "asks": "How to keep a team", "asks_about": ["conditions"], "offers": "", "offers_about": []}
    path = f"/bookings/{booking.key}/people/"
    assert Client().post(path, given).status_code == 302
    booking.refresh_from_db()
    assert (booking.may_show_name, booking.wants_to_meet) == (True, True)
    assert booking.meeting.asks_about == ["conditions"]
    assert "How to keep a team" in Client().get(path).content.decode()
    Client().post(path, {"may_show_name": True})
    booking.refresh_from_db()
    assert (booking.may_show_name, booking.wants_to_meet) == (True, False)
    assert not MeetingProfile.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({**SEEN, "asks_about": ["weather"]}, "Select a valid choice"),
        ({**SEEN, "asks": "A boy told us that he is being hit"}, "sounds like a concern"),
    ],
)
def test_bad_input_gets_a_sentence(event, given, sentence):
    booking = make_booking(event)
    page = Client().post(f"/bookings/{booking.key}/people/", given).content.decode()
    assert sentence in page
    booking.refresh_from_db()
    assert not booking.wants_to_meet


def test_a_group_or_somebody_who_waits_can_never_be_shown(event):
    words = {"asks": "", "asks_about": [], "offers": "", "offers_about": [], "at": NOON}
    for given, sentence in (
        ({"audience": "young", "places": 3}, "never shown"),
        ({"state": "waiting"}, "need a place"),
    ):
        with pytest.raises(UnableToMeet, match=sentence):
            save_meeting(booking=make_booking(event, **given), **SEEN, **words)
    group = make_booking(event, audience="family", places=2, may_show_name=False)
    assert "What others see of you" not in read(group)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_often_whoever_comes(event, rows, django_assert_num_queries):
    own = make_booking(event, organisation=make_organisation("Own", place=CouncilFactory()), **SEEN)
    for number in range(rows):
        organisation = make_organisation(f"Council {number}", place=CouncilFactory())
        choose(make_booking(event, organisation=organisation, **SEEN), "Scaling")
    with django_assert_num_queries(10):
        open_page(own)
