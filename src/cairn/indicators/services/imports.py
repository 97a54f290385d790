"""Imports of published files: each is taken whole or not at all, and what is taken becomes visible in one moment."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from django.conf import settings
from django.core.files import File
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction

from cairn.common.reading.refusals import Refusal, UnableToImport
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure, Item, Layout, Notes, PlaceBook, find_date_in_name
from cairn.indicators.importers.layouts import OFFER, UnknownLayout, recognise
from cairn.indicators.importers.sources import Source, find_files, open_sources
from cairn.indicators.models import Release
from cairn.indicators.queries import Missing, find_missing, get_newer_release
from cairn.indicators.services.storage import remove_releases, write_figures, write_items, write_shared
from cairn.indicators.signals import releases_became_live
from cairn.places.definitions import get_gss_codes, get_real_places
from cairn.places.models import Place, PlaceCode
from cairn.places.queries import get_names, normalise
from cairn.places.services import load_places, move_parts

logger = logging.getLogger(__name__)
Outcome = Literal["loaded", "would load", "already here", "left out", "refused"]
TAKEN: tuple[Outcome, ...] = ("loaded", "would load", "already here")


@dataclass
class FileReport:
    """What became of one file of an import."""

    name: str
    outcome: Outcome
    title: str = ""
    edition: str = ""
    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)  # status -> cells
    notes: list[str] = field(default_factory=list)
    reason: str = ""  # why it was left out or refused
    newer: Release | None = None  # a live release that counts before this one
    missing: Missing | None = None  # what the release before it has and this one has not
    path: Path | None = None  # as it was met; an archive's members share theirs
    release: Release | None = None

    @property
    def numbers(self) -> int:
        return self.counts.get(Status.NUMBER, 0)


@dataclass
class ImportReport:
    files: list[FileReport] = field(default_factory=list)
    dry_run: bool = False

    def with_outcome(self, outcome: Outcome) -> list[FileReport]:
        return [one for one in self.files if one.outcome == outcome]


def import_paths(
    paths: Iterable[Path | str],
    *,
    at: datetime,
    dry_run: bool = False,
    strict: bool = False,
    unattended: bool = False,
) -> ImportReport:
    """Import files and folders; raises UnableToImport with one sentence where nothing could be taken.

    A file that is refused costs only itself, and so does one of an unknown kind. With `strict`, all are taken or none.
    When the site imports `unattended`, nobody named the files, and it is no fault if none of them can be taken.
    """
    check_tables()
    report = ImportReport(dry_run=dry_run)
    loading: list[Release] = []
    try:
        if not dry_run:
            remove_releases(Release.objects.loading())  # of a run that was killed
            load_places()
        run = _Run(_get_planned_places() if dry_run else _get_stored_places(), report, loading, at, strict)
        for path, was_named in find_files([Path(path) for path in paths]):
            try:
                for source in open_sources(
                    path, was_named=was_named and not unattended, most_bytes=settings.IMPORT_MAX_BYTES
                ):
                    run.take(source, path)
            except Refusal as problem:  # of the archive; its tables that were read before stay
                run.refuse(str(path), path, problem)
        if not unattended:
            _check_found_something(report)
        _set_live(loading, run.replaced)
    except BaseException:  # an interrupt leaves nothing behind either
        _try_to_clear_up(loading)
        raise
    if not dry_run:
        for one in report.with_outcome("loaded"):
            if one.release:
                one.missing, one.newer = find_missing(one.release), get_newer_release(one.release)
    return report


@dataclass
class _Run:
    """One import of many files."""

    places: PlaceBook
    report: ImportReport
    loading: list[Release]
    at: datetime
    strict: bool
    met: set[str] = field(default_factory=set)
    replaced: dict[str, Release] = field(default_factory=dict)  # by the placeholder of the release that replaces it

    def take(self, source: Source, path: Path) -> None:
        """Load one stream of content, or say why not."""
        known = len(self.loading)
        try:
            self.report.files.append(self._load(source, path))
        except UnknownLayout as problem:
            if source.was_named:
                return self.refuse(source.name, path, problem)
            self.report.files.append(FileReport(source.name, "left out", reason=problem.found, path=path))
        except Refusal as problem:
            _clear_up(self.loading[known:])
            del self.loading[known:]
            self.refuse(source.name, path, problem)
        return None

    def refuse(self, name: str, path: Path, problem: Refusal) -> None:
        text = problem.describe(name)
        if self.strict:
            raise UnableToImport(text) from None
        self.report.files.append(FileReport(name, "refused", reason=text, path=path))

    def _knows_more(self, earlier: Release) -> bool:
        """Whether a council that was left out when the same file was read before is known by now."""
        known = self.places.councils.keys() | self.places.gss.keys()
        return not known.isdisjoint(earlier.unknown_places)

    def _load(self, source: Source, path: Path) -> FileReport:
        earlier = Release.objects.exclude(state=Release.State.LOADING).filter(sha256=source.sha256).first()
        _check_earlier(earlier)
        replaced = earlier if earlier and self._knows_more(earlier) else None
        if (earlier and not replaced) or source.sha256 in self.met:
            title, edition = (earlier.title, earlier.edition) if earlier else ("the same file under another name", "")
            return FileReport(source.name, "already here", title, edition, path=path)
        layout = recognise(source.file)
        notes = Notes()
        release = _get_release(source, layout, self.at)
        if replaced:
            release.sha256 = _make_placeholder(replaced)
            self.replaced[release.sha256] = replaced
        items = layout.read(source.file, self.places, notes)
        missing = None
        if self.report.dry_run:
            missing = _rehearse(release, items, self.places, notes)
        else:
            _load(release, items, source.file, self.loading, notes)
        release.rows, release.notes, release.unknown_places = notes.rows, notes.sentences, notes.unknown_codes
        if not self.report.dry_run:
            release.save(force_update=True)
        self.met.add(source.sha256)
        return FileReport(
            source.name,
            "would load" if self.report.dry_run else "loaded",
            layout.title,
            release.edition,
            release.rows,
            release.counts,
            notes.sentences,
            missing=missing,
            path=path,
            release=None if self.report.dry_run else release,
        )


def _make_placeholder(replaced: Release) -> str:
    """Stands for the checksum while the same file is there twice: read before, and read again."""
    return hashlib.sha256(f"again {replaced.sha256}".encode()).hexdigest()


def _check_earlier(earlier: Release | None) -> None:
    if earlier and earlier.state == Release.State.WITHDRAWN:
        raise Refusal(
            f"this release was imported on {earlier.imported_at:%d %B %Y} and has since been withdrawn.",
            "Use the publisher's corrected file.",
        )
    if earlier and earlier.state == Release.State.WAITING:
        raise Refusal(
            "this file has been uploaded on the site and is waiting for approval.", "Approve or discard it there first."
        )


@dataclass(frozen=True)
class Reading:
    """One file that is read by itself, outside an import of many."""

    source: Source
    name: str
    layout: Layout
    at: datetime
    watch: Callable[[Iterator[Item]], Iterator[Item]]


def read_source(reading: Reading) -> Release:
    """Load one file whole into a release that waits; nothing of it is kept when it is refused."""
    notes = Notes()
    release = _get_release(reading.source, reading.layout, reading.at)
    release.original_name, release.file_date = reading.name, find_date_in_name(reading.name)
    loading: list[Release] = []
    try:
        items = reading.watch(reading.layout.read(reading.source.file, _get_stored_places(), notes))
        _load(release, items, reading.source.file, loading, notes)
        release.rows, release.notes, release.unknown_places = notes.rows, notes.sentences, notes.unknown_codes
        release.state = Release.State.WAITING
        release.save(force_update=True)
    except BaseException:
        _try_to_clear_up(loading)
        raise
    return release


def _load(release: Release, items: Iterable[Item], file: BinaryIO, loading: list[Release], notes: Notes) -> None:
    name = f"releases/{release.sha256}{Path(release.original_name).suffix.lower() or '.csv'}"
    release.raw_file.name = name.removesuffix(
        ".gz"
    )  # known before anything is written, so that a crash can be cleared up
    release.save()
    loading.append(release)
    try:
        if release.content == Release.Content.FIGURES:
            write_figures(release, cast(Iterable[Figure], items))
            write_shared(release, notes)
            _check_holds_something(release.latest_year, notes)
        else:
            _check_holds_something(write_items(release, items), notes)
    except IntegrityError:
        _check_still_loading([release])
        raise
    except DataError as problem:
        raise Refusal(f"a cell cannot be stored ({problem}).".replace("\n", " "), "Correct the file.") from None
    _check_still_loading([release])
    storage = release.raw_file.storage
    storage.delete(release.raw_file.name)
    storage.save(release.raw_file.name, File(file))


def _rehearse(release: Release, items: Iterable[Item], places: PlaceBook, notes: Notes) -> Missing | None:
    """Count what would be stored, and compare it with what is here."""
    if release.content != Release.Content.FIGURES:
        _check_holds_something(sum(1 for _ in items), notes)
        return None
    latest, counts = 0, dict.fromkeys(Status.values, 0)
    cells: dict[tuple[str, int, int], set[int]] = {}
    for figure in cast(Iterable[Figure], items):
        counts[figure.status] += 1
        cells.setdefault((figure.series.key, figure.year, figure.span), set()).add(figure.place_id)
        if figure.status == Status.NUMBER:
            latest = max(latest, figure.year)
    release.counts = {status: count for status, count in sorted(counts.items()) if count}
    _check_holds_something(latest, notes)
    release.latest_year = latest
    codes = {number: code for code, number in (places.councils | places.others).items()}
    return find_missing(release, {key: {codes[number] for number in found} for key, found in cells.items()})


def _get_release(source: Source, layout: Layout, at: datetime) -> Release:
    name = Path(source.name).name
    return Release(
        family=layout.family,
        content=layout.content,
        title=layout.title,
        publisher=layout.publisher,
        licence=layout.licence,
        original_name=name[:255],
        sha256=source.sha256,
        file_date=find_date_in_name(name),
        imported_at=at,
    )


def _check_holds_something(found: int | None, notes: Notes) -> None:
    """A year with a number, or a row; where there is none, the first thing that was not taken says why."""
    if not found and notes.first:
        raise notes.first
    if not found:
        raise Refusal("it contains nothing that could be stored.", "Check that this is the whole file.")


@transaction.atomic
def _set_live(loading: list[Release], replaced: dict[str, Release]) -> None:
    """The one short moment in which everything becomes visible together."""
    _check_still_loading(loading)
    for release in loading:
        if earlier := replaced.get(release.sha256):
            remove_releases([earlier])
            move_parts(source=release.sha256, to=earlier.sha256)
            release.sha256 = earlier.sha256
            release.save(update_fields=["sha256"])
    Release.objects.filter(pk__in=[release.pk for release in loading]).update(state=Release.State.LIVE)
    releases_became_live.send(sender=Release, releases=loading)


@transaction.atomic
def _check_still_loading(loading: list[Release]) -> None:
    there = Release.objects.select_for_update().filter(pk__in=[release.pk for release in loading])
    if len(there.filter(state=Release.State.LOADING)) != len(loading):
        raise UnableToImport(
            "Another import was started while this one ran, and removed what this one had loaded. "
            "Wait until it has finished, then import again."
        )


def _clear_up(loading: list[Release]) -> None:
    """Take away what this import loaded, unless another import already did."""
    remove_releases(Release.objects.loading().filter(pk__in=[release.pk for release in loading]))
    for release in loading:
        if not Release.objects.filter(sha256=release.sha256).exists():
            release.raw_file.storage.delete(release.raw_file.name)  # type: ignore[arg-type]  # what is stored has a name


def _try_to_clear_up(loading: list[Release]) -> None:
    """On a full disk nothing can be deleted either; what went wrong first is the error to tell, and the rest waits."""
    try:
        _clear_up(loading)
    except (DatabaseError, OSError):
        logger.exception("What an import had loaded could not be taken away; the next import or the night will do it.")


def delete_unfinished_imports(before: datetime) -> None:
    """Retention: what an import left that broke off and could not clear up. Nobody sees it, and it takes room."""
    remove_releases(Release.objects.loading().filter(imported_at__lt=before))


def check_tables() -> None:
    """Say in a sentence that the site was not set up, rather than by a database error."""
    if Release._meta.db_table not in connection.introspection.table_names():
        raise UnableToImport(
            "The database has no tables yet. Run `cairn migrate` first, or `cairn demo`, which does everything."
        )


def _check_found_something(report: ImportReport) -> None:
    if not report.files:
        raise UnableToImport("There are no files in those folders. Check the paths.")
    if any(one.outcome in TAKEN for one in report.files):
        return
    refused = [one.reason for one in report.with_outcome("refused")]
    if refused:
        rest = len(refused) - 3
        more = f" {rest} more {'file was' if rest == 1 else 'files were'} refused." if rest > 0 else ""
        raise UnableToImport(" ".join(refused[:3]) + more)
    reasons = "; ".join(f"{one.name}: {one.reason}" for one in report.files[:3])
    raise UnableToImport(f"None of the files is a type that Cairn can read. {reasons} {OFFER}.")


def _get_stored_places() -> PlaceBook:
    rows = Place.objects.real().values_list("code", "pk", "kind", "name")
    gss = PlaceCode.objects.filter(place__in=Place.objects.councils().real()).values_list("code", "place_id")
    return PlaceBook(
        gss=dict(gss),
        names=get_names(fictional=False),
        councils={code: pk for code, pk, kind, _ in rows if kind == Place.Kind.COUNCIL},
        others={code: pk for code, pk, kind, _ in rows if kind != Place.Kind.COUNCIL},
        other_names={normalise(name): {code} for code, _, kind, name in rows if kind != Place.Kind.COUNCIL},
    )


def _get_planned_places() -> PlaceBook:
    """The same codes from the definitions, for a rehearsal that writes nothing."""
    data = get_real_places().data
    codes = [council["code"] for council in data["councils"]]
    others = [data["country"]["code"], *(region["code"] for region in data["regions"])]
    numbers = {code: number for number, code in enumerate(codes)}
    return PlaceBook(
        gss={code: numbers[one["code"]] for one in data["councils"] for code in get_gss_codes(one)},
        names=_get_planned_names(data["councils"]),
        other_names={normalise(one["name"]): {one["code"]} for one in (data["country"], *data["regions"])},
        councils={code: number for number, code in enumerate(codes)},
        others={code: len(codes) + number for number, code in enumerate(others)},
    )


def _get_planned_names(councils: list[dict[str, Any]]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for council in councils:
        for name in (council["name"], *council.get("aliases", [])):
            names.setdefault(normalise(name), set()).add(council["code"])
    return names
