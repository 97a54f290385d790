"""News for people, the mails that carried it, and the work of the site. Never a word of what the news is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import DELETE, Exported, Impersonal, Keep, OfPerson, OfRecord
from cairn.notices.enums import Frequency

SENT = "A mail that went out cannot be recalled, and this records one"
ASKED_AGAIN = "Whether they may see it is checked again when the notice is sent"


class Mail(models.Model):
    """One e-mail to one person. What it said is not kept."""

    PRIVACY = (OfPerson("user", erase=DELETE),)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=40)  # of the news, or "digest"
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField()
    problem = models.CharField(max_length=100, blank=True)  # the name of the error

    def __str__(self) -> str:
        return self.message_id


class Notice(models.Model):
    """Something happened that somebody wants to hear of: its kind, and the id of what it is about."""

    PRIVACY = (
        OfPerson("user", erase=DELETE),
        OfRecord("about", withdraw=Keep(ASKED_AGAIN), merge=Keep(ASKED_AGAIN), holds="slug"),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    key = models.CharField(max_length=40, blank=True)  # tells two pieces of news about one thing apart
    frequency = models.CharField(max_length=10, choices=Frequency)
    created_at = models.DateTimeField()
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notices")
    done_at = models.DateTimeField(null=True, blank=True)  # put into a mail, or dropped because nobody may see it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "about", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["frequency", "user"], condition=Q(done_at=None), name="notices_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class NoticePreference(models.Model):
    """How often somebody wants to hear one kind of news."""

    PRIVACY = (OfPerson("user", erase=DELETE),)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=40)
    frequency = models.CharField(max_length=10, choices=Frequency)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.frequency}"


class OutboxMail(models.Model):
    """A mail of the demonstration, which sends none."""

    PRIVACY = (
        OfPerson(
            "to", erase=DELETE, holds="email", exported=(Exported("demonstration_mails", ("subject", "sent_at")),)
        ),
        OfRecord("text", withdraw=Keep(SENT), merge=Keep(SENT), holds="titles"),
    )

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.subject


class WorkerHeartbeat(models.Model):
    """A worker says every few seconds that it is there."""

    PRIVACY = (Impersonal("A process, not a person"),)

    worker_id = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id


class ScheduledJob(models.Model):
    """When something that the site does by itself was last put on the queue."""

    PRIVACY = (Impersonal("A job, not a person"),)

    name = models.CharField(max_length=60, unique=True)
    last_queued_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
