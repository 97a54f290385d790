"""What some tests need beside Python: without it they are skipped on a newcomer's computer, and fail in the check."""

import os
import shutil
from pathlib import Path

import pytest

DATA = Path(os.environ.get("CAIRN_TEST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
HAS_DATA = (DATA / "known_answers.csv").exists()
NO_DATA = f"the open data is absent: {DATA} (set CAIRN_TEST_DATA to its folder)"
IS_NIGHT = os.environ.get("CAIRN_TEST_FULL") == "1"  # as `bash .ci/run --full` says

# The shell draws the same pages with a third less work than the whole browser.
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None
)
NO_CHROMIUM = "no Chromium on this computer: install it (Debian: apt-get install chromium) or name it in CHROMIUM"


def skip_or_fail(message: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def describe() -> list[str]:
    """What will be skipped, and why, said before the wait."""
    lines = ["no test is skipped for want of a browser or data"] if CHROMIUM and HAS_DATA else []
    if not CHROMIUM:
        lines.append(f"skipped, what opens a browser: {NO_CHROMIUM}")
    if not HAS_DATA:
        lines.append(f"skipped, what reads published files: {NO_DATA}")
    return lines
