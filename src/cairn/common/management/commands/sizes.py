"""cairn sizes [--all]"""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.defaultfilters import filesizeformat

from cairn.common.operations.sizes import (
    Size,
    get_database_bytes,
    get_folder_sizes,
    get_free_bytes,
    get_table_sizes,
)

SHOWN = 15


class Command(BaseCommand):
    help = "List the largest tables and folders of this site, and the room left on its disk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", dest="is_whole", help=f"all of them, not {SHOWN}")

    def handle(self, *args: Any, is_whole: bool, **options: Any) -> None:
        self.stdout.write(f"Database: {_show(get_database_bytes())}")
        self._list("Tables, with their indexes", get_table_sizes(), "row", is_whole, none="not known on this database")
        self._list("Data folder", get_folder_sizes(), "file", is_whole, none="empty")
        self.stdout.write(f"Free on this disk: {_show(get_free_bytes())}")

    def _list(self, title: str, sizes: Sequence[Size], unit: str, is_whole: bool, *, none: str) -> None:
        shown = sizes if is_whole else sizes[:SHOWN]
        more = f" (the largest {len(shown)} of {len(sizes)})" if len(shown) < len(sizes) else ""
        self.stdout.write(f"{title}{more}:" if sizes else f"{title}: {none}.")
        for one in shown:
            items = "" if one.items is None else f"  {one.items} {unit}{'' if one.items == 1 else 's'}"
            self.stdout.write(f"  {_show(one.size):>10}  {one.name}{items}")


def _show(size: int) -> str:
    return filesizeformat(size).replace("\xa0", " ")
