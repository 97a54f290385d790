"""How often the displays for watching cry wolf, on series in which nothing happened."""

from concurrent.futures import Executor

import numpy as np

from benchmarks.validity.report import Section
from stepchange import simulate_nation
from stepchange.one_place.design import to_analysis_scale
from stepchange.watching import Direction, Rule, draw_xmr, fit_segmented


def run(executor: Executor, *, quick: bool) -> list[Section]:
    lengths = ((7, 3), (10, 5), (15, 5))
    nations = 4 if quick else 40
    cases = [(before, after, seed) for before, after in lengths for seed in range(nations)]
    found = list(executor.map(_watch, cases))
    section = Section(
        "Watching: false alarms",
        f"{nations} simulated nations of 150 places a row, nothing planted. Share of series in which a rule of the XmR "
        "chart fires anywhere, in which the latest point is a signal, and in which segmented regression (before, "
        "after) finds a level change, or a change of level or slope, at .05.",
        ("years", "outside limits", "any rule", "latest point", "level change", "level or slope"),
    )
    for before, after in lengths:
        own = np.concatenate([one for (b, a, _), one in zip(cases, found, strict=True) if (b, a) == (before, after)])
        section.add(f"{before} and {after}", *(float(share) for share in own.mean(axis=0)))
    return [section]


def _watch(case: tuple[int, int, int]) -> np.ndarray:
    before, after, seed = case
    periods = tuple(range(2000, 2000 + before + after))
    outcome = to_analysis_scale(simulate_nation(seed=60_000 + seed, periods=periods, residual_sd=0.115).panel)
    rows = []
    for series in outcome:
        chart = draw_xmr([str(year) for year in periods], series, better=Direction.DOWN)
        rules = {rule for point in chart.points for rule in point.rules}
        fit = fit_segmented(periods, series, periods[before])
        level = not fit.level_interval[0] <= 0 <= fit.level_interval[1]
        slope = not fit.slope_interval[0] <= 0 <= fit.slope_interval[1]
        rows.append((Rule.OUTSIDE in rules, bool(rules), bool(chart.points[-1].rules), level, level or slope))
    return np.array(rows, dtype=float)
