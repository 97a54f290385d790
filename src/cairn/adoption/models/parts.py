"""What a council does with the parts of a model: kept, changed or dropped, changes made, how faithful it is."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey

from cairn.adoption.models.using import Adoption
from cairn.common.privacy import BLANK, OfPerson, PartOf, words_of_record
from cairn.library.models import Component, Source


class AdoptionPart(models.Model):
    """One part of the model as it is done here."""

    PRIVACY = (words_of_record("adoption"),)

    class State(models.TextChoices):
        KEPT = "kept", "Kept"
        CHANGED = "changed", "Changed"
        DROPPED = "dropped", "Dropped"
        NOT_YET = "not_yet", "Not yet"

    adoption = ParentalKey(Adoption, on_delete=models.CASCADE, related_name="parts")
    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=300)  # its words, which stay when the model is written anew
    must_keep = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "part"], name="adoption_part_once")]

    def __str__(self) -> str:
        return f"{self.part}: {self.state}"


class Adaptation(models.Model):
    """A change made to a model in one council (FRAME, Wiltsey Stirman and others 2019, behind plain words)."""

    PRIVACY = (OfPerson("by", erase=BLANK), words_of_record("adoption"))

    class Planned(models.TextChoices):
        PLANNED = "planned", "Planned"
        RESPONSE = "response", "In response to something that came up"

    class Fits(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_SURE = "not_sure", "Not sure"

    OWNER: ClassVar[str] = "adoption"

    adoption = ParentalKey(Adoption, on_delete=models.CASCADE, related_name="adaptations")
    what = models.CharField(max_length=300)
    made_on = models.CharField(max_length=10, blank=True)  # 2018, 2018-09; empty where no source gave a date
    planned = models.CharField(max_length=10, choices=Planned, blank=True)
    decided_by = models.JSONField(default=list, blank=True)  # terms of the vocabulary "change_deciders"
    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=300, blank=True)  # the component's words; empty: no part in particular
    must_keep = models.BooleanField(default=False)  # whether that part must be kept
    nature = models.CharField(max_length=40, blank=True)  # term of the vocabulary "change_natures"
    reason = models.CharField(max_length=40, blank=True)  # term of the vocabulary "change_reasons"
    why = models.CharField(max_length=500, blank=True)
    fits = models.CharField(max_length=10, choices=Fits, blank=True)  # consistent with the model
    originator_view = models.CharField(max_length=500, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.what


class FidelityCheck(models.Model):
    """One look at how faithfully a model runs, by the team itself or by somebody who watched."""

    PRIVACY = (OfPerson("by", erase=BLANK), words_of_record("adoption"))

    class How(models.TextChoices):
        SELF = "self", "Rated by the team"
        OBSERVED = "observed", "Observed by someone else"

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="fidelity_checks")
    checked_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adoption", "checked_on", "how"], name="fidelity_checked_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.checked_on}: {self.how}"


class FidelityAnswer(models.Model):
    """How one part of the model is done."""

    PRIVACY = (PartOf("check_of"),)

    class Rating(models.TextChoices):
        FULLY = "fully", "As the model says"
        PARTLY = "partly", "Partly"
        NOT = "not", "Not at all"
        NOT_HERE = "not_here", "Does not apply here"

    check_of = models.ForeignKey(FidelityCheck, models.CASCADE, related_name="answers")
    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=300)
    must_keep = models.BooleanField(default=False)
    rating = models.CharField(max_length=10, choices=Rating)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "part"], name="fidelity_answered_once")]

    def __str__(self) -> str:
        return f"{self.part}: {self.rating}"
