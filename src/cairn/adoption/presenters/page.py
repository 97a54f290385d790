"""The page of one council's use of a model: what it opens with, and what a reader may see of its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cairn.adoption.models import Adaptation, Adoption, AdoptionMove, AdoptionPart, StartConfirmation
from cairn.adoption.queries import Start, find_start
from cairn.adoption.services import sort_changes
from cairn.common.dates import show_date, show_day
from cairn.library.definitions.vocabularies import get_terms
from cairn.library.models import Grade, PracticeModel
from cairn.library.presenters.claims import cite

STATE_COLOURS = {
    AdoptionPart.State.KEPT: "green",
    AdoptionPart.State.CHANGED: "yellow",
    AdoptionPart.State.DROPPED: "red",
    AdoptionPart.State.NOT_YET: "grey",
}
NOT_CONFIRMED = "Not confirmed by the council, those the model comes from or an evaluation"


def show_range(first: str, last: str) -> str:
    """“April 2016”, or “between April and September 2016”."""
    if not last or last == first:
        return show_date(first)
    return f"between {show_date(first)} and {show_date(last)}"


@dataclass(frozen=True)
class MoveView:
    move: AdoptionMove

    @property
    def when(self) -> str:
        words = show_range(self.move.moved_on, self.move.moved_until)
        return words[:1].upper() + words[1:] or "No date"

    @property
    def status(self) -> str:
        return str(AdoptionMove.Status(self.move.status).label)


@dataclass(frozen=True)
class ChangeView:
    """A change made, in plain words; which part it is about is for those who may see the model."""

    change: Adaptation
    shows_part: bool
    number: int = 0

    @property
    def when(self) -> str:
        return show_date(self.change.made_on) or "No date"

    @property
    def part(self) -> str:
        if not self.shows_part:
            return ""
        if not self.change.part:  # a source may not say which
            return "" if self.change.source_id else "None of its parts"
        return f"{self.change.part} (must be kept)" if self.change.must_keep else self.change.part

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What else is known of it, with its label."""
        change = self.change
        said = (
            ("Kind", _list_terms("change_natures", [change.nature])),
            ("Reason", _list_terms("change_reasons", [change.reason])),
            ("Why", change.why),
            ("Decided by", _list_terms("change_deciders", change.decided_by)),
            ("Planned", str(Adaptation.Planned(change.planned).label) if change.planned else ""),
            ("Fits the model", str(Adaptation.Fits(change.fits).label) if change.fits else ""),
            ("Those the model comes from", change.originator_view),
            ("Source", cite(change.source) if change.source else ""),
        )
        return [(label, words) for label, words in said if words]


def _list_terms(vocabulary: str, keys: Iterable[str]) -> str:
    return "; ".join(term.title for term in get_terms(vocabulary, [key for key in keys if key]))


@dataclass(frozen=True)
class ConfirmationView:
    """Who says that the start is right."""

    confirmation: StartConfirmation

    @property
    def words(self) -> str:
        one = self.confirmation
        who = str(StartConfirmation.By(one.by).label)
        if one.organisation:
            return f"{who}: {one.organisation.name}, {show_day(one.confirmed_at)}"
        return f"{who}: {cite(one.source)}" if one.source else who


class UsePage:
    """One use, as the words that are given here say: the published ones, or a draft. `model` is one the reader sees."""

    def __init__(self, use: Adoption, model: PracticeModel | None) -> None:
        self.use, self.model = use, model

    @cached_property
    def moves(self) -> list[MoveView]:
        return [MoveView(move) for move in sorted(self.use.moves.all(), key=lambda move: move.position)]

    @property
    def last(self) -> MoveView | None:
        return self.moves[-1] if self.moves else None

    @cached_property
    def start(self) -> Start | None:
        return find_start(self.use.moves.all())

    @property
    def started(self) -> str:
        """When it began, as exactly as it is known."""
        if self.start is None:
            return "Not started"
        first, _, last = self.start.text.partition("..")
        words = show_range(first, last)
        return words[:1].upper() + words[1:] or "No source gave a date"

    @cached_property
    def confirmations(self) -> list[ConfirmationView]:
        """Those of the start as it stands: who confirmed another day said nothing of this one."""
        if self.start is None or not self.start.text:
            return []
        there = self.use.start_confirmations.all()
        return [ConfirmationView(one) for one in there if one.start == self.start.text]

    not_confirmed = NOT_CONFIRMED

    @cached_property
    def parts(self) -> list[tuple[AdoptionPart, str]]:
        """With the colour of how it is done; nothing of a model that the reader may not see."""
        if self.model is None:
            return []
        found = sorted(self.use.parts.all(), key=lambda one: (not one.must_keep, one.pk or 0))
        return [(one, STATE_COLOURS[AdoptionPart.State(one.state)]) for one in found]

    @property
    def parts_in_short(self) -> str:
        """“5 kept, 1 changed” of the parts that must be kept, or of all where it is not known which must."""
        must = [one for one, _ in self.parts if one.must_keep]
        counted = must or [one for one, _ in self.parts]
        numbers = [(state, sum(one.state == state for one in counted)) for state in AdoptionPart.State]
        said = ", ".join(f"{number} {str(state.label).lower()}" for state, number in numbers if number)
        return f"{said} of the parts that must be kept" if must else said

    @cached_property
    def changes(self) -> list[ChangeView]:
        rows = sort_changes(self.use.adaptations.all())
        return [ChangeView(one, self.model is not None, number) for number, one in enumerate(rows)]

    @property
    def reach(self) -> list[tuple[str, str]]:
        use = self.use
        numbers = (
            (use.children_reached, "children and young people reached"),
            (use.families_reached, "families reached"),
            (use.people_trained, "people trained"),
        )
        return [(f"{number:,}", words) for number, words in numbers if number is not None]

    @property
    def reached_until(self) -> str:
        return show_date(self.use.reached_until)

    @property
    def grade(self) -> str:
        return str(Grade(self.use.grade).label)

    @property
    def terms(self) -> list[tuple[str, str]]:
        """On what terms it is used."""
        use = self.use
        said: tuple[tuple[str, Any], ...] = (
            ("Version", use.version),
            ("Supported by", use.supported_by),
            ("Licence", use.licence),
            ("Permission to use the name", str(Adoption.NameUse(use.name_use).label) if use.name_use else ""),
            ("Fee", use.fee),
        )
        return [(label, words) for label, words in said if words]

    @property
    def why(self) -> list[tuple[str, str]]:
        use = self.use
        said = (("Need", use.why_need), ("Evidence", use.why_evidence), ("Readiness", use.why_ready))
        return [(label, words) for label, words in said if words]
