"""What people would like learning events to be about, what they were answered, and mails that brought some of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.common.privacy import BLANK, DELETE, Blank, Exported, OfPerson, names_record
from cairn.events.models.events import LearningEvent

# What was sent, and by whom; what a moderator wrote of it is not theirs.
SENT = ("title", "words", "name", "organisation", "email")
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_suggestion_key() -> str:
    return get_random_string(12, LETTERS)


def new_follower_key() -> str:
    return get_random_string(40, LETTERS)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def kept(self) -> "SuggestionQuerySet":
        """Without those that were merged with another, which answers for them."""
        return self.filter(merged_into=None)

    def released(self) -> "SuggestionQuerySet":
        """What everybody may read: a moderator wrote its public words."""
        return self.kept().filter(released_at__isnull=False)

    def waiting(self) -> "SuggestionQuerySet":
        return self.kept().filter(state=Suggestion.State.WAITING)


class Suggestion(models.Model):
    """What somebody sent, word for word, for moderators; and beside it what a moderator made public of it."""

    PRIVACY = (
        OfPerson(
            "suggested_by",
            erase=Blank(("suggested_by", *SENT)),
            exported=(Exported("suggestions", ("title", "words", "sent_at", "state", "answer", "answered_at")),),
        ),
        OfPerson(
            "email",
            erase=Blank(SENT),
            holds="email",
            exported=(
                Exported(
                    "suggestions_without_account",
                    ("title", "words", "name", "sent_at", "state", "answer"),
                ),
            ),
        ),
        OfPerson("answered_by", erase=BLANK),
        names_record("event"),
    )

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        PLANNED = "planned", "Planned"
        ANSWERED = "answered", "Answered"
        DECLINED = "declined", "Not now"

    class CameBy(models.TextChoices):
        FORM = "form", "form"
        MAIL = "mail", "e-mail"

    key = models.CharField(max_length=12, unique=True, default=new_suggestion_key, editable=False)
    # As it was sent; cleared some time after the answer.
    title = models.CharField(max_length=150, blank=True)
    words = models.TextField(max_length=3000, blank=True)
    name = models.CharField(max_length=100, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    suggested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    came_by = models.CharField(max_length=4, choices=CameBy, default=CameBy.FORM)
    sent_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    # What everybody may read.
    public_title = models.CharField(max_length=150, blank=True)
    public_words = models.TextField(max_length=1000, blank=True)
    topic = models.CharField(max_length=40, blank=True)  # term of the vocabulary "boards"
    released_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey(LearningEvent, models.SET_NULL, null=True, blank=True, related_name="suggestions")
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suggestion_answered_with_an_answer",
                condition=Q(state="waiting", answered_at=None, answer="")
                | ~Q(state="waiting") & Q(answered_at__isnull=False, answer__gt=""),
            ),
            models.CheckConstraint(
                name="suggestion_released_with_words", condition=Q(released_at=None) | Q(public_title__gt="")
            ),
            models.CheckConstraint(
                name="suggestion_cleared_has_no_words",
                condition=Q(cleared_at=None) | Q(title="", words="", name="", organisation="", email=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="suggestions_by_age")]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("events:suggestion", args=[self.key])

    def get_age_in_days(self, *, at: datetime) -> int:
        return (at - self.sent_at).days

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def is_waiting(self) -> bool:
        return self.state == Suggestion.State.WAITING


class FollowerQuerySet(models.QuerySet["SuggestionFollower"]):
    def confirmed(self) -> "FollowerQuerySet":
        return self.filter(confirmed_at__isnull=False)


class SuggestionFollower(models.Model):
    """Somebody who hears the answer: by their account, or at an address that they can take back by a private link."""

    PRIVACY = (
        OfPerson(
            "user", erase=DELETE, exported=(Exported("suggestions_followed", ("suggestion__public_title", "since")),)
        ),
        OfPerson(
            "email",
            erase=DELETE,
            holds="email",
            exported=(Exported("suggestions_followed_by_address", ("suggestion__public_title", "since")),),
        ),
    )

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    key = models.CharField(max_length=40, unique=True, default=new_follower_key, editable=False)
    # What they sent themselves, which may have been merged with the one that they follow.
    sent = models.ForeignKey(Suggestion, models.SET_NULL, null=True, blank=True, related_name="senders")
    since = models.DateTimeField()
    # Whoever sent a suggestion hears its answer; another address first says yes by the link in a mail.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when the newest answer went to this address

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suggestion_follower_is_one_person",
                condition=Q(user__isnull=False, email="") | Q(user=None, email__gt=""),
            ),
            models.UniqueConstraint(
                fields=["suggestion", "user"], condition=Q(user__isnull=False), name="suggestion_follower_once"
            ),
            models.UniqueConstraint(
                fields=["suggestion", "email"], condition=Q(email__gt=""), name="suggestion_address_once"
            ),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk}"

    def get_absolute_url(self) -> str:
        """The private link."""
        return reverse("events:suggestion-follower", args=[self.key])


def make_mail_path(*_: object) -> str:
    """Says nothing of the mail."""
    return f"mails/{get_random_string(2).lower()}/{get_random_string(32)}"


class ReceivedMail(models.Model):
    """A mail that came for suggestions, and what became of it. The mail itself is kept for some days only."""

    PRIVACY = (
        OfPerson(
            "sender",
            erase=DELETE,
            holds="email",
            exported=(Exported("mails_received", ("outcome", "received_at")),),
        ),
    )
    CAME_IN = (("raw", "suggestion"),)

    class Outcome(models.TextChoices):
        SUGGESTION = "suggestion", "Became a suggestion"
        CONCERN = "concern", "Sounded like a concern about safety: not kept, and its sender was told who to contact"
        TOO_LARGE = "too_large", "Too large: its sender was told"
        TOO_MANY = "too_many", "Not taken: too many from one sender within an hour"
        EMPTY = "empty", "No words that could be read: its sender was told"
        AUTOMATIC = "automatic", "An automatic reply or a mailing list"
        BOUNCE = "bounce", "A report of a mail that could not be delivered"
        OWN = "own", "One of our own e-mails, coming back"
        UNREADABLE = "unreadable", "Could not be read"

    # Its Message-ID, or the checksum of a mail without one, hashed: who wrote is not read from it.
    fingerprint = models.CharField(max_length=64, unique=True)
    outcome = models.CharField(max_length=12, choices=Outcome)
    received_at = models.DateTimeField()
    raw = models.FileField(upload_to=make_mail_path, max_length=200, blank=True)
    sender = models.EmailField(blank=True)  # goes with the mail; where that is not kept, when the reply was sent
    message_id = models.CharField(max_length=250, blank=True)  # for the reply
    suggestion = models.ForeignKey(Suggestion, models.SET_NULL, null=True, blank=True, related_name="mails")
    gets_reply = models.BooleanField(default=False)
    replied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"
