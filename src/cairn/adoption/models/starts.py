"""Who confirms the day on which a council began to use a model. Only confirmed days count in a result."""

from django.conf import settings
from django.db import models

from cairn.adoption.models.using import Adoption
from cairn.common.privacy import BLANK, OfPerson, words_of_record
from cairn.library.models import Source
from cairn.places.models import Organisation


class StartConfirmation(models.Model):
    """Somebody entitled to it says that the start is right as it stood then: a start that changes loses it."""

    PRIVACY = (OfPerson("person", erase=BLANK), words_of_record("adoption"))

    class By(models.TextChoices):
        COUNCIL = "council", "The council itself"
        ORIGINATOR = "originator", "Those who began the model"
        EVALUATION = "evaluation", "An independent evaluation"

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="start_confirmations")
    start = models.CharField(max_length=21)  # as `describe_start` gives it: "2015-04" or "2016-04..2016-09"
    by = models.CharField(max_length=10, choices=By)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adoption", "start", "by"], name="start_confirmed_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"{self.start}: {self.by}"
