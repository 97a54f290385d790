"""What a reader keeps."""

from django.conf import settings
from django.db import models

from cairn.common.privacy import DELETE, Exported, OfPerson, OfRecord, Repoint
from cairn.records.models import Record


class ShortListed(models.Model):
    """A record that somebody keeps on their short list, to compare or to write about."""

    PRIVACY = (
        OfPerson("user", erase=DELETE, exported=(Exported("short_list", ("record__slug", "added_at")),)),
        OfRecord("record", withdraw=DELETE, merge=Repoint(per=("user",))),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="short_list")
    record = models.ForeignKey(Record, models.CASCADE, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "record"], name="short_listed_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.record_id}"
