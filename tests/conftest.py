"""Fixtures for every test."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("CAIRN_TEST_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The folder of open data, which is no part of the project; CAIRN_TEST_DATA names it."""
    if not (DATA / "known_answers.csv").exists():
        message = f"the open data is absent: {DATA} (set CAIRN_TEST_DATA to its folder)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return DATA
