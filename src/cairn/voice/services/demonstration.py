"""Who receives safeguarding concerns in the demonstration: people of its fictional councils."""

from datetime import datetime

from django.db import transaction

from cairn.places.models import Membership
from cairn.voice.models import SafetyPost

# E-mail address, post
POSTS = (
    ("lead@ottenvale.example", SafetyPost.Role.LEAD),
    ("voice@ottenvale.example", SafetyPost.Role.DEPUTY),
    ("lead@brindlebridge.example", SafetyPost.Role.LEAD),
)


@transaction.atomic
def load_demonstration_posts(*, at: datetime) -> None:
    """Named once; what somebody changed in the demonstration stays."""
    for email, role in POSTS:
        membership = Membership.objects.active().filter(user__email=email, organisation__is_fictional=True).first()
        if membership is not None and not SafetyPost.objects.filter(membership=membership).exists():
            SafetyPost.objects.get_or_create(
                organisation=membership.organisation,
                role=role,
                defaults={"membership": membership, "named_at": at, "agreed_at": at},
            )
