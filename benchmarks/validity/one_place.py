"""Size, coverage, shapes and power of the test of one place, on simulated nations.

Every place of every simulated panel is tested. A rank test with every place in the pool is right on average by
construction, so the figures to look at are those of the small, large, volatile and quiet fifths.
"""

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from math import floor

import numpy as np

from benchmarks.validity.report import Section
from stepchange import Planted, Question, Truth, Verdict, evaluate, simulate_nation
from stepchange.one_place.core import CoreFit, confidence_interval, fit_core, fit_scale
from stepchange.one_place.design import count_variance, to_analysis_scale
from stepchange.one_place.shapes import compare_shapes

UNITS, BEFORE, AFTER = 150, 8, 4
PERIODS = tuple(range(2006, 2006 + BEFORE + AFTER))  # no year of the pandemic
PLANTED_IN_EACH = 30
YEARS = np.arange(1, AFTER + 1)
SHAPES = {
    "step": np.ones(AFTER),
    "ramp": YEARS / AFTER,
    "late": (YEARS > 1).astype(float),
    "fading": (AFTER - YEARS + 1) / AFTER,
}
FALL = np.log(0.7)
GROUPS = {
    "all": ("size", 0.0, 1.0),
    "small": ("size", 0.0, 0.2),
    "large": ("size", 0.8, 1.0),
    "volatile": ("volatility", 0.8, 1.0),
    "quiet": ("volatility", 0.0, 0.2),
    "high level": ("level", 0.8, 1.0),
    "low level": ("level", 0.0, 0.2),
}
BOUNDED = ("small", "large", "volatile", "quiet")


@dataclass
class Tested:
    """What one panel showed; arrays of N places, and of the places in which something was planted."""

    p: np.ndarray
    traits: dict[str, np.ndarray]
    planted: np.ndarray
    covered: np.ndarray
    labels: dict[str, list[str]]


def run(executor: Executor, *, quick: bool) -> list[Section]:
    panels = list(executor.map(_test_nation, range(20_000, 20_000 + (24 if quick else 110))))
    verdicts = list(executor.map(_ask, _verdict_cases(8 if quick else 60)))
    return [_report_size(panels), _report_shapes(panels), _report_verdicts(verdicts)]


def _test_nation(seed: int) -> Tested:
    panel = simulate_nation(seed=seed, periods=PERIODS).panel
    outcome = to_analysis_scale(panel)
    y_before, y_after = outcome[:, :BEFORE], outcome[:, BEFORE:]
    variance = count_variance(panel)[:, :BEFORE].mean(axis=1)
    core = fit_core(y_before, y_after, PERIODS[:BEFORE], variance)
    sizes = np.abs(core.z)
    planted = np.random.default_rng(seed).choice(UNITS, PLANTED_IN_EACH, replace=False)
    return Tested(
        p=(sizes[None, :] >= sizes[:, None] - 1e-12).mean(axis=1),
        traits={
            "size": panel.denominators[:, :BEFORE].mean(axis=1),
            "volatility": np.diff(y_before, axis=1).std(axis=1),
            "level": y_before.mean(axis=1),
        },
        planted=planted,
        covered=np.array([_is_covered(plant(core, unit, np.log(0.8) * SHAPES["step"])) for unit in planted]),
        labels={
            name: [_shape_found(plant(core, unit, FALL * path)) for unit in planted] for name, path in SHAPES.items()
        },
    )


def plant(core: CoreFit, unit: int, path: np.ndarray) -> CoreFit:
    """The fit with a change planted in a unit, which becomes the first; weights rest on the past alone."""
    n = len(core.z)
    order = np.concatenate([[unit], np.delete(np.arange(n), unit)])
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


def _is_covered(treated: CoreFit) -> bool:
    low, high = confidence_interval(treated)
    return (low is None or low <= np.log(0.8)) and (high is None or np.log(0.8) <= high)


def _shape_found(treated: CoreFit) -> str:
    if treated.p_value > 0.05:
        return "not found"
    shapes = compare_shapes(treated.gaps, treated.scale_fit.scale)
    return "step" if shapes.is_step else "gradual" if shapes.is_gradual else "unclear"


def _report_size(panels: list[Tested]) -> Section:
    exact = floor(0.05 * UNITS) / UNITS
    section = Section(
        "One place: size and coverage",
        f"{len(panels)} simulated nations of {UNITS} places, {BEFORE} years before, {AFTER} after, noise .08. "
        f"Size at a nominal .05 (overall {exact:.3f} by construction, within .005; each fifth .035 to .065). "
        "p above .10 at the truth is the coverage of the 90 % interval over all places (.89 to .91 overall, .87 to "
        ".93 in a fifth); the last column is the share of computed intervals that hold a planted fall of 20 %.",
        ("places", "tests", "size at .05", "p above .10", "truth in interval"),
    )
    for name, (trait, low, high) in GROUPS.items():
        inside = [
            (np.quantile(x.traits[trait], low) <= x.traits[trait])
            & (x.traits[trait] <= np.quantile(x.traits[trait], high))
            for x in panels
        ]
        p = np.concatenate([x.p[i] for i, x in zip(inside, panels, strict=True)])
        covered = np.concatenate([x.covered[i[x.planted]] for i, x in zip(inside, panels, strict=True)])
        size, coverage = float((p <= 0.05).mean()), float((p > 0.10).mean())
        shown, kept = f"{size:.3f}", f"{coverage:.3f}"
        if name == "all":
            shown = section.check("size, all", size, exact - 0.005, exact + 0.005)
            kept = section.check("coverage, all", coverage, 0.89, 0.91)
        elif name in BOUNDED and len(p) >= 3_000:
            shown = section.check(f"size, {name}", size, 0.035, 0.065)
            kept = section.check(f"coverage, {name}", coverage, 0.87, 0.93)
        section.add(name, f"{len(p):,}", shown, kept, float(covered.mean()))
    return section


def _report_shapes(panels: list[Tested]) -> Section:
    section = Section(
        "One place: shapes",
        "A change that reaches 30 % was planted in 30 places of each nation. Bounds: step and ramp confused in at most "
        ".04 of all; of those significant a ramp called step at most .08, fading called step .25, late called "
        "gradual .25. These are the p and the shape rules alone, without checks and bounds.",
        ("planted", "step", "gradual", "unclear", "not found"),
    )
    for truth in SHAPES:
        labels = np.concatenate([x.labels[truth] for x in panels])
        share = {label: float((labels == label).mean()) for label in ("step", "gradual", "unclear", "not found")}
        found = max(1 - share["not found"], 1e-9)
        section.add(truth, *share.values())
        if truth == "step":
            section.check("step called gradual", share["gradual"], 0, 0.04)
        if truth == "ramp":
            section.check("ramp called step", share["step"], 0, 0.04)
            section.check("ramp called step, of the significant", share["step"] / found, 0, 0.08)
        if truth == "fading":
            section.check("fading called step, of the significant", share["step"] / found, 0, 0.25)
        if truth == "late":
            section.check("late called gradual, of the significant", share["gradual"] / found, 0, 0.25)
    return section


TRUTHS = {
    "nothing": None,
    "step of 10 %": Truth(Planted.STEP, PERIODS[BEFORE], -0.1),
    "step of 20 %": Truth(Planted.STEP, PERIODS[BEFORE], -0.2),
    "step of 30 %": Truth(Planted.STEP, PERIODS[BEFORE], -0.3),
    "ramp to 30 %": Truth(Planted.RAMP, PERIODS[BEFORE], -0.3),
    "rise of 30 %": Truth(Planted.STEP, PERIODS[BEFORE], 0.3),
}
ALIKE = 6  # places tested in each nation


def _verdict_cases(nations: int) -> list[tuple[str, float, int]]:
    return [(name, noise, seed) for name in TRUTHS for noise in (0.05, 0.115) for seed in range(nations)]


def _ask(case: tuple[str, float, int]) -> tuple[str, float, list[str]]:
    """Findings of a few places of one nation, one at a time, in large places so that counting does not decide."""
    name, noise, seed = case
    units = [f"U{number:03d}" for number in range(1, UNITS + 1)]
    sizes = np.exp(np.random.default_rng(seed).normal(np.log(150_000), 0.4, UNITS))
    found = []
    for unit in units[:ALIKE]:
        truth = TRUTHS[name]
        panel = simulate_nation(
            seed=30_000 + seed,
            units=units,
            periods=PERIODS,
            residual_sd=noise,
            denominators=np.round(np.tile(sizes[:, None], (1, len(PERIODS)))),
            truth={unit: truth} if truth else None,
        ).panel
        question = Question(unit, date(PERIODS[BEFORE] - 1, 6, 1), "snapshot", -1, 10.0)
        found.append(evaluate(panel, question, in_depth=False).finding.verdict.value)
    return name, noise, found


def _report_verdicts(found: list[tuple[str, float, list[str]]]) -> Section:
    section = Section(
        "One place: findings",
        "The whole rule with checks, on large places; a fall was hoped for and 10 % is the smallest that matters.",
        ("planted", "noise", "tests", *(verdict.value.replace("_", " ") for verdict in Verdict)),
    )
    for name in TRUTHS:
        for noise in (0.05, 0.115):
            own = np.array([v for n, x, verdicts in found if (n, x) == (name, noise) for v in verdicts])
            shares = [float((own == verdict.value).mean()) for verdict in Verdict]
            section.add(name, f"{noise:g}", f"{len(own):,}", *shares)
    return section
