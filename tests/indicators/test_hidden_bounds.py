"""What a hidden count can be: known in the simulation, which hides 1 to 5; not known of real publishers."""

import numpy as np

from cairn.indicators.analysis.panels import _bound_hidden

STATUSES = np.array([["number", "suppressed"], ["missing", "number"]])


def test_hidden_counts_of_the_fictional_nation_are_one_to_five():
    bounds = _bound_hidden(STATUSES, fictional=True)
    assert (bounds["lowest"][0, 1], bounds["highest"][0, 1]) == (1.0, 5.0)
    assert np.isnan(bounds["lowest"]).sum() == 3


def test_hidden_counts_of_real_councils_have_no_bounds():
    assert _bound_hidden(STATUSES, fictional=False) == {}
    assert _bound_hidden(np.array([["number"]]), fictional=True) == {}
