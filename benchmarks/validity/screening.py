"""The screen: how many of its leads are false, where tails are alike and where they are not."""

from concurrent.futures import Executor

import numpy as np

from benchmarks.validity.report import Section
from stepchange import Planted, ScreenedMeasure, Truth, screen, simulate_nation

PERIODS = tuple(range(2006, 2017))
UNITS = [f"U{number:03d}" for number in range(150)]
MEASURES = 60


def run(executor: Executor, *, quick: bool) -> list[Section]:
    repeats = 3 if quick else 20
    cells = {
        "nothing planted": (0.0, 0.1, False),
        "1 % steps of 30 %, noise .10": (0.3, 0.1, False),
        "1 % steps of 20 %, noise .05": (0.2, 0.05, False),
        "stress: mixed tails, 1 % steps of 30 %": (0.3, 0.1, True),
    }
    cases = [(cell, seed) for cell in cells.values() for seed in range(repeats)]
    found = list(executor.map(_screen, cases))
    section = Section(
        "The screen",
        f"{repeats} screens a row of {MEASURES} measures x {len(UNITS)} places, 11 years, every candidate year. False "
        "share among the leads at q of .1 and .2 (mean over screens; 0 where there is no lead), the chance of any lead "
        "at q of .1, and the share of planted changes found. Bound: at most .06 at q of .1 where tails are alike; with "
        "nothing planted every lead is false. In the stress row a fifth of the measures have far heavier tails; it is "
        "printed because such panels exist, and no bound holds there.",
        ("planted", "false at .1", "false at .2", "any lead at .1", "found at .1", "found at .2"),
    )
    for number, name in enumerate(cells):
        own = np.array(found[number * repeats : (number + 1) * repeats]).mean(axis=0)
        shown = f"{own[0]:.3f}"
        if "stress" not in name and name != "nothing planted" and not quick:
            shown = section.check(f"false discovery, {name}", float(own[0]), 0.0, 0.06)
        section.add(name, shown, *(float(one) for one in own[1:]))
    return [section]


def _screen(case: tuple[tuple[float, float, bool], int]) -> tuple[float, ...]:
    (change, noise, mixed), seed = case
    rng = np.random.default_rng(seed)
    measures, planted = [], set()
    for number in range(MEASURES):
        units = rng.choice(UNITS, len(UNITS) // 100 + (rng.random() < 0.5), replace=False) if change else []
        truth = {
            unit: Truth(Planted.STEP, int(rng.integers(2011, 2015)), float(rng.choice([-1, 1])) * change)
            for unit in units
        }
        panel = simulate_nation(
            seed=50_000 + 1_000 * seed + number, units=UNITS, periods=PERIODS, residual_sd=noise, truth=truth
        ).panel
        if mixed and number % 5 == 0:
            panel = _with_heavy_tails(panel, rng)
        measures.append(ScreenedMeasure(f"m{number}", f"f{number // 6}", panel))
        planted |= {(f"m{number}", unit) for unit in truth}
    result = screen(measures)
    is_true = np.array([key in planted for key in result.hypothesis_keys])
    rows = []
    for level in (0.1, 0.2):
        lead = result.q_values <= level
        rows.append(
            (
                float((lead & ~is_true).sum() / max(lead.sum(), 1)),
                float((lead & is_true).sum() / max(is_true.sum(), 1)),
                float(lead.any()),
            )
        )
    return rows[0][0], rows[1][0], rows[0][2], rows[0][1], rows[1][1]


def _with_heavy_tails(panel, rng):
    """Noise of t with 3 degrees of freedom on top, as a measure with changes of recording has."""
    from dataclasses import replace

    noise = np.exp(0.06 * rng.standard_t(3, panel.values.shape))
    return replace(panel, values=panel.values * noise, counts=None, denominators=None)
