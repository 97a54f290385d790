from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class EventsConfig(AppConfig):
    name = "cairn.events"

    def ready(self) -> None:
        from cairn.boards.forms.editing import FURTHER
        from cairn.boards.forms.editing import make_edit_handler as make_board_handler
        from cairn.boards.models import BoardPage
        from cairn.common.moments import register_moment
        from cairn.common.operations.retention import register_retention
        from cairn.events import receivers, services, tasks  # noqa: F401 (connects the receivers)
        from cairn.events.desk import DUE
        from cairn.events.forms.reports import NotesPanel, make_edit_handler
        from cairn.events.kinds import KINDS
        from cairn.events.models import EventReportPage
        from cairn.events.notices import NOTICES
        from cairn.events.panels import PANELS
        from cairn.events.queries.moments import find_next_moment
        from cairn.events.services import files, mailbox, suggestions
        from cairn.events.services.capture import CAPTURE, CLOSING
        from cairn.events.services.reports import clear_speaker_addresses
        from cairn.events.views.reports import show_draft
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app
        from cairn.rooms.purposes import register_purpose

        register_app(kinds=KINDS, panels=PANELS, notices=NOTICES, due=DUE)
        register_moment(find_next_moment)
        register_retention(
            services.NEEDS, "Dietary and access needs of people who booked, after the event", 7, services.delete_needs
        )
        register_retention("bookings", "Bookings, after the event", 365, services.delete_old_bookings)
        label = "Offer unaccepted places to the next person"
        register_schedule(Schedule("events.tend", label, tasks.tend_bookings, every=timedelta(minutes=5)))
        # Both stand above models, so the model cannot name them itself.
        EventReportPage.show_draft = staticmethod(show_draft)
        EventReportPage.edit_handler = make_edit_handler()
        FURTHER.append(NotesPanel(heading="Notes from learning events"))
        BoardPage.edit_handler = make_board_handler()
        for purpose in (CAPTURE, CLOSING):
            register_purpose(purpose)
        chase = "Remind people of actions they wrote at a learning event"
        register_schedule(Schedule("events.chase", chase, tasks.chase_event_actions, hour=8))
        ask = "Ask how a learning event was"
        register_schedule(Schedule("events.feedback", ask, tasks.ask_for_feedback, every=timedelta(hours=1)))
        label = "E-mail addresses of speakers who were asked to approve their words"
        register_retention("speaker_addresses", label, 365, clear_speaker_addresses)
        label = "Remind people who booked a learning event"
        register_schedule(Schedule("events.remind", label, tasks.remind_bookers, every=timedelta(minutes=30)))
        label = "Event badges and door sheets"
        register_retention("event_papers", label, 1, files.delete_old_files_with_names)
        label = "Names, addresses and original words of suggestions for events, after the answer"
        register_retention("suggestions", label, 180, suggestions.clear_old_suggestions)
        label = "Addresses whose owners never confirmed that they follow a suggestion"
        register_retention("followers", label, 7, suggestions.delete_unconfirmed)
        register_retention("inbox", "E-mails that were sent with suggestions for events", 30, mailbox.delete_old_mails)
        if settings.MAILBOX_URL:
            often = timedelta(minutes=5)
            register_schedule(Schedule("events.mail", "Fetch suggestions by e-mail", tasks.fetch_mail, every=often))
        checks.register(check_known_events)


def check_known_events(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.events import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="events.E001") for problem in definitions.find_problems()]
