"""A vote. Until it ends each paper lies sealed; afterwards nothing says whose a paper was (docs/adr/0047)."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from cairn.common.privacy import PartOf
from cairn.decisions.enums import Choice, NotShown, Outcome, Void, Way, WordsState
from cairn.decisions.models.proposals import Proposal
from cairn.decisions.models.together import Member
from cairn.rooms.models import RandomKey, make_random_key

LONGEST_OBJECTION = 300


class Ballot(models.Model):
    """One vote about one proposal. `eligible` is empty until the first paper, which closes the list of voters."""

    PRIVACY = (PartOf("proposal"),)

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="ballots")
    way = models.CharField(max_length=7, choices=Way)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    public_key = models.BinaryField(max_length=32)
    eligible = models.PositiveSmallIntegerField(null=True, blank=True)
    cast = models.PositiveSmallIntegerField(null=True, blank=True)  # how many papers there were at the end
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    is_unanimous = models.BooleanField(default=False)  # then the result says how each of them voted
    void_because = models.CharField(max_length=9, choices=Void, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(closed_at=None), name="ballot_one_open_per_proposal"
            ),
            models.CheckConstraint(
                name="ballot_closed_with_an_outcome_or_void",
                condition=Q(closed_at=None, outcome="", void_because="")
                | Q(closed_at__isnull=False, void_because="") & ~Q(outcome="")
                | Q(closed_at__isnull=False, outcome="") & ~Q(void_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} about {self.proposal_id}"

    def is_open(self, *, at: datetime) -> bool:
        return self.closed_at is None and at < self.ends_at


class Voter(models.Model):
    """That a member may vote here; never whether they did. Deleted at the close."""

    PRIVACY = (PartOf("ballot"), PartOf("member"))

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="voters")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "member"], name="voter_once_per_ballot")]

    def __str__(self) -> str:
        return str(self.pk)


class Envelope(models.Model):
    """A sealed paper. The mark lets its voter replace it; without the key file it leads to nobody."""

    PRIVACY = (PartOf("ballot"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="envelopes")
    mark = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "mark"], name="envelope_once_per_voter")]

    def __str__(self) -> str:
        return str(self.pk)


class BallotPaper(models.Model):
    """An opened paper: what was chosen, and the words of an objection. Nothing leads to a voter, a time or an order."""

    PRIVACY = (PartOf("ballot"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="papers")
    choice = models.CharField(max_length=6, choices=Choice)
    words = models.TextField(max_length=LONGEST_OBJECTION, blank=True)
    state = models.CharField(max_length=7, choices=WordsState, default=WordsState.WAITING)
    not_shown = models.CharField(max_length=10, choices=NotShown, blank=True)

    def __str__(self) -> str:
        return str(self.pk)
