"""A group that decides together: young people and adults, each with one voice; and the hours in which it meets."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.accounts.models import Reader
from cairn.common.privacy import BLANK, DELETE, Exported, Impersonal, OfPerson, PartOf
from cairn.places.models import Team
from cairn.places.queries.belonging import get_belonging
from cairn.rooms.models import RandomKey, Room, make_random_key

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def make_assembly_key() -> str:
    return get_random_string(12, LETTERS)


class AssemblyQuerySet(models.QuerySet["Assembly"]):
    def run_by(self, user: Reader) -> "AssemblyQuerySet":
        """Those of somebody's teams, while they write for them, and of an organisation that they coordinate."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(get_belonging(user).filter_run())

    def seen_by(self, user: Reader) -> "AssemblyQuerySet":
        """Those that somebody runs, and those of which they are a member with their account."""
        if not user.is_authenticated:
            return self.none()
        joined = Member.objects.filter(user=user.pk).values("assembly")
        return self.filter(Q(pk__in=self.run_by(user).values("pk")) | Q(pk__in=joined))


class Assembly(models.Model):
    """A group that decides together, under the name that it gave itself."""

    PRIVACY = (Impersonal("The name of a group, and what it decides about"),)

    key = models.CharField(max_length=12, unique=True, default=make_assembly_key, editable=False)
    name = models.CharField(max_length=100)
    about = models.TextField(max_length=500, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="assemblies")
    started_at = models.DateTimeField()

    objects = AssemblyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("decisions:assembly", args=[self.key])


class Member(models.Model):
    """One voice in a group: of somebody with an account, or of whoever holds a card. Nothing says who is young.

    Of a card only the hash of its code is kept, and the name by which the group calls its holder.
    """

    PRIVACY = (
        PartOf("assembly"),
        OfPerson("user", erase=DELETE, exported=(Exported("groups_that_decide_together", ("assembly__name",)),)),
    )

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=40, blank=True)
    card = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="member_by_account_or_by_card",
                condition=Q(user__isnull=False, card="", name="") | Q(user=None) & ~Q(card="") & ~Q(name=""),
            ),
            models.UniqueConstraint(fields=["assembly", "user"], name="member_once_by_account"),
            models.UniqueConstraint(fields=["assembly", "card"], condition=~Q(card=""), name="member_once_by_card"),
        ]

    def __str__(self) -> str:
        return self.name or (self.user.name if self.user else "")


class Meeting(models.Model):
    """Some hours in which a worker is there, and people propose, talk and vote; and the minutes of them.

    The room is the way in. It is deleted by the rules of rooms; the meeting stays with its minutes.
    """

    PRIVACY = (
        PartOf("assembly"),
        OfPerson("worker", erase=BLANK, exported=(Exported("meetings", ("assembly__name", "opened_at", "ends_at")),)),
    )

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="meetings")
    room = models.OneToOneField(Room, models.SET_NULL, null=True, blank=True, related_name="meeting")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.TextField(max_length=10_000, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="meeting_ends_not_before_it_opens", condition=Q(ends_at__gte=F("opened_at")))
        ]

    def __str__(self) -> str:
        return f"{self.assembly_id}, {self.opened_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("decisions:minutes", args=[self.assembly.key, self.key])

    def is_open(self, *, at: datetime) -> bool:
        return self.room is not None and not self.room.has_ended(at=at)
