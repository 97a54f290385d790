"""Stories of change: told by a young person, read by them before anybody else, and lent for a time.

The words lie in the page and its drafts, and nowhere else. Everything else names the key of the story, which stays when
the words have gone, so that whatever used it shows a gap and its address says that it has ended.
"""

import json
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from wagtail.models import Page, PageManager, PagePermissionTester, Revision
from wagtail.query import PageQuerySet

from cairn.accounts.models import User
from cairn.common.canonical import sha256_of
from cairn.common.privacy import BLANK, Elsewhere, Exported, Impersonal, OfPerson, PartOf
from cairn.places.models import Team
from cairn.rooms.models import RandomKey, make_random_key
from cairn.voice.enums import Adult, AgeBand, Answer, Ending, Purpose, ReadHow, StoryNames, ToldHow
from cairn.voice.models.contributions import LETTERS, Contribution, PrivateCode
from cairn.voice.models.workers import OfWorkerQuerySet

MOST_LETTERS = 12_000  # of a story, and of what is said in its recording


def new_story_key() -> str:
    return get_random_string(12, LETTERS)


class StoryQuerySet(OfWorkerQuerySet["Story"]):
    def agreed(self, *, day: date) -> Self:
        """Consent for it, and for each answer that it was made from, lasts until today at least."""
        allowed = Contribution.objects.allowed(Purpose.STORY, day=day)
        rests_on_others = StoryVoice.objects.filter(story=OuterRef("pk")).exclude(contribution__in=allowed)
        return self.filter(ended="", until__gte=day).exclude(Exists(rests_on_others))

    def readable(self, *, day: date) -> Self:
        """What everybody may read today: published in the very words to which its young person said yes."""
        said_yes = StoryReading.objects.filter(story=OuterRef("pk"), answer=Answer.YES, sha256=OuterRef("page__sha256"))
        return self.agreed(day=day).filter(Exists(said_yes), page__live=True)


class Story(models.Model):
    """Whose worker writes it down, what was agreed to and until when. No word of it, and no name."""

    PRIVACY = (OfPerson("worker", erase=BLANK, exported=(Exported("stories", ("key", "team__name", "until")),)),)

    key = models.CharField(max_length=12, unique=True, default=new_story_key, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="stories")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    code = models.ForeignKey(PrivateCode, models.SET_NULL, null=True, blank=True, related_name="stories")
    age_band = models.CharField(max_length=10, choices=AgeBand, blank=True)
    adult = models.CharField(max_length=7, choices=Adult, default=Adult.NONE)
    until = models.DateField()  # the last day of consent
    started_at = models.DateTimeField()
    published_on = models.DateField(null=True, blank=True)
    aftercare_on = models.DateField(null=True, blank=True)  # the day to ask how it has been
    asked_on = models.DateField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = StoryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"story {self.key}"  # never its title: this stands in logs

    def get_absolute_url(self) -> str:
        return reverse("voice:story", args=[self.key])

    def find_page(self) -> "StoryPage | None":
        """None before anything is written, and once it has ended."""
        return StoryPage.objects.filter(story=self.pk).first()

    def find_draft(self) -> "StoryPage | None":
        """The words as they were saved last, which may not be those that are published."""
        page = self.find_page()
        draft: StoryPage | None = page.get_latest_revision_as_object() if page else None
        return draft


def make_path(*_: object) -> str:
    return f"stories/{get_random_string(2).lower()}/{get_random_string(32)}"


class StoryRecording(models.Model):
    """The voice itself. Each that is brought is a row of its own, because the yes was to one of them."""

    PRIVACY = (PartOf("story"),)

    story = models.ForeignKey(Story, models.CASCADE, related_name="recordings")
    file = models.FileField(upload_to=make_path, max_length=200)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"recording of {self.story_id}"

    @property
    def content(self) -> bytes:
        with self.file.open("rb") as opened:
            return bytes(opened.read())


class StoryVoice(models.Model):
    """That a story was made from an answer. It ends when that answer may be in no story any more."""

    PRIVACY = (PartOf("contribution"), PartOf("story"))

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="voices")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="stories")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "contribution"], name="story_voice_once")]

    def __str__(self) -> str:
        return f"{self.contribution_id} in {self.story_id}"


class StoryReading(models.Model):
    """What its young person said to these words and no others; said again, the last answer counts."""

    PRIVACY = (PartOf("story"),)

    story = models.ForeignKey(Story, models.CASCADE, related_name="readings")
    sha256 = models.CharField(max_length=64)
    answer = models.CharField(max_length=6, choices=Answer)
    how = models.CharField(max_length=6, choices=ReadHow)
    read_on = models.DateField()
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "sha256"], name="story_words_answered_once")]

    def __str__(self) -> str:
        return f"{self.answer} to {self.story_id}"


class StoryAudience(models.Model):
    """To whom a story was told, and what followed from it."""

    PRIVACY = (PartOf("story"),)

    story = models.ForeignKey(Story, models.CASCADE, related_name="audiences")
    told_to = models.CharField(max_length=150)
    told_on = models.DateField()
    how = models.CharField(max_length=5, choices=ToldHow)
    what_followed = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-told_on", "-pk")

    def __str__(self) -> str:
        return f"{self.story_id} told on {self.told_on}"


# --- Pages of Wagtail -------------------------------------------------------------------------------


class WorkerOnly(PagePermissionTester):
    """In Wagtail's office nobody changes a story: its worker does on our pages, where consent and the yes are asked."""

    def refuse(self, **_: Any) -> bool:
        return False

    can_add_subpage = can_edit = can_delete = can_publish = can_unpublish = can_submit_for_moderation = refuse
    can_lock = can_unlock = can_publish_subpage = can_reorder_children = refuse


class UnreadStory(PermissionDenied):
    """Its young person has not said yes to these words."""


class GuardedPage(Page):
    """A page whose address our own views answer, and which Wagtail's office leaves alone."""

    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """It stands under no site of Wagtail's."""

    def permissions_for_user(self, user: User) -> WorkerOnly:
        return WorkerOnly(user, self)


class StoryIndexPage(GuardedPage):
    """The shelf on which stories stand."""

    PRIVACY = (Impersonal("The shelf on which stories stand"),)

    is_creatable = False
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["voice.StoryPage"]

    def get_absolute_url(self) -> str:
        return reverse("voice:stories")


class StoryPage(GuardedPage):
    """The words. Its title as Wagtail has it names the key only, because logs and lists of the office show it."""

    PRIVACY = (Elsewhere("Words of somebody whom nobody here knows; they go with the story, see services/stories.py"),)

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["voice.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["story", "sha256"]

    story = models.OneToOneField(Story, models.PROTECT, related_name="page", null=True, editable=False)
    heading = models.CharField(max_length=120)
    lead = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=MOST_LETTERS)
    names = models.CharField(max_length=7, choices=StoryNames)
    recording = models.ForeignKey(StoryRecording, models.SET_NULL, null=True, blank=True, related_name="+")
    transcript = models.TextField(max_length=MOST_LETTERS, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)  # of the above, as it was saved

    objects = PageManager.from_queryset(PageQuerySet)()

    def get_absolute_url(self) -> str:
        return self.story.get_absolute_url() if self.story else reverse("voice:stories")

    def get_fingerprint(self) -> str:
        """Of all that a young person reads and hears, so that a yes is to this and nothing else."""
        sound = self.recording.sha256 if self.recording else ""
        return sha256_of(json.dumps([self.heading, self.lead, self.words, self.names, self.transcript, sound]))

    @property
    def lacks_transcript(self) -> bool:
        return self.recording_id is not None and not self.transcript.strip()

    def list_texts(self) -> list[str]:
        return [text for text in (self.heading, self.lead, self.words, self.transcript) if text]

    def is_agreed(self, *, day: date) -> bool:
        """Whether these words may be published: consent lasts, and the answer to them was yes."""
        if self.lacks_transcript or not Story.objects.agreed(day=day).filter(pk=self.story_id).exists():
            return False
        readings = StoryReading.objects.filter(story=self.story_id, sha256=self.get_fingerprint())
        return readings.filter(answer=Answer.YES).exists()

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """The last door: Wagtail's buttons, workflow and day of publishing come through it, as our service does."""
        if not revision.as_object().is_agreed(day=localdate()):
            raise UnreadStory("The young person has not read these words and said yes to them, or consent has ended.")
        return super().publish(revision, *args, **kwargs)
