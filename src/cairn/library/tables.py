"""What a table of reported results says beside the answers of their form: about which record, and from which source.

A record is named by its title or its address, a source as it is cited, by its title or by its short name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cairn.library import services
from cairn.library.forms.claims import NewClaimForm
from cairn.library.models import Claim, Source
from cairn.library.presenters.claims import COMPARATOR_NOT_FOUND, NO_ADDRESS, SHORT_NAMES, cite
from cairn.library.queries import get_sources
from cairn.records.enums import RecordKind
from cairn.records.forms.empty_answers import check_says_something
from cairn.records.models import BulkImport, Record
from cairn.records.tables import LinkColumn, Linked, UnableToReadCell

ABOUT = LinkColumn(
    "about",
    "About",
    "Must be answered. The title of the record that the result is about, or the address of its page.",
    "No Wrong Door",
)
SOURCE = LinkColumn(
    "source",
    "Source",
    "Must be answered. The source as the download of results cites it, its title or its short name. One that is not "
    "here yet is added.",
    "A report on evening visits, Otter Press, 2024",
)
ADDRESS = LinkColumn(
    "source_address", "Address of the source", "May be left empty.", "https://www.example.org/evening-visits"
)
MOST_LOOKED_FOR = 50
STAYS = (
    "A result stays with the record and the source that it came with. Leave the cell as it was, or start a new result: "
    "empty its reference."
)


@dataclass(frozen=True)
class NewSource:
    title: str
    address: str


class ClaimLinks:
    """For one person, who sees neither records nor sources of others that are hidden from them."""

    columns: ClassVar = (ABOUT, SOURCE, ADDRESS)
    aliases: ClassVar = {title.casefold(): name for name, title in SHORT_NAMES.items()}
    blanks: ClassVar = {"comparator": COMPARATOR_NOT_FOUND, "source_address": NO_ADDRESS}
    related: ClassVar = ("about", "source")
    adds: ClassVar = "Sources that would be added"

    def __init__(self, user: Any) -> None:
        self.user = user
        self.new: dict[str, NewSource] = {}  # by what `add_source` knows one again
        self.number_looked_for = 0

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
        about = _try(linked, ABOUT, lambda: self.find_record(cells.get("about", "")))
        source = self._read_source(linked, cells)
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
            about = _try(linked, ABOUT, lambda: self.find_record(changed["about"]))
            if about and about.pk != claim.about_id:
                linked.problems.append((ABOUT.title, STAYS))
        if changed.keys() & {"source", "source_address"}:
            source = self._read_source(linked, cells)
            if source and source != claim.source:
                linked.problems.append((SOURCE.title, STAYS))
        return linked

    def _read_source(self, linked: Linked, cells: Mapping[str, str]) -> Source | NewSource | None:
        address = _try(linked, ADDRESS, lambda: _check_address(cells.get("source_address", "")))
        if address is None:
            return None
        return _try(linked, SOURCE, lambda: self.find_source(cells.get("source", ""), address))

    def write(self, linked: Linked, *, at: datetime) -> dict[str, Any]:
        source = linked.answers.get("source")
        if isinstance(source, NewSource):
            added = services.add_source(title=source.title, address=source.address, by=self.user, at=at)
            return {**linked.answers, "source": added}
        return linked.answers

    def _find_near(self, named: str, among: list[str]) -> list[str]:
        """What may be meant. Looking takes long, so a table that is wrong all through gets it for its first rows."""
        self.number_looked_for += 1
        return get_close_matches(named, among, n=1, cutoff=0.8) if self.number_looked_for <= MOST_LOOKED_FOR else []

    # --- Records -------------------------------------------------------------------------------

    @cached_property
    def titles(self) -> list[str]:
        return [record.title for record in self.records]

    @cached_property
    def records(self) -> list[Record]:
        found = Record.objects.visible_to(self.user).filter(merged_into=None)
        return list(found.only("pk", "slug", "kind", "title").order_by("pk"))

    @cached_property
    def records_by_title(self) -> dict[str, list[Record]]:
        return _group(self.records, lambda record: [record.title])

    @cached_property
    def records_by_slug(self) -> dict[str, Record]:
        return {record.slug: record for record in self.records}

    def find_record(self, named: str) -> Record:
        """The only one that somebody can mean; raises UnableToReadCell."""
        if not named.strip():
            raise UnableToReadCell("Write which record the result is about: its title, or the address of its page.")
        found = self.records_by_title.get(_normalise(named), []) or self._find_by_address(named)
        if len(found) == 1:
            return found[0]
        if found:
            addresses = " or ".join(record.get_absolute_url() for record in found[:4])
            raise UnableToReadCell(
                f"{len(found)} records are called “{named[:60]}”. Write the address of the one you mean: {addresses}."
            )
        near = self._find_near(named, self.titles)
        mend = f"Did you mean “{near[0]}”?" if near else "Write its title as it stands on its page, or its address."
        raise UnableToReadCell(f"There is no record “{named[:60]}” that you can see. {mend}")

    def _find_by_address(self, given: str) -> list[Record]:
        """A path, with or without the site before it, or a reference alone; a duplicate leads to what stayed."""
        path = urlsplit(given.strip()).path
        slug = path.rstrip("/").rpartition("/")[2]
        record = self.records_by_slug.get(slug) or self._find_kept(slug)
        if record is None:
            return []
        alone = path in (slug, f"/records/{slug}/", f"/records/{slug}")
        is_page = path.rstrip("/") == record.get_absolute_url().replace(record.slug, slug).rstrip("/")
        return [record] if alone or is_page else []

    def _find_kept(self, slug: str) -> Record | None:
        kept = Record.objects.filter(slug=slug, withdrawn_at=None).values_list("merged_into__slug", flat=True).first()
        return self.records_by_slug.get(kept) if kept else None

    # --- Sources -------------------------------------------------------------------------------

    @cached_property
    def citations(self) -> list[str]:
        return [cite(source) for source in self.sources]

    @cached_property
    def sources(self) -> list[Source]:
        return list(get_sources(self.user).order_by("title", "pk"))

    @cached_property
    def sources_by_words(self) -> dict[str, list[Source]]:
        return _group(self.sources, lambda source: [source.key, source.title, cite(source)])

    @cached_property
    def sources_by_address(self) -> dict[str, Source]:
        return {source.address: source for source in reversed(self.sources) if source.address}

    def find_source(self, named: str, address: str) -> Source | NewSource:
        """The one that is there, or what would be added; raises UnableToReadCell."""
        found = self.sources_by_words.get(_normalise(named), [])
        there = self.sources_by_address.get(address)
        if there is not None:
            if found and there not in found:
                raise UnableToReadCell(
                    f"“{named[:60]}” and its address are of two sources: at the address is “{cite(there)}”. "
                    "Mend one of the two cells."
                )
            return there
        if len(found) > 1:
            keys = " or ".join(source.key for source in found[:4])
            raise UnableToReadCell(
                f"{len(found)} sources are called “{named[:60]}”. Write the short name of the one you mean: {keys}."
            )
        if found and address:
            raise UnableToReadCell(
                f"“{named[:60]}” is here with another address, or with none: “{found[0].address or NO_ADDRESS}”. Empty "
                "the cell with the address, or write the title of another source."
            )
        if found:
            return found[0]
        new = _make_new(named, address)
        return self.new.setdefault(address or _normalise(new.title), new)

    def _describe_new(self, source: NewSource) -> str:
        text = f"“{source.title}”, {source.address or NO_ADDRESS}."
        near = self._find_near(source.title, self.citations)
        return f"{text} Did you mean “{near[0]}”, which is here already?" if near else text


def clear_in_tables(*, record: Record, titles: list[str], **_: Any) -> None:
    """Tables that wait name what a result is about by its title; of a withdrawn record that cell is emptied.

    Only for people who could read it: in the table of anybody else the same words mean something else.
    """
    names = {_normalise(title) for title in titles}
    for table in BulkImport.objects.filter(kind=RecordKind.CLAIM).select_related("by"):
        columns = table.rows["columns"]
        at = columns.index(ABOUT.name) if ABOUT.name in columns else None
        if at is None or not Record.objects.withdrawn_from(table.by).filter(pk=record.pk).exists():
            continue
        naming = [cells for _, cells in table.rows["rows"] if at < len(cells) and _normalise(cells[at]) in names]
        for cells in naming:
            cells[at] = ""
        if naming:
            table.save(update_fields=["rows"])


def _try(linked: Linked, column: LinkColumn, find: Callable[[], Any]) -> Any:
    try:
        return find()
    except UnableToReadCell as problem:
        linked.problems.append((column.title, str(problem)))
        return None


def _check_address(given: str) -> str:
    """By the rule of the form."""
    try:
        return str(NewClaimForm.base_fields["source_address"].clean(given))
    except ValidationError as problem:
        raise UnableToReadCell(f"“{given[:60]}” is no address. {' '.join(problem.messages)}") from problem


def _make_new(title: str, address: str) -> NewSource:
    title = " ".join(title.split())
    if not title:
        raise UnableToReadCell("Write where it can be read: the title of the report, page or article.")
    most = Source._meta.get_field("title").max_length
    if len(title) > most:
        raise UnableToReadCell(f"The title of a source has at most {most} letters; this one has {len(title)}.")
    try:
        check_says_something(title, label=SOURCE.title, is_required=True)
    except ValidationError as problem:
        raise UnableToReadCell(" ".join(problem.messages)) from problem
    return NewSource(title, address)


def _group(found: Iterable[Any], name: Callable[[Any], list[str]]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for one in found:
        for words in {_normalise(words) for words in name(one)}:
            groups[words].append(one)
    return dict(groups)


def _normalise(words: str) -> str:
    return " ".join(words.casefold().split())
