"""The table of verdicts: one row for every way through the rules (engine.md, appendix A2)."""

import numpy as np
import pytest

from stepchange import Check, CheckResult, Shapes, Verdict
from stepchange.one_place.verdict import decide, keeps_up

STEP = Shapes(step=20, ramp=17, late=20, fading=20, last_over_mean=0.5, condition=9)
RAMP = Shapes(step=10, ramp=13, late=13, fading=3, last_over_mean=1.5, condition=9)
UNCLEAR = Shapes(step=10, ramp=12.9, late=12, fading=3, last_over_mean=1.5, condition=9)
INSIDE, OUTSIDE = (-0.05, 0.05), (-0.4, -0.1)


def check(kind, result=CheckResult.FAILED, decides=True):
    return Check(kind, "", result, decides)


NO_CHANGE = (Verdict.NO_DETECTABLE_CHANGE, "interval_inside_bounds")
TOO_SMALL = (Verdict.TOO_SMALL_TO_MATTER, "unusual_and_inside_bounds")
IMPLAUSIBLE = (Verdict.NOT_ENOUGH_EVIDENCE, "implausible_figure")
TABLE = [
    ("step", {}, Verdict.STEP_CHANGE, "shape_step"),
    ("gradual", {"shapes": RAMP}, Verdict.GRADUAL_IMPROVEMENT, "shape_gradual"),
    ("unclear", {"shapes": UNCLEAR}, Verdict.IMPROVED_SHAPE_UNCLEAR, "shape_unclear"),
    ("two years", {"shapes": None, "years_after": 2}, Verdict.IMPROVED_SHAPE_UNCLEAR, "too_few_years_for_shape"),
    ("two years, shapes given", {"years_after": 2}, Verdict.IMPROVED_SHAPE_UNCLEAR, "too_few_years_for_shape"),
    ("worse", {"direction": 1}, Verdict.CHANGED_FOR_THE_WORSE, "shape_step"),
    ("worse, gradually", {"direction": 1, "shapes": RAMP}, Verdict.CHANGED_FOR_THE_WORSE, "shape_gradual"),
    ("a rise that was hoped for", {"estimate": 0.3, "direction": 1}, Verdict.STEP_CHANGE, "shape_step"),
    ("a rise that was feared", {"estimate": 0.3}, Verdict.CHANGED_FOR_THE_WORSE, "shape_step"),
    ("p at .05 counts", {"p_value": 0.05}, Verdict.STEP_CHANGE, "shape_step"),
    ("p above .05", {"p_value": 0.051}, Verdict.NOT_ENOUGH_EVIDENCE, "within_usual_variation"),
    ("exactly the smallest change", {"estimate": float(np.log(0.9))}, Verdict.STEP_CHANGE, "shape_step"),
    ("smaller than that", {"estimate": -0.1}, Verdict.NOT_ENOUGH_EVIDENCE, "smaller_than_important"),
    ("small rise", {"estimate": 0.09, "direction": 1}, Verdict.NOT_ENOUGH_EVIDENCE, "smaller_than_important"),
    ("no change", {"interval": INSIDE, "p_value": 0.6}, Verdict.NO_DETECTABLE_CHANGE, "interval_inside_bounds"),
    ("no change, p just above .05", {"interval": INSIDE, "p_value": 0.051}, *NO_CHANGE),
    ("a change, but a small one", {"interval": INSIDE, "p_value": 0.02}, *TOO_SMALL),
    ("small and p at .05", {"interval": INSIDE, "p_value": 0.05, "direction": 1}, *TOO_SMALL),
    ("small, began early", {"interval": INSIDE, "p_value": 0.02, "checks": (check("in_time"),)}, *TOO_SMALL),
    ("a count that cannot be right", {"is_implausible": True, "is_too_noisy": True}, *IMPLAUSIBLE),
    ("one year carries it", {"checks": (check("without_year"),)}, Verdict.NOT_ENOUGH_EVIDENCE, "failed_without_year"),
    ("other way in people", {"checks": (check("in_people"),)}, Verdict.NOT_ENOUGH_EVIDENCE, "failed_in_people"),
    ("open below", {"interval": (None, 0.05), "p_value": 0.6}, Verdict.NOT_ENOUGH_EVIDENCE, "within_usual_variation"),
    ("open above", {"interval": (-0.05, None), "p_value": 0.6}, Verdict.NOT_ENOUGH_EVIDENCE, "within_usual_variation"),
    (
        "touching a bound",
        {"interval": (-0.05, np.log(1.1)), "p_value": 0.6},
        Verdict.NOT_ENOUGH_EVIDENCE,
        "within_usual_variation",
    ),
    ("noise first", {"is_too_noisy": True, "interval": INSIDE}, Verdict.NOT_ENOUGH_EVIDENCE, "counts_too_small"),
    ("one year", {"years_after": 1, "interval": INSIDE}, Verdict.NOT_ENOUGH_EVIDENCE, "one_year_after"),
    ("began early", {"checks": (check("in_time"),)}, Verdict.NOT_ENOUGH_EVIDENCE, "failed_in_time"),
    (
        "worse, began early",
        {"checks": (check("in_time"),), "direction": 1},
        Verdict.NOT_ENOUGH_EVIDENCE,
        "failed_in_time",
    ),
    ("shown only", {"checks": (check("without_donor", decides=False),)}, Verdict.STEP_CHANGE, "shape_step"),
    ("not tested", {"checks": (check("in_time", CheckResult.NOT_TESTED),)}, Verdict.STEP_CHANGE, "shape_step"),
    ("passed", {"checks": (check("in_time", CheckResult.PASSED),)}, Verdict.STEP_CHANGE, "shape_step"),
]


@pytest.mark.parametrize(("parts", "verdict", "reason"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_decide(parts, verdict, reason):
    given = {
        "estimate": -0.25,
        "p_value": 0.02,
        "interval": OUTSIDE,
        "bounds": (float(np.log(0.9)), float(np.log(1.1))),
        "direction": -1,
        "years_after": 4,
        "shapes": STEP,
        "checks": (),
        "is_too_noisy": False,
    }
    finding = decide(**(given | parts))
    assert (finding.verdict, finding.reasons) == (verdict, (reason,))


def test_decide_names_each_failed_check_once():
    checks = (check("in_time"), check("in_time"), check("without_donor"))
    finding = decide(
        estimate=-0.3,
        p_value=0.01,
        interval=OUTSIDE,
        bounds=(-0.1, 0.1),
        direction=-1,
        years_after=3,
        shapes=STEP,
        checks=checks,
        is_too_noisy=False,
    )
    assert finding.reasons == ("failed_in_time", "failed_without_donor")


@pytest.mark.parametrize(
    ("estimate", "p", "holds"),
    [(-0.1, 0.1, True), (-0.1, 0.101, False), (-0.0999, 0.01, False), (0.3, 0.01, False), (-0.5, 0.01, True)],
)
def test_keeps_up_asks_for_sign_half_the_size_and_p(estimate, p, holds):
    assert keeps_up(estimate, p, -0.2) is holds


@pytest.mark.parametrize(
    ("changed", "is_step", "is_gradual"),
    [
        ({}, True, False),
        ({"ramp": 17.1}, False, False),
        ({"late": 20.1}, False, False),
        ({"fading": 20.1}, False, False),
        ({"last_over_mean": 0.49}, False, False),
        ({"ramp": 23}, False, True),
        ({"ramp": 23, "late": 23.1}, False, False),
        ({"ramp": 23, "fading": 30}, False, True),
        ({"ramp": 23, "last_over_mean": 0.49}, False, False),
    ],
)
def test_shapes_at_their_edges(changed, is_step, is_gradual):
    given = {"step": 20, "ramp": 17, "late": 20, "fading": 20, "last_over_mean": 0.5, "condition": 9}
    shapes = Shapes(**(given | changed))
    assert (shapes.is_step, shapes.is_gradual) == (is_step, is_gradual)
