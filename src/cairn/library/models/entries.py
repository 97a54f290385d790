"""What has been tried: programmes and their rounds, models, projects, methods, and the reports about them."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalManyToManyField

from cairn.common.privacy import Kept, names_record
from cairn.library.models.choices import FundingStatus, ReportState
from cairn.library.models.starter import StarterRecord
from cairn.places.models import Organisation, Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

LONG = 3000


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

    places = ParentalManyToManyField(Place, blank=True, related_name="programmes")  # councils that are part of it
    aims = models.TextField(max_length=LONG, blank=True)
    learnt = models.TextField(max_length=LONG, blank=True)
    not_known = models.TextField(max_length=LONG, blank=True)
    projects_in_all = models.PositiveIntegerField(null=True, blank=True)  # those that are not in the library included


class Round(StarterRecord):
    """One round of a programme's money."""

    KIND = RecordKind.ROUND
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "aims": "What it set out to do",
        "money": "Money",
        "not_known": "What is not known",
    }
    PRIVACY = (names_record("in_programme"),)

    in_programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="rounds")
    aims = models.TextField(max_length=LONG, blank=True)
    money = models.CharField(max_length=200, blank=True)
    started = models.CharField(max_length=10, blank=True)  # as all dates of the library: 2015, 2015-01 or 2015-01-31
    ended = models.CharField(max_length=10, blank=True)
    not_known = models.TextField(max_length=LONG, blank=True)


class PracticeModel(StarterRecord):
    """An approach that other places can use, with parts that must be kept and parts that may change."""

    KIND = RecordKind.PRACTICE_MODEL
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In one sentence",
        "for_whom": "Who it is for",
        "aims": "What it is meant to change",
        "takes": "What it takes",
        "helps": "What helps",
        "hinders": "What gets in the way",
        "not_known": "What is not known",
        "originator": "Where it comes from",
        "who_to_ask": "Who to ask",
    }
    # It lets people of an organisation speak for a model, so no draft and no earlier version may bring it back.
    DECIDED = (*StarterRecord.DECIDED, "originated_by")
    PRIVACY = (Kept("Which organisation a model comes from is no word of anybody", ("originated_by",)),)

    originated_by = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="models_originated", editable=False
    )
    for_whom = models.CharField(max_length=300, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    needs = models.JSONField(default=list, blank=True)  # terms of the vocabulary "needs"
    types = models.JSONField(default=list, blank=True)  # terms of the vocabulary "ten_types"
    aims = models.TextField(max_length=LONG, blank=True)
    takes = models.TextField(max_length=LONG, blank=True)
    helps = models.TextField(max_length=LONG, blank=True)
    hinders = models.TextField(max_length=LONG, blank=True)
    not_known = models.TextField(max_length=LONG, blank=True)
    originator = models.CharField(max_length=300, blank=True)
    who_to_ask = models.TextField(max_length=1000, blank=True)


class Project(StarterRecord):
    """What somebody did somewhere, in a programme or outside one."""

    KIND = RecordKind.PROJECT
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "needed": "What was needed",
        "target_group": "Who it is for",
        "group_size": "How many",
        "excluded": "Who was left out",
        "aims": "What it set out to do",
        "ambition": "What it aimed to change, as stated at the start",
        "result": "Whether it achieved that",
        "happened": "What happened",
        "helps": "What helped",
        "hinders": "What got in the way",
        "not_known": "What is not known",
        "led_by": "Led by",
        "partners": "Partners",
        "set_off_by": "What prompted it",
        "who_to_ask": "Who to ask",
    }
    PRIVACY = (
        names_record("in_programme"),
        names_record("in_round"),
        names_record("models_used"),
    )

    in_programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="projects")
    in_round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="projects")
    funding_status = models.CharField(max_length=14, choices=FundingStatus, default=FundingStatus.NOT_KNOWN)
    models_used = ParentalManyToManyField(PracticeModel, blank=True, related_name="projects")
    places = ParentalManyToManyField(Place, blank=True, related_name="projects")
    led_by = models.CharField(max_length=200, blank=True)
    partners = models.CharField(max_length=500, blank=True)
    needs = models.JSONField(default=list, blank=True)
    types = models.JSONField(default=list, blank=True)
    drivers = models.JSONField(default=list, blank=True)  # terms of the vocabulary "drivers"; empty: none stated
    target_group = models.CharField(max_length=300, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    group_size = models.CharField(max_length=200, blank=True)
    excluded = models.CharField(max_length=300, blank=True)
    needed = models.TextField(max_length=LONG, blank=True)
    aims = models.TextField(max_length=LONG, blank=True)
    ambition = models.TextField(max_length=LONG, blank=True)
    result = models.TextField(max_length=LONG, blank=True)
    happened = models.TextField(max_length=LONG, blank=True)
    helps = models.TextField(max_length=LONG, blank=True)
    hinders = models.TextField(max_length=LONG, blank=True)
    not_known = models.TextField(max_length=LONG, blank=True)
    planned_start = models.CharField(max_length=10, blank=True)
    started = models.CharField(max_length=10, blank=True)
    planned_end = models.CharField(max_length=10, blank=True)
    ended = models.CharField(max_length=10, blank=True)
    set_off_by = models.CharField(max_length=300, blank=True)
    set_off_on = models.CharField(max_length=10, blank=True)
    who_to_ask = models.TextField(max_length=1000, blank=True)


class Method(StarterRecord):
    """A way of innovating: how it is done, where it helped and where it did not."""

    KIND = RecordKind.METHOD
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In one sentence",
        "how": "How it is done",
        "family": "Where the name comes from",
    }

    how = models.TextField(max_length=LONG, blank=True)
    family = models.CharField(max_length=200, blank=True)


class EvaluationReport(StarterRecord):
    """A report of an evaluation, with what it could not show."""

    KIND = RecordKind.EVALUATION_REPORT
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Title",
        "summary": "In a few sentences",
        "number": "Number",
        "authors": "Authors",
        "publisher": "Publisher",
        "design": "How the evaluation was done",
        "outcomes": "What it found",
        "negative": "Where it found no effect, or a negative one",
        "why_unpublished": "Why it has not been published",
        "harms": "Harms",
        "costs": "Costs",
        "limits": "Limits",
        "what_was_read": "What of it was read here",
    }
    LATER_TEXTS: ClassVar[frozenset[str]] = frozenset({"why_unpublished"})
    PRIVACY = (names_record("about"),)

    number = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.PUBLISHED)
    began = models.CharField(max_length=10, blank=True)
    due = models.CharField(max_length=10, blank=True)  # when it was meant to end or to be published
    published = models.CharField(max_length=10, blank=True)
    why_unpublished = models.TextField(max_length=LONG, blank=True)
    authors = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    about = models.ManyToManyField(Record, blank=True, related_name="evaluation_reports")
    source = models.ForeignKey("library.Source", models.PROTECT, null=True, blank=True, related_name="reports")
    design = models.TextField(max_length=LONG, blank=True)
    outcomes = models.TextField(max_length=LONG, blank=True)
    negative = models.TextField(max_length=LONG, blank=True)  # empty: none reported in what was read
    harms = models.TextField(max_length=LONG, blank=True)
    costs = models.TextField(max_length=LONG, blank=True)
    limits = models.TextField(max_length=LONG, blank=True)
    what_was_read = models.CharField(max_length=300, blank=True)
