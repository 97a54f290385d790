"""cairn receive_mail: one mail from standard input, as a mail server pipes it. See docs/operations/mail.md."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.timezone import now

from cairn.events.services.mailbox import MOST_BYTES, receive_mail

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again


class Command(BaseCommand):
    help = "Take one e-mail with a suggestion from standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        while sys.stdin.buffer.read(MOST_BYTES):  # a server that cannot write the rest would bounce the mail
            pass
        try:
            mail = receive_mail(content=content, at=now())
        except (DatabaseError, OSError):
            self.stderr.write("The e-mail could not be taken now. Try again later.")
            sys.exit(TRY_AGAIN)
        self.stdout.write(str(mail.get_outcome_display()) if mail else "Already received.")
