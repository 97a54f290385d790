"""A council's right to reply before others read its name beside what its figures show (design.md, section 6)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import BLANK, DELETE, Keep, OfPerson, OfRecord
from cairn.evaluation.models.plans import NEVER_WITHDRAWN, Evaluation
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class RightOfReply(models.Model):
    """One council's twenty working days about one finding: of a model over its councils, or of a plan by outsiders.

    A later finding that differs gets another row; this one stays, with the reply.
    """

    PRIVACY = (
        OfRecord("record", withdraw=DELETE, merge=Keep("It is about the results of that record")),
        OfRecord("evaluation", withdraw=Keep(NEVER_WITHDRAWN), merge=Keep(NEVER_WITHDRAWN)),
        OfPerson("told_by", erase=BLANK),
        OfPerson("replied_by", erase=BLANK),
    )

    place = models.ForeignKey(Place, models.PROTECT, related_name="rights_of_reply")
    record = models.ForeignKey(Record, models.CASCADE, related_name="rights_of_reply")  # the model, or the plan
    # Of a plan: the newest of its results that says this. An earlier one stays with the row of its own finding.
    evaluation = models.ForeignKey(Evaluation, models.SET_NULL, null=True, blank=True, related_name="+")
    finding = models.TextField()  # canonical text: of each measure a class and a size
    finding_sha256 = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    told_how = models.CharField(max_length=200, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # the twentieth working day; over on the day after
    reply = models.TextField(max_length=3000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="right_of_reply_ends_once_told",
                condition=Q(told_at__isnull=True, ends_on__isnull=True)
                | Q(told_at__isnull=False, ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="right_of_reply_has_dated_reply",
                condition=Q(reply="", replied_at__isnull=True) | Q(reply__gt="", replied_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"reply of {self.place_id}"

    @property
    def is_of_model(self) -> bool:
        return bool(self.record.kind == RecordKind.PRACTICE_MODEL)

    def is_over(self, *, day: date) -> bool:
        return self.ends_on is not None and day > self.ends_on
