"""What organisations would like to learn from others, and what they offer to show them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cairn.common.privacy import BLANK, Exported, OfPerson
from cairn.peers.enums import ShownTo, Side
from cairn.places.models import Organisation

LEAST_HOURS = 4  # one match takes as much of a quarter: a visit, or two long calls
MOST_HOURS = 200


class DeclaredQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Declared(models.Model):
    """One topic of one organisation, and the time that it has for it in three months."""

    SIDE: ClassVar[Side]
    PRIVACY = (
        OfPerson(
            "contact",
            erase=BLANK,
            exported=(Exported("asks_and_offers_as_contact", ("organisation__name", "topic", "since")),),
        ),
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="%(class)ss")
    topic = models.CharField(max_length=40)  # a key of `definitions.get_topics`
    context = models.TextField(max_length=1000, blank=True)
    hours_a_quarter = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    shown_to = models.CharField(max_length=10, choices=ShownTo, default=ShownTo.OWN)
    since = models.DateTimeField()
    confirmed_at = models.DateTimeField()  # when somebody last said that it is still true
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DeclaredQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "topic"], condition=Q(closed_at=None), name="%(class)s_open_once_per_topic"
            ),
            models.CheckConstraint(
                name="%(class)s_hours_allowed",
                condition=Q(hours_a_quarter__gte=LEAST_HOURS, hours_a_quarter__lte=MOST_HOURS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("peers:organisation", args=[self.organisation.slug])


class PeerAsk(Declared):
    """What an organisation would like to learn."""

    SIDE = Side.ASKS


class PeerOffer(Declared):
    """What an organisation is ready to show and tell others."""

    SIDE = Side.OFFERS

    hosts_visits = models.BooleanField(default=False)
