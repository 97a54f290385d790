"""What pages show of a decision: what it rests on, what it lacks, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import Reader
from cairn.common.dates import show_date
from cairn.common.facets import Facet
from cairn.common.privacy.copies import NEUTRAL
from cairn.decisions.enums import Influence, Lack, Took, Who
from cairn.decisions.models import Decision, DecisionParticipant, DecisionTold, DecisionVoice
from cairn.decisions.queries import FigureState, Flag, get_flags, get_rows, list_figures
from cairn.decisions.queries.decisions import has_influence
from cairn.indicators.presenters.figures import show_cell, show_unit
from cairn.indicators.queries import PlaceFigure, get_series_of_pairs
from cairn.voice.enums import AgeBand, State
from cairn.voice.queries import can_read_words

FEW = 5  # a smaller group is given as fewer than five
STILL_OPEN = "Not decided yet"
# The four questions, as short as the head of a column.
PARTS = {
    Took.SPACE: "Time and a safe place",
    Took.VOICE: "Asked",
    Took.AUDIENCE: "Listened to",
    Took.INFLUENCE: "Weighed",
}


def show_number(number: int | None) -> str:
    """Of people in a group; small groups could be known by it."""
    if number is None:
        return "Not stated"
    return f"Fewer than {FEW}" if 0 < number < FEW else f"{number:,}"


@dataclass(frozen=True)
class ParticipantView:
    row: DecisionParticipant

    @property
    def who(self) -> str:
        return self.row.get_who_display()

    @property
    def number(self) -> str:
        return show_number(self.row.number)

    @property
    def parts(self) -> list[str]:
        return [label for part, label in PARTS.items() if part in self.row.took]

    @property
    def cells(self) -> list[str]:
        return ["Yes" if part in self.row.took else "Not recorded" for part in PARTS]


@dataclass(frozen=True)
class FigureView:
    """A figure as it was looked at, with how new it is today."""

    state: FigureState
    then: PlaceFigure | None
    day: date

    @property
    def title(self) -> str:
        return str(self.state.figure)

    @property
    def place(self) -> str:
        return self.state.figure.place.name

    @property
    def url(self) -> str:
        if self.state.definition is None:
            return ""
        return reverse("indicators:council-measure", args=[self.state.figure.place.slug, self.state.definition.key])

    @property
    def value(self) -> str:
        if self.state.definition is None or self.then is None:
            return "No longer on this site"
        cell = show_cell(self.state.definition, self.then)
        return f"{cell.text} {show_unit(self.state.definition)}" if cell.text else self.then.label.capitalize()

    @property
    def is_old(self) -> bool:
        return self.state.is_old(day=self.day)

    @property
    def freshness(self) -> str:
        year = self.state.figure.year
        if self.state.definition is None:
            return "This measure is no longer on this site"
        if self.state.is_newer_live:
            return f"Newer figures are on this site: {self.state.newest}"
        due = "" if self.state.figure.place.is_fictional else self.state.definition.describe_due(year + 1)
        if self.state.is_overdue(day=self.day):
            return (
                f"Next figures were due in {due} and are not on this site" if due else "No newer figures for two years"
            )
        return f"The newest. Next due in {due}" if due else "The newest on this site"


@dataclass(frozen=True)
class ToldView:
    row: DecisionTold

    @property
    def who(self) -> str:
        return self.row.get_who_display()

    @property
    def when(self) -> str:
        return show_date(self.row.told_on)


class DecisionView:
    """One decision as one person sees it. Words of answers come from their rows, now."""

    def __init__(self, record: Decision, user: Reader) -> None:
        self.record, self.user, self.today = record, user, localdate()

    @cached_property
    def flags(self) -> list[Flag]:
        """Where both lack, one sentence says so."""
        return without_doubles(get_flags(self.record))

    @property
    def made_on(self) -> str:
        return show_date(self.record.made_on) or STILL_OPEN

    @cached_property
    def options(self) -> list[object]:
        return get_rows(self.record, "options")

    @cached_property
    def participants(self) -> list[ParticipantView]:
        return [ParticipantView(one) for one in get_rows(self.record, "participants")]

    @property
    def part_names(self) -> list[str]:
        return list(PARTS.values())

    @cached_property
    def young(self) -> list[ParticipantView]:
        return [one for one in self.participants if one.row.who == Who.YOUNG_PEOPLE]

    @property
    def took_part(self) -> str:
        """For the strip."""
        return ", ".join(dict.fromkeys(one.who for one in self.participants))

    @property
    def view(self) -> str:
        """Of young people, in a few words: how many took part, and how many answers are linked."""
        numbers = [one.row.number for one in self.young]
        if self.young and all(number is None for number in numbers):
            people = "Young people took part"
        elif self.young:
            people = f"{show_number(sum(filter(None, numbers)))} young people took part"
        else:
            people = ""
        answers = f"{self.answers} answer{'' if self.answers == 1 else 's'} linked" if self.answers else ""
        return "; ".join(filter(None, (people, answers)))

    @property
    def has_view(self) -> bool:
        return not any(one.lack in (Lack.NO_VOICE, Lack.NEITHER) for one in self.flags)

    @property
    def influence(self) -> str:
        """The answer where it is borne out; else that it is not recorded."""
        record = self.record
        if has_influence(record) or record.changed_by_view == Influence.NOTHING:
            return record.get_changed_by_view_display()
        return ""

    @cached_property
    def figures(self) -> list[FigureView]:
        states = list_figures(get_rows(self.record, "figures"))
        wanted = [(one.definition, one.figure.place) for one in states if one.definition]
        series = get_series_of_pairs(wanted)
        return [FigureView(one, _find_figure(one, series), self.today) for one in states]

    @property
    def old_figures(self) -> int:
        return sum(one.is_old for one in self.figures)

    @cached_property
    def told(self) -> list[ToldView]:
        return [ToldView(one) for one in get_rows(self.record, "told")]

    @cached_property
    def voices(self) -> list[DecisionVoice]:
        found = self.record.voices.select_related("contribution__session").prefetch_related("contribution__consents")
        return list(found.order_by("contribution"))  # by keys made by chance: an order that says nothing

    @property
    def answers(self) -> int:
        return sum(one.contribution.state == State.KEPT for one in self.voices)

    @property
    def ages(self) -> list[str]:
        there = {one.contribution.age_band for one in self.voices if one.contribution.state == State.KEPT}
        return [label for value, label in AgeBand.choices if value in there]

    @cached_property
    def quotes(self) -> list[str]:
        return [words for one in self.voices if (words := self._quote(one))]

    def _quote(self, voice: DecisionVoice) -> str:
        if not voice.is_quoted:
            return ""
        if voice.contribution.state != State.KEPT:
            return NEUTRAL
        can_read = can_read_words(voice, self.record, self.user, day=self.today)
        return voice.contribution.words if can_read else ""


def _find_figure(state: FigureState, series: dict[tuple[str, str], list[PlaceFigure]]) -> PlaceFigure | None:
    found = series.get((state.figure.measure, state.figure.place.code), [])
    return next((one for one in found if one.year == state.figure.year), None)


def without_doubles(flags: Sequence[Flag]) -> list[Flag]:
    """“Neither” says what two others say as well."""
    if any(one.lack == Lack.NEITHER for one in flags):
        return [one for one in flags if one.lack not in (Lack.NO_VOICE, Lack.NO_FIGURES)]
    return list(flags)


@dataclass(frozen=True)
class DecisionRowView:
    """One line of a list."""

    record: Decision
    every_flag: Sequence[Flag]

    @property
    def flags(self) -> list[Flag]:
        return without_doubles(self.every_flag)

    @property
    def made_on(self) -> str:
        return show_date(self.record.made_on) or STILL_OPEN

    @property
    def took_part(self) -> str:
        rows = get_rows(self.record, "participants")
        return ", ".join(dict.fromkeys(one.get_who_display() for one in rows))


def get_lack_facet() -> Facet:
    return Facet("lacks", "What is missing", Lack.choices, lambda row: [one.lack.value for one in row.every_flag])


def get_kind_facet() -> Facet:
    return Facet(
        "kind",
        "Kind",
        (("staff", "Appointing staff"), ("other", "Other decisions")),
        lambda row: ["staff" if row.record.is_recruitment else "other"],
    )
