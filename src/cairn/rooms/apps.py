from datetime import timedelta

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "cairn.rooms"

    def ready(self) -> None:
        from cairn.common.operations.retention import register_retention
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app
        from cairn.rooms import services, tasks
        from cairn.rooms.panels import PANELS
        from cairn.rooms.purposes import FORM, QUESTIONS, register_purpose

        register_app(panels=PANELS)
        register_purpose(QUESTIONS)
        register_purpose(FORM)
        register_schedule(
            Schedule("rooms.tidy", "Tidy rooms that have closed", tasks.tidy_rooms, every=timedelta(minutes=10))
        )
        register_retention("rooms", "Rooms, with the answers that were released", 365, services.delete_old_rooms)
