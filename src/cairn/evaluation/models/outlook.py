"""What every measure could show in one council, before anything has begun there."""

from django.db import models

from cairn.common.privacy import Impersonal
from cairn.evaluation.models.plans import EvaluationState
from cairn.places.models import Place


class Outlook(models.Model):
    """For one council, start and number of councils together, on the figures of one day. Later figures replace it.

    Rests on other councils' figures, and on this one's before the start.
    """

    PRIVACY = (Impersonal("What published figures could show of a council; nobody's words, and nobody asked is kept"),)

    place = models.ForeignKey(Place, models.CASCADE, related_name="outlooks")
    start = models.DateField()
    together = models.PositiveSmallIntegerField()  # councils, this one included; 1: no other uses it
    figures = models.CharField(max_length=64)  # checksum of the data releases on which it rests
    state = models.CharField(max_length=10, choices=EvaluationState, default=EvaluationState.WAITING)
    requested_at = models.DateTimeField()
    document = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "start", "together", "figures"], name="outlook_once"),
            models.CheckConstraint(
                name="outlook_done_only_with_its_document",
                condition=~models.Q(state="done") | models.Q(document__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} from {self.start:%B %Y}, {self.together} together"
