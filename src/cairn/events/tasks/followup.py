"""Work done by the worker; running twice does no harm beyond a second mail."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.events.models import EventAction, EventReminder, FeedbackRequest, SpeakerApproval
from cairn.events.presenters.letters import compose_action, compose_feedback, compose_line, compose_reminder
from cairn.events.services import followup


@task(queue_name=Lane.BACKGROUND)
def chase_event_actions() -> None:
    followup.remind_owners(at=now())


@task(queue_name=Lane.BACKGROUND)
def ask_for_feedback() -> None:
    followup.ask_for_feedback(at=now())


@task(queue_name=Lane.MAIL)
def send_line(approval_id: int) -> None:
    found = SpeakerApproval.objects.select_related("event").filter(pk=approval_id).first()
    if found is not None and (message := compose_line(found)):
        message.send()


@task(queue_name=Lane.MAIL)
def send_action_link(written_id: int) -> None:
    found = EventAction.objects.select_related("event", "action").filter(pk=written_id).first()
    if found is not None and (message := compose_action(found)):
        message.send()


@task(queue_name=Lane.MAIL)
def send_action_reminder(reminder_id: int) -> None:
    reminders = EventReminder.objects.select_related("event_action__event", "event_action__action")
    found = reminders.filter(pk=reminder_id).first()
    if found is not None and (message := compose_reminder(found)):
        message.send()


@task(queue_name=Lane.MAIL)
def send_feedback_request(request_id: int) -> None:
    found = FeedbackRequest.objects.select_related("booking__event").filter(pk=request_id).first()
    if found is not None and (message := compose_feedback(found)):
        message.send()
