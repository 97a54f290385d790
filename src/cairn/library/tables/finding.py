"""Finding in a table of one person what its cells name: records by their title or address."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from cairn.accounts.models import Reader
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.tables import LinkColumn, Linked, UnableToReadCell

MOST_LOOKED_FOR = 50


class RecordFinder:
    """For one person, who finds no record that is hidden from them."""

    kinds: tuple[RecordKind, ...] = ()  # empty: of every kind

    def __init__(self, user: Reader) -> None:
        self.user = user
        self.number_looked_for = 0

    def find_near(self, named: str, among: list[str]) -> list[str]:
        """What may be meant. Looking takes long, so a table that is wrong all through gets it for its first rows."""
        self.number_looked_for += 1
        return get_close_matches(named, among, n=1, cutoff=0.8) if self.number_looked_for <= MOST_LOOKED_FOR else []

    @cached_property
    def titles(self) -> list[str]:
        return [record.title for record in self.records]

    @cached_property
    def records(self) -> list[Record]:
        found = Record.objects.visible_to(self.user).filter(merged_into=None)
        found = found.filter(kind__in=self.kinds) if self.kinds else found
        return list(found.only("pk", "slug", "kind", "title").order_by("pk"))

    @cached_property
    def records_by_title(self) -> dict[str, list[Record]]:
        return group(self.records, lambda record: [record.title])

    @cached_property
    def records_by_slug(self) -> dict[str, Record]:
        return {record.slug: record for record in self.records}

    def find_record(self, named: str, missing: str) -> Record:
        """The only one that somebody can mean; raises UnableToReadCell, with `missing` where nothing is named."""
        if not named.strip():
            raise UnableToReadCell(missing)
        found = self.records_by_title.get(normalise(named), []) or self._find_by_address(named)
        if len(found) == 1:
            return found[0]
        if found:
            addresses = " or ".join(record.get_absolute_url() for record in found[:4])
            raise UnableToReadCell(
                f"{len(found)} records are called “{named[:60]}”. Enter the address of the one you mean: {addresses}."
            )
        near = self.find_near(named, self.titles)
        mend = f"Did you mean “{near[0]}”?" if near else "Enter its title as shown on its page, or its address."
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


def try_cell(linked: Linked, column: LinkColumn, find: Callable[[], Any]) -> Any:
    """What was found; otherwise None, and the problem is told with the others of the row."""
    try:
        return find()
    except UnableToReadCell as problem:
        linked.problems.append((column.title, str(problem)))
        return None


def group(found: Iterable[Any], name: Callable[[Any], list[str]]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for one in found:
        for words in {normalise(words) for words in name(one)}:
            groups[words].append(one)
    return dict(groups)


def normalise(words: str) -> str:
    return " ".join(words.casefold().split())
