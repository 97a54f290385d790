"""The simulated nation: the same for the same seed, and with what was planted in it."""

import numpy as np
import pytest

from stepchange import PanelError, Planted, Truth, simulate_nation


def test_the_same_seed_gives_the_same_nation_and_another_another():
    one, same, other = simulate_nation(seed=1), simulate_nation(seed=1), simulate_nation(seed=2)
    np.testing.assert_array_equal(one.panel.values, same.panel.values)
    assert not np.array_equal(one.panel.values, other.panel.values)
    assert one.panel.shape == (150, 13)
    assert one.truth == {}


def test_values_are_counts_over_denominators():
    panel = simulate_nation(seed=1).panel
    np.testing.assert_allclose(panel.values, 10_000 * panel.counts / panel.denominators)
    assert (panel.counts == np.round(panel.counts)).all()


@pytest.mark.parametrize(
    ("truth", "shares"),
    [
        (Truth(Planted.STEP, 2020, -0.25), [0, 0, 1, 1, 1, 1, 1]),
        (Truth(Planted.RECORDING, 2019, 0.25), [0, 1, 1, 1, 1, 1, 1]),
        (Truth(Planted.RAMP, 2019, -0.25), [0, 0.25, 0.5, 0.75, 1, 1, 1]),
        (Truth(Planted.NOTHING, 2019, -0.25), [0] * 7),
    ],
)
def test_path_of_what_is_planted(truth, shares):
    np.testing.assert_allclose(truth.path(range(2018, 2025)), np.log1p(truth.change) * np.array(shares))


def test_what_is_planted_is_in_the_counts():
    truth = {"U003": Truth(Planted.STEP, 2020, -0.5)}
    size = np.full((150, 13), 1e7)
    plain, planted = (simulate_nation(seed=3, denominators=size, truth=t).panel.values for t in (None, truth))
    np.testing.assert_allclose(np.log(planted[2] / plain[2]), [0] * 7 + [np.log(0.5)] * 6, atol=0.03)
    np.testing.assert_allclose(planted[3], plain[3], rtol=0.05)


def test_missing_cells_and_unknown_places():
    values = simulate_nation(seed=1, missing=0.2).panel.values
    assert 0.15 < np.isnan(values).mean() < 0.25
    with pytest.raises(PanelError, match=r"not in the nation: \['Nowhere'\]"):
        simulate_nation(seed=1, truth={"Nowhere": Truth(Planted.STEP, 2020, -0.5)})


def test_denominators_grow_slowly_and_stay_whole():
    panel = simulate_nation(seed=6).panel
    assert (panel.denominators == np.round(panel.denominators)).all()
    assert np.abs(np.diff(np.log(panel.denominators), axis=1)).max() < 0.05
