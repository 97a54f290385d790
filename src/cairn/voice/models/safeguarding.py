"""Who is told of a worry about somebody's safety, and the worries themselves. No record, and no part of the library."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string

from cairn.accounts.models import Reader, User
from cairn.common.privacy import BLANK, Exported, OfPerson, PartOf
from cairn.places.models import Membership, Organisation


class SafetyPostQuerySet(models.QuerySet["SafetyPost"]):
    def on_duty(self, *, day: date) -> "SafetyPostQuerySet":
        """Who has said yes, can log in, belongs to the organisation and is not away."""
        return self.filter(
            agreed_at__isnull=False, membership__state=Membership.State.ACTIVE, membership__user__is_active=True
        ).exclude(away_from__lte=day, away_until__gte=day)

    def waiting_for_another(self) -> "SafetyPostQuerySet":
        """Whoever named themselves holds nothing until somebody else has said yes."""
        return self.filter(is_self_named=True, agreed_at=None, membership__state=Membership.State.ACTIVE)

    def held_by(self, user: User) -> "SafetyPostQuerySet":
        return self.filter(agreed_at__isnull=False, membership__user=user, membership__state=Membership.State.ACTIVE)


class SafetyPost(models.Model):
    """The safeguarding lead of an organisation, or the deputy. It hangs on the membership, and goes with it."""

    PRIVACY = (PartOf("membership"),)

    class Role(models.TextChoices):
        LEAD = "lead", "Safeguarding lead"
        DEPUTY = "deputy", "Deputy"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="safety_posts")
    role = models.CharField(max_length=10, choices=Role)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="safety_posts")
    named_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)  # empty: asked, has not said yes; nothing is held yet
    is_self_named = models.BooleanField(default=False)  # then somebody else says yes
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)

    objects = SafetyPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "role"], name="safety_post_once"),
            models.UniqueConstraint(fields=["membership"], name="safety_post_one_per_person"),
            models.CheckConstraint(
                name="safety_post_away_in_order",
                condition=Q(away_from=None, away_until=None) | Q(away_until__gte=F("away_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation_id}"

    def is_away(self, *, day: date) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= day <= self.away_until)


def new_concern_key() -> str:
    return get_random_string(16, "abcdefghijkmnpqrstuvwxyz23456789")


class SafeguardingConcernQuerySet(models.QuerySet["SafeguardingConcern"]):
    def readable_by(self, user: Reader) -> "SafeguardingConcernQuerySet":
        """For the lead and the deputy of the organisation, and for nobody else; never for whom it is about.

        Who takes over a post sees all that is there.
        """
        # No role of the site reads along, not even the host: whoever is worried is told who reads it.
        if not user.is_authenticated:
            return self.none()
        posts = SafetyPost.objects.held_by(user)
        return self.filter(organisation__in=posts.values("organisation")).exclude(about=user.pk)

    def unopened(self) -> "SafeguardingConcernQuerySet":
        return self.filter(opened_at=None)

    def open(self) -> "SafeguardingConcernQuerySet":
        return self.filter(closed_at=None)


class SafeguardingConcern(models.Model):
    """What somebody wrote to the safeguarding lead. Its words stand here and nowhere else; see `readable_by`."""

    PRIVACY = (
        # A worry stays, because a child may depend on it; who sent it goes. Of its words nothing is exported: they are
        # the lead's, who answers for them.
        OfPerson(
            "sender",
            erase=BLANK,
            exported=(Exported("worries_sent", ("organisation__name", "sent_at", "opened_at", "closed_at")),),
        ),
        OfPerson("about", erase=BLANK),
    )

    key = models.CharField(max_length=16, unique=True, default=new_concern_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="concerns")
    words = models.TextField(max_length=3000, blank=True)  # cleared some time after it is closed
    contact = models.CharField(max_length=200, blank=True)  # how to reach whoever wrote it; cleared with the words
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The lead or the deputy whom it is about: it goes past them, also when they take another post.
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Said later by the same person. A row of its own, so that nothing that was deleted is opened again.
    adds_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="additions")
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    last_chased_at = models.DateTimeField(null=True, blank=True)
    times_chased = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    done = models.TextField(max_length=1000, blank=True)  # what was done with it, without a word about the case
    # That it stands in the organisation's own system: its reference there, and who of the two has confirmed that.
    reference = models.CharField(max_length=60, blank=True)
    lead_confirmed_at = models.DateTimeField(null=True, blank=True)
    deputy_confirmed_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = SafeguardingConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="concern_opened_before_closed", condition=Q(closed_at=None) | Q(opened_at__isnull=False)
            ),
            models.CheckConstraint(
                name="concern_cleared_has_no_words",
                condition=Q(cleared_at=None) | Q(words="", contact="", reference=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key
