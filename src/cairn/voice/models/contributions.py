"""What young people and families said: the words lie in one row, and everything else names its key.

Nothing leads from one answer of a person to another, unless they asked for a private code; docs/adr/0043 says how.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.common.privacy import BLANK, DELETE, Exported, Impersonal, OfPerson, OfRecord, PartOf, Repoint
from cairn.places.models import Team
from cairn.rooms.models import RandomKey, make_random_key
from cairn.voice.enums import Adult, AgeBand, Medium, Purpose, Reason, Source, State
from cairn.voice.models.needs import Need
from cairn.voice.models.safeguarding import SafeguardingConcern
from cairn.voice.models.workers import OfWorkerQuerySet

MOST_LETTERS = 2000  # of one answer
MOST_DESCRIBED = 1000
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
WITH_WORDS = (State.WAITING, State.KEPT)


def new_session_key() -> str:
    return get_random_string(12, LETTERS)


class ListeningSession(models.Model):
    """An afternoon with a group, or some weeks of asking: what was asked, whom, and by which worker."""

    PRIVACY = (
        OfPerson(
            "worker",
            erase=BLANK,
            exported=(Exported("listening_sessions", ("title", "team__name", "question", "held_on")),),
        ),
    )

    key = models.CharField(max_length=12, unique=True, default=new_session_key, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="listening_sessions")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=150)
    question = models.CharField(max_length=200)
    # The same in other languages, by their codes: those in which people can answer.
    questions = models.JSONField(default=dict, blank=True)
    held_on = models.DateField()
    groups = models.JSONField(default=list, blank=True)  # names of Group
    consent_until = models.DateField()  # what the form offers
    opened_at = models.DateTimeField()
    # The way in for people who write on a screen: a key that cannot be guessed, new each time, and when it closes.
    door = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    open_until = models.DateTimeField(null=True, blank=True)

    objects = OfWorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("voice:session", args=[self.key])

    def is_open(self, *, at: datetime) -> bool:
        return bool(self.open_until and at < self.open_until)


class PrivateCode(models.Model):
    """Somebody who wants to hear what came of their answers, and be able to take them back, holds this code."""

    PRIVACY = (Impersonal("The hash of some letters; nobody here knows who holds them"),)

    sha256 = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return f"code {self.sha256[:8]}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def shuffled(self) -> "ContributionQuerySet":
        """In an order that says nothing, and stays."""
        return self.order_by("pk")

    def with_words(self) -> "ContributionQuerySet":
        return self.filter(state__in=WITH_WORDS)

    def with_files(self) -> "ContributionQuerySet":
        """With what is said about a picture or recording, and without its bytes."""
        return self.select_related("file").defer("file__content")

    def allowed(self, purpose: Purpose, *, day: date) -> "ContributionQuerySet":
        """What was kept, and may be used for this today."""
        agreed = Consent.objects.filter(purpose=purpose, until__gte=day)
        return self.filter(state=State.KEPT, pk__in=agreed.values("contribution"))


class Contribution(models.Model):
    """What one person said, once. Of them nothing is kept but an age band; no time, no order, no name."""

    PRIVACY = (PartOf("session"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    session = models.ForeignKey(ListeningSession, models.CASCADE, related_name="contributions")
    # Of a recording: what is said in it, which the worker types in.
    words = models.TextField(max_length=MOST_LETTERS, blank=True)
    medium = models.CharField(max_length=9, choices=Medium, default=Medium.WORDS)
    age_band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    source = models.CharField(max_length=6, choices=Source)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    code = models.ForeignKey(PrivateCode, models.SET_NULL, null=True, blank=True, related_name="contributions")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contribution_without_words_unless_in_use",
                condition=Q(state__in=WITH_WORDS) & (~Q(words="") | ~Q(medium=Medium.WORDS))
                | ~Q(state__in=WITH_WORDS) & Q(words="", medium=Medium.WORDS),
            ),
            models.CheckConstraint(
                name="contribution_rejected_for_a_reason",
                condition=Q(state=State.REJECTED) & ~Q(reason="") | ~Q(state=State.REJECTED) & Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never its words: this stands in logs

    def get_absolute_url(self) -> str:
        return reverse("voice:contribution", args=[self.session.key, self.pk])

    @property
    def agreed(self) -> list[tuple[date, list[str]]]:
        """What was agreed to until which day, the narrowest purpose first."""
        purposes = list(Purpose)
        found: dict[date, list[str]] = {}
        for one in sorted(self.consents.all(), key=lambda one: purposes.index(Purpose(one.purpose))):
            found.setdefault(one.until, []).append(str(one.get_purpose_display()))
        return list(found.items())

    @property
    def is_there(self) -> bool:
        """Whether what was said has not been deleted."""
        return self.state in WITH_WORDS


class ContributionFile(models.Model):
    """What somebody drew, photographed or recorded. An answer that is passed on as a worry takes it along.

    Its bytes lie in this row: a file on a disk has a time, by which answers could be put in order, and it can be left
    behind when its row goes.
    """

    PRIVACY = (PartOf("contribution"), PartOf("concern"))

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    contribution = models.OneToOneField(Contribution, models.CASCADE, null=True, blank=True, related_name="file")
    concern = models.OneToOneField(SafeguardingConcern, models.CASCADE, null=True, blank=True, related_name="file")
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    seconds = models.PositiveSmallIntegerField(default=0)  # of a recording
    description = models.TextField(max_length=MOST_DESCRIBED, blank=True)  # by the worker, for who cannot see it
    is_checked = models.BooleanField(default=False)  # the worker looked or listened for names, faces and voices

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contribution_file_of_one",
                condition=Q(contribution=None, concern__isnull=False) | Q(contribution__isnull=False, concern=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class NeedVoice(models.Model):
    """That an answer stands behind a need, under a theme that a person gave it, and whether the need quotes it.

    The words are asked for at each request, so a quote goes with them.
    """

    PRIVACY = (
        PartOf("contribution"),
        OfRecord("need", withdraw=DELETE, merge=Repoint(per=("contribution",))),
    )

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    need = models.ForeignKey(Need, models.CASCADE, related_name="voices")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="voices")
    theme = models.CharField(max_length=80)
    is_quoted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "contribution"], name="need_voice_once")]

    def __str__(self) -> str:
        return f"{self.contribution_id} for {self.need_id}"


class Consent(models.Model):
    """That an answer may be used for one purpose, which adult agreed too, and until when."""

    PRIVACY = (PartOf("contribution"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    adult = models.CharField(max_length=7, choices=Adult, default=Adult.NONE)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "purpose"], name="consent_once_per_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.until}"
