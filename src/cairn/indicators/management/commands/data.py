"""`cairn data import PATH...`, `cairn data fetch` and `cairn data status`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.timezone import now

from cairn.common.disks import find_disk_problem
from cairn.indicators.definitions import get_definitions
from cairn.indicators.enums import Status
from cairn.indicators.importers.layouts import OFFER
from cairn.indicators.models import Release
from cairn.indicators.presenters.figures import describe_missing, describe_newer
from cairn.indicators.queries.linkage import get_sources
from cairn.indicators.services import FileReport, ImportReport, UnableToImport, check_tables, fetch, import_paths

MOST_NAMED = 10


class Command(BaseCommand):
    help = "Import published statistics, or say what has been imported."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        importing = commands.add_parser("import", help="import files, folders or zip archives")
        importing.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        importing.add_argument("--dry-run", action="store_true", help="read and check everything, but store nothing")
        importing.add_argument("--strict", action="store_true", help="import nothing if one of the files is refused")
        fetching = commands.add_parser(
            "fetch", help="download new releases from Explore Education Statistics, and import"
        )
        fetching.add_argument("--look", action="store_true", help="only list what is new, without downloading it")
        commands.add_parser("status", help="say which measures have figures, from which releases, and what is missing")

    def handle(self, *args: Any, command: str, **options: Any) -> None:
        try:
            if command == "import":
                report = import_paths(options["paths"], dry_run=options["dry_run"], strict=options["strict"], at=now())
                self.print_import(report)
            elif command == "fetch":
                self.fetch(only_look=options["look"])
            else:
                check_tables()
                self.print_status()
        except UnableToImport as problem:
            raise CommandError(str(problem)) from None
        except (OSError, DatabaseError) as problem:
            said = find_disk_problem(problem)
            if said is None:
                raise
            raise CommandError(f"{said} Nothing of this import counts. Mend that, then run it again.") from problem

    def fetch(self, *, only_look: bool) -> None:
        report = fetch(folder=Path(settings.DATA_DIR) / "downloads", at=now(), only_look=only_look)
        for one in report.fetched:
            self.stdout.write(f"{'new' if only_look else 'fetched':<13} {one.title}, version {one.version}")
        if report.imported:
            self.print_import(report.imported)
        for one in report.not_taken:
            self.stdout.write(f"not imported  {one.title}, version {one.version}. The next fetch tries it again.")
        if not report.fetched:
            self.stdout.write(f"Nothing new: {len(report.known)} data sets were imported before.")

    def print_import(self, report: ImportReport) -> None:
        for one in report.files:
            self.print_file(one)
        taken = [one for one in report.files if one.outcome in ("loaded", "would load")]
        cells = sum(sum(one.counts.values()) for one in taken)
        verb = "would be loaded; nothing was stored (--dry-run)" if report.dry_run else "loaded"
        refused = report.with_outcome("refused")
        self.stdout.write(
            f"\n{len(taken)} files with {cells:,} figures {verb}; {len(report.with_outcome('already here'))} already "
            f"here; {len(report.with_outcome('left out'))} left out; {len(refused)} refused."
        )
        if report.with_outcome("left out"):
            self.stdout.write(f"{OFFER}.")
        if refused:
            self.stderr.write("Nothing from the refused files was stored. Correct them and import them again.")

    def print_file(self, one: FileReport) -> None:
        if one.outcome == "left out":
            self.stdout.write(f"left out      {one.name}: {one.reason}")
            return
        if one.outcome == "refused":
            self.stdout.write(f"refused       {one.reason}")
            return
        self.stdout.write(f"{one.outcome:<13} {one.name}: {', '.join(filter(None, [one.title, one.edition]))}")
        if one.outcome == "already here":
            return
        not_numbers = ", ".join(
            f"{count:,} {Status(status).label}" for status, count in one.counts.items() if status != Status.NUMBER
        )
        figures = f", {one.numbers:,} numbers; not numbers: {not_numbers or 'none'}" if one.counts else ""
        self.stdout.write(f"              {one.rows:,} rows{figures}")
        for note in one.notes:
            self.stdout.write(f"              note: {note}")
        if newer := describe_newer(one.newer):
            self.stdout.write(f"              note: {newer}")
        if missing := describe_missing(one.missing):
            shown = ", ".join(missing.places[:MOST_NAMED])
            more = len(missing.places) - MOST_NAMED
            self.stdout.write(f"              note: {missing.sentence}")
            self.stdout.write(f"                    {shown}{f' and {more} more' if more > 0 else ''}")

    def print_status(self) -> None:
        self.stdout.write("Measures")
        for definition in get_definitions():
            sources = get_sources(definition, fictional=False)
            years = [source.year for source in sources]
            if not years:
                self.stdout.write(f"  {definition.key:<16} no figures yet")
                continue
            gaps = sorted(set(range(years[0], years[-1] + 1)) - set(years))
            bare = [source.year for source in sources if definition.denominator and not source.denominator]
            texts = [f"{years[0]} to {years[-1]}"]
            texts += [f"missing years: {', '.join(map(str, gaps))}"] if gaps else []
            texts += [f"nothing to divide by in: {', '.join(map(str, bare))}"] if bare else []
            self.stdout.write(f"  {definition.key:<16} {'; '.join(texts)}")
        releases = Release.objects.live().newest_first()
        self.stdout.write(f"\nReleases: {len(releases)} live")
        for release in releases:
            self.stdout.write(
                f"  {release}; {release.publisher}; {release.original_name}; "
                f"imported {release.imported_at:%d %B %Y}; {sum(release.counts.values()):,} figures"
            )
        if not releases:
            self.stdout.write("  none; run `cairn data import PATH` with the published files")
