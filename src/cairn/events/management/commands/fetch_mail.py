"""cairn fetch_mail: take suggestions out of the mailbox that CAIRN_MAILBOX_URL names."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from cairn.events.services.imap import EXAMPLE, UnableToFetch, fetch_mails


class Command(BaseCommand):
    help = "Fetch suggestions for learning events from the mailbox in CAIRN_MAILBOX_URL, and delete them there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAILBOX_URL:
            raise CommandError(f"CAIRN_MAILBOX_URL is not set. Set it to the mailbox, like {EXAMPLE}")
        try:
            number = fetch_mails(url=settings.MAILBOX_URL, at=now())
        except UnableToFetch as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("1 e-mail fetched." if number == 1 else f"{number} e-mails fetched.")
