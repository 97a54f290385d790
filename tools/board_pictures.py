"""Make the pictures of the boards again: python tools/board_pictures.py

Loads the starter library into a folder of its own, prints the five posters and the introductory sheet as anybody may
see them, and puts small PNG files into docs/boards/. Needs pdftoppm (Debian: poppler-utils).
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "boards"
DOTS_PER_INCH = {"poster": 96, "sheet": 110}
COLOURS = 160  # of a picture: enough for flat tints, and a third of the bytes


def main() -> None:
    if not shutil.which("pdftoppm"):
        sys.exit("pdftoppm was not found. Install poppler-utils, then run this again.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CAIRN_DATA_DIR"] = folder
        os.environ["CAIRN_BASE_URL"] = "https://cairn.example"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
        load_starter_library()
        for name, kind, pdf in print_all():
            picture = draw(pdf, DOTS_PER_INCH[kind])
            (FOLDER / f"{name}.png").write_bytes(picture)
            print(f"docs/boards/{name}.png: {len(picture) / 1024:.0f} KB")


def load_starter_library() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import now

    from cairn.library.services import load_starter
    from cairn.places.services import load_places

    call_command("migrate", verbosity=0)
    load_places()
    load_starter(at=now())


def print_all():
    """Name, kind and PDF of each paper, as anybody may see it."""
    from cairn.boards.models import BoardVersion
    from cairn.boards.presenters.paper import write_board, write_sheet
    from cairn.boards.printing import make_poster, make_sheet

    for version in BoardVersion.objects.filter(board__live=True).select_related("board", "revision").order_by("pk"):
        paper, _ = write_board(version)
        yield f"{paper.topic_number}-{version.board.slug}", "poster", make_poster(paper)
    paper, _ = write_sheet()
    yield "introductory-sheet", "sheet", make_sheet(paper)


def draw(pdf: bytes, dots_per_inch: int) -> bytes:
    """The first page as a PNG of few colours."""
    command = ["pdftoppm", "-png", "-r", str(dots_per_inch), "-f", "1", "-l", "1", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    few = Image.open(io.BytesIO(drawn)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    target = io.BytesIO()
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    main()
