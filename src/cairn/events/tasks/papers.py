"""Programme, badges and door sheet."""

from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.events.models import EventFile
from cairn.events.presenters.papers import get_fingerprint, write_paper
from cairn.events.services import files


@task(queue_name=Lane.FILES)
def make_file(event_file_id: int) -> None:
    """As PDF, from what is so now."""
    wanted = EventFile.objects.select_related("event__arrangements").filter(pk=event_file_id, made_at=None).first()
    if wanted is None or wanted.event.is_withdrawn:
        return
    at = now()
    paper = write_paper(wanted.event, wanted.form, at=at)
    files.make_file(event_file=wanted, paper=paper, fingerprint=get_fingerprint(paper), at=at)
