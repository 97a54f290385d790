"""Published results for several places: engine.md section 5, rows 6 and 12."""

import csv

import numpy as np
import pytest

from stepchange.several_places.group_time import estimate_group_time
from stepchange.several_places.synthesis import synthesise

pytestmark = pytest.mark.data


def read(open_data, name):
    with (open_data / "methods" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def teen_employment(open_data):
    rows = read(open_data, "mpdta.csv")
    counties = sorted({row["countyreal"] for row in rows})
    years = sorted({int(float(row["year"])) for row in rows})
    outcomes, start = np.empty((len(counties), len(years))), np.empty(len(counties))
    number = {county: i for i, county in enumerate(counties)}
    for row in rows:
        outcomes[number[row["countyreal"]], years.index(int(float(row["year"])))] = float(row["lemp"])
        start[number[row["countyreal"]]] = float(row["first.treat"])
    return estimate_group_time(outcomes, years, start)


def test_minimum_wage_on_average(teen_employment):
    assert teen_employment.simple.effect == pytest.approx(-0.0400, abs=1e-4)
    assert teen_employment.simple.standard_error == pytest.approx(0.0120, abs=5e-4)


def test_minimum_wage_by_event_time(teen_employment):
    found = [teen_employment.at_event_time(e).effect for e in range(4)]
    assert found == pytest.approx([-0.0199, -0.0510, -0.1373, -0.1008], abs=1e-4)
    assert teen_employment.dynamic.effect == pytest.approx(-0.0772, abs=1e-4)


def test_minimum_wage_by_group(teen_employment):
    found = [teen_employment.of_group(group).effect for group in (2004, 2006, 2007)]
    assert found == pytest.approx([-0.0797, -0.0229, -0.0261], abs=1e-4)
    assert teen_employment.grouped.effect == pytest.approx(-0.0310, abs=1e-4)
    one = teen_employment.effect(2004, 2004)
    assert (one.effect, one.standard_error) == (pytest.approx(-0.0105, abs=1e-4), pytest.approx(0.0233, abs=5e-4))


def test_vaccine_against_tuberculosis(open_data):
    counts = [
        [float(row[name]) for name in ("tpos", "tneg", "cpos", "cneg")] for row in read(open_data, "bcg_meta.csv")
    ]
    effects = [np.log(a / (a + b) / (c / (c + d))) for a, b, c, d in counts]
    variances = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in counts]
    simple = synthesise(effects, variances, method="dl")
    assert simple.q == pytest.approx(152.233, abs=1e-3)
    assert simple.tau_squared == pytest.approx(0.3088, abs=1e-4)
    assert (simple.mean, simple.plain_standard_error) == (
        pytest.approx(-0.7141, abs=1e-4),
        pytest.approx(0.1787, abs=1e-4),
    )
    found = synthesise(effects, variances)
    assert found.tau_squared == pytest.approx(0.3132, abs=1e-4)
    assert (found.mean, found.plain_standard_error) == (
        pytest.approx(-0.7145, abs=1e-4),
        pytest.approx(0.1798, abs=1e-4),
    )
    assert found.standard_error == pytest.approx(0.1808, abs=1e-4)
    assert found.interval == pytest.approx((-1.1084, -0.3206), abs=1e-4)
