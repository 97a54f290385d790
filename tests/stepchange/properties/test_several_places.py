"""What must hold for any nation with several sites."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stepchange import PoolQuestion, Site, pool, simulate_nation

few = settings(max_examples=6, deadline=None)
seeds = st.integers(0, 2**16)
UNITS = [f"P{number:02d}" for number in range(50)]
SITES = tuple(Site(UNITS[number], date(2017 + number % 3, 6, 1)) for number in range(8))
QUESTION = PoolQuestion(SITES, "snapshot", direction=-1, smallest_change=5.0)
DRAWS = 999


def draw(seed):
    return simulate_nation(seed=seed, units=UNITS, periods=range(2011, 2024), residual_sd=0.06).panel


@few
@given(seeds, st.floats(0.01, 100))
def test_another_unit_of_the_outcome_changes_nothing(seed, size):
    panel = replace(draw(seed), counts=None, denominators=None)
    plain = pool(panel, QUESTION, draws=DRAWS, in_depth=False)
    scaled = pool(replace(panel, values=panel.values * size), QUESTION, draws=DRAWS, in_depth=False)
    np.testing.assert_allclose(scaled.effect, plain.effect, atol=1e-9)
    assert scaled.p_value == plain.p_value


@few
@given(seeds)
def test_the_order_of_the_list_changes_no_size(seed):
    panel = draw(seed)
    turned = replace(QUESTION, sites=tuple(reversed(SITES)))
    plain, other = (pool(panel, question, draws=DRAWS, in_depth=False) for question in (QUESTION, turned))
    np.testing.assert_allclose(other.effect, plain.effect, atol=1e-12)
    assert {site.unit for site in other.sites} == {site.unit for site in plain.sites}
    np.testing.assert_allclose(other.people_base, plain.people_base, rtol=1e-12)


@few
@given(seeds)
def test_a_wider_range_of_starts_never_uses_more_years(seed):
    panel = draw(seed)
    ranged = tuple(replace(site, start_until=date(site.start.year + 1, 6, 1)) for site in SITES)
    known, wide = (
        pool(panel, replace(QUESTION, sites=sites), draws=DRAWS, in_depth=False) for sites in (SITES, ranged)
    )
    for one, other in zip(known.sites, wide.sites, strict=True):
        assert set(other.before) <= set(one.before)
        assert set(other.after) < set(one.after)


def test_intervals_of_event_years_hold_nothing_as_often_as_they_say():
    """Years before and after in nations without a change: 90 % of 12 x 7, less twice its error."""
    kept = [
        year.interval_low <= 0 <= year.interval_high
        for seed in range(12)
        for year in pool(draw(seed), QUESTION, draws=DRAWS).path
        if -3 <= year.years_since <= 3
    ]
    assert len(kept) == 84
    assert np.mean(kept) >= 0.9 - 2 * np.sqrt(0.9 * 0.1 / len(kept))
