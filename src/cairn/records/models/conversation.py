"""What people say to each other about a record: follow, this is wrong, review."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import BLANK, DELETE, Blank, Delete, Exported, Keep, OfPerson, OfRecord, Repoint, Run
from cairn.places.models import Place
from cairn.records.models.record import Record


class Follow(models.Model):
    """Somebody wants to hear when a record changes."""

    PRIVACY = (
        OfPerson("user", erase=DELETE, exported=(Exported("follows", ("record__slug", "since")),)),
        OfRecord("record", withdraw=DELETE, merge=Repoint(per=("user",))),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    record = models.ForeignKey(Record, models.CASCADE, related_name="follows")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "record"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.record_id}"


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> "ReportQuerySet":
        return self.filter(answered_at=None)

    def of_faults(self) -> "ReportQuerySet":
        """Without questions: asking about a record lets nobody see it who did not before."""
        return self.filter(is_question=False)


class Report(models.Model):
    """“Report a mistake”, said of a record or a council's page, or a question about one. It reaches somebody."""

    PRIVACY = (
        OfPerson(
            "reporter",
            erase=Blank(("reporter", "email")),
            exported=(Exported("reports", ("text", "reported_at", "answer", "answered_at")),),
        ),
        OfPerson(
            "email",
            erase=BLANK,
            holds="email",
            exported=(Exported("reports_without_account", ("text", "reported_at", "answer", "answered_at")),),
        ),
        OfPerson("answered_by", erase=BLANK),
        OfRecord("record", withdraw=DELETE, merge=Run("cairn.records.services.merging.move_reports")),
    )

    record = models.ForeignKey(Record, models.CASCADE, null=True, blank=True, related_name="reports")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="reports")
    # One fact on the page of the record; empty where it is about the page as a whole. See `Kind.list_facts`.
    part = models.CharField(max_length=60, blank=True)
    is_question = models.BooleanField(default=False)
    text = models.TextField(max_length=2000)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)  # of somebody without a log-in who wants the answer; goes with the answer
    reported_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_about_one_thing",
                condition=Q(record__isnull=False, place=None) | Q(record=None, place__isnull=False),
            ),
            models.CheckConstraint(
                name="report_answered_with_an_answer",
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False, answer__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_age_in_days(self, *, at: datetime) -> int:
        return (at - self.reported_at).days


class Review(models.Model):
    """A colleague looks at a draft before everybody may read it."""

    PRIVACY = (
        OfPerson("asked_by", erase=BLANK),
        OfPerson("decided_by", erase=BLANK),
        OfRecord(
            "record",
            withdraw=DELETE,
            merge=(Delete(Q(decision="waiting")), Keep("What was looked at were the words of the duplicate")),
        ),
    )

    class Decision(models.TextChoices):
        WAITING = "waiting", "waiting"
        APPROVED = "approved", "approved"
        CHANGES = "changes", "changes asked for"

    record = models.ForeignKey(Record, models.CASCADE, related_name="reviews")
    # What was looked at: a later change needs a later look.
    fingerprint = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    comment = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(decision="waiting"), name="one_waiting_review_per_record"
            ),
            models.CheckConstraint(
                name="review_decided_at_a_time",
                condition=Q(decision="waiting", decided_at=None) | ~Q(decision="waiting") & Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.record_id}"
