"""Real councils in which no programme is asked about: every pseudo-date, and adopters chosen for their level."""

import csv
import gzip
import os
from collections import defaultdict
from concurrent.futures import Executor
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.validity.report import Section
from stepchange import NotEnoughDataError, Panel, PoolQuestion, Question, Site, Verdict, evaluate
from stepchange.one_place.core import fit_core
from stepchange.one_place.design import draw_sample, to_analysis_scale
from stepchange.periods import split_periods
from stepchange.several_places.pool import _Randomisation, fit_cohort
from stepchange.several_places.registry import draw_pool

ROOT = Path(__file__).resolve().parents[2]
MEASURES = {
    "cla_rate10k_calc": "log",
    "cin_rate10k_calc": "log",
    "cpp_rate10k_calc": "log",
    "referral_rate10k_calc": "log",
    "rereferral_pct": "points",
    "cpp_repeat_pct": "points",
    "placements_3plus_pct": "points",
    "injury_admissions_0_14_rate": "log",
}
SITES, DRAWS = 17, 999


def find_data() -> Path | None:
    folder = Path(os.environ.get("CAIRN_TEST_DATA", ROOT.parent / "shared" / "data"))
    file = folder / "derived" / "panel_long.csv.gz"
    return file if file.exists() else None


def read_panels(file: Path) -> dict[str, Panel]:
    """Councils with complete rows in the years that most have; only measures with enough of both."""
    cells: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["level"] == "Local authority" and row["value"] and row["indicator"] in MEASURES:
                cells[row["indicator"]][row["la_code_3"], int(row["year"])] = float(row["value"])
    panels = {}
    for name, own in cells.items():
        units, years = sorted({unit for unit, _ in own}), sorted({year for _, year in own})
        values = np.array([[own.get((unit, year), np.nan) for year in years] for unit in units])
        if MEASURES[name] == "log":
            values[values <= 0] = np.nan
        kept = np.isfinite(values).mean(axis=0) > 0.8
        values, years = values[:, kept], [year for year, is_kept in zip(years, kept, strict=True) if is_kept]
        whole = np.isfinite(values).all(axis=1)
        names = tuple(unit for unit, is_whole in zip(units, whole, strict=True) if is_whole)
        if len(names) >= 100 and len(years) >= 8:
            panels[name] = Panel(names, tuple(years), values[whole], MEASURES[name])
    return panels


def run(executor: Executor, *, quick: bool) -> list[Section]:
    file = find_data()
    if file is None:
        return [Section("Real councils", "The open data is absent: set CAIRN_TEST_DATA to its folder.", ("",))]
    panels = read_panels(file)
    cases = [(name, panel, start) for name, panel in panels.items() for start in _pseudo_starts(panel)]
    found = list(executor.map(_test_every_place, cases))
    pooled = [
        (name, panel, chosen, seed)
        for name, panel in panels.items()
        for chosen in ("any", "high", "high and rising")
        for seed in range(15 if quick else 100)
    ]
    return [_report_findings(cases, found), _report_selected(pooled, list(executor.map(_pool, pooled, chunksize=5)))]


def _pseudo_starts(panel: Panel) -> list[date]:
    """1 June of each year that leaves five years before and two after."""
    years = panel.periods
    return [date(year, 6, 1) for year in years if len([y for y in years if y <= year]) >= 5 and year <= years[-3]]


def _test_every_place(case: tuple[str, Panel, date]) -> dict[str, int]:
    """Findings by kind. Where p is above .05 there is no finding of change, so only others are refitted."""
    _, panel, start = case
    change = 10.0 if panel.scale == "log" else 3.0
    split = split_periods(panel.periods, start, "snapshot")
    found = dict.fromkeys([*(verdict.value for verdict in Verdict), "tests"], 0)
    question = Question(panel.units[0], start, "snapshot", -1, change)
    try:
        sample = draw_sample(panel, question, before=split.before, after=split.after)
        if set(sample.after) <= {2020, 2021}:
            return found
        core = fit_core(sample.y_before, sample.y_after, sample.before, sample.sampling_variance)
    except NotEnoughDataError:
        return found
    sizes = np.abs(core.z)
    p = (sizes[None, :] >= sizes[:, None] - 1e-12).mean(axis=1)
    for row, unit in enumerate(sample.units):
        found["tests"] += 1
        if p[row] <= 0.05:
            own = Question(unit, start, "snapshot", -1, change)
            found[evaluate(panel, own, in_depth=False).finding.verdict.value] += 1
    return found


def _report_findings(cases: list[tuple[str, Panel, date]], found: list[dict[str, int]]) -> Section:
    section = Section(
        "Real councils, no programme",
        "Every council at every pseudo-date of the real series, as if something had been started there. Whatever is "
        "found is false or has a cause nobody asked about. Bounds over all: step at most .01, gradual .01, any "
        "improvement .035.",
        ("measure", "tests", "step", "gradual", "shape unclear", "any improvement", "worse"),
    )
    kinds = [Verdict.STEP_CHANGE, Verdict.GRADUAL_IMPROVEMENT, Verdict.IMPROVED_SHAPE_UNCLEAR]
    names = list(dict.fromkeys(name for name, _, _ in cases))
    for name in [*names, "all"]:
        own = [one for (n, _, _), one in zip(cases, found, strict=True) if name in (n, "all")]
        tests = max(sum(one["tests"] for one in own), 1)
        shares = [sum(one[kind.value] for one in own) / tests for kind in kinds]
        worse = sum(one[Verdict.CHANGED_FOR_THE_WORSE.value] for one in own) / tests
        if name == "all":
            section.check("step", shares[0], 0, 0.01)
            section.check("gradual", shares[1], 0, 0.01)
            section.check("any improvement", sum(shares), 0, 0.035)
        section.add(name, f"{tests:,}", *(f"{share:.4f}" for share in [*shares, sum(shares), worse]))
    return section


def _pool(case: tuple[str, Panel, str, int]) -> tuple[bool, bool]:
    """Whether adopters that did nothing show an improvement, and any change, at .05."""
    _, panel, chosen, seed = case
    rng = np.random.default_rng(seed)
    outcome, years = to_analysis_scale(panel), panel.periods
    last = len(years) - 3
    starts = [date(years[t], 6, 1) for t in range(max(4, last - 2), last + 1)]
    first = max(4, last - 2)
    level = outcome[:, : first + 1].mean(axis=1)
    rise = outcome[:, first] - outcome[:, max(first - 2, 0)]
    units = np.arange(len(panel.units))
    if chosen != "any":
        units = units[level >= np.quantile(level, 0.7)]
    if chosen == "high and rising":
        units = units[rise[units] >= np.median(rise[units])]
    picked = rng.choice(units, min(SITES, len(units)), replace=False)
    sites = tuple(Site(panel.units[row], starts[number % len(starts)]) for number, row in enumerate(picked))
    drawn = draw_pool(panel, PoolQuestion(sites, "snapshot", -1, 5.0))
    test = _Randomisation(drawn, [fit_cohort(cohort) for cohort in drawn.cohorts], DRAWS, seed)
    is_significant = test.p_value <= 0.05
    return is_significant and test.effect < 0, is_significant


def _report_selected(cases: list[tuple[str, Panel, str, int]], found: list[tuple[bool, bool]]) -> Section:
    section = Section(
        "Real councils, adopters chosen for their level",
        f"{SITES} councils are taken as adopters in three years though nothing is asked about them: any, of the "
        "highest 30 %, or of those the half that was rising. Share with a false improvement at .05 (bound .05 over all "
        "measures), and with any change.",
        ("adopters", "measure", "pools", "false improvement", "any change"),
    )
    for chosen in ("any", "high", "high and rising"):
        for name in [*dict.fromkeys(name for name, _, _, _ in cases), "all"]:
            own = np.array(
                [one for (n, _, c, _), one in zip(cases, found, strict=True) if c == chosen and name in (n, "all")]
            )
            better, changed = own.mean(axis=0)
            shown = f"{better:.3f}"
            if name == "all":
                shown = section.check(f"false improvement, {chosen}", float(better), 0, 0.05)
            section.add(chosen, name, f"{len(own):,}", shown, float(changed))
    return section
