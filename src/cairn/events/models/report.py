"""The report of a learning event: a page of Wagtail that goes the way of a board, and its speakers' yes to their lines.

The page holds prose. Sessions, speakers, takeaways, cards and actions are read from the event for each reader, so what
was withdrawn, or not approved, is gone from a published report too.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cairn.boards.models.pages import BoardIndexPage, OwnAddress
from cairn.common.privacy import BLANK, DELETE, Exported, Keep, OfPerson, OfRecord, Run, words_of_record
from cairn.events.enums import LineAnswer, Unapproved
from cairn.events.models.events import EventSession, LearningEvent


class PartBlock(blocks.StructBlock):
    """A heading, and what the editor wants to say before what the event itself says."""

    title = blocks.CharBlock(max_length=120, label="Heading")
    words = blocks.TextBlock(max_length=2000, rows=4, required=False, label="In your words (optional)")


class TextPart(PartBlock):
    words = blocks.TextBlock(max_length=3000, rows=6, label="Text")

    class Meta:
        icon = "pilcrow"
        label = "Text"


class SessionsPart(PartBlock):
    sessions = blocks.ChoiceBlock(choices=EventSession.Kind.choices, label="Which sessions")

    class Meta:
        icon = "group"
        label = "Sessions and their speakers"


class ConditionsPart(PartBlock):
    class Meta:
        icon = "cog"
        label = "What gets in the way, and what helps"


class CardsPart(PartBlock):
    class Meta:
        icon = "pick"
        label = "Insights, lessons and questions from the sessions"


class TakeawaysPart(PartBlock):
    class Meta:
        icon = "list-ol"
        label = "Takeaways, each with what supports and contradicts it"


class ActionsPart(PartBlock):
    class Meta:
        icon = "tick"
        label = "Actions that people took on"


class ReportBlock(blocks.StreamBlock):
    text = TextPart()
    sessions = SessionsPart()
    conditions = ConditionsPart()
    cards = CardsPart()
    takeaways = TakeawaysPart()
    actions = ActionsPart()


class EventReportIndexPage(OwnAddress):
    """The shelf on which reports stand: below that of the boards, so that the same people edit and decide."""

    max_count = 1
    parent_page_types: ClassVar[list[type]] = [BoardIndexPage]
    subpage_types: ClassVar[list[str]] = ["events.EventReportPage"]
    preview_modes: ClassVar[list[Any]] = []

    def get_absolute_url(self) -> str:
        return reverse("events:events")


class EventReportPage(OwnAddress):
    """What an event leaves behind for those who were not there."""

    PRIVACY = (
        OfPerson("decider", erase=BLANK),
        OfRecord(
            "event",
            withdraw=Run("cairn.events.services.reports.delete_report_of_withdrawn"),
            merge=Keep("It stays with the words of the duplicate"),
        ),
    )

    parent_page_types: ClassVar[list[type]] = [EventReportIndexPage]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False  # a draft is made from an event
    exclude_fields_in_copy: ClassVar[list[str]] = ["event", "starter_sha256"]
    # Draws a draft for the editor who asks for it; set in apps.py, because presenters stand above models.
    show_draft: ClassVar[Callable[[Any, HttpRequest], HttpResponse] | None] = None

    event = models.OneToOneField(LearningEvent, models.SET_NULL, related_name="report_page", null=True, editable=False)
    introduction = models.TextField(max_length=700, blank=True)
    unapproved = models.CharField(max_length=8, choices=Unapproved, default=Unapproved.LEFT_OUT)
    body = StreamField(ReportBlock(), blank=True)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="event_reports_to_decide"
    )
    # Of the report that comes with the starter library; empty once somebody edits it here.
    starter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = PageManager.from_queryset(PageQuerySet)()

    def get_absolute_url(self) -> str:
        return reverse("events:report", args=[self.event.slug]) if self.event else reverse("events:events")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        assert type(self).show_draft is not None  # noqa: S101 (set when the site starts)
        return type(self).show_draft(self, request)  # type: ignore[misc]  # asked in the line above

    def list_parts(self) -> list[tuple[str, dict[str, Any]]]:
        """Kind and words of each part, in their order."""
        return [(block["type"], block["value"]) for block in self.body.raw_data]


def make_key() -> str:
    return get_random_string(40)


class SpeakerApproval(models.Model):
    """Somebody who spoke was asked whether the report may say this of them. A yes is to these words and no others."""

    PRIVACY = (
        words_of_record("event"),
        # Without it the line is one that nobody approved.
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("lines_to_approve", ("event__slug", "answer", "comment", "asked_at", "answered_at")),),
        ),
        OfPerson("asked_by", erase=BLANK),
    )

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="approvals")
    speaker = models.UUIDField()  # the key of one of the same event
    key = models.CharField(max_length=40, unique=True, default=make_key, editable=False)  # of the private link
    email = models.EmailField(blank=True)
    fingerprint = models.CharField(max_length=64)  # of the words that were sent
    answer = models.CharField(max_length=8, choices=LineAnswer, default=LineAnswer.WAITING)
    comment = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "speaker"], name="speaker_asked_once")]

    def __str__(self) -> str:
        return f"{self.speaker} {self.answer}"
