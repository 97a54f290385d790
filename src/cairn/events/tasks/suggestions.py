"""Work done by the worker; arguments are ids, and running twice does no harm."""

from django.conf import settings
from django.db.models import F, Q
from django.utils.timezone import now
from django_tasks import task

from cairn.common.lanes import Lane
from cairn.events.models import ReceivedMail, SuggestionFollower
from cairn.events.presenters.mailbox import compose_reply
from cairn.events.presenters.suggestions import compose_answer, compose_question
from cairn.events.services.imap import fetch_mails
from cairn.events.services.mailbox import note_reply


@task(queue_name=Lane.MAIL)
def ask_follower(follower_id: int) -> None:
    """Ask an address whether it wants to hear the answer to a suggestion."""
    follower = SuggestionFollower.objects.filter(pk=follower_id).select_related("suggestion").first()
    if follower is not None and follower.email and follower.suggestion.is_released:
        compose_question(follower).send()


@task(queue_name=Lane.MAIL)
def send_answers(suggestion_id: int) -> None:
    """Tell addresses that follow a suggestion what it was answered; each once for each answer."""
    followers = SuggestionFollower.objects.confirmed().filter(suggestion=suggestion_id, user=None)
    answered = followers.filter(suggestion__answered_at__isnull=False)
    untold = Q(told_at=None) | Q(told_at__lt=F("suggestion__answered_at"))
    for follower in answered.filter(untold).select_related("suggestion"):
        # Claimed before it is sent, so that of two workers one sends it; given back where that fails.
        claimed = SuggestionFollower.objects.filter(pk=follower.pk, told_at=follower.told_at)
        if not claimed.update(told_at=now()):
            continue
        try:
            compose_answer(follower).send()
        except Exception:
            SuggestionFollower.objects.filter(pk=follower.pk).update(told_at=follower.told_at)
            raise


@task(queue_name=Lane.MAIL)
def reply_to_mail(mail_id: int) -> None:
    """Say once what became of a mail."""
    mail = (
        ReceivedMail.objects.filter(pk=mail_id, gets_reply=True, replied_at=None).select_related("suggestion").first()
    )
    if mail is not None and mail.sender:
        compose_reply(mail).send()
        note_reply(mail=mail, at=now())


@task(queue_name=Lane.MAIL)
def fetch_mail() -> None:
    """Take suggestions out of the mailbox, where one is set."""
    if settings.MAILBOX_URL:
        fetch_mails(url=settings.MAILBOX_URL, at=now())
