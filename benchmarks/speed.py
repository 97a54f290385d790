"""How fast the engine is beside its peers: one run, interleaved, CPU time, one thread, equal repeats.

    python -m benchmarks.speed [--rounds 3] [--without-screen]

Like is put beside like. A *kernel* takes arrays that stand ready; nothing is checked, named or written down. A *call*
is what a person writes: a long table goes in, an answer comes out. No package is judged by its call against a kernel
of ours. Exact simplex weights stand beside exact simplex weights; the ridge weights of the deciding test are
another problem, so they have rows of their own.

The panel is simulated: 152 places, 15 years before, 5 after. Peers are compared where they are installed, in an
environment of their own (benchmarks/peers.txt says how). Aims: a placebo test, call against call, 100 times as fast as
the fastest package, and the whole answer 20 times; neither is reached yet. Kept: 76,000 fits with statistics, p and q
in at most 10 s, 4 s with Numba, below 1 GiB; the case in depth below 2 s.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ[name] = "1"

import argparse
import contextlib
import csv
import io
import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

import numpy as np
from scipy.optimize import nnls

from stepchange import Panel, Question, ScreenedMeasure, evaluate, screen, simulate_nation
from stepchange.one_place.core import rank_p_value
from stepchange.one_place.design import to_analysis_scale
from stepchange.screening import screen as module
from stepchange.solvers import Method, fit, fit_each_on_others, fit_exact_simplex, use_numba

PLACES, BEFORE, AFTER = 152, 15, 5
YEARS = tuple(range(2005, 2005 + BEFORE + AFTER))
UNITS = tuple(f"U{number:03d}" for number in range(PLACES))
PANEL = simulate_nation(seed=1, units=UNITS, periods=YEARS).panel
OUTCOME = to_analysis_scale(PANEL)
# Peers search less well on small numbers, so they get levels.
LEVELS = PANEL.values
ROWS = [(unit, year, float(LEVELS[i, t])) for i, unit in enumerate(UNITS) for t, year in enumerate(YEARS)]
TABLE = "unit,year,y\n" + "".join(f"{unit},{year},{y!r}\n" for unit, year, y in ROWS)

KERNEL, CALL, FIT, WHOLE = (
    "Kernel against kernel: 152 fits on arrays that stand ready",
    "Call against call: a placebo test, from a long table to p",
    "Call against call: one fit, from a long table to weights and a path",
    "Call against call: the whole answer",
)


@dataclass(frozen=True)
class Job:
    """Something to time. `make` is not timed: it imports and returns what is."""

    kind: str
    name: str
    make: Callable[[], Callable[[], object]]
    package: str = "numpy"
    wants_numba: bool = False


# --- ours ------------------------------------------------------------------------------------------


def ridge_kernel() -> Callable[[], object]:
    def run() -> float:
        before, after = OUTCOME[:, :BEFORE], OUTCOME[:, BEFORE:]
        eta = BEFORE * np.sqrt(AFTER) * np.diff(before, axis=1).var(ddof=1)
        fits = fit_each_on_others(before, eta)
        return rank_p_value((after - fits.synthetic(after)).mean(axis=1))

    run()  # compiles, where Numba is used
    return run


def exact_kernel() -> Callable[[], object]:
    return lambda: placebo_by_exact_simplex(LEVELS)


def placebo_by_exact_simplex(levels: np.ndarray) -> float:
    """Each place on all others, each fit with its certificate; the rank of the first."""
    ratios = np.empty(PLACES)
    for unit in range(PLACES):
        others = np.arange(PLACES) != unit
        weights = fit_exact_simplex(levels[unit, :BEFORE], levels[others, :BEFORE]).weights
        squared = (levels[unit] - weights @ levels[others]) ** 2
        ratios[unit] = squared[BEFORE:].mean() / squared[:BEFORE].mean()
    return rank_p_value(ratios)


def nnls_kernel() -> Callable[[], object]:
    """What anybody could write in a minute: no certificate."""

    def run() -> None:
        for unit in range(PLACES):
            others = np.arange(PLACES) != unit
            differences = (LEVELS[others, :BEFORE] - LEVELS[unit, :BEFORE]).T
            system = np.vstack([differences / np.abs(differences).max(), np.ones(PLACES - 1)])
            nnls(system, np.append(np.zeros(BEFORE), 1.0))

    return run


def read_table() -> Panel:
    """A long table as text, as the command line reads it."""
    cells = {(row["unit"], int(row["year"])): float(row["y"]) for row in csv.DictReader(io.StringIO(TABLE))}
    values = np.array([[cells[unit, year] for year in YEARS] for unit in UNITS])
    return Panel(UNITS, YEARS, values)


def exact_call() -> Callable[[], object]:
    return lambda: placebo_by_exact_simplex(read_table().values)


def exact_fit() -> Callable[[], object]:
    def run() -> object:
        values = read_table().values
        return fit(Method.EXACT_SIMPLEX, values[0], values[1:], BEFORE)

    return run


def whole_answer(*, in_depth: bool) -> Callable[[], object]:
    """Estimate, 152 placebos, interval, checks by refits and earlier starts, shapes; in depth also other methods."""
    question = Question(
        UNITS[0], date(YEARS[BEFORE - 1], 6, 1), "snapshot", -1, 10.0, neighbours=frozenset(UNITS[10:18])
    )
    return lambda: evaluate(read_table(), question, in_depth=in_depth)


# --- peers -----------------------------------------------------------------------------------------


def make_frame():
    import pandas as pd

    frame = pd.read_csv(io.StringIO(TABLE))
    frame["treated"] = ((frame["unit"] == UNITS[0]) & (frame["year"] >= YEARS[BEFORE])).astype(int)
    return frame


def fit_diff_diff():
    from diff_diff import SyntheticControl

    model = SyntheticControl(v_method="custom", custom_v=np.full(BEFORE, 1 / BEFORE))
    return model.fit(
        make_frame(),
        outcome="y",
        treatment="treated",
        unit="unit",
        time="year",
        treated_unit=UNITS[0],
        post_periods=list(YEARS[BEFORE:]),
    )


def placebo_by_diff_diff() -> Callable[[], object]:
    return lambda: fit_diff_diff().in_space_placebo()


def whole_by_diff_diff() -> Callable[[], object]:
    """What it offers of the same: the placebo test, each donor with weight left out, and earlier starts."""

    def run() -> None:
        found = fit_diff_diff()
        for method in ("in_space_placebo", "leave_one_out", "in_time_placebo"):
            getattr(found, method)()

    return run


def fit_augsynth():
    import polars as pl
    from augsynth_py import Synth

    model = Synth()
    frame = pl.read_csv(io.StringIO(TABLE))
    model.fit(frame, outcome="y", unit="unit", time="year", treated=UNITS[0], treatment_time=YEARS[BEFORE])
    return model


def placebo_by_augsynth() -> Callable[[], object]:
    from augsynth_py import placebo_in_space

    return lambda: placebo_in_space(fit_augsynth())


def fit_by_pysyncon() -> Callable[[], object]:
    """Equal predictor weights, no search."""
    from pysyncon import Dataprep, Synth

    def run() -> None:
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
        Synth().fit(prepared, custom_V=np.full(BEFORE, 1 / BEFORE))

    return run


def fit_by_synthdid() -> Callable[[], object]:
    from synthdid import synthdid_estimate

    def run() -> None:
        values = read_table().values
        synthdid_estimate(np.vstack([values[1:], values[:1]]), PLACES - 1, BEFORE)

    return run


JOBS = (
    Job(KERNEL, "stepchange, exact simplex, certified", exact_kernel),
    Job(KERNEL, "SciPy NNLS in a loop, not certified", nnls_kernel),
    Job(KERNEL, "stepchange, ridge (another problem)", ridge_kernel),
    Job(KERNEL, "stepchange, ridge, Numba (another problem)", ridge_kernel, "numba", wants_numba=True),
    Job(CALL, "stepchange, exact simplex", exact_call),
    Job(CALL, "diff-diff, exact simplex", placebo_by_diff_diff, "diff_diff"),
    Job(CALL, "augsynth-py, exact simplex", placebo_by_augsynth, "augsynth_py"),
    Job(FIT, "stepchange, exact simplex", exact_fit),
    Job(FIT, "diff-diff, exact simplex", lambda: fit_diff_diff, "diff_diff"),
    Job(FIT, "augsynth-py, exact simplex", lambda: fit_augsynth, "augsynth_py"),
    Job(FIT, "pysyncon, exact simplex, V fixed", fit_by_pysyncon, "pysyncon"),
    Job(FIT, "synthdid-py, synthetic diff-in-diff", fit_by_synthdid, "synthdid"),
    Job(WHOLE, "stepchange, evaluate", lambda: whole_answer(in_depth=False)),
    Job(WHOLE, "stepchange, evaluate in depth", lambda: whole_answer(in_depth=True)),
    Job(WHOLE, "diff-diff, placebos, donors left out, earlier starts", whole_by_diff_diff, "diff_diff"),
)


def clock(job: Callable[[], object]) -> float:
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        job()
    return time.process_time() - start


def compare(rounds: int) -> dict[Job, float]:
    """Best CPU seconds of each, one call of each in turn in each round."""
    ready: list[tuple[Job, Callable[[], object]]] = []
    for job in JOBS:
        if find_spec(job.package) is None:
            print(f"{job.name}: not installed")
            continue
        try:
            _choose(job)
            run = job.make()
            clock(run)  # imports and caches, for everybody
            ready.append((job, run))
        except Exception as problem:
            print(f"{job.name}: could not be run ({problem!r:.200})")
    best: dict[Job, float] = {}
    for _ in range(rounds):
        for job, run in ready:
            _choose(job)
            best[job] = min(best.get(job, np.inf), clock(run))
    _choose(JOBS[0])
    return best


def _choose(job: Job) -> None:
    if find_spec("numba"):
        use_numba(job.wants_numba)


def report(best: dict[Job, float]) -> None:
    for kind in (KERNEL, CALL, FIT, WHOLE):
        rows = sorted((seconds, job.name) for job, seconds in best.items() if job.kind == kind)
        ours = min((seconds for seconds, name in rows if name.startswith("stepchange, e")), default=np.nan)
        print(f"\n{kind}\n{'':<54} {'CPU ms':>10} {'x ours':>8}")
        for seconds, name in rows:
            print(f"{name:<54} {1e3 * seconds:>10.1f} {seconds / ours:>8.2f}")


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
    report(compare(options.rounds))
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
