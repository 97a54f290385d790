"""Synthetic difference-in-differences on Proposition 99: -15.6 packs (Arkhangelsky et al. 2021, table 1)."""

import csv

import numpy as np
import pytest

from stepchange.solvers.methods import Method, fit

pytestmark = pytest.mark.data


def test_proposition_99(open_data):
    with (open_data / "methods" / "prop99_packs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    states = sorted({row["State"] for row in rows}, key=lambda state: (state != "California", state))
    years = sorted({int(row["Year"]) for row in rows})
    packs = np.empty((len(states), len(years)))
    for row in rows:
        packs[states.index(row["State"]), years.index(int(row["Year"]))] = float(row["PacksPerCapita"])
    found = fit(Method.SYNTHETIC_DID, packs[0], packs[1:], 19)
    # The published software stops its search early; the exact optimum is a little off its -15.604.
    assert found.effect == pytest.approx(-15.6, abs=0.05)
    did = fit(Method.DIFFERENCE_IN_DIFFERENCES, packs[0], packs[1:], 19)
    assert did.effect == pytest.approx(-27.349, abs=1e-3)
