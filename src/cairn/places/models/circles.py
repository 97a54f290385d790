"""Circles: people of several organisations who trust each other with records, on terms that they know beforehand."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from cairn.common.privacy import BLANK, DELETE, Exported, Impersonal, OfPerson
from cairn.places.models.organisations import Organisation


def _is_running(on: date, circle: str = "") -> Q:
    return Q(**{f"{circle}ended_at": None}) & (Q(**{f"{circle}ends_on": None}) | Q(**{f"{circle}ends_on__gte": on}))


class CircleQuerySet(models.QuerySet["Circle"]):
    def running(self, *, on: date) -> "CircleQuerySet":
        """Not ended; the day on which a circle ends is its last."""
        return self.filter(_is_running(on))


class Circle(models.Model):  # type: ignore[django-manager-missing]  # of kinds, which stand on Wagtail
    """People of several organisations who trust each other with records: a learning partnership, a steering group.

    What members may do with a record, and what becomes of it at the end, is fixed when the circle starts: people share
    on the strength of it. A rule is another thing: it may change, and then everybody agrees to it again.
    """

    PRIVACY = (Impersonal("The name, the purpose and the rules of a group"),)

    class Use(models.TextChoices):
        READ = "read", "Read only"
        INSIDE = "inside", "Use inside members’ own organisations"
        ANYWHERE = "anywhere", "Quote anywhere"

    class ListedTo(models.TextChoices):
        MEMBERS = "members", "All members see names"
        LEADERS = "leaders", "Leaders see names, others see organisations"

    class Afterwards(models.TextChoices):
        PRIVATE = "private", "It becomes private again"
        KEPT = "kept", "Members can go on reading it"

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="circles")  # answers for it
    use = models.CharField(max_length=10, choices=Use, default=Use.INSIDE)
    listed_to = models.CharField(max_length=10, choices=ListedTo, default=ListedTo.MEMBERS)
    rules = models.TextField(max_length=2000, blank=True)
    rules_changed_at = models.DateTimeField(null=True, blank=True)  # empty where there are none to agree to
    ends_on = models.DateField(null=True, blank=True)  # the last day
    ended_at = models.DateTimeField(null=True, blank=True)
    afterwards = models.CharField(max_length=10, choices=Afterwards, default=Afterwards.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CircleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="circle_rules_have_a_day",
                condition=Q(rules="", rules_changed_at=None) | ~Q(rules="") & Q(rules_changed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:circle", args=[self.slug])

    def is_running(self, *, on: date) -> bool:
        return self.ended_at is None and (self.ends_on is None or on <= self.ends_on)


class CircleMembershipQuerySet(models.QuerySet["CircleMembership"]):
    def agreed(self) -> "CircleMembershipQuerySet":
        """Members who agreed to the rules as they are now."""
        return self.filter(Q(circle__rules_changed_at=None) | Q(agreed_at__gte=F("circle__rules_changed_at")))

    def reading(self, *, on: date) -> "CircleMembershipQuerySet":
        """Memberships by which somebody reads what is shared with the circle."""
        return self.agreed().filter(_is_running(on, "circle__") | Q(circle__afterwards=Circle.Afterwards.KEPT))


class CircleMembership(models.Model):
    """Somebody in a circle; who leads it lets others in."""

    PRIVACY = (
        OfPerson(
            "user", erase=DELETE, exported=(Exported("circles", ("circle__name", "leads", "joined_at", "agreed_at")),)
        ),
    )

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="circle_memberships")
    leads = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = CircleMembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "user"], name="circle_membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.circle_id}"

    @property
    def has_agreed(self) -> bool:
        changed = self.circle.rules_changed_at
        return changed is None or (self.agreed_at is not None and self.agreed_at >= changed)


class CircleInvitation(models.Model):
    """An address is asked into a circle, whether anybody here has it or not; it goes once it was answered."""

    PRIVACY = (
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("circle_invitations", ("circle__name", "invited_at")),),
        ),
        OfPerson("invited_by", erase=BLANK),
    )

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("circle", Lower("email"), name="one_invitation_per_address_and_circle")]

    def __str__(self) -> str:
        return f"invitation to the circle {self.circle_id}"

    def is_open(self, *, at: datetime) -> bool:
        return at < self.expires_at
