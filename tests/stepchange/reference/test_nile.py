"""The flow of the Nile fell when the first dam at Aswan was built: engine.md section 5, row 11."""

import csv

import numpy as np
import pytest

from stepchange.watching import fit_segmented

pytestmark = pytest.mark.data


def test_the_fall_of_1899(open_data):
    with (open_data / "methods" / "nile.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    years, flows = [int(float(row["year"])) for row in rows], [float(row["volume"]) for row in rows]
    fit = fit_segmented(years, flows, 1899, with_slopes=False)
    assert fit.fitted[0] == pytest.approx(1097.75, abs=1e-3)
    assert fit.level_change == pytest.approx(-247.778, abs=1e-3)
    half = (fit.level_interval[1] - fit.level_interval[0]) / 2
    assert half / 1.984467 == pytest.approx(28.435, abs=1e-3)  # t of 98 degrees of freedom
    assert fit.slope_change == 0
    assert fit.slope_interval == (0, 0)
    assert np.isnan(fit.without_change[0])
