"""Keeping the library true: who looked whether a fact still holds, and when."""

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, Exported, OfPerson, words_of_record
from cairn.records.models import Record


class FactCheck(models.Model):
    """Somebody compared a fact with its source. `part` names one that hangs on a record; it changes with its words."""

    PRIVACY = (
        OfPerson(
            "by",
            erase=BLANK,
            exported=(Exported("facts_checked", ("record__slug", "part", "checked_at")),),
        ),
        words_of_record("record"),
    )

    record = models.ForeignKey(Record, models.CASCADE, related_name="fact_checks")
    part = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["record", "part", "-checked_at"], name="fact_check_newest_first")]

    def __str__(self) -> str:
        return f"check of {self.record_id} {self.part}".rstrip()
