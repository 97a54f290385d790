"""Proposition 99 (Abadie, Diamond and Hainmueller 2010), outcome only: rows 1a to 1c of engine.md, section 5."""

import csv

import numpy as np
import pytest

from stepchange.solvers import fit_exact_simplex

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def packs(open_data):
    with open(open_data / "methods" / "prop99_packs.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="," if "," in file.readline() and not file.seek(0) else ";"))
    states = sorted({row["State"] for row in rows})
    cells = {(row["State"], int(row["Year"])): float(row["PacksPerCapita"]) for row in rows}
    return states, np.array([[cells[state, year] for year in range(1970, 2001)] for state in states])


def test_california(packs):
    states, y = packs
    california = states.index("California")
    others = [state for state in states if state != "California"]
    donors = np.delete(y, california, axis=0)
    fit = fit_exact_simplex(y[california, :19], donors[:, :19])
    gap = y[california] - fit.weights @ donors
    assert gap[19:].mean() == pytest.approx(-19.5136, abs=1e-3)
    assert gap[30] == pytest.approx(-26.597, abs=1e-3)
    assert (gap[:19] ** 2).sum() == pytest.approx(52.1296, abs=1e-3)
    assert np.sqrt((gap[:19] ** 2).mean()) == pytest.approx(1.6564, abs=1e-3)
    weights = dict(zip(others, fit.weights, strict=True))
    published = {
        "Utah": 0.3939,
        "Montana": 0.2318,
        "Nevada": 0.2049,
        "Connecticut": 0.1091,
        "New Hampshire": 0.0454,
        "Colorado": 0.0148,
    }
    for state, weight in published.items():
        assert weights[state] == pytest.approx(weight, abs=1e-3)


def test_california_among_placebos(packs):
    states, y = packs
    ratios = {}
    for i, state in enumerate(states):
        donors = np.delete(y, i, axis=0)
        gap = y[i] - fit_exact_simplex(y[i, :19], donors[:, :19]).weights @ donors
        ratios[state] = (gap[19:] ** 2).mean() / (gap[:19] ** 2).mean()
    assert ratios["California"] == pytest.approx(154.75, abs=0.1)
    assert sum(ratio >= ratios["California"] for ratio in ratios.values()) == 3  # of 39
