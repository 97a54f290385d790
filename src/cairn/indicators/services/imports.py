"""Imports of published files: all of them, or nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, cast

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, connection, transaction

from cairn.common.reading.refusals import Refusal, UnableToImport
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure, Item, Layout, Notes, PlaceBook, find_date_in_name
from cairn.indicators.importers.layouts import OFFER, UnknownLayout, recognise
from cairn.indicators.importers.sources import Source, find_files, open_sources
from cairn.indicators.models import Release
from cairn.indicators.services.storage import remove_releases, write_figures, write_items, write_shared
from cairn.indicators.signals import releases_became_live
from cairn.places.definitions import get_gss_codes, get_real_places
from cairn.places.models import Place, PlaceCode
from cairn.places.queries import get_names, normalise
from cairn.places.services import load_places

Outcome = Literal["loaded", "would load", "already here", "left out"]


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
    reason: str = ""  # why it was left out

    @property
    def numbers(self) -> int:
        return self.counts.get(Status.NUMBER, 0)


@dataclass
class ImportReport:
    files: list[FileReport] = field(default_factory=list)
    dry_run: bool = False

    def with_outcome(self, outcome: Outcome) -> list[FileReport]:
        return [one for one in self.files if one.outcome == outcome]


def import_paths(paths: Iterable[Path | str], *, at: datetime, dry_run: bool = False) -> ImportReport:
    """Import files and folders, all of them or none; raises UnableToImport with one sentence.

    A folder's files of unknown kinds are left out with a reason; a file that was named itself must be of a known kind.
    """
    check_tables()
    report = ImportReport(dry_run=dry_run)
    loading: list[Release] = []
    try:
        if not dry_run:
            remove_releases(Release.objects.loading())  # of a run that was killed
            load_places()
        places = _get_planned_places() if dry_run else _get_stored_places()
        met: set[str] = set()
        for path, was_named in find_files([Path(path) for path in paths]):
            with _telling(str(path)):
                for source in open_sources(path, was_named=was_named, most_bytes=settings.IMPORT_MAX_BYTES):
                    _take(source, places, report, loading, met, at=at)
        _check_found_something(report)
        _set_live(loading)
    except BaseException:  # an interrupt leaves nothing behind either
        _clear_up(loading)
        raise
    return report


def _take(
    source: Source, places: PlaceBook, report: ImportReport, loading: list[Release], met: set[str], *, at: datetime
) -> None:
    """Load one stream of content, or say why not."""
    earlier = Release.objects.exclude(state=Release.State.LOADING).filter(sha256=source.sha256).first()
    if earlier and earlier.state == Release.State.WITHDRAWN:
        raise Refusal(
            f"this release was imported on {earlier.imported_at:%d %B %Y} and has since been withdrawn.",
            "Give the publisher's corrected file.",
        )
    if earlier and earlier.state == Release.State.WAITING:
        raise Refusal("this file was given in the site and waits for somebody's yes.", "Say yes or no there first.")
    if earlier or source.sha256 in met:
        title, edition = (earlier.title, earlier.edition) if earlier else ("the same file under another name", "")
        report.files.append(FileReport(source.name, "already here", title, edition))
        return
    met.add(source.sha256)
    with _telling(source.name):
        try:
            layout = recognise(source.file)
        except UnknownLayout as problem:
            if source.was_named:
                raise
            report.files.append(FileReport(source.name, "left out", reason=problem.found))
            return
        notes = Notes()
        release = _get_release(source, layout, at)
        figures = layout.read(source.file, places, notes)
        if report.dry_run:
            _count(release, figures)
        else:
            _load(release, figures, source.file, loading, notes)
    release.rows, release.notes = notes.rows, notes.sentences
    if not report.dry_run:
        release.save(force_update=True)
    outcome: Outcome = "would load" if report.dry_run else "loaded"
    report.files.append(
        FileReport(source.name, outcome, layout.title, release.edition, release.rows, release.counts, notes.sentences)
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
        release.rows, release.notes, release.state = notes.rows, notes.sentences, Release.State.WAITING
        release.save(force_update=True)
    except BaseException:
        _clear_up(loading)
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
            _check_holds_something(release.latest_year)
        else:
            _check_holds_something(write_items(release, items))
    except IntegrityError:
        _check_still_loading([release])
        raise
    _check_still_loading([release])
    file.seek(0)
    storage = release.raw_file.storage
    storage.delete(release.raw_file.name)
    storage.save(release.raw_file.name, File(file))


def _count(release: Release, items: Iterable[Item]) -> None:
    if release.content != Release.Content.FIGURES:
        _check_holds_something(sum(1 for _ in items))
        return
    latest, counts = 0, dict.fromkeys(Status.values, 0)
    for figure in cast(Iterable[Figure], items):
        counts[figure.status] += 1
        if figure.status == Status.NUMBER:
            latest = max(latest, figure.year)
    release.counts = {status: count for status, count in sorted(counts.items()) if count}
    release.latest_year = latest or None
    _check_holds_something(release.latest_year)


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


def _check_holds_something(found: int | None) -> None:
    """A year with a number, or a row."""
    if not found:
        raise Refusal("there is nothing in it that could be kept.", "Check that this is the whole file.")


@transaction.atomic
def _set_live(loading: list[Release]) -> None:
    """The one short moment in which everything becomes visible together."""
    _check_still_loading(loading)
    Release.objects.filter(pk__in=[release.pk for release in loading]).update(state=Release.State.LIVE)
    releases_became_live.send(sender=Release, releases=loading)


@transaction.atomic
def _check_still_loading(loading: list[Release]) -> None:
    there = Release.objects.select_for_update().filter(pk__in=[release.pk for release in loading])
    if len(there.filter(state=Release.State.LOADING)) != len(loading):
        raise UnableToImport(
            "Another import was started while this one ran, and took away what this one had loaded. "
            "Wait until it has ended, and import again."
        )


def _clear_up(loading: list[Release]) -> None:
    """Take away what this import loaded, unless another import already did."""
    remove_releases(Release.objects.loading().filter(pk__in=[release.pk for release in loading]))
    for release in loading:
        if not Release.objects.filter(sha256=release.sha256).exists():
            release.raw_file.storage.delete(release.raw_file.name)


def check_tables() -> None:
    """Say in a sentence that the site was not set up, rather than by a database error."""
    if Release._meta.db_table not in connection.introspection.table_names():
        raise UnableToImport(
            "The database has no tables yet. Run `cairn migrate` first, or `cairn demo`, which does everything."
        )


def _check_found_something(report: ImportReport) -> None:
    if not report.files:
        raise UnableToImport("There is no file in the folders that were named. Check the paths.")
    if all(one.outcome == "left out" for one in report.files):
        reasons = "; ".join(f"{one.name}: {one.reason}" for one in report.files[:3])
        raise UnableToImport(f"None of the files is of a kind that Cairn reads. {reasons} {OFFER}.")


def _get_stored_places() -> PlaceBook:
    rows = Place.objects.real().values_list("code", "pk", "kind")
    gss = PlaceCode.objects.filter(place__in=Place.objects.councils().real()).values_list("code", "place_id")
    return PlaceBook(
        gss=dict(gss),
        names=get_names(fictional=False),
        councils={code: pk for code, pk, kind in rows if kind == Place.Kind.COUNCIL},
        others={code: pk for code, pk, kind in rows if kind != Place.Kind.COUNCIL},
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
        councils={code: number for number, code in enumerate(codes)},
        others={code: len(codes) + number for number, code in enumerate(others)},
    )


def _get_planned_names(councils: list[dict]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for council in councils:
        for name in (council["name"], *council.get("aliases", [])):
            names.setdefault(normalise(name), set()).add(council["code"])
    return names


class _telling:  # noqa: N801 reads as a verb: with _telling(name)
    """Puts the file's name into a refusal."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, Refusal):
            raise UnableToImport(problem.tell(self.name)) from None
