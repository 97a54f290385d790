"""What should be done, by whose word: guides, duties and inspection reports; and how far a council says it has come."""

import json
from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from cairn.common.canonical import sha256_of
from cairn.common.privacy import Elsewhere, Kept, Run, names_record, words_of_record
from cairn.library.models.choices import Answer, Backing, Grade, GuidanceType
from cairn.library.models.entries import LONG
from cairn.library.models.evidence import Source
from cairn.library.models.starter import StarterRecord
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class Guidance(StarterRecord):
    """A document that says what should be done: a practice guide, a duty in law, an inspection report."""

    KIND = RecordKind.GUIDANCE
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "publisher": "Published by",
        "address": "Address",
        "for_whom": "Who it is for",
        "in_force": "In force",
        "not_known": "What is not known",
        "what_was_read": "What of it was read here",
    }

    # By their own names the rows of these two would hide fields called so.
    record_ptr = models.OneToOneField(Record, models.CASCADE, parent_link=True, related_name="guidance_row")
    type = models.CharField(max_length=14, choices=GuidanceType, default=GuidanceType.PRACTICE_GUIDE)
    publisher = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=10, blank=True)
    address = models.URLField(max_length=500, blank=True)  # by hand; what comes with the starter library has a source
    for_whom = models.CharField(max_length=300, blank=True)
    in_force = models.CharField(max_length=300, blank=True)  # of a duty; "not found" is an answer
    not_known = models.TextField(max_length=LONG, blank=True)
    what_was_read = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="guidance")
    grade = models.CharField(max_length=1, choices=Grade, blank=True)


class Recommendation(StarterRecord):
    """One thing that a document says should be done. Its words are the summary, so that lists and search have them."""

    KIND = RecordKind.RECOMMENDATION
    TEXTS: ClassVar[dict[str, str]] = {
        "number": "Number",
        "title": "In a few words",
        "summary": "What it says",
        "addressed_to": "Addressed to",
        "backing_note": "About the evidence",
    }
    PRIVACY = (
        names_record("guidance"),
        names_record("about"),
        Kept("Every recommendation belongs to a document; what it says goes", ("guidance", "backing")),
        Elsewhere(
            "Tables of recommendations that wait name their document, models and challenges by their titles",
            withdraw=Run("cairn.library.tables.clear_in_tables"),
        ),
    )

    record_ptr = models.OneToOneField(Record, models.CASCADE, parent_link=True, related_name="recommendation_row")
    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="recommendations")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=20, blank=True)  # as the document counts: "3", "2.1", "section 7"
    addressed_to = models.CharField(max_length=200, blank=True)
    backing = models.CharField(max_length=10, choices=Backing, default=Backing.NOT_SAID)
    backing_note = models.CharField(max_length=300, blank=True)
    about = ParentalManyToManyField(Record, blank=True, related_name="recommended_by")  # models and challenges
    places = ParentalManyToManyField(Place, blank=True, related_name="recommendations")  # empty: no council is named
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="recommendations")
    grade = models.CharField(max_length=1, choices=Grade, blank=True)

    def get_words_sha256(self) -> str:
        """Stands for what is asked: an answer to other words than these is an answer to something else."""
        return sha256_of(json.dumps([self.title, self.summary, self.addressed_to]))


class SelfCheck(Record):
    """How far an organisation says it has come with each recommendation of a document, on one day."""

    KIND = RecordKind.SELF_CHECK
    TEXTS: ClassVar[dict[str, str]] = {"title": "Name", "summary": "In a few sentences"}
    PRIVACY = (
        names_record("guidance"),
        names_record("repeats"),
        Kept("A check is of one document; its answers and words go", ("guidance",)),
    )

    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="self_checks")
    checked_on = models.CharField(max_length=10, blank=True)
    repeats = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="repeated_by")


class SelfCheckAnswer(models.Model):
    """What a self-check says of one recommendation, and to which words of it."""

    OWNER: ClassVar[str] = "self_check"
    PRIVACY = (words_of_record("self_check"), names_record("recommendation"))

    self_check = ParentalKey(SelfCheck, on_delete=models.CASCADE, related_name="answers")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=14, choices=Answer)
    note = models.CharField(max_length=500, blank=True)
    words_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["self_check", "recommendation"], name="self_check_answers_once")]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.answer}"

    @property
    def is_outdated(self) -> bool:
        """Whether the recommendation says something else now."""
        return self.words_sha256 != self.recommendation.get_words_sha256()
