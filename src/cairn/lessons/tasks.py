"""Work done by the worker; running twice does no harm beyond a second mail."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.lessons.presenters.mails import compose_request


@task(queue_name=Lane.MAIL)
def send_request(agreement_id: int) -> None:
    message = compose_request(agreement_id, at=now())
    if message is not None:
        message.send()
