"""Where organisations were on their improvement journey, and who says so."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from cairn.common.privacy import BLANK, OfPerson
from cairn.places.models.organisations import Organisation


class JourneyPlace(models.Model):
    """A stage at a time, as a source says it: a fact with a day, never a label and never a rank.

    Grades of the inspectorate are no rows here: the library has them, and `get_journey` reads both.
    """

    PRIVACY = (OfPerson("entered_by", erase=BLANK),)

    class Stage(models.TextChoices):
        POOR = "poor", "Poor"
        FAIR = "fair", "Fair"
        GOOD = "good", "Good"
        GREAT = "great", "Great"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="journey_places")
    stage = models.CharField(max_length=10, choices=Stage)
    on = models.CharField(max_length=10)  # as all dates of the library: 2017, 2017-03 or 2017-03-16
    source = models.CharField(max_length=300)  # who says so, and where
    address = models.URLField(max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "on", "source"], name="journey_place_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}, {self.on}: {self.stage}"

    def get_absolute_url(self) -> str:
        return reverse("places:organisation", args=[self.organisation.slug])
