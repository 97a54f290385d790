"""What readers, the worker and the young person see of a story."""

from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.urls import reverse

from cairn.voice.enums import Answer, ReadHow, StoryNames
from cairn.voice.models import PrivateCode, Story, StoryPage, StoryReading
from cairn.voice.policies import find_missing
from cairn.voice.queries import get_stories_of_code
from cairn.voice.translations import Text

PASS, PASS_SECONDS = "voice.story.recording", 3600
NAMES = {
    StoryNames.CHANGED: "Every name in this story is changed.",
    StoryNames.NONE: "No one is named in this story.",
    StoryNames.OWN: "The storyteller chose to use their own first name. Every other name is changed.",
}


@dataclass(frozen=True)
class StoryView:
    """The words, as paragraphs, where to hear them, and what is said of the names."""

    page: StoryPage
    is_draft: bool = False

    @property
    def sound(self) -> str:
        """Of what is not published for an hour, for who is reading it now: their code stands in no address."""
        if self.page.story is None or self.page.recording_id is None:
            return ""
        address = reverse("voice:story-recording", args=[self.page.story.key])
        return f"{address}?pass={signing.dumps(self.page.recording_id, salt=PASS)}" if self.is_draft else address

    @property
    def paragraphs(self) -> list[str]:
        return split_paragraphs(self.page.words)

    @property
    def transcript(self) -> list[str]:
        return split_paragraphs(self.page.transcript)

    @property
    def names(self) -> str:
        return NAMES[StoryNames(self.page.names)]


def read_pass(typed: str) -> int | None:
    """The number of the recording that somebody may hear for an hour."""
    try:
        return int(signing.loads(typed, salt=PASS, max_age=PASS_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def split_paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@dataclass(frozen=True)
class WorkView:
    """One story for its worker: what is published, what waits, and what is missing."""

    story: Story
    page: StoryPage | None
    draft: StoryPage | None
    reading: StoryReading | None
    missing: list[str]

    @property
    def title(self) -> str:
        return self.draft.heading if self.draft else "A new story"

    @property
    def is_live(self) -> bool:
        return self.page is not None and self.page.live

    @property
    def has_news(self) -> bool:
        """Words that are not published yet."""
        return self.draft is not None and not (self.is_live and self.page and self.page.sha256 == self.draft.sha256)

    @property
    def can_publish(self) -> bool:
        return self.has_news and not self.missing

    @property
    def text(self) -> StoryView | None:
        return StoryView(self.draft, is_draft=True) if self.draft else None

    @property
    def what_they_said(self) -> str:
        if self.reading is None:
            return "They have not read these words yet."
        said = {
            Answer.YES: "They said yes",
            Answer.CHANGE: "They asked for a change",
            Answer.NO: "They said no",
        }[Answer(self.reading.answer)]
        how = "with you" if self.reading.how == ReadHow.WORKER else "with their private code"
        return f"{said} on {self.reading.read_on:%-d %B %Y}, {how}."


def describe_work(story: Story, *, day: date) -> WorkView:
    page, draft = story.find_page(), story.find_draft()
    reading = story.readings.filter(sha256=draft.sha256).first() if draft else None
    return WorkView(story, page, draft, reading, list(find_missing(story, draft, day=day)))


@dataclass(frozen=True)
class StoryOfCode:
    """One story for whoever holds the code: what waits for their answer, or what everybody reads."""

    story: Story
    draft: StoryPage | None
    state: str
    until: str

    @property
    def text(self) -> StoryView | None:
        return StoryView(self.draft, is_draft=True) if self.draft else None


def list_stories(code: PrivateCode, text: Text, *, day: date) -> list[StoryOfCode]:
    readable = set(Story.objects.readable(day=day).filter(code=code).values_list("pk", flat=True))
    return [_describe(story, text, is_readable=story.pk in readable) for story in get_stories_of_code(code)]


def _describe(story: Story, text: Text, *, is_readable: bool) -> StoryOfCode:
    draft = story.find_draft()
    reading = story.readings.filter(sha256=draft.sha256).first() if draft else None
    state = "unwritten" if draft is None else "waiting" if reading is None else f"said_{reading.answer}"
    sentences = [text["story"][state], text["story"]["published"] if is_readable else ""]
    until = text["story"]["until"].format(day=text.language.show_day(story.until))
    return StoryOfCode(story, draft, " ".join(one for one in sentences if one), until)
