"""What is told of evaluations: that a council may reply to what its figures show."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.evaluation.models import RightOfReply
from cairn.evaluation.policies.replies import can_speak_for
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText


def render_opened(user: User, about: str) -> NoticeText | None:
    right = RightOfReply.objects.select_related("place", "record").filter(pk=about).first()
    if right is None or right.ends_on is None or not can_speak_for(right.place_id, user):
        return None
    sentence = (
        f"This site has calculated what the published figures of {right.place.name} show. You have until "
        f"{right.ends_on:%-d %B %Y} to reply. Until then, other people do not see the council’s name beside the result."
    )
    return NoticeText(
        f"Your right to reply: {right.record.title}", sentence, reverse("evaluation:reply", args=[right.pk])
    )


NOTICES = (
    NoticeKind(
        "reply.opened",
        "Your council can reply to a result",
        "When figures of your council are part of an evaluation by other people.",
        render_opened,
        group=NoticeGroup.DUTIES,
        default=Frequency.IMMEDIATE,
        # The twenty working days start when this is sent.
        is_duty=True,
    ),
)
