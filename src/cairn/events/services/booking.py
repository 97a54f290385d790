"""Taking a place, waiting for one, accepting one and giving one back.

Every function that counts places first locks the row of the arrangements, so that bookings of one event come one after
the other. Whoever waits is served in order; a place that becomes free is offered, and held until a deadline.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.events import policies
from cairn.events.enums import GROUPS, ArrangementState, Attends, BookingState, ChoiceState
from cairn.events.models import Booking, BookingNeeds, EventArrangements, EventSession, LearningEvent, SessionChoice
from cairn.events.queries.booking import count_free, count_seats
from cairn.events.signals import booking_changed
from cairn.places.models import Organisation

OFFER_LASTS = timedelta(hours=48)


@dataclass(frozen=True)
class BookingAnswers:
    """What a form says. Of a worker's group: the worker's own name and contact, and numbers."""

    name: str
    email: str
    audience: str
    attends: str
    organisation_name: str = ""
    places: int = 1
    wants_to_meet: bool = False
    may_show_name: bool = False
    needs_words: str = ""
    needs_counts: dict[str, int] = field(default_factory=dict)
    sessions: tuple[uuid.UUID, ...] = ()

    @property
    def is_group(self) -> bool:
        return self.audience in GROUPS


def lock_arrangements(event: int) -> EventArrangements:
    """Held until the transaction ends."""
    found = EventArrangements.objects.select_for_update().filter(event=event).first()
    if found is None:
        raise policies.UnableToBook("Places at this event are not booked here. Ask the hosts.")
    return found


@transaction.atomic
def book(
    *, event: LearningEvent, answers: BookingAnswers, key: uuid.UUID, user: User | None = None, at: datetime
) -> Booking:
    """A place, or a place on the waiting list. Sent again under the same key, it is the same booking."""
    arrangements = lock_arrangements(event.pk)
    same = Booking.objects.filter(key=key).first()
    if same is not None and same.event_id == event.pk:
        return same
    policies.check_can_book(arrangements, at=at)
    policies.check_answers(arrangements, answers)
    policies.check_not_booked(find_active(event, answers))
    sessions = list_sessions(event)
    policies.check_sessions(answers.sessions, sessions)
    booking = Booking.objects.create(
        event=event,
        key=key,
        user=user,
        email=answers.email.lower(),
        audience=answers.audience,
        attends=answers.attends,
        places=answers.places,
        queued_at=find_end_of_line(event, at),
        created_at=at,
        updated_at=at,
        **describe_person(answers),
    )
    add_needs(booking, answers)
    if answers.sessions:
        save_choices(booking, answers.sessions, at=at)
    fill_places(arrangements, at=at, fresh=booking)
    fill_sessions(event, sessions)
    audit.record("booking.made", target="record", key=event.slug, by=user, at=at, number=booking.places)
    announce_change(booking, was="")
    return booking


def find_active(event: LearningEvent, answers: BookingAnswers) -> Booking | None:
    """The booking that this one would double: of the same address, and of the same sort of group."""
    same = Q(audience=answers.audience) if answers.is_group else ~Q(audience__in=GROUPS)
    return Booking.objects.active().filter(same, event=event.pk, email=answers.email.lower()).first()


def find_end_of_line(event: LearningEvent, at: datetime) -> datetime:
    """Behind everybody, whoever's clock is late: the lock has put them in order."""
    last = Booking.objects.filter(event=event.pk).aggregate(last=Max("queued_at"))["last"]
    return max(at, last) if last else at


def describe_person(answers: BookingAnswers) -> dict[str, object]:
    """Of a group nobody is shown, and nobody is met."""
    named = answers.organisation_name
    organisation = Organisation.objects.filter(name__iexact=named).first() if named else None
    return {
        "name": answers.name,
        "organisation_name": answers.organisation_name,
        "organisation": organisation,
        "wants_to_meet": answers.wants_to_meet and not answers.is_group,
        "may_show_name": answers.may_show_name and not answers.is_group,
    }


def save_needs(booking: Booking, answers: BookingAnswers) -> None:
    BookingNeeds.objects.filter(booking=booking).delete()
    add_needs(booking, answers)


def add_needs(booking: Booking, answers: BookingAnswers) -> None:
    """Nothing said, nothing kept."""
    if answers.needs_words or answers.needs_counts:
        BookingNeeds.objects.create(booking=booking, words=answers.needs_words, counts=answers.needs_counts)


def announce_change(booking: Booking, *, was: str) -> None:
    send = partial(booking_changed.send, sender=Booking, booking=booking, was=was, now=booking.state)
    transaction.on_commit(send)


# --- The waiting list ------------------------------------------------------------------------------


def fill_places(arrangements: EventArrangements, *, at: datetime, fresh: Booking | None = None) -> None:
    """Give what is free to those who wait, in order. Under the lock.

    `fresh` is a booking whose person is here now: they get the place at once; to everybody else it is offered.
    """
    if arrangements.state != ArrangementState.OPEN or arrangements.starts_at <= at:
        return
    seats = count_seats(arrangements)
    for attends, left, reserved, most in (
        (Attends.ROOM, seats.room_left_for_all, seats.reserved_left, seats.room),
        (Attends.ONLINE, seats.online_left, 0, seats.online),
    ):
        if not left and not reserved:
            continue
        waiting = Booking.objects.filter(event=arrangements.event_id, attends=attends).waiting()
        for chosen in choose_next(waiting, left=left, reserved=reserved, most=most):
            if fresh is not None and chosen == fresh:
                set_state(fresh, BookingState.CONFIRMED, at=at)
            else:
                until = min(at + OFFER_LASTS, arrangements.starts_at)
                set_state(chosen, BookingState.OFFERED, at=at, offered_until=until)
                announce_change(chosen, was=BookingState.WAITING)


def choose_next(waiting: Iterable[Booking], *, left: int, reserved: int, most: int) -> list[Booking]:
    """Those who get a place now. Nobody passes somebody who waits for the same places.

    Groups of young people and families take reserved places first. Behind a person who does not fit in, a group can
    still have reserved places; behind a group that does not fit in, everybody waits. What is larger than the event, as
    after places became fewer, holds up nobody.
    """
    chosen: list[Booking] = []
    for booking in waiting:
        if booking.places > most:
            continue
        own = reserved if booking.is_group else 0
        if booking.places <= own + left:
            own = min(own, booking.places)
            reserved, left = reserved - own, left - (booking.places - own)
            chosen.append(booking)
        elif booking.is_group:
            break
        else:
            left = 0  # it is theirs, and too little
        if not left and not reserved:
            break
    return chosen


def set_state(booking: Booking, state: BookingState, *, at: datetime, offered_until: datetime | None = None) -> None:
    booking.state, booking.offered_until, booking.updated_at = state, offered_until, at
    booking.save(update_fields=["state", "offered_until", "updated_at"])


@transaction.atomic
def accept_offer(*, booking: Booking, by: User | None = None, at: datetime) -> Booking:
    arrangements, booking = lock_booking(booking)
    if booking.attending:
        return booking  # pressed twice
    policies.check_can_answer_offer(arrangements, booking, at=at)
    set_state(booking, BookingState.CONFIRMED, at=at)
    fill_sessions(booking.event, list_sessions(booking.event))
    audit.record("booking.accepted", target="record", key=booking.event.slug, by=by, at=at, number=booking.places)
    announce_change(booking, was=BookingState.OFFERED)
    return booking


@transaction.atomic
def decline_offer(*, booking: Booking, by: User | None = None, at: datetime) -> Booking:
    arrangements, booking = lock_booking(booking)
    if booking.state == BookingState.DECLINED:
        return booking
    policies.check_can_answer_offer(arrangements, booking, at=at)
    end_booking(booking, BookingState.DECLINED, at=at)
    fill_places(arrangements, at=at)
    audit.record("booking.declined", target="record", key=booking.event.slug, by=by, at=at, number=booking.places)
    return booking


def lapse_offers(*, at: datetime) -> int:
    """Offers whose time is over go to the next, in order; how many. Running twice does no harm."""
    late = Booking.objects.filter(
        state=BookingState.OFFERED, offered_until__lte=at, event__arrangements__state=ArrangementState.OPEN
    )
    return sum(_lapse(event, at=at) for event in sorted(set(late.values_list("event", flat=True))))


@transaction.atomic
def _lapse(event: int, *, at: datetime) -> int:
    arrangements = lock_arrangements(event)
    late = list(Booking.objects.filter(event=event, state=BookingState.OFFERED, offered_until__lte=at).in_order())
    for booking in late:
        end_booking(booking, BookingState.DECLINED, at=at)
    fill_places(arrangements, at=at)
    if late:
        audit.record("booking.lapsed", target="record", key=late[0].event.slug, by=None, at=at, number=len(late))
    return len(late)


# --- Changing and leaving --------------------------------------------------------------------------


def lock_booking(booking: Booking) -> tuple[EventArrangements, Booking]:
    """The arrangements first, as everywhere, then the booking as it is now."""
    arrangements = lock_arrangements(booking.event_id)
    return arrangements, Booking.objects.select_related("event").get(pk=booking.pk)


@transaction.atomic
def change_booking(*, booking: Booking, answers: BookingAnswers, by: User | None = None, at: datetime) -> Booking:
    """Details, needs, sessions, places, or room for online. The address and whether it is a group stay."""
    arrangements, booking = lock_booking(booking)
    policies.check_can_change(arrangements, booking, at=at)
    policies.check_answers(arrangements, answers)
    sessions = list_sessions(booking.event)
    policies.check_sessions(answers.sessions, sessions)
    if answers.is_group != booking.is_group or (booking.is_group and answers.audience != booking.audience):
        raise policies.UnableToBook("Cancel this booking and make a new one to book for someone else.")
    was = booking.state
    is_larger = answers.attends != booking.attends or answers.places > booking.places
    if is_larger and booking.state == BookingState.WAITING:
        booking.queued_at = find_end_of_line(booking.event, at)  # another claim, and a new one
    elif is_larger:
        same = answers.attends == booking.attends
        wanted = answers.places - (booking.places if same else 0)
        free = count_free(arrangements, is_group=booking.is_group, attends=answers.attends)
        policies.check_has_free_places(wanted, free, attends=answers.attends)
    booking.audience, booking.attends, booking.places = answers.audience, answers.attends, answers.places
    for name, value in describe_person(answers).items():
        setattr(booking, name, value)
    booking.updated_at = at
    booking.save()
    save_needs(booking, answers)
    save_choices(booking, answers.sessions, at=at)
    fill_places(arrangements, at=at, fresh=booking)
    fill_sessions(booking.event, sessions)
    audit.record("booking.changed", target="record", key=booking.event.slug, by=by, at=at, number=booking.places)
    announce_change(booking, was=was)
    return booking


@transaction.atomic
def cancel_booking(*, booking: Booking, by: User | None = None, at: datetime) -> Booking:
    """The claim is lost, and what was held goes to the next. Done already, nothing happens."""
    arrangements, booking = lock_booking(booking)
    if not booking.is_active:
        return booking
    policies.check_can_cancel(arrangements, at=at)
    end_booking(booking, BookingState.CANCELLED, at=at)
    fill_places(arrangements, at=at)
    fill_sessions(booking.event, list_sessions(booking.event))
    audit.record("booking.cancelled", target="record", key=booking.event.slug, by=by, at=at, number=booking.places)
    return booking


def end_booking(booking: Booking, state: BookingState, *, at: datetime) -> None:
    """With its needs and its sessions: nobody has to know them any more."""
    was = booking.state
    BookingNeeds.objects.filter(booking=booking).delete()
    booking.choices.all().delete()
    set_state(booking, state, at=at)
    announce_change(booking, was=was)


# --- Break-outs ------------------------------------------------------------------------------------


def list_sessions(event: LearningEvent) -> list[EventSession]:
    """Those of the published event, from the database: a draft's are nobody's yet."""
    return list(EventSession.objects.filter(event=event.pk).order_by("position"))


def save_choices(booking: Booking, sessions: Collection[uuid.UUID], *, at: datetime) -> None:
    """What was chosen before keeps its place; the rest is given back."""
    booking.choices.exclude(session__in=sessions).delete()
    there = set(booking.choices.values_list("session", flat=True))
    for session in sessions:
        if session not in there:
            last = SessionChoice.objects.filter(session=session).aggregate(last=Max("queued_at"))["last"]
            SessionChoice.objects.create(booking=booking, session=session, queued_at=max(at, last) if last else at)


def fill_sessions(event: LearningEvent, sessions: Iterable[EventSession]) -> list[Booking]:
    """Give the places of break-outs to those who chose them, in order; the bookings that got one. Under the lock.

    Only who has a place at the event can have one in a session.
    """
    served = []
    for session in sessions:
        wishes = SessionChoice.objects.filter(
            session=session.key, booking__event=event.pk, booking__state=BookingState.CONFIRMED
        )
        waiting = wishes.filter(state=ChoiceState.WAITING).order_by("queued_at", "pk").select_related("booking__event")
        if not session.is_breakout or not (line := list(waiting)):
            continue
        taken = wishes.filter(state=ChoiceState.CONFIRMED).aggregate(taken=Sum("booking__places", default=0))["taken"]
        for choice in line:
            taken += choice.booking.places
            if session.places is not None and taken > session.places:
                break
            choice.state = ChoiceState.CONFIRMED
            choice.save(update_fields=["state"])
            served.append(choice.booking)
    return served


@transaction.atomic
def follow_sessions(event: LearningEvent) -> None:
    """After the programme was published anew: what is gone can be chosen no more, and more places go to who waits."""
    if not EventArrangements.objects.filter(event=event.pk).exists():
        return
    lock_arrangements(event.pk)
    sessions = list_sessions(event)
    there = [one.key for one in sessions if one.is_breakout]
    gone = SessionChoice.objects.filter(booking__event=event.pk).exclude(session__in=there)
    losers = list(Booking.objects.filter(choices__in=gone).select_related("event").distinct())
    gone.delete()
    changed = {booking.pk: booking for booking in (*losers, *fill_sessions(event, sessions))}
    for booking in changed.values():
        announce_change(booking, was=booking.state)


# --- What is kept ----------------------------------------------------------------------------------


def fill_after_erasure(*, at: datetime, **_: Any) -> None:
    """The bookings of an account have gone, under whatever address: what they took is free."""
    waiting = Booking.objects.filter(state=BookingState.WAITING, event__arrangements__starts_at__gt=at)
    for event in sorted(set(waiting.values_list("event", flat=True))):
        arrangements = lock_arrangements(event)
        fill_places(arrangements, at=at)
        fill_sessions(arrangements.event, list_sessions(arrangements.event))


def delete_needs(before: datetime) -> None:
    """Retention: needs go on the day that was promised to those who told them, or earlier where the host keeps less."""
    promised = Q(booking__event__arrangements__needs_erased_on__lte=localdate())
    BookingNeeds.objects.filter(promised | Q(booking__event__arrangements__ends_at__lt=before)).delete()


def delete_old_bookings(before: datetime) -> None:
    """Retention: who came, once nobody is asked any more what came of it."""
    Booking.objects.filter(event__arrangements__ends_at__lt=before).delete()
