"""Fixtures of the engine's own tests; they need no Django."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from stepchange import Nation, Panel, Question, simulate_nation


@pytest.fixture(scope="session")
def nation() -> Nation:
    """Sixty fictional places, 2013 to 2023, nothing planted."""
    return simulate_nation(seed=11, units=[f"P{i:02d}" for i in range(60)], periods=range(2013, 2024))


@pytest.fixture
def ask() -> Callable[..., Question]:
    """A question about P05 from June 2019; keywords replace its parts."""

    def make(**parts: object) -> Question:
        given = {
            "unit": "P05",
            "start": date(2019, 6, 1),
            "timing": "snapshot",
            "direction": -1,
            "smallest_change": 10.0,
        }
        return Question(**(given | parts))

    return make


@pytest.fixture(scope="session")
def real_panels(open_data: Path) -> dict[str, Panel]:
    """Panels of real English councils: complete rows only, the years that most have."""
    wanted = {
        "cla_rate10k_calc": "log",
        "cin_rate10k_calc": "log",
        "cpp_rate10k_calc": "log",
        "rereferral_pct": "points",
    }
    cells: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    with gzip.open(open_data / "derived" / "panel_long.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["indicator"] in wanted and row["level"] == "Local authority" and row["value"]:
                cells[row["indicator"]][row["la_code_3"], int(row["year"])] = float(row["value"])
    return {name: _panel(cells[name], scale) for name, scale in wanted.items()}


def _panel(cells: dict[tuple[str, int], float], scale: str) -> Panel:
    units, years = sorted({unit for unit, _ in cells}), sorted({year for _, year in cells})
    values = np.array([[cells.get((unit, year), np.nan) for year in years] for unit in units])
    if scale == "log":
        values[values <= 0] = np.nan
    keep = np.isfinite(values).mean(axis=0) > 0.8
    values, years = values[:, keep], [year for year, kept in zip(years, keep, strict=True) if kept]
    rows = np.isfinite(values).all(axis=1)
    return Panel(tuple(u for u, r in zip(units, rows, strict=True) if r), tuple(years), values[rows], scale)
