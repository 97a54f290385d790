"""From numbers to one of seven findings, by rules that are fixed beforehand (engine.md, appendix A2)."""

from dataclasses import dataclass
from enum import StrEnum

from stepchange.one_place.design import MINIMUM_AFTER, MINIMUM_AFTER_FOR_SHAPE
from stepchange.one_place.shapes import Shapes

ALPHA = 0.05
ALPHA_CHECKS = 0.10


class Verdict(StrEnum):
    STEP_CHANGE = "step_change"
    GRADUAL_IMPROVEMENT = "gradual_improvement"
    IMPROVED_SHAPE_UNCLEAR = "improved_shape_unclear"
    CHANGED_FOR_THE_WORSE = "changed_for_the_worse"
    TOO_SMALL_TO_MATTER = "too_small_to_matter"
    NO_DETECTABLE_CHANGE = "no_detectable_change"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


class CheckResult(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_TESTED = "not_tested"


@dataclass(frozen=True)
class Check:
    """One robustness check: the estimate and p when something is left out or moved.

    Attributes
    ----------
    kind : str
        "in_time", "without_donor", "without_neighbours", "without_pandemic", "without_year" (each year after the
        start in turn) or "in_people" (whether people and proportions changed the same way).
    detail : str
        The years or the place concerned.
    result : CheckResult
    decides : bool
        Whether a failure withholds the finding, or is only shown.
    estimate, p_value : float or None
        None where the check could not be made; `reason` then says why.
    """

    kind: str
    detail: str
    result: CheckResult
    decides: bool
    estimate: float | None = None
    p_value: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """A verdict with the codes of its reasons, most important first."""

    verdict: Verdict
    reasons: tuple[str, ...]


def decide(
    *,
    estimate: float,
    p_value: float,
    interval: tuple[float | None, float | None],
    bounds: tuple[float, float],
    direction: int,
    years_after: int,
    shapes: Shapes | None,
    checks: tuple[Check, ...],
    is_too_noisy: bool,
    is_implausible: bool = False,
) -> Finding:
    """Apply the rules of appendix A2.

    Parameters
    ----------
    estimate : float
        Mean corrected gap, on the scale of the analysis, like `interval` (90 %) and `bounds`
        (the smallest important fall and rise).
    direction : -1 or 1
        The change that was hoped for.
    is_implausible : bool
        Whether a count of the place cannot be right.
    """
    fall, rise = bounds
    low, high = interval
    if is_implausible:
        return Finding(Verdict.NOT_ENOUGH_EVIDENCE, ("implausible_figure",))
    if is_too_noisy:
        return Finding(Verdict.NOT_ENOUGH_EVIDENCE, ("counts_too_small",))
    if years_after < MINIMUM_AFTER:
        return Finding(Verdict.NOT_ENOUGH_EVIDENCE, ("one_year_after",))
    if low is not None and high is not None and fall < low and high < rise:
        # Unusual and yet small: "no change" would be false, and so would "a change that matters".
        if p_value <= ALPHA:
            return Finding(Verdict.TOO_SMALL_TO_MATTER, ("unusual_and_inside_bounds",))
        return Finding(Verdict.NO_DETECTABLE_CHANGE, ("interval_inside_bounds",))
    if p_value > ALPHA:
        return Finding(Verdict.NOT_ENOUGH_EVIDENCE, ("within_usual_variation",))
    if fall < estimate < rise:
        return Finding(Verdict.NOT_ENOUGH_EVIDENCE, ("smaller_than_important",))
    failed = tuple(check.kind for check in checks if check.decides and check.result is CheckResult.FAILED)
    if failed:
        return Finding(Verdict.NOT_ENOUGH_EVIDENCE, tuple(f"failed_{kind}" for kind in dict.fromkeys(failed)))
    if estimate * direction < 0:
        return Finding(Verdict.CHANGED_FOR_THE_WORSE, (_shape_reason(shapes, years_after),))
    reason = _shape_reason(shapes, years_after)
    verdicts = {"shape_step": Verdict.STEP_CHANGE, "shape_gradual": Verdict.GRADUAL_IMPROVEMENT}
    return Finding(verdicts.get(reason, Verdict.IMPROVED_SHAPE_UNCLEAR), (reason,))


def _shape_reason(shapes: Shapes | None, years_after: int) -> str:
    if shapes is None or years_after < MINIMUM_AFTER_FOR_SHAPE:
        return "too_few_years_for_shape"
    if shapes.is_step:
        return "shape_step"
    return "shape_gradual" if shapes.is_gradual else "shape_unclear"


def keeps_up(estimate: float, p_value: float, main_estimate: float) -> bool:
    """Same sign, at least half the size, p at most .10.

    A refit must do this to confirm a finding (A2); a pretended earlier start that does it refutes one (A1.8).
    """
    return estimate * main_estimate > 0 and abs(estimate) >= 0.5 * abs(main_estimate) and p_value <= ALPHA_CHECKS
