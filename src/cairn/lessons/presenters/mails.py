"""The mail that asks somebody to agree to the words of a lesson. The words stand behind its link, not in it."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cairn.lessons.models import Agreement
from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider


def compose_request(agreement_id: int, *, at: datetime) -> EmailMultiAlternatives | None:
    agreement = Agreement.objects.select_related("asked_by").filter(pk=agreement_id, answer="waiting").first()
    if agreement is None or not agreement.email:
        return None
    asker = agreement.asked_by.name if agreement.asked_by else "A colleague"
    item = NoticeText(
        f"{asker} asks you to agree to a lesson",
        f"It will be shared on {settings.SITE_NAME} with your organisation’s name. The link shows the "
        "exact words, and you can agree or ask for changes. You do not need to sign in. Please do "
        "not forward the link.",
        reverse("lessons:agree", args=[agreement.key]),
    )
    return compose_for_outsider(item, to=agreement.email)
