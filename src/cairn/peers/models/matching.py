"""What one matching proposed: who could learn from whom, who stayed without, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.common.privacy import BLANK, Impersonal, OfPerson
from cairn.peers.enums import RunState, Why
from cairn.places.models import Organisation

KEY_LENGTH = 12


def make_key() -> str:
    return get_random_string(KEY_LENGTH).lower()


class MatchRun(models.Model):
    """One matching over all asks and offers of a nation. Organisations see it once it is shared."""

    PRIVACY = (OfPerson("made_by", erase=BLANK), OfPerson("decided_by", erase=BLANK))

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_fictional = models.BooleanField(default=False)
    inputs_sum = models.CharField(max_length=64)  # SHA-256 of all that it was worked out from
    state = models.CharField(max_length=10, choices=RunState, default=RunState.PROPOSED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="match_run_decided_since_a_day",
                condition=Q(state=RunState.PROPOSED, decided_at=None)
                | ~Q(state=RunState.PROPOSED) & Q(decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("peers:run", args=[self.pk])


class Match(models.Model):
    """Two organisations: the first learns a topic from the second and, where it goes both ways, the second from it."""

    PRIVACY = (Impersonal("Which organisations could learn from each other"),)

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="matches")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=make_key, editable=False)
    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    first_learns = models.CharField(max_length=40)
    first_hours = models.PositiveSmallIntegerField()  # a quarter, given by the second
    second_learns = models.CharField(max_length=40, blank=True)  # empty: one way only
    second_hours = models.PositiveSmallIntegerField(default=0)
    # What they have in common, and their judgements with dates, as they were on the day of the run.
    likeness = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "first", "second"], name="match_once_per_run"),
            models.CheckConstraint(name="match_between_two", condition=~Q(first=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

    def get_absolute_url(self) -> str:
        return reverse("peers:match", args=[self.key])

    @property
    def is_two_way(self) -> bool:
        return bool(self.second_learns)


class MatchOutcome(models.Model):
    """What one matching gave an organisation that asks or offers: a match, or why it has none and what would help."""

    PRIVACY = (Impersonal("What a matching gave an organisation"),)

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="outcomes")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    is_served = models.BooleanField()
    why = models.CharField(max_length=20, choices=Why, blank=True)
    wanted = models.JSONField(default=list)  # topics of which more time would serve it
    free = models.JSONField(default=list)  # topics with time left, which it could ask for

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "organisation"], name="match_outcome_once"),
            models.CheckConstraint(
                name="match_outcome_served_or_why",
                condition=Q(is_served=True, why="") | Q(is_served=False) & ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.why or 'served'}"
