"""Work done by the worker; running twice does no harm."""

from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from cairn.boards import services
from cairn.boards.models import BoardFile
from cairn.boards.presenters.paper import get_fingerprint, write_board, write_sheet
from cairn.common.lanes import Lane


@task(queue_name=Lane.BACKGROUND)
def publish_scheduled() -> None:
    """Wagtail's own: boards whose day has come are published, and those whose last day has passed taken off."""
    with transaction.atomic():  # with the version that is kept and what search says of it
        call_command("publish_scheduled", verbosity=0)


@task(queue_name=Lane.FILES)
def make_file(board_file_id: int) -> None:
    """A board or the sheet as PDF."""
    wanted = BoardFile.objects.select_related("version__revision", "version__board").filter(pk=board_file_id).first()
    if wanted is None or wanted.made_at is not None:
        return
    paper, cited = write_board(wanted.version) if wanted.version else write_sheet()
    services.make_file(board_file=wanted, paper=paper, fingerprint=get_fingerprint(paper), cited=cited, at=now())
