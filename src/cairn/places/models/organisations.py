"""Organisations and the teams in which their people work."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.accounts.roles import ORGANISATION_ROLES, READER
from cairn.common.privacy import BLANK, DELETE, Exported, Impersonal, OfPerson, PartOf
from cairn.places.models.places import Place

ROLE_CHOICES = [(role.name, role.label) for role in ORGANISATION_ROLES.values()]


class Organisation(models.Model):  # type: ignore[django-manager-missing]  # of kinds, which stand on Wagtail
    """Who owns records: a council, a charity, a health trust, a university."""

    PRIVACY = (Impersonal("The name of a body, not of a person"),)

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        CHARITY = "charity", "Charity or voluntary organisation"
        HEALTH = "health", "Health organisation"
        JUSTICE = "justice", "Court or police"
        UNIVERSITY = "university", "University or research organisation"
        GOVERNMENT = "government", "Government or regulator"
        OTHER = "other", "Other"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="organisations")
    is_fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # A council's organisation speaks for one area; others may have a seat in an area, or none.
            models.UniqueConstraint(
                fields=["place"], condition=Q(kind="council"), name="one_council_organisation_per_place"
            ),
            models.UniqueConstraint(Lower("name"), name="organisation_name_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:organisation", args=[self.slug])


class OrganisationDomain(models.Model):
    """What comes after the @ in the organisation's e-mail addresses; people who have one may ask to be let in."""

    PRIVACY = (Impersonal("What comes after the @ is the organisation’s"),)

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=100, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_domain_in_small_letters",
                condition=Q(domain=Lower("domain")) & ~Q(domain__contains="@"),
            )
        ]

    def __str__(self) -> str:
        return self.domain


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def waiting(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.WAITING)


class Membership(models.Model):
    """Somebody belongs to an organisation, in a role. It is deleted when they leave, and their teams with it."""

    PRIVACY = (
        OfPerson(
            "user",
            erase=DELETE,
            exported=(
                Exported("organisations", ("organisation__name", "role", "state", "asked_at", "joined_at")),
                Exported("teams", ("team_memberships__team__name",), where=Q(team_memberships__isnull=False)),
            ),
        ),
    )

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be let in"
        ACTIVE = "active", "member"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, default=READER.name)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once_per_organisation"),
            models.CheckConstraint(
                name="membership_active_since_a_day",
                condition=Q(state="waiting", joined_at=None) | Q(state="active", joined_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}"


def new_invitation_key() -> str:
    return get_random_string(40)


class Invitation(models.Model):
    """An e-mail address is asked to join; whoever opens the link in that mailbox may accept, once. Then it goes."""

    PRIVACY = (
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("invitations", ("organisation__name", "role", "invited_at", "expires_at")),),
        ),
        OfPerson("invited_by", erase=BLANK),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    key = models.CharField(max_length=40, unique=True, default=new_invitation_key, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("email"), condition=Q(accepted_at=None), name="one_open_invitation_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"invitation to {self.organisation_id}"

    def is_open(self, *, at: datetime) -> bool:
        return self.accepted_at is None and at < self.expires_at


class Team(models.Model):  # type: ignore[django-manager-missing]  # of kinds, which stand on Wagtail
    """People of one organisation who write records together."""

    PRIVACY = (Impersonal("The name of a group"),)

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="team_slug_once_per_organisation")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:team", args=[self.organisation.slug, self.slug])


class TeamMembership(models.Model):
    """Hangs on the membership of the organisation, so that nobody stays in a team who has left."""

    PRIVACY = (PartOf("membership"),)

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="team_memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "membership"], name="team_membership_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.team_id}"
