from django.conf import settings
from django.db import models

from cairn.places.models import Team
from cairn.records.kinds import Kind, get_kind


class BulkImport(models.Model):
    """A table that somebody gave and that waits for their yes. It is theirs alone, and goes with their answer."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bulk_imports")
    kind = models.CharField(max_length=20)  # a RecordKind
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    # {"columns": [names of fields, or "" for what is left alone], "rows": [[number, [cells]], ...]}
    rows = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "kind"], name="one_table_of_a_kind_waits_per_person")]

    def __str__(self) -> str:
        return f"table {self.pk}"

    def get_kind(self) -> Kind:
        return get_kind(self.kind)

    @property
    def number_of_rows(self) -> int:
        return len(self.rows["rows"])
