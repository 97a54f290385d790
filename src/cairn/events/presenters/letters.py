"""Mails to people without a log-in: speakers, owners of an action, people who had a place. None says what is behind it.

Addresses may be mistyped, so a mail names the event and nothing that anybody said.
"""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cairn.events.models import EventAction, EventReminder, FeedbackRequest, LearningEvent, SpeakerApproval
from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider


def _compose(to: str, event: LearningEvent, heading: str, sentence: str, path: str) -> EmailMultiAlternatives | None:
    if not to or event.is_withdrawn:
        return None
    return compose_for_outsider(NoticeText(f"{heading}: {event.title}", sentence, path), to=to)


def compose_line(approval: SpeakerApproval) -> EmailMultiAlternatives | None:
    sentence = (
        "You spoke at this learning event. Its hosts would like to publish a report. Open the link to read what it "
        "says about you, and say whether it may. If you do not know what this is, do nothing: your name is then left "
        "out."
    )
    path = reverse("events:report-line", args=[approval.key])
    return _compose(approval.email, approval.event, "Please check the words about you", sentence, path)


def compose_action(written: EventAction) -> EmailMultiAlternatives | None:
    sentence = (
        "This private link leads to the action you wrote. Keep it: here you can say how it is going, change the date, "
        "or stop these e-mails. If you did not write an action, do nothing."
    )
    path = reverse("events:own-action", args=[written.key])
    return _compose(written.email, written.event, "Your action", sentence, path)


def compose_reminder(reminder: EventReminder) -> EmailMultiAlternatives | None:
    """Read when it is sent: nothing where the action is closed, withdrawn, or in an account by now."""
    written = reminder.event_action
    action = written.action
    if action.is_withdrawn or not action.is_open or action.owner_id is not None:
        return None
    sentence = "You wrote an action at this learning event. Open your private link to say how it is going."
    path = reverse("events:own-action", args=[written.key])
    return _compose(written.email, written.event, "How is your action going", sentence, path)


def compose_feedback(request: FeedbackRequest) -> EmailMultiAlternatives | None:
    booking = request.booking
    if request.has_answered or not booking.attending:
        return None
    sentence = "Four short questions. Your answers are stored without your name."
    path = reverse("events:feedback", args=[booking.key])
    return _compose(booking.email, booking.event, "How was the day", sentence, path)
