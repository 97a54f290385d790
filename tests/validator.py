"""The pages that the browser tests opened, checked together at the end: by the Nu HTML validator, and their titles.

`keep_page` puts aside what a visit was sent. When every test is done, the process that began them (not a worker) reads
all of it: one Java process, where each page alone would pay for starting it.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest

# Fetched with npm, as govuk-frontend is; the sum is that of the registry.
VERSION = "26.9.27"
SUM = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
PROBLEMS = pytest.StashKey[list[str]]()
REFUSAL = pytest.StashKey[str]()
# Shown for many addresses; the last is one list of questions, answered by a link, in a room or with an account.
SHARED_TITLES = {
    *("Page not found", "Join a team first", "This link does not work", "What helps, and what gets in the way"),
}


class CannotValidate(Exception):
    """Why the validator cannot run here."""


# --- Put aside ---------------------------------------------------------------------------------


def get_folder(config: pytest.Config) -> Path:
    return _get_cache(config, "pages")


def keep_page(config: pytest.Config, view: str, name: str, reader: str, html: str) -> None:
    """`view` is the name of its address, `name` that of the page type, `reader` who opened it."""
    named = "__".join(re.sub(r"[^a-z0-9]+", "-", part.lower()) for part in (view, name, reader))
    (get_folder(config) / f"{named}.html").write_text(html, encoding="utf-8")


def _get_cache(config: pytest.Config, name: str) -> Path:
    return config.cache.mkdir(name)  # type: ignore[union-attr]  # pytest has one


# --- The validator -----------------------------------------------------------------------------


def get_validator(config: pytest.Config) -> Path:
    """The validator, fetched once into the cache of pytest."""
    kept = _get_cache(config, "vnu") / f"vnu-{VERSION}.jar"
    if not shutil.which("java"):
        raise CannotValidate("no Java on this computer: install it (Debian: apt-get install default-jre-headless)")
    if kept.exists():
        return kept
    if not shutil.which("npm"):
        raise CannotValidate("no npm on this computer, which fetches the validator (Debian: apt-get install npm)")
    with tempfile.TemporaryDirectory(dir=kept.parent) as temporary:
        fetched = subprocess.run(
            ["npm", "pack", "--silent", f"vnu-jar@{VERSION}"], cwd=temporary, capture_output=True, text=True
        )
        packed = Path(temporary) / f"vnu-jar-{VERSION}.tgz"
        if fetched.returncode or not packed.exists():
            raise CannotValidate(f"npm could not fetch vnu-jar {VERSION}: {fetched.stderr.strip()[-300:]}")
        if base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() != SUM:
            raise CannotValidate(f"what npm fetched is not vnu-jar {VERSION} as we know it: its checksum differs")
        with tarfile.open(packed) as archive:
            archive.extract("package/build/dist/vnu.jar", temporary, filter="data")
        # In one step: several workers may fetch it at the same time.
        (Path(temporary) / "package/build/dist/vnu.jar").replace(kept)
    return kept


def validate(jar: Path, folder: Path) -> list[str]:
    """What is wrong with the pages in a folder, errors and warnings, each once with the pages that have it."""
    command = ["java", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    faults: dict[tuple[str, str], set[str]] = defaultdict(set)
    for message in json.loads(done.stdout)["messages"]:
        extract = " ".join(message.get("extract", "").split())
        faults[message["message"], extract].add(Path(message.get("url", "?")).stem)
    return [f"{text} {extract!r}: {_join_few(pages)}" for (text, extract), pages in sorted(faults.items())]


def find_repeated_titles(folder: Path) -> list[str]:
    """Titles that pages of different addresses share, so that tabs, history and search results look the same."""
    views: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*.html")):
        found = re.search(r"<title>(.*?)</title>", path.read_text(encoding="utf-8"), re.DOTALL)
        title = " ".join(unescape(found[1]).split()).removesuffix(" - Cairn") if found else ""
        views[title].add(path.stem.partition("__")[0])
    return [
        f"the title {title!r} is that of pages with different addresses: {_join_few(shared)}"
        for title, shared in sorted(views.items())
        if len(shared) > 1 and title not in SHARED_TITLES
    ]


def _join_few(names: set[str]) -> str:
    few = sorted(names)[:3]
    return ", ".join(few) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


# --- When every test is done -------------------------------------------------------------------


def forget_pages(config: pytest.Config) -> None:
    """Only what this run opens counts."""
    if _is_first(config):
        for old in get_folder(config).glob("*.html"):
            old.unlink()


def check_pages(session: pytest.Session) -> None:
    config = session.config
    if not _is_first(config) or not any((folder := get_folder(config)).glob("*.html")):
        return
    problems = find_repeated_titles(folder)
    try:
        problems += validate(get_validator(config), folder)
    except CannotValidate as refusal:
        config.stash[REFUSAL] = str(refusal)
    config.stash[PROBLEMS] = problems
    if problems and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def report(reporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if PROBLEMS not in config.stash:
        return
    number = len(list(get_folder(config).glob("*.html")))
    if refusal := config.stash.get(REFUSAL, ""):
        reporter.write_line(f"skipped, the HTML of {number} pages by the Nu validator: {refusal}")
    for problem in config.stash[PROBLEMS]:
        reporter.write_line(f"FAILED {problem}", red=True)
    if not config.stash[PROBLEMS] and not refusal:
        reporter.write_line(f"the Nu validator found nothing wrong with the HTML of {number} pages")


def _is_first(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput") and "PYTEST_XDIST_WORKER" not in os.environ
