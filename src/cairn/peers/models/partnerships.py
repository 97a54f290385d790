"""Two organisations that learn from each other: the introduction, what they agreed, visits, exchanges, the end."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cairn.common.privacy import BLANK, Kept, OfPerson, words_of_record
from cairn.peers.enums import Ending, RequestState, Travel, Used, VisitState
from cairn.peers.models.matching import KEY_LENGTH, Match, make_key
from cairn.places.models import Organisation
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class Introduction(models.Model):
    """One organisation asks another; neither learns a name or an address of the other before both agreed.

    A request that came to nothing keeps that there was one, so that no matching proposes the two again, and no word.
    """

    PRIVACY = (OfPerson("asked_by", erase=BLANK), OfPerson("answered_by", erase=BLANK))

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=make_key, editable=False)
    asker = models.ForeignKey(Organisation, models.CASCADE, related_name="introductions_asked")
    asked = models.ForeignKey(Organisation, models.CASCADE, related_name="introductions_received")
    match = models.ForeignKey(Match, models.SET_NULL, null=True, blank=True, related_name="introductions")
    # Whether those who ask knew whom: a match may propose an organisation that keeps its name back until it agrees.
    is_named = models.BooleanField(default=True)
    asker_learns = models.CharField(max_length=300, blank=True)
    asked_learns = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=1000, blank=True)
    meet_by = models.DateField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "asked"],
                condition=Q(state=RequestState.WAITING),
                name="one_waiting_introduction_of_two",
            ),
            models.CheckConstraint(name="introduction_between_two", condition=~Q(asker=F("asked"))),
            models.CheckConstraint(
                name="introduction_answered_since_a_day",
                condition=Q(state=RequestState.WAITING, answered_at=None)
                | ~Q(state=RequestState.WAITING) & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} asks {self.asked_id}"

    def get_absolute_url(self) -> str:
        return reverse("peers:introduction", args=[self.key])


class Partnership(Record):
    """It belongs to neither of the two alone: to no team and no author, but to a circle of people of both.

    Whoever of them may write in their own organisation changes it; see `policies.can_change_partnership`.
    """

    KIND = RecordKind.PARTNERSHIP
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "What it is about",
        "first_learns": "What the first would like to learn",
        "second_learns": "What the second would like to learn",
        "what_changed": "What changed",
    }
    FACTS = ("first", "second", "introduction", "started_on", "meet_by", "ended_at", "ending", "ended_by")
    DECIDED: ClassVar[tuple[str, ...]] = (*Record.DECIDED, *FACTS)
    PRIVACY: ClassVar[tuple[Any, ...]] = (Kept("Which two organisations worked together, and when", FACTS),)

    first = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships_as_first")
    second = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships_as_second")
    introduction = models.OneToOneField(
        Introduction, models.SET_NULL, null=True, blank=True, related_name="partnership"
    )
    first_learns = models.CharField(max_length=300, blank=True)
    second_learns = models.CharField(max_length=300, blank=True)
    started_on = models.DateField()
    meet_by = models.DateField()
    what_changed = models.TextField(max_length=3000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    ended_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")  # stepped out

    class Meta:
        constraints = [
            models.CheckConstraint(name="partnership_of_two", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="partnership_ended_somehow",
                condition=Q(ended_at=None, ending="") | Q(ended_at__isnull=False) & ~Q(ending=""),
            ),
        ]

    @property
    def sides(self) -> tuple[Organisation, Organisation]:
        return self.first, self.second

    def get_other(self, organisation_id: int) -> Organisation:
        return self.second if organisation_id == self.first_id else self.first


class PartnershipRow(models.Model):
    """Something that one of the two noted; both see and change it."""

    PRIVACY: ClassVar[tuple[Any, ...]] = (words_of_record("partnership"),)

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Aim(PartnershipRow):
    """What the two want to reach, and what would show it; an aim of both once the other side agreed."""

    title = models.CharField(max_length=200)
    shown_by = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Visit(PartnershipRow):
    """Face to face: who hosts, how many can come, how they travel, what it costs, and what is done afterwards."""

    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    place = models.CharField(max_length=200)
    about = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField(null=True, blank=True)  # who came, once it took place
    travel = models.CharField(max_length=10, choices=Travel, blank=True)
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # one way, for one person
    travel_cost = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)  # of all who come
    other_cost = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    follow_up_on = models.DateField()
    followed_up = models.CharField(max_length=500, blank=True)  # what was done with it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_within_its_capacity", condition=Q(people=None) | Q(people__lte=F("capacity"))
            ),
            models.CheckConstraint(name="visit_followed_up_later", condition=Q(follow_up_on__gte=F("on"))),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}, {self.place}"


class Exchange(PartnershipRow):
    """Who gave what; the other side got it, and says whether it was used and how."""

    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    what = models.CharField(max_length=300)
    used = models.CharField(max_length=10, choices=Used, default=Used.UNKNOWN)
    how = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="exchange_use_says_how", condition=Q(used=Used.UNKNOWN) | ~Q(how=""))
        ]

    def __str__(self) -> str:
        return self.what
