"""What a table of reported results says beside the answers of their form: about which record, and from which source.

A record is named by its title or its address, a source as it is cited, by its title or by its short name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from cairn.accounts.models import Reader
from cairn.library import services
from cairn.library.forms.claims import NewClaimForm
from cairn.library.models import Claim, Source
from cairn.library.presenters.claims import COMPARATOR_NOT_FOUND, NO_ADDRESS, SHORT_NAMES, cite
from cairn.library.queries import get_sources
from cairn.library.tables.finding import RecordFinder, group, normalise, try_cell
from cairn.records.forms.empty_answers import check_says_something
from cairn.records.models import Record
from cairn.records.tables import LinkColumn, Linked, UnableToReadCell

ABOUT = LinkColumn(
    "about",
    "About",
    "Required. The title of the record that the result is about, or the address of its page.",
    "No Wrong Door",
)
SOURCE = LinkColumn(
    "source",
    "Source",
    "Required. The source as cited in the download of results, or its title or short name. New sources are added.",
    "A report on evening visits, Otter Press, 2024",
)
ADDRESS = LinkColumn("source_address", "Address of the source", "Optional.", "https://www.example.org/evening-visits")
MISSING = "Enter the record the result is about: its title, or the address of its page."
STAYS = (
    "You cannot move a result to another record or source. Leave the cell as it was, or clear the "
    "reference to add a new result."
)


@dataclass(frozen=True)
class NewSource:
    title: str
    address: str


class ClaimLinks(RecordFinder):
    """For one person, who sees neither records nor sources of others that are hidden from them."""

    columns: ClassVar[tuple[LinkColumn, ...]] = (ABOUT, SOURCE, ADDRESS)
    aliases: ClassVar[Mapping[str, str]] = {title.casefold(): name for name, title in SHORT_NAMES.items()}
    blanks: ClassVar[Mapping[str, str]] = {"comparator": COMPARATOR_NOT_FOUND, "source_address": NO_ADDRESS}
    related: ClassVar[tuple[str, ...]] = ("about", "source")
    adds: ClassVar[str] = "Sources that would be added"

    def __init__(self, user: Reader) -> None:
        super().__init__(user)
        self.new: dict[str, NewSource] = {}  # by what `add_source` knows one again

    # --- Out -----------------------------------------------------------------------------------

    def describe(self, claim: Claim) -> list[str]:
        about = claim.about.title if claim.about_id in self.visible else ""
        return [about, cite(claim.source), claim.source.address or NO_ADDRESS]

    @cached_property
    def visible(self) -> set[int]:
        spoken_of = Claim.objects.visible_to(self.user).values("about")
        return set(Record.objects.visible_to(self.user).filter(pk__in=spoken_of).values_list("pk", flat=True))

    # --- In ------------------------------------------------------------------------------------

    def read(self, cells: Mapping[str, str]) -> Linked:
        linked = Linked()
        about = try_cell(linked, ABOUT, lambda: self.find_record(cells.get("about", ""), MISSING))
        source = self.read_source(linked, cells)
        if about is None or source is None:
            return linked
        linked.answers = {"about_id": about.pk, "source": source}
        linked.notes = [f"about “{about.title}”"]
        if isinstance(source, NewSource):
            linked.notes.append("from a new source")
            linked.adds.append(self._describe_new(source))
        else:
            linked.notes.append(f"from “{cite(source)}”")
        return linked

    def compare(self, cells: Mapping[str, str], claim: Claim) -> Linked:
        linked = Linked()
        there = dict(zip(("about", "source", "source_address"), self.describe(claim), strict=True))
        there["source_address"] = claim.source.address
        changed = {name: cell for name, cell in cells.items() if cell != there[name]}
        if "about" in changed:
            about = try_cell(linked, ABOUT, lambda: self.find_record(changed["about"], MISSING))
            if about and about.pk != claim.about_id:
                linked.problems.append((ABOUT.title, STAYS))
        if changed.keys() & {"source", "source_address"}:
            source = self.read_source(linked, cells)
            if source and source != claim.source:
                linked.problems.append((SOURCE.title, STAYS))
        return linked

    def read_source(self, linked: Linked, cells: Mapping[str, str]) -> Source | NewSource | None:
        address = try_cell(linked, ADDRESS, lambda: _check_address(cells.get("source_address", "")))
        if address is None:
            return None
        return try_cell(linked, SOURCE, lambda: self.find_source(cells.get("source", ""), address))

    def write(self, linked: Linked, *, at: datetime) -> dict[str, Any]:
        source = linked.answers.get("source")
        if isinstance(source, NewSource):
            added = services.add_source(title=source.title, address=source.address, by=self.user, at=at)  # type: ignore[arg-type]  # nobody brings in a table without a log-in
            return {**linked.answers, "source": added}
        return linked.answers

    # --- Sources -------------------------------------------------------------------------------

    @cached_property
    def citations(self) -> list[str]:
        return [cite(source) for source in self.sources]

    @cached_property
    def sources(self) -> list[Source]:
        return list(get_sources(self.user).order_by("title", "pk"))

    @cached_property
    def sources_by_words(self) -> dict[str, list[Source]]:
        return group(self.sources, lambda source: [source.key, source.title, cite(source)])

    @cached_property
    def sources_by_address(self) -> dict[str, Source]:
        return {source.address: source for source in reversed(self.sources) if source.address}

    def find_source(self, named: str, address: str) -> Source | NewSource:
        """The one that is there, or what would be added; raises UnableToReadCell."""
        found = self.sources_by_words.get(normalise(named), [])
        there = self.sources_by_address.get(address)
        if there is not None:
            if found and there not in found:
                raise UnableToReadCell(
                    f"“{named[:60]}” and its address belong to two sources. The address is of “{cite(there)}”. "
                    "Correct one of the two cells."
                )
            return there
        if len(found) > 1:
            keys = " or ".join(source.key for source in found[:4])
            raise UnableToReadCell(
                f"{len(found)} sources are called “{named[:60]}”. Write the short name of the one you mean: {keys}."
            )
        if found and address:
            raise UnableToReadCell(
                f"“{named[:60]}” is already here with a different address, or none: "
                f"“{found[0].address or NO_ADDRESS}”. Clear the address cell, or enter the title of "
                "another source."
            )
        if found:
            return found[0]
        new = _make_new(named, address)
        return self.new.setdefault(address or normalise(new.title), new)

    def _describe_new(self, source: NewSource) -> str:
        text = f"“{source.title}”, {source.address or NO_ADDRESS}."
        near = self.find_near(source.title, self.citations)
        return f"{text} Did you mean “{near[0]}”, which is already here?" if near else text


def _check_address(given: str) -> str:
    """By the rule of the form."""
    try:
        return str(NewClaimForm.base_fields["source_address"].clean(given))
    except ValidationError as problem:
        raise UnableToReadCell(f"“{given[:60]}” is not an address. {' '.join(problem.messages)}") from problem


def _make_new(title: str, address: str) -> NewSource:
    title = " ".join(title.split())
    if not title:
        raise UnableToReadCell("Enter where people can read it: the title of the report, page or article.")
    most = Source._meta.get_field("title").max_length
    if len(title) > most:  # type: ignore[operator]  # the column has a limit
        raise UnableToReadCell(f"The title of a source can have at most {most} letters; this one has {len(title)}.")
    try:
        check_says_something(title, label=SOURCE.title, is_required=True)
    except ValidationError as problem:
        raise UnableToReadCell(" ".join(problem.messages)) from problem
    return NewSource(title, address)
