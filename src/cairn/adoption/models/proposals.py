"""What others say of a council's use of a model: that there is one, which somebody reviews first, and comments."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.adoption.models.using import Adoption, AdoptionMove
from cairn.common.privacy import BLANK, DELETE, REPOINT, Exported, OfPerson, OfRecord
from cairn.library.models import Grade, PracticeModel
from cairn.places.models import Organisation, Place


class ProposalQuerySet(models.QuerySet["UseProposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(decision=UseProposal.Decision.WAITING)


class UseProposal(models.Model):
    """Somebody read that a council uses a model. Until a reviewer accepts it, only they and the reviewers see it."""

    PRIVACY = (
        OfPerson(
            "by",
            erase=BLANK,
            exported=(
                Exported(
                    "proposals",
                    ("practice_model__slug", "place__name", "source_title", "note", "at", "decision", "answer"),
                ),
            ),
        ),
        OfPerson("decided_by", erase=BLANK),
        OfRecord("practice_model", withdraw=DELETE, merge=REPOINT),
        OfRecord("adoption", withdraw=DELETE, merge=REPOINT),
    )

    class Decision(models.TextChoices):
        WAITING = "waiting", "Waiting for review"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Not accepted"

    practice_model = models.ForeignKey(PracticeModel, models.CASCADE, related_name="use_proposals")
    place = models.ForeignKey(Place, models.CASCADE, related_name="use_proposals")
    status = models.CharField(max_length=12, choices=AdoptionMove.Status)
    moved_on = models.CharField(max_length=10, blank=True)
    moved_until = models.CharField(max_length=10, blank=True)
    source_title = models.CharField(max_length=300)
    source_address = models.URLField(max_length=500, blank=True)
    grade = models.CharField(max_length=1, choices=Grade)
    note = models.CharField(max_length=500, blank=True)  # for whoever reviews it; it is shown to nobody else
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="use_proposals")
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    answer = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    adoption = models.ForeignKey(Adoption, models.CASCADE, null=True, blank=True, related_name="proposals")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="use_proposal_decided_at_a_time",
                condition=Q(decision="waiting", decided_at=None) | ~Q(decision="waiting") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="use_proposal_refused_with_a_reason", condition=~Q(decision="refused") | Q(answer__gt="")
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class UseComment(models.Model):
    """What somebody of the organisation that a model comes from says beside a council's use of it."""

    PRIVACY = (
        OfPerson("by", erase=BLANK, exported=(Exported("comments_on_uses", ("adoption__slug", "text", "at")),)),
        OfRecord("adoption", withdraw=DELETE, merge=REPOINT),
    )

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="comments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"comment {self.pk}"
