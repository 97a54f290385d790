from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.core import checks


class EventsConfig(AppConfig):
    name = "cairn.events"

    def ready(self) -> None:
        from cairn.common.operations.retention import register_retention
        from cairn.events import receivers, services  # noqa: F401 (connects the receivers)
        from cairn.events.kinds import KINDS
        from cairn.events.tasks import tend_bookings
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
        register_retention(
            services.NEEDS, "Dietary and access needs of people who booked, after the event", 7, services.delete_needs
        )
        register_retention("bookings", "Bookings, after the event", 365, services.delete_old_bookings)
        label = "Offer places that were not taken up to the next person"
        register_schedule(Schedule("events.tend", label, tend_bookings, every=timedelta(minutes=5)))
        checks.register(check_known_events)


def check_known_events(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.events import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="events.E001") for problem in definitions.find_problems()]
