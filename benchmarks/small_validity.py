"""Does the test of one place keep its promises on simulated nations? A few minutes; the full bench comes later.

Run: OPENBLAS_NUM_THREADS=1 python benchmarks/small_validity.py [--panels 60] [--seed 1]

Every place of every simulated panel is tested. A rank test with every place in the pool is right on average by
construction, so the figures to look at are those of the small, large, volatile and quiet fifths. Intervals are
computed for some places of each panel after a fall of 20 % was planted in them. Bounds: engine.md, A3.
"""

import argparse
from dataclasses import dataclass, replace
from math import floor

import numpy as np

from stepchange import simulate_nation
from stepchange.one_place.core import CoreFit, confidence_interval, fit_core, fit_scale
from stepchange.one_place.design import count_variance, to_analysis_scale
from stepchange.one_place.shapes import compare_shapes

UNITS, BEFORE, AFTER = 150, 8, 4
PERIODS = tuple(range(2013, 2013 + BEFORE + AFTER))
PLANTED_IN_EACH = 30
YEARS = np.arange(1, AFTER + 1)
SHAPES = {
    "step": np.ones(AFTER),
    "ramp": YEARS / AFTER,
    "late": (YEARS > 1).astype(float),
    "fading": (AFTER - YEARS + 1) / AFTER,
}
FALL = np.log(0.7)


@dataclass
class Panel:
    """What one panel showed; arrays of N places, and of the places in which something was planted."""

    p: np.ndarray
    traits: dict[str, np.ndarray]
    planted: np.ndarray
    covered: np.ndarray
    labels: dict[str, list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--panels", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--residual-sd", type=float, default=0.08)
    options = parser.parse_args()
    panels = [test_nation(options.seed * 10_000 + number, options.residual_sd) for number in range(options.panels)]
    print(f"{len(panels)} panels, {UNITS} places, {BEFORE} years before, {AFTER} after, noise {options.residual_sd}")
    report_size(panels)
    report_shapes(panels)


def test_nation(seed: int, residual_sd: float) -> Panel:
    panel = simulate_nation(seed=seed, periods=PERIODS, residual_sd=residual_sd).panel
    outcome = to_analysis_scale(panel)
    y_before, y_after = outcome[:, :BEFORE], outcome[:, BEFORE:]
    variance = count_variance(panel)[:, :BEFORE].mean(axis=1)
    core = fit_core(y_before, y_after, PERIODS[:BEFORE], variance)
    sizes = np.abs(core.z)
    planted = np.random.default_rng(seed).choice(UNITS, PLANTED_IN_EACH, replace=False)
    return Panel(
        p=(sizes[None, :] >= sizes[:, None] - 1e-12).mean(axis=1),
        traits={
            "size": panel.denominators[:, :BEFORE].mean(axis=1),
            "volatility": np.diff(y_before, axis=1).std(axis=1),
            "level": y_before.mean(axis=1),
        },
        planted=planted,
        covered=np.array([is_covered(plant(core, unit, np.log(0.8) * SHAPES["step"])) for unit in planted]),
        labels={
            name: [shape_found(plant(core, unit, FALL * path)) for unit in planted] for name, path in SHAPES.items()
        },
    )


def plant(core: CoreFit, unit: int, path: np.ndarray) -> CoreFit:
    """The fit with a change planted in a unit, which becomes the first; weights rest on the past alone."""
    order = np.concatenate([[unit], np.delete(np.arange(UNITS), unit)])
    raw = core.raw_gaps - core.fits.weights[:, [unit]] * path
    raw[unit] += path
    raw, corrector, terms = raw[order], core.corrector[np.ix_(order, order)], core.scale_terms[order]
    gaps = corrector @ raw
    means = gaps.mean(axis=1)
    coefficients, fitted = fit_scale(means[:, None] ** 2, terms)
    scale = np.sqrt(fitted[:, 0])
    return replace(
        core,
        fits=replace(core.fits, weights=core.fits.weights[np.ix_(order, order)]),
        raw_gaps=raw,
        gaps=gaps,
        corrector=corrector,
        mean_gaps=means,
        z=means / scale,
        scale_terms=terms,
        scale_fit=replace(core.scale_fit, coefficients=coefficients[:, 0], scale=scale),
    )


def is_covered(treated: CoreFit) -> bool:
    low, high = confidence_interval(treated)
    return (low is None or low <= np.log(0.8)) and (high is None or np.log(0.8) <= high)


def shape_found(treated: CoreFit) -> str:
    if treated.p_value > 0.05:
        return "not found"
    shapes = compare_shapes(treated.gaps, treated.scale_fit.scale)
    return "step" if shapes.is_step else "gradual" if shapes.is_gradual else "unclear"


def report_size(panels: list[Panel]) -> None:
    print(
        f"\n{'places':10} {'tests':>6} {'size .05':>9} {'bound':>14} {'p > .10':>8} {'bound':>9} "
        f"{'in hull':>8} {'of':>6}"
    )
    exact = floor(0.05 * UNITS) / UNITS
    groups = {
        "all": ("size", 0.0, 1.0),
        "small": ("size", 0.0, 0.2),
        "large": ("size", 0.8, 1.0),
        "volatile": ("volatility", 0.8, 1.0),
        "quiet": ("volatility", 0.0, 0.2),
        "high": ("level", 0.8, 1.0),
        "low": ("level", 0.0, 0.2),
    }
    for name, (trait, low, high) in groups.items():
        inside = [(np.quantile(x.traits[trait], low) <= x.traits[trait]) for x in panels]
        inside = [
            i & (x.traits[trait] <= np.quantile(x.traits[trait], high)) for i, x in zip(inside, panels, strict=True)
        ]
        p = np.concatenate([x.p[i] for i, x in zip(inside, panels, strict=True)])
        covered = np.concatenate([x.covered[i[x.planted]] for i, x in zip(inside, panels, strict=True)])
        bounds = (f"{exact:.3f} +-.005", ".89-.91") if name == "all" else (".035-.065", ".87-.93")
        print(
            f"{name:10} {len(p):6d} {(p <= 0.05).mean():9.4f} {bounds[0]:>14} {(p > 0.10).mean():8.4f} {bounds[1]:>9} "
            f"{covered.mean():8.4f} {len(covered):6d}"
        )


def report_shapes(panels: list[Panel]) -> None:
    """Rows: what was planted. Bounds: step and ramp confused <= .04 of all; of the significant a ramp called step
    <= .08, fading called step <= .25, late called gradual <= .25."""
    print(
        f"\n{'planted':10} {'step':>7} {'gradual':>8} {'unclear':>8} {'not found':>10}   "
        "of the significant: step, gradual"
    )
    for truth in SHAPES:
        labels = np.concatenate([x.labels[truth] for x in panels])
        share = {label: float((labels == label).mean()) for label in ("step", "gradual", "unclear", "not found")}
        found = max(1 - share["not found"], 1e-9)
        print(
            f"{truth:10} {share['step']:7.3f} {share['gradual']:8.3f} {share['unclear']:8.3f} "
            f"{share['not found']:10.3f}   {share['step'] / found:.3f}, {share['gradual'] / found:.3f}"
        )


if __name__ == "__main__":
    main()
