"""What a group may decide, and what it says about it. Nothing is kept of who said it, or when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cairn.common.privacy import BLANK, Exported, OfPerson, PartOf, names_record
from cairn.decisions.enums import NotShown, ProposalState, WordsState
from cairn.decisions.models.together import Assembly, Meeting
from cairn.records.models import Record
from cairn.rooms.models import RandomKey, make_random_key

LONGEST_TITLE, LONGEST_WORDS, LONGEST_COMMENT, SHORTEST_REASON = 120, 1500, 600, 20


class Proposal(models.Model):
    """What a member would like the group to decide. An organisation that overrules it gives its reason here."""

    PRIVACY = (
        PartOf("assembly"),
        OfPerson(
            "overruled_by",
            erase=BLANK,
            exported=(Exported("overruled_proposals", ("assembly__name", "overruled_because", "overruled_at")),),
        ),
        names_record("decision"),
    )

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    assembly = models.ForeignKey(Assembly, models.CASCADE, related_name="proposals")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="proposals")
    # The meeting whose minutes the members approve by agreeing to this.
    approves = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="approvals")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    state = models.CharField(max_length=8, choices=ProposalState, default=ProposalState.WAITING)
    not_shown = models.CharField(max_length=10, choices=NotShown, blank=True)
    # In the order in which the worker showed them, which is the order of the list.
    position = models.PositiveSmallIntegerField(default=0)
    overruled_because = models.TextField(max_length=2000, blank=True)
    overruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    overruled_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposal_not_shown_for_a_reason",
                condition=Q(state=ProposalState.HIDDEN, title="", words="") & ~Q(not_shown="")
                | ~Q(state=ProposalState.HIDDEN) & ~Q(title="") & Q(not_shown=""),
            ),
            models.CheckConstraint(
                name="proposal_overruled_for_a_reason",
                condition=Q(overruled_at=None, overruled_because="")
                | Q(overruled_at__isnull=False) & ~Q(overruled_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title or "A proposal that is not shown"

    def get_absolute_url(self) -> str:
        return reverse("decisions:proposal", args=[self.assembly.key, self.pk])

    @property
    def is_overruled(self) -> bool:
        return self.overruled_at is not None


class Comment(models.Model):
    """One thing that somebody said about a proposal. It is numbered when the worker shows it, so people can refer."""

    PRIVACY = (PartOf("proposal"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="comments")
    words = models.TextField(max_length=LONGEST_COMMENT, blank=True)
    state = models.CharField(max_length=7, choices=WordsState, default=WordsState.WAITING)
    not_shown = models.CharField(max_length=10, choices=NotShown, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="comment_not_shown_for_a_reason",
                condition=Q(state=WordsState.HIDDEN, words="") & ~Q(not_shown="")
                | ~Q(state=WordsState.HIDDEN) & ~Q(words="") & Q(not_shown=""),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never its words: this stands in logs
