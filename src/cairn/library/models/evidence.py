"""What is reported, by whom, and how strong it is: three things that are never merged."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.common.privacy import Elsewhere, Impersonal, Kept, Run, names_record
from cairn.library.models.choices import Change, Direction, Grade, Study, Topic
from cairn.library.models.entries import EvaluationReport
from cairn.library.models.starter import StarterRecord
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class Source(models.Model):  # type: ignore[django-manager-missing]  # of kinds, which stand on Wagtail
    """Something that was read: a report, a page, an article. It keeps its citation when its address no longer works."""

    PRIVACY = (Impersonal("What was published, as it is cited; many records may rest on it"),)

    class State(models.TextChoices):
        NOT_CHECKED = "not_checked", "not checked"
        WORKS = "works", "works"
        DEAD = "dead", "no longer works"

    class HowRead(models.TextChoices):
        PAGE = "page", "Page read at this address"
        RECORD = "record", "Address from a catalogue record; the page itself was not read"
        COPY = "copy", "Read in a copy; the publisher’s own page was not found"

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    authors = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    year = models.CharField(max_length=20, blank=True)
    address = models.URLField(max_length=500, blank=True)  # the publisher's own; empty: not found
    how_read = models.CharField(max_length=8, choices=HowRead, blank=True)  # empty: not recorded
    copy_address = models.URLField(max_length=500, blank=True)  # somebody else's copy, never shown as the source's own
    note = models.CharField(max_length=300, blank=True)  # what of it was read
    state = models.CharField(max_length=12, choices=State, default=State.NOT_CHECKED)
    checked_at = models.DateTimeField(null=True, blank=True)
    # Brought in by an editor for everybody; others are seen by those who see a result that rests on them.
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_state_known_only_when_checked",
                condition=Q(state="not_checked") | Q(checked_at__isnull=False, address__gt=""),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Claim(StarterRecord):
    """A result that somebody reported about another record: who, how they know, compared with what."""

    KIND = RecordKind.CLAIM
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "What is said",
        "summary": "In more words",
        "denominator": "Of whom or what",
        "period": "When",
        "comparator": "Compared with",
        "design": "How they know",
        "question": "Which question it answers",
        "preferred_because": "Why this value is preferred",
    }
    PRIVACY = (
        names_record("about"),
        names_record("report"),
        Kept(
            "Every result is about something and from somewhere; what it says of it goes",
            ("about", "source", "grade", "direction"),
        ),
        Elsewhere(
            "Tables of results that wait name what they are about by its title",
            withdraw=Run("cairn.library.tables.clear_in_tables"),
        ),
    )

    about = models.ForeignKey(Record, models.CASCADE, related_name="claims")
    source = models.ForeignKey(Source, models.PROTECT, related_name="claims")
    report = models.ForeignKey(EvaluationReport, models.SET_NULL, null=True, blank=True, related_name="reported_claims")
    grade = models.CharField(max_length=1, choices=Grade)
    direction = models.CharField(max_length=8, choices=Direction)
    topic = models.CharField(max_length=8, choices=Topic, default=Topic.OUTCOME)
    outcome_terms = models.JSONField(default=list, blank=True)  # terms of the vocabulary "outcomes"
    change = models.CharField(max_length=5, choices=Change, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    denominator = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=100, blank=True)
    comparator = models.CharField(max_length=200, blank=True)  # empty: not found
    design = models.CharField(max_length=200, blank=True)
    study = models.CharField(max_length=12, choices=Study, blank=True)  # empty: not said in the source
    question = models.CharField(max_length=200, blank=True)  # claims with the same one are values of the same thing
    preferred_because = models.CharField(max_length=300, blank=True)  # empty: not preferred


class ReportedJudgement(models.Model):
    """A grade of the inspectorate that a source tells of: a fact with a day, never a label on a place."""

    PRIVACY = (Impersonal("What a published source says of a council"),)

    place = models.ForeignKey(Place, models.PROTECT, related_name="reported_judgements")
    judged_on = models.CharField(max_length=10)
    area = models.CharField(max_length=20)
    grade = models.CharField(max_length=20)
    framework = models.CharField(max_length=60)
    words = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="judgements")
    source_grade = models.CharField(max_length=1, choices=Grade)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "judged_on", "area", "source"], name="reported_judgement_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.judged_on}: {self.grade}"
