"""What notices about decisions say: what was done, never what somebody said."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.decisions.models import Decision
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText


def render_you_said(user: User, about: str) -> NoticeText | None:
    decision = Decision.objects.visible_to(user).filter(slug=about).exclude(we_did="").first()
    if decision is None:
        return None
    return NoticeText(
        f"You said, we did: {decision.title}",
        "It is based on answers that you gathered. Show the young people what changed: there is a poster to print.",
        reverse("decisions:you-said-one", args=[decision.slug]),
    )


NOTICES = (
    NoticeKind(
        "decision.you_said",
        "What happened because of answers you collected",
        "When a decision based on them is published.",
        render_you_said,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PROJECTS,
    ),
)
