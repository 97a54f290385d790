"""What is shown of what young people and families said."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cairn.accounts.models import Reader
from cairn.common.privacy.copies import NEUTRAL, Removed
from cairn.voice.enums import AgeBand, Group, Medium, Reason, State
from cairn.voice.models import Contribution, ListeningSession, Need, NeedVoice, PrivateCode
from cairn.voice.queries import Use, can_read_words, find_uses, get_voices
from cairn.voice.translations import Text

REMOVED = "Withdrawn. The words were deleted."
NOT_USED = ("Session", "Held on", "Why not used", "Answers")


def list_not_used(session: ListeningSession) -> tuple[tuple[str, ...], list[tuple[str | int, ...]]]:
    """Header and a row for each reason that was given."""
    reasons = Counter(session.contributions.filter(state=State.REJECTED).values_list("reason", flat=True))
    rows: list[tuple[str | int, ...]] = [
        (session.title, session.held_on.isoformat(), label, reasons[value])
        for value, label in Reason.choices
        if reasons[value]
    ]
    return NOT_USED, rows


def describe_removed(removed: Removed) -> str:
    """How many copies went too: places, because some may be where the worker may not look."""
    if not removed.number:
        return f"{REMOVED} No copies were found."
    return f"{REMOVED} Copies were removed in {removed.number} place{'' if removed.number == 1 else 's'}."


@dataclass(frozen=True)
class AgreedView:
    """One thing that somebody said yes to, and what the button sends that ends it."""

    words: str
    purpose: str
    value: str


@dataclass(frozen=True)
class AnswerOfCode:
    """One answer, for whoever holds the code: what was asked, what they said, and what happened with it."""

    contribution: Contribution
    text: Text
    uses: list[Use] = field(default_factory=list)

    @property
    def question(self) -> str:
        session = self.contribution.session
        return str(session.questions.get(self.text.language.code, session.question))

    @property
    def sent(self) -> str:
        """That there is a picture or a recording, which is not shown where anyone with the code could look."""
        medium = self.contribution.medium
        return "" if medium == Medium.WORDS else self.text["answers"][medium]

    @property
    def needs(self) -> list[Need]:
        return list_public_needs(self.contribution)

    @property
    def other_needs(self) -> str:
        number = len(self.contribution.voices.all()) - len(self.needs)
        return self.text["answers"]["other_needs"].format(number=number) if number else ""

    @property
    def state(self) -> str:
        words = self.text["answers"]
        if self.contribution.state == State.WAITING:
            return words["waiting"]
        if self.contribution.state == State.REJECTED:
            return words["not_used"].format(reason=self.text["reasons"][self.contribution.reason])
        return words["kept"]

    @property
    def agreed(self) -> list[AgreedView]:
        return [
            AgreedView(
                self.text["answers"]["agreed"].format(day=self.text.language.show_day(one.until), purpose=purpose),
                purpose,
                f"{self.contribution.pk}-{one.purpose}",
            )
            for one in self.contribution.consents.all()
            for purpose in [self.text["purposes"][one.purpose]]
        ]


def list_answers(code: PrivateCode, text: Text) -> list[AnswerOfCode]:
    rows = list(code.contributions.select_related("session").prefetch_related("consents", "voices").shuffled())
    uses = find_uses([one.pk for one in rows])
    return [AnswerOfCode(one, text, uses.get(one.pk, [])) for one in rows]


@dataclass(frozen=True)
class QuoteView:
    """Words, or a picture with what it shows; neither is kept anywhere but in its own row."""

    words: str
    picture: str = ""  # its address
    shows: str = ""


@dataclass(frozen=True)
class ThemeView:
    """Answers that a person put together, and what may be quoted to this reader."""

    name: str
    number: int
    quotes: list[QuoteView]


@dataclass(frozen=True)
class VoicesView:
    """Who stands behind a need: themes, which ages and groups were heard, and which were not."""

    themes: list[ThemeView]
    ages: list[str]
    ages_not_heard: list[str]
    groups: list[str]
    groups_not_heard: list[str]

    @property
    def number(self) -> int:
        return sum(theme.number for theme in self.themes)


def describe_voices(need: Need, user: Reader, *, day: date) -> VoicesView:
    """Words come from the rows of the answers, now. One that has gone is shown as gone where it was quoted."""
    voices = get_voices(need)
    there = [one for one in voices if one.contribution.state == State.KEPT]
    ages = {one.contribution.age_band for one in there}
    groups = {name for one in there for name in one.contribution.session.groups}
    themes = [
        ThemeView(
            theme,
            sum(one.theme == theme for one in there),
            [quote for one in voices if one.theme == theme and (quote := _quote(one, need, user, day))],
        )
        for theme in dict.fromkeys(one.theme for one in voices)
    ]
    asked = [(value, label) for value, label in AgeBand.choices if value != AgeBand.NOT_SAID]
    return VoicesView(
        [theme for theme in themes if theme.number or theme.quotes],
        [label for value, label in AgeBand.choices if value in ages],
        [label for value, label in asked if value not in ages],
        [label for value, label in Group.choices if value in groups],
        [label for value, label in Group.choices if value not in groups],
    )


def _quote(voice: NeedVoice, need: Need, user: Reader, day: date) -> QuoteView | None:
    said = voice.contribution
    if not voice.is_quoted:
        return None
    if said.state != State.KEPT:
        return QuoteView(NEUTRAL)
    if not can_read_words(voice, need, user, day=day):
        return None
    if said.medium != Medium.PICTURE:
        return QuoteView(said.words)
    return QuoteView(said.words, reverse("voice:picture", args=[need.slug, said.pk]), said.file.description)


def list_public_needs(contribution: Contribution) -> list[Need]:
    """For whoever said it: needs that everybody may read."""
    keys = [one.need_id for one in contribution.voices.all()]
    return list(Need.objects.visible_to(AnonymousUser()).filter(pk__in=keys).order_by("title"))
