"""How fast the engine is beside its peers: one run, interleaved, CPU time, one BLAS thread.

    python -m benchmarks.speed [--rounds 3] [--without-screen]

The panel is simulated: 152 places, 15 years before, 5 after. Peers are compared where they are installed; in a place
of its own: pip install numpy scipy numba diff-diff augsynth-py pysyncon synthdid-py, then pip install --no-deps -e .
Bounds (issue 5): a placebo test at least 100 times faster than the fastest packaged peer with NumPy only, 400 times
with Numba; 76,000 fits with statistics, p and q in at most 10 s, 4 s with Numba, below 1 GiB; the cost of a screen
linear in its fits; the case in depth below 2 s.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import contextlib
import io
import resource
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec

import numpy as np
from scipy.optimize import nnls

from stepchange import Question, ScreenedMeasure, evaluate, screen, simulate_nation
from stepchange.one_place.core import fit_core, rank_p_value
from stepchange.one_place.design import to_analysis_scale
from stepchange.screening import screen as module
from stepchange.solvers import fit_each_on_others, fit_exact_simplex, use_numba

PLACES, BEFORE, AFTER = 152, 15, 5
YEARS = tuple(range(2005, 2005 + BEFORE + AFTER))
UNITS = tuple(f"U{number:03d}" for number in range(PLACES))
PANEL = simulate_nation(seed=1, units=UNITS, periods=YEARS).panel
OUTCOME = to_analysis_scale(PANEL)
# Peers search less well on small numbers, so they get levels.
LEVELS = PANEL.values


def placebo_by_ridge() -> float:
    """152 fits, the gaps, and the rank of the first place."""
    before, after = OUTCOME[:, :BEFORE], OUTCOME[:, BEFORE:]
    eta = BEFORE * np.sqrt(AFTER) * np.diff(before, axis=1).var(ddof=1)
    fits = fit_each_on_others(before, eta)
    return rank_p_value((after - fits.synthetic(after)).mean(axis=1))


def placebo_by_exact_simplex() -> float:
    gaps = np.empty(PLACES)
    for unit in range(PLACES):
        others = np.arange(PLACES) != unit
        weights = fit_exact_simplex(LEVELS[unit, :BEFORE], LEVELS[others, :BEFORE]).weights
        gaps[unit] = (LEVELS[unit, BEFORE:] - weights @ LEVELS[others, BEFORE:]).mean()
    return rank_p_value(gaps)


def placebo_by_nnls_loop() -> None:
    """What anybody could write in a minute: no certificate, no intercept."""
    for unit in range(PLACES):
        others = np.arange(PLACES) != unit
        differences = (LEVELS[others, :BEFORE] - LEVELS[unit, :BEFORE]).T
        system = np.vstack([differences / np.abs(differences).max(), np.ones(PLACES - 1)])
        nnls(system, np.append(np.zeros(BEFORE), 1.0))


def whole_test() -> None:
    fit_core(OUTCOME[:, :BEFORE], OUTCOME[:, BEFORE:], YEARS[:BEFORE], None)


def in_depth() -> None:
    start = date(YEARS[BEFORE - 1], 6, 1)
    neighbours = frozenset(UNITS[10:18])
    evaluate(PANEL, Question(UNITS[3], start, "snapshot", -1, 10.0, neighbours=neighbours))


def make_frame():
    import pandas as pd

    rows = [
        {"unit": unit, "year": year, "y": LEVELS[i, t], "treated": int(i == 0 and t >= BEFORE)}
        for i, unit in enumerate(UNITS)
        for t, year in enumerate(YEARS)
    ]
    return pd.DataFrame(rows)


def placebo_by_diff_diff() -> Callable[[], object]:
    from diff_diff import SyntheticControl

    model = SyntheticControl(v_method="custom", custom_v=np.full(BEFORE, 1 / BEFORE))
    fitted = model.fit(
        make_frame(),
        outcome="y",
        treatment="treated",
        unit="unit",
        time="year",
        treated_unit=UNITS[0],
        post_periods=list(YEARS[BEFORE:]),
    )
    return fitted.in_space_placebo


def placebo_by_augsynth() -> Callable[[], object]:
    import polars as pl
    from augsynth_py import Synth, placebo_in_space

    model = Synth()
    frame = pl.DataFrame(make_frame().to_dict(orient="list"))
    model.fit(frame, outcome="y", unit="unit", time="year", treated=UNITS[0], treatment_time=YEARS[BEFORE])
    return lambda: placebo_in_space(model)


def fit_by_pysyncon() -> Callable[[], object]:
    """One fit with equal predictor weights, no search: times 152 for a placebo test."""
    from pysyncon import Dataprep, Synth

    prepared = Dataprep(
        foo=make_frame(),
        predictors=[],
        predictors_op="mean",
        special_predictors=[("y", [year], "mean") for year in YEARS[:BEFORE]],
        dependent="y",
        unit_variable="unit",
        time_variable="year",
        treatment_identifier=UNITS[0],
        controls_identifier=list(UNITS[1:]),
        time_predictors_prior=list(YEARS[:BEFORE]),
        time_optimize_ssr=list(YEARS[:BEFORE]),
    )
    model = Synth()
    return lambda: model.fit(prepared, custom_V=np.full(BEFORE, 1 / BEFORE))


def fit_by_synthdid() -> Callable[[], object]:
    from synthdid import synthdid_estimate

    ordered = np.vstack([LEVELS[1:], LEVELS[:1]])
    return lambda: synthdid_estimate(ordered, PLACES - 1, BEFORE)


# Name, module it needs, what makes the job, fits in one call.
PEERS = [
    ("diff-diff, in_space_placebo", "diff_diff", placebo_by_diff_diff, PLACES),
    ("augsynth-py, placebo_in_space", "augsynth_py", placebo_by_augsynth, PLACES),
    ("pysyncon, one fit, V fixed", "pysyncon", fit_by_pysyncon, 1),
    ("synthdid-py, one fit", "synthdid", fit_by_synthdid, 1),
]


def clock(job: Callable[[], object]) -> float:
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        job()
    return time.process_time() - start


def compare(rounds: int) -> dict[str, float]:
    """Best CPU seconds of a placebo test (152 fits) of each, all in turn in each round."""
    jobs: list[tuple[str, Callable[[], object], int, bool]] = [
        ("stepchange ridge, NumPy", placebo_by_ridge, PLACES, False),
        ("stepchange exact simplex", placebo_by_exact_simplex, PLACES, False),
        ("SciPy NNLS in a loop, not checked", placebo_by_nnls_loop, PLACES, False),
    ]
    if find_spec("numba"):
        jobs.insert(1, ("stepchange ridge, Numba", placebo_by_ridge, PLACES, True))
        use_numba()
        placebo_by_ridge()  # compiles
    for name, package, make, fits in PEERS:
        if find_spec(package) is None:
            print(f"{name}: not installed")
            continue
        try:
            with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                jobs.append((name, make(), fits, False))
        except Exception as problem:
            print(f"{name}: could not be run ({problem!r:.200})")
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, job, fits, wants_numba in jobs:
            if find_spec("numba"):
                use_numba(wants_numba)
            repeats = 5 if name.startswith("stepchange ridge") else 1
            seconds = min(clock(job) for _ in range(repeats)) * PLACES / fits
            best[name] = min(best.get(name, np.inf), seconds)
    if find_spec("numba"):
        use_numba(False)
    return best


def clock_screen(panels: int) -> float:
    """CPU seconds for panels x 152 fits with one candidate year each: statistics, p, q and leads."""
    base = [simulate_nation(seed=k, units=UNITS, periods=YEARS).panel for k in range(min(panels, 60))]
    many = [ScreenedMeasure(f"m{k}", f"f{k % 50}", base[k % len(base)]) for k in range(panels)]
    first, last = module.MINIMUM_BEFORE, module.MINIMUM_AFTER
    # One candidate year: 15 years before, 5 after.
    module.MINIMUM_BEFORE, module.MINIMUM_AFTER = BEFORE, AFTER
    try:
        return clock(lambda: screen(many, years_after=AFTER))
    finally:
        module.MINIMUM_BEFORE, module.MINIMUM_AFTER = first, last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-screen", action="store_true")
    options = parser.parse_args()
    best = compare(options.rounds)
    ours = best["stepchange ridge, NumPy"]
    print(f"\n{'a placebo test: 152 fits':<36} {'CPU ms':>10} {'x NumPy':>9} {'x Numba':>9}")
    numba = best.get("stepchange ridge, Numba", np.nan)
    for name, seconds in sorted(best.items(), key=lambda item: item[1]):
        print(f"{name:<36} {1e3 * seconds:>10.1f} {seconds / ours:>9.1f} {seconds / numba:>9.1f}")
    print(f"\nThe whole test with every year left out in turn: {1e3 * min(clock(whole_test) for _ in range(3)):.0f} ms")
    print(f"The case in depth: {min(clock(in_depth) for _ in range(2)):.2f} s")
    if options.without_screen:
        return
    for wants_numba in (False, True):
        if wants_numba and not find_spec("numba"):
            continue
        if find_spec("numba"):
            use_numba(wants_numba)
        print(f"\nScreen, {'Numba' if wants_numba else 'NumPy'}: {'fits':>8} {'CPU s':>8} {'us a fit':>9}")
        for panels in (66, 500, 3290):
            seconds = clock_screen(panels)
            print(
                f"{'':>15} {panels * PLACES:>8,} {seconds:>8.2f} {1e6 * seconds / (panels * PLACES):>9.1f}", flush=True
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**30 if sys.platform == "darwin" else 2**20)
    print(f"Peak memory: {peak:.2f} GiB")


if __name__ == "__main__":
    main()
