from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from cairn.common.privacy import DELETE, Exported, Keep, OfPerson, OfRecord, Run
from cairn.places.models import Team
from cairn.records.kinds import Kind, get_kind


class BulkImport(models.Model):
    """A table that somebody gave: it waits for their yes, and then a job writes it. It is theirs alone.

    Its rows go once they are written, or with a no; where they could not be written, `problem` says why and it waits
    again.
    """

    PRIVACY = (
        OfPerson("by", erase=DELETE, exported=(Exported("tables_that_wait", ("kind", "state", "rows", "made_at")),)),
        OfRecord(
            "rows",
            withdraw=Run("cairn.records.services.withdrawing.delete_tables"),
            merge=Keep("Whoever gave the table sees at their yes what it would change"),
            holds="slug",
        ),
    )

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for your approval"
        QUEUED = "queued", "is being written"
        DONE = "done", "is written"

    LONG = timedelta(minutes=10)  # after which a job that still stands there may be asked for again

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bulk_imports")
    kind = models.CharField(max_length=20)  # a RecordKind
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    # {"columns": [names of fields, or "" for what is left alone], "titles": {name: as the table calls it},
    #  "rows": [[number, [cells]], ...]}
    rows = models.JSONField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    seen = models.CharField(max_length=64, blank=True)  # fingerprint of what was shown before the yes
    answered_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    number_started = models.PositiveIntegerField(default=0)
    number_changed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "kind"], name="one_table_of_a_kind_waits_per_person")]

    def __str__(self) -> str:
        return f"table {self.pk}"

    def get_kind(self) -> Kind:
        return get_kind(self.kind)

    def is_underway(self, at: datetime) -> bool:
        """Whether a job has it, or will soon; one that takes so long was lost."""
        if self.state != self.State.QUEUED or self.answered_at is None:
            return False
        return self.answered_at > at - self.LONG

    @property
    def number_of_rows(self) -> int:
        return len(self.rows["rows"])
