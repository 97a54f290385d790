"""Several places: size, power and coverage on simulated nations."""

from concurrent.futures import Executor
from datetime import date

import numpy as np

from benchmarks.validity.report import Section
from stepchange import Planted, PoolQuestion, Site, Truth, simulate_nation
from stepchange.several_places.group_time import estimate_group_time
from stepchange.several_places.pool import _Randomisation, fit_cohort
from stepchange.several_places.registry import Pool, draw_pool
from stepchange.several_places.synthesis import synthesise

PERIODS = tuple(range(2006, 2016))
STARTS = (date(2011, 6, 1), date(2012, 6, 1), date(2013, 6, 1))
SITES = 17
DRAWS = 999
UNITS = [f"U{number:03d}" for number in range(150)]


def run(executor: Executor, *, quick: bool) -> list[Section]:
    cells = [(noise, change) for noise in (0.05, 0.115) for change in (0.0, -0.03, -0.05, -0.1)]
    repeats = 40 if quick else 400
    cases = [(noise, change, seed) for noise, change in cells for seed in range(repeats)]
    found = np.array(list(executor.map(_test, cases, chunksize=10)))
    section = Section(
        "Several places",
        f"{SITES} of {len(UNITS)} places start in three years, ten years in all, {repeats} nations a row. Shares with "
        "p of at most .05 by the draw that decides, by Callaway and Sant'Anna's standard error and by the Hartung-"
        "Knapp interval of the synthesis; coverage of the draw's 90 % interval (.87 to .93). The first and fifth row "
        "are "
        "false positives; bound .03 to .07 for the draw.",
        ("noise", "change", "draw", "Callaway-Sant'Anna", "Hartung-Knapp", "coverage"),
    )
    for number, (noise, change) in enumerate(cells):
        own = found[number * repeats : (number + 1) * repeats].mean(axis=0)
        shown = f"{own[0]:.3f}"
        if not change and not quick:
            shown = section.check(f"size at noise {noise}", float(own[0]), 0.03, 0.07)
        covered = f"{own[3]:.3f}"
        if not quick:
            covered = section.check(f"coverage at noise {noise}, change {change}", float(own[3]), 0.87, 0.93)
        section.add(f"{noise:g}", f"{change:+.0%}", shown, float(own[1]), float(own[2]), covered)
    return [section]


def _test(case: tuple[float, float, int]) -> tuple[bool, bool, bool, bool]:
    noise, change, seed = case
    sites = [(UNITS[number], STARTS[number % len(STARTS)]) for number in range(SITES)]
    truth = {unit: Truth(Planted.STEP, start.year + 1, change) for unit, start in sites} if change else None
    panel = simulate_nation(seed=40_000 + seed, units=UNITS, periods=PERIODS, residual_sd=noise, truth=truth).panel
    question = PoolQuestion(tuple(Site(*site) for site in sites), "snapshot", -1, 5.0)
    drawn = draw_pool(panel, question)
    fits = [fit_cohort(cohort) for cohort in drawn.cohorts]
    test = _Randomisation(drawn, fits, DRAWS, seed)
    effects = np.concatenate([fit.gaps[fit.cohort.rows].mean(axis=1) for fit in fits])
    scales = np.concatenate([fit.scale[fit.cohort.rows] for fit in fits])
    low, high = synthesise(effects, scales**2).interval
    average = _callaway_santanna(drawn)
    return (
        test.p_value <= 0.05,
        abs(average.effect) > 1.96 * average.standard_error,
        not low <= 0 <= high,
        test.p_value_at(float(np.log1p(change))) > 0.10,
    )


def _callaway_santanna(drawn: Pool):
    years = list(PERIODS)
    first = np.full(len(drawn.units), np.inf)
    for cohort in drawn.cohorts:
        first[cohort.rows] = cohort.after[0]
    whole = drawn.cohorts[0]
    outcomes = np.hstack([whole.y_before, whole.y_after])
    kept = [years.index(year) for year in whole.before + whole.after]
    return estimate_group_time(outcomes, [years[t] for t in kept], first, control="not_yet").simple
