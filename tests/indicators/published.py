"""Small invented tables in the layouts of the publishers."""

import csv
from collections.abc import Collection
from pathlib import Path

COMMON = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code"]
COMMON += ["region_name", "old_la_code", "new_la_code", "la_name"]
CLA = [*COMMON, "population_type", "population_estimate", "children_count", "rate_per_10000"]
D3 = [*COMMON, "category", "CPP_start", "CPP_subsequent", "CPP_subsequent_percent"]
ONS = [*COMMON, "age_group", "population_estimate"]
SFR = ["New_geog_code", "geog_l", "geog_c", "geog_n", "CLA_Mar2016", "CLA_2016", "CLA_NetGain "]
ON_31_MARCH = "Children looked after on 31 March each year"
REPEAT = "Child Protection Plans which are a second or subsequent plan"


def council(year: int | str, code: str, *cells) -> list:
    """A row of the open data for one council; the cells are those after the place."""
    return [year, "Reporting year", "Local authority", "E92000001", "England", "", "", code, "", "", *cells]


def england(year: int | str, *cells) -> list:
    return [year, "Reporting year", "National", "E92000001", "England", "", "", "", "", "", *cells]


def region(year: int | str, code: str, *cells) -> list:
    return [year, "Reporting year", "Regional", "E92000001", "England", code, "", "", "", "", *cells]


def cla(year: int | str, code: str, count) -> list:
    return council(year, code, ON_31_MARCH, 1000, count, 10)


def population(year: int | str, code: str, count) -> list:
    return council(year, code, "Children aged 0 to 17 years", count)


def write_csv(path: Path, header: list[str], rows: list[list], *, encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows([header, *rows])
    return path


def write_lait(path: Path, rows: list[tuple], *, area: str = "somewhere") -> Path:
    """Rows of (measure, year label, area number, text)."""
    return write_parquet(
        path,
        {
            "Short Desc": [row[0] for row in rows],
            "Data item": [None] * len(rows),
            "Years": [row[1] for row in rows],
            "LA and Regions": [area] * len(rows),
            "Values": [row[3] for row in rows],
            "LA Number": [row[2] for row in rows],
            "Region": ["NA"] * len(rows),
        },
        numbers={"LA Number"},
    )


def write_parquet(path: Path, columns: dict[str, list], *, numbers: Collection[str] = ()) -> Path:
    """Columns of text, except those named in `numbers`."""
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet as write

    types = {name: DataType.float64() if name in numbers else DataType.utf8() for name in columns}
    write(Table.from_pydict({name: Array(cells, types[name]) for name, cells in columns.items()}), path)
    return path
