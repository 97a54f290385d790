"""Parquet files of strangers: read or refused, and nothing else."""

import io
import random

import pytest

from cairn.common.reading.parquet import describe, open_parquet, read_columns
from cairn.common.reading.refusals import Refusal
from tests.indicators.published import write_parquet

YEARS = [str(year) for year in range(1990, 2020)]


@pytest.fixture
def content(tmp_path) -> bytes:
    columns = {"year": YEARS, "figure": [1.5, None] * 15}
    return write_parquet(tmp_path / "x.parquet", columns, numbers={"figure"}).read_bytes()


def read(content: bytes, *, most: int = 100) -> dict[str, list]:
    return read_columns(open_parquet(io.BytesIO(content)), ["figure", "year"], most=most)


def test_columns_are_read_whole(content):
    assert read(content) == {"year": YEARS, "figure": [1.5, None] * 15}
    schema = open_parquet(io.BytesIO(content)).schema
    assert [describe(schema.field(name).type) for name in schema.names] == ["text", "numbers"]


def test_table_with_too_many_rows_is_refused(content):
    with pytest.raises(Refusal, match="the table has more than 29 rows"):
        read(content, most=29)


@pytest.mark.parametrize("length", [0, 3, 4, 100])
def test_file_whose_end_is_missing_is_refused(content, length):
    with pytest.raises(Refusal, match="its end is missing" if length != 4 else "cannot be read"):
        read(content[:length])


def test_file_that_lies_about_itself_is_read_or_refused(content, capfd):
    """Rust panics at many of these, which Python would not take for an Exception."""
    chance, refused = random.Random(7), 0
    for _ in range(200):
        wrong = bytearray(content)
        for _ in range(4):
            wrong[-chance.randrange(5, len(content) - 4)] = chance.randrange(256)
        try:
            read(bytes(wrong))
        except Refusal:
            refused += 1
    assert refused > 100
    assert "panicked" in capfd.readouterr().err  # or there is no need any more to catch that


def test_end_of_the_process_is_no_fault_of_the_file(content, monkeypatch):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("arro3.io.read_parquet", stop)
    with pytest.raises(KeyboardInterrupt):
        read(content)
