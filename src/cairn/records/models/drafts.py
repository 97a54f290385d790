from django.conf import settings
from django.db import models

from cairn.common.privacy import DELETE, Exported, OfPerson, words_of_record
from cairn.records.models.record import Record


class SavedForm(models.Model):
    """What somebody typed into one section of a form and has not sent yet, as they typed it."""

    PRIVACY = (
        OfPerson("user", erase=DELETE, exported=(Exported("typed_and_not_sent", ("section", "answers", "saved_at")),)),
        words_of_record("record"),
    )

    record = models.ForeignKey(Record, models.CASCADE, related_name="saved_forms")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_forms")
    section = models.CharField(max_length=30)
    answers = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "user", "section"], name="saved_form_once")]

    def __str__(self) -> str:
        return f"{self.section} of {self.record_id}"
