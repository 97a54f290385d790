"""What has been tried: programmes, models, projects, and what is reported of them, by whom."""

from typing import ClassVar

from django.db import models

from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class Grade(models.TextChoices):
    """Who says it. A grade of the saying, not of the thing."""

    EVALUATION = "E", "Independent evaluation or research"
    GOVERNMENT = "G", "Government, inspectorate, auditor or Parliament"
    COUNCIL = "C", "The council or the body that delivers it"
    PRESS = "N", "Press"
    SECOND_HAND = "S", "Second-hand account of an evaluation"


class Direction(models.TextChoices):
    """What a reported result says about the thing it is about."""

    FOR = "for", "In favour"
    AGAINST = "against", "Against"
    NOTHING = "nothing", "No difference found, or not shown"
    CONTEXT = "context", "Facts around it"


class Keep(models.TextChoices):
    """Whether a part of a model may be changed."""

    MUST_KEEP = "must_keep", "Must be kept"
    MAY_CHANGE = "may_change", "May be changed"
    NOT_SAID = "not_said", "Not said in any source we read"


class Source(models.Model):
    """Something that was read: a report, a page, an article."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    address = models.URLField(max_length=500, blank=True)  # empty: read, and its address not recorded

    def __str__(self) -> str:
        return self.title


class StarterRecord(Record):
    """What the starter library can bring: known by a key, and updated until somebody edits it here."""

    starter_key = models.SlugField(max_length=60, unique=True, null=True, blank=True, editable=False)
    starter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Programme(StarterRecord):
    """Money and support for many projects, from one hand."""

    KIND = RecordKind.PROGRAMME
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "aims": "What it set out to do",
        "learnt": "What was learnt across its projects",
        "not_known": "What is not known",
    }

    aims = models.TextField(max_length=3000, blank=True)
    learnt = models.TextField(max_length=3000, blank=True)
    not_known = models.TextField(max_length=3000, blank=True)


class PracticeModel(StarterRecord):
    """An approach that other places can use, with parts that must be kept and parts that may change."""

    KIND = RecordKind.PRACTICE_MODEL
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In one sentence",
        "for_whom": "For whom",
        "aims": "What it is meant to change",
        "takes": "What it takes",
        "not_known": "What is not known",
    }

    for_whom = models.CharField(max_length=300, blank=True)
    aims = models.TextField(max_length=3000, blank=True)
    takes = models.TextField(max_length=3000, blank=True)
    not_known = models.TextField(max_length=3000, blank=True)


class Component(models.Model):
    """One part of a model."""

    model = models.ForeignKey(PracticeModel, models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    keep = models.CharField(max_length=10, choices=Keep, default=Keep.NOT_SAID)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["model", "position"], name="component_position_once")]

    def __str__(self) -> str:
        return self.what


class Project(StarterRecord):
    """What somebody did somewhere, in a programme or outside one."""

    KIND = RecordKind.PROJECT
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "target_group": "For whom",
        "aims": "What it set out to do",
        "happened": "What happened",
        "not_known": "What is not known",
    }

    in_programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="projects")
    models_used = models.ManyToManyField(PracticeModel, blank=True, related_name="projects")
    places = models.ManyToManyField(Place, blank=True, related_name="projects")
    led_by = models.CharField(max_length=200, blank=True)
    funding_round = models.CharField(max_length=60, blank=True)
    started = models.CharField(max_length=7, blank=True)  # 2015 or 2015-01
    money = models.CharField(max_length=120, blank=True)
    target_group = models.CharField(max_length=300, blank=True)
    aims = models.TextField(max_length=3000, blank=True)
    happened = models.TextField(max_length=3000, blank=True)
    not_known = models.TextField(max_length=3000, blank=True)


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
    }

    about = models.ForeignKey(Record, models.CASCADE, related_name="claims")
    source = models.ForeignKey(Source, models.PROTECT, related_name="claims")
    grade = models.CharField(max_length=1, choices=Grade)
    direction = models.CharField(max_length=8, choices=Direction)
    denominator = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=100, blank=True)
    comparator = models.CharField(max_length=200, blank=True)  # empty: not found
    design = models.CharField(max_length=200, blank=True)
