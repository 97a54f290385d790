"""Homes that a project found for people, as counts of a period. On purpose no row is about a person or a home."""

from django.db import models

from cairn.common.privacy import words_of_record
from cairn.records.models import Record


class HomesCount(models.Model):
    """One period. Those still in their home at its end are those before, with who moved in and without who left."""

    PRIVACY = (words_of_record("about"),)

    about = models.ForeignKey(Record, models.CASCADE, related_name="homes_counts")
    first = models.DateField()
    last = models.DateField()
    offered = models.PositiveIntegerField()
    moved_in = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    still_home = models.PositiveIntegerField()  # on the last day, from whatever period

    class Meta:
        ordering = ("about", "first")
        constraints = [models.UniqueConstraint(fields=["about", "first"], name="homes_counted_once_per_period")]

    def __str__(self) -> str:
        return f"{self.about_id} from {self.first} to {self.last}"
