"""What people need, and what we want to change because of it."""

from typing import ClassVar

from django.db import models

from cairn.library.models import StarterRecord
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class Viewpoint(models.TextChoices):
    """Whose view a need or a challenge rests on."""

    YOUNG_PEOPLE = "young_people", "Children and young people"
    FAMILIES = "families", "Parents, carers and wider family"
    CARE_EXPERIENCED = "care_experienced", "Care-experienced adults"
    PRACTITIONERS = "practitioners", "Practitioners"
    LEADERS = "leaders", "Leaders and commissioners"
    PARTNERS = "partners", "Partner organisations"
    FIGURES = "figures", "Figures only: no one has been asked yet"


class Need(Record):
    """Something that children, young people or families say they need."""

    KIND = RecordKind.NEED
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "What is needed",
        "summary": "In a few sentences",
        "for_whom": "Who needs it",
        "how_we_know": "How we know",
        "what_would_help": "What they say would help",
    }

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="needs")
    for_whom = models.CharField(max_length=300, blank=True)
    viewpoints = models.JSONField(default=list, blank=True)
    how_we_know = models.TextField(max_length=3000, blank=True)
    what_would_help = models.TextField(max_length=3000, blank=True)


class Challenge(StarterRecord):
    """What we want to change, for whom, in whose words, how it is measured and who to ask."""

    KIND = RecordKind.CHALLENGE
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "What we want to change",
        "summary": "In a few sentences",
        "for_whom": "Who it is for",
        "why_now": "Why now",
        "whose_words": "How they put it",
        "measures_note": "What no measure shows",
        "who_to_ask": "Who to ask",
    }

    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="challenges")
    for_whom = models.CharField(max_length=300, blank=True)
    why_now = models.TextField(max_length=3000, blank=True)
    viewpoints = models.JSONField(default=list, blank=True)
    whose_words = models.TextField(max_length=3000, blank=True)
    measures = models.JSONField(default=list, blank=True)  # codes of definitions/indicators
    measures_note = models.TextField(max_length=2000, blank=True)
    who_to_ask = models.TextField(max_length=1000, blank=True)
