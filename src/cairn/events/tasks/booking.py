"""Offers whose time is over, and events that are."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.events import services


@task(queue_name=Lane.BACKGROUND)
def tend_bookings() -> None:
    services.lapse_offers(at=now())
    services.close_past_events(at=now())
