"""How often a team's own figures are said to have changed where nothing happened, and where something did.

    PYTHONPATH=src .venv/bin/python benchmarks/own_figures.py

Monthly counts about 100 with a standard deviation of 10; `resemblance` is the correlation of a month with the one
before it. A shift, where there is one, begins with the start and is given in standard deviations.
"""

import os
from datetime import date

import django
import numpy as np

os.environ["DJANGO_SETTINGS_MODULE"] = "cairn.config.settings"
django.setup()

from cairn.adoption.analysis.figures import Change, draw_own_chart
from cairn.adoption.models import OwnFigure, OwnMeasure
from cairn.common.dates import add_months

SERIES, FIRST = 1000, date(2020, 1, 1)


def simulate(rng: np.random.Generator, months: int, resemblance: float) -> np.ndarray:
    noise = rng.normal(size=months + 40)
    for month in range(1, len(noise)):
        noise[month] = resemblance * noise[month - 1] + np.sqrt(1 - resemblance**2) * noise[month]
    return noise[40:]


def count_changes(before: int, since: int, resemblance: float, shift: float) -> tuple[float, float]:
    """Of 100 series, how many are said to have changed for the better, and for the worse."""
    rng = np.random.default_rng([before, since, int(10 * resemblance), int(10 * shift)])
    measure = OwnMeasure(form="count", every="month", better="up")
    said = []
    for _ in range(SERIES):
        values = simulate(rng, before + since, resemblance)
        values[before:] += shift
        figures = [
            OwnFigure(period=add_months(FIRST, month), number=max(round(100 + 10 * value), 0))
            for month, value in enumerate(values)
        ]
        chart = draw_own_chart(measure, figures, [], start=add_months(FIRST, before), hides_small=False)
        said.append(chart.finding.change)
    return tuple(100 * sum(one is change for one in said) / SERIES for change in (Change.BETTER, Change.WORSE))


if __name__ == "__main__":
    print("| Figures before | since | resemblance | shift | better | worse |\n|---|---|---|---|---|---|")
    for shift in (0.0, 1.0, 2.0):
        for before, since in ((8, 7), (12, 12), (24, 12)):
            for resemblance in (0.0, 0.3, 0.5):
                better, worse = count_changes(before, since, resemblance, shift)
                print(f"| {before} | {since} | {resemblance:g} | {shift:g} | {better:.1f} | {worse:.1f} |")
