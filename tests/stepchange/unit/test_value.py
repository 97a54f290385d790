"""Cost and benefit by hand."""

from dataclasses import replace

import numpy as np
import pytest

from stepchange import PanelError
from stepchange.value import Assumptions, Basis, Kind, Line, Stated, appraise, discount_factors


def sure(amount):
    return Stated(amount, amount, amount)


TEAM = Line("Team", "Council", Kind.COST, Basis.SCHEME, sure(100), 0, 1)
TIME = Line("Training", "Health", Kind.COST, Basis.PERSON_REACHED, sure(2))
CARE = Line("Care avoided", "Council", Kind.BENEFIT, Basis.PERSON_HELPED, sure(50), 1, 2)
CALM = Line("Time of social workers", "Council", Kind.BENEFIT, Basis.PERSON_HELPED, sure(10), is_cashable=False)
STATED = Assumptions(20, sure(0.5), sure(0.2), optimism_costs=0.1, optimism_benefits=0.25)


def test_every_figure_by_hand():
    found = appraise([TEAM, TIME, CARE, CALM], STATED)
    d1, d2 = 1 / 1.035, 1 / 1.035**2
    helped = 20 * 0.5 * 0.8
    team, time = 100 * (1 + d1) * 1.1, 20 * 2 * 1.1
    care, calm = helped * 50 * (d1 + d2) * 0.75, helped * 10 * 0.75
    assert found.cost.expected == pytest.approx(team + time)
    assert found.benefit.expected == pytest.approx(care + calm)
    assert found.net.expected == pytest.approx(care + calm - team - time)
    assert found.ratio == pytest.approx((care + calm) / (team + time))
    council, health = found.parties
    assert (council.party, health.party) == ("Council", "Health")
    assert council.net.expected == pytest.approx(care + calm - team)
    assert council.cash.expected == pytest.approx(care - team)
    assert health.net.expected == pytest.approx(-time)
    each = (care + calm - time) / 20
    assert found.break_even_people == pytest.approx(team / each)
    assert found.break_even_share == pytest.approx(0.5 * (team + time) / (care + calm))
    assert found.net.low == pytest.approx(found.net.expected)  # nothing uncertain was stated
    assert found.by_line == ()


def test_at_break_even_nothing_is_left():
    found = appraise([TEAM, TIME, CARE, CALM], STATED)
    at_scale = appraise([TEAM, TIME, CARE, CALM], replace(STATED, people_reached=found.break_even_people))
    assert at_scale.net.expected == pytest.approx(0, abs=1e-9)
    at_share = appraise([TEAM, TIME, CARE, CALM], replace(STATED, share_helped=sure(found.break_even_share)))
    assert at_share.net.expected == pytest.approx(0, abs=1e-9)


def test_green_book_rates_by_hand():
    factors = discount_factors(76)
    assert factors[0] == 1
    assert factors[30] == pytest.approx(1.035**-30)
    assert factors[31] == pytest.approx(1.035**-30 / 1.03)
    assert factors[76] == pytest.approx(1.035**-30 * 1.03**-45 / 1.025)
    assert discount_factors(2, [(10, 0.015)])[2] == pytest.approx(1.015**-2)


def test_ranges_are_those_of_the_triangles():
    wide = replace(CARE, amount=Stated(20, 50, 110))
    found = appraise([TEAM, wide], STATED, draws=40_000)
    rng = np.random.default_rng(9)
    worth = 8 * (1 / 1.035 + 1 / 1.035**2) * 0.75
    drawn = rng.triangular(20, 50, 110, 200_000) * worth
    assert found.benefit.expected == pytest.approx(60 * worth)
    assert (found.benefit.low, found.benefit.high) == pytest.approx(np.quantile(drawn, (0.05, 0.95)), rel=0.01)
    assert found.chance_of_gain == pytest.approx((drawn > found.cost.expected).mean(), abs=0.01)
    assert found.by_line[0].name == "Care avoided"
    assert found.by_line[0].at_high - found.by_line[0].at_low == pytest.approx(90 * worth)
    assert appraise([TEAM, wide], STATED).net == appraise([TEAM, wide], STATED).net


def test_uncertain_assumptions_stand_in_the_list_too():
    unsure = replace(STATED, share_helped=Stated(0.2, 0.5, 0.8), deadweight=Stated(0.1, 0.2, 0.3))
    names = [one.name for one in appraise([TEAM, CARE], unsure).by_line]
    assert names == ["share_helped", "deadweight"]
    assert appraise([TEAM, CARE], unsure).by_line[1].at_low > appraise([TEAM, CARE], unsure).by_line[1].at_high


def test_payback_must_last():
    early = Line("Grant", "Council", Kind.BENEFIT, Basis.SCHEME, sure(50), 0, 0)
    late = Line("Cost", "Council", Kind.COST, Basis.SCHEME, sure(60), 1, 1)
    gain = Line("Gain", "Council", Kind.BENEFIT, Basis.SCHEME, sure(80), 3, 3)
    plain = Assumptions(1, sure(1), sure(0), 0, 0)
    assert appraise([early, late, gain], plain).payback_year == 3
    assert appraise([early, late], plain).payback_year is None
    assert appraise([early], plain).ratio is None


def test_break_even_where_there_is_none():
    plain = Assumptions(10, sure(0.5), sure(0), 0, 0)
    loss = Line("Visit", "Council", Kind.COST, Basis.PERSON_REACHED, sure(5))
    assert appraise([TEAM, loss], plain).break_even_people is None
    assert appraise([TEAM], plain).break_even_share is None
    assert appraise([CARE], plain).break_even_people == 0


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Stated(2, 1, 3), "low, likely and high"),
        (lambda: replace(TEAM, amount=sure(-1)), "0 or more"),
        (lambda: replace(TEAM, first_year=3, last_year=1), "years run from 0"),
        (lambda: replace(STATED, people_reached=0), "how many people"),
        (lambda: replace(STATED, deadweight=sure(1.5)), "deadweight is a share"),
        (lambda: replace(STATED, optimism_costs=-0.1), "Optimism"),
        (lambda: appraise([], STATED), "at least one line"),
        (lambda: appraise([TEAM, TEAM], STATED), "same name"),
        (lambda: discount_factors(200), "up to year 125"),
    ],
)
def test_refusals(make, sentence):
    with pytest.raises(PanelError, match=sentence):
        make()
