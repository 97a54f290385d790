"""Kept files go to a folder of the test, and small published files can be written in one line."""

from pathlib import Path

import pytest

from tests.indicators.published import write_csv


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path_factory) -> Path:
    """Where the raw files of releases are kept during a test."""
    folder = tmp_path_factory.mktemp("kept")
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    }
    return folder


@pytest.fixture
def write(tmp_path):
    """Write a table as CSV: write("cla.csv", header, rows)."""

    def write(name: str, header: list[str], rows: list[list]) -> Path:
        return write_csv(tmp_path / name, header, rows)

    return write
