"""Booking by the service, in a few words."""

import uuid
from datetime import timedelta

from cairn.events import services
from cairn.events.models import Booking
from cairn.events.services import BookingAnswers
from tests.factories.records import NOON


def answer(who="ada", **given):
    values = {"name": who.capitalize(), "email": f"{who}@example.org", "audience": "newcomer", "attends": "room"}
    return BookingAnswers(**{**values, **given})


def book(event, who="ada", *, at=NOON, key=None, user=None, **given):
    return services.book(event=event, answers=answer(who, **given), key=key or uuid.uuid4(), user=user, at=at)


def after(**passed):
    return NOON + timedelta(**passed)


def list_states(event):
    """Everybody by name, in the order of the line."""
    return [(one.name.lower(), one.state) for one in Booking.objects.filter(event=event).in_order()]


def get_state(booking):
    return Booking.objects.get(pk=booking.pk).state
