"""The fictional nation of the demonstration: what was planted where, in figures that nobody published.

Every example is a plan about a fictional council. What is true there is known, so the page
"How accurate is this test?" can hold each finding against it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

FIRST_YEAR, LAST_YEAR = 2013, 2025
SEED = 20260401

Kind = Literal["nothing", "step", "ramp", "recording"]


@dataclass(frozen=True)
class SimulatedMeasure:
    """How the figures of one measure are drawn. `base` names the measure whose counts it is divided by."""

    key: str
    mean: float
    residual_sd: float
    trend: float = 0.0
    base: str = ""


# The number of children looked after has the counts of the rate, so it is not drawn again.
MEASURES = (
    SimulatedMeasure("cla_rate", 65, 0.05, 0.012),
    SimulatedMeasure("cin_rate", 330, 0.07),
    SimulatedMeasure("cpp_rate", 43, 0.09),
    SimulatedMeasure("referral_rate", 530, 0.08),
    SimulatedMeasure("rereferral_pct", 22, 0.07, base="referral_rate"),
    SimulatedMeasure("repeat_plan_pct", 22, 0.09, 0.01, base="cpp_rate"),
)


@dataclass(frozen=True)
class Example:
    """One plan of the demonstration, with what was planted.

    `change` is the proportion by which the rate changes; `first_year` the first year that shows it.
    A recording change alters the figures and nothing for children.
    """

    place: str
    measure: str
    start: date
    kind: Kind
    change: float = 0.0
    first_year: int = 0


def _examples() -> tuple[Example, ...]:
    """Steps, slopes, changes in recording and nothing at all, at different sizes and starts."""
    starts = (date(2018, 6, 1), date(2019, 5, 1), date(2018, 9, 1))
    planted: list[tuple[Kind, float, int]] = [
        *(("step", change, 0) for change in (-0.40, -0.35, -0.30, -0.30, -0.25, -0.20, -0.15, -0.10, 0.35)),
        *(("ramp", change, 0) for change in (-0.45, -0.40, -0.35, -0.25, -0.15)),
        *(("recording", change, lead) for change, lead in ((-0.30, 2), (-0.25, 1), (-0.30, 2), (-0.30, 0), (-0.25, 0))),
        *(("nothing", 0.0, 0) for _ in range(11)),
    ]
    measures = ("cla_rate", "cpp_rate", "cla_rate", "cin_rate")
    examples = []
    for number, (kind, change, lead) in enumerate(planted):
        start = starts[number % len(starts)]
        shown_from = start.year + 1 - lead
        # Every fifth council, so that the examples are spread over the regions.
        place = f"F{number * 5 + 2:03d}"
        measure = measures[number % len(measures)]
        examples.append(Example(place, measure, start, kind, change, shown_from if kind != "nothing" else 0))
    return tuple(examples)


EXAMPLES = _examples()
# The fictional model of the demonstration: where it is used, from when, and what it does to re-referrals there.
# Only a measure that no example asks about is altered, so that their answers stay what they are.
MODEL_MEASURE, MODEL_CHANGE = "rereferral_pct", -0.16


@dataclass(frozen=True)
class ModelUser:
    """A fictional council that uses the model; `stopped` and `change` say what is special there."""

    place: str
    started: str
    stopped: str = ""
    confirmed_by: str = "council"
    change: float = MODEL_CHANGE

    @property
    def first_year(self) -> int:
        return int(self.started[:4]) + 1


MODEL_USERS = (
    ModelUser("F002", "2018-04"),
    ModelUser("F004", "2017-04"),
    ModelUser("F008", "2019-04"),
    ModelUser("F014", "2017-05"),
    ModelUser("F019", "2018-04", confirmed_by="evaluation"),
    ModelUser("F024", "2018-05"),
    ModelUser("F029", "2018-04", stopped="2022-03"),
    ModelUser("F034", "2019-05", confirmed_by="evaluation"),
    ModelUser("F039", "2019"),
    ModelUser("F044", "2019-04", confirmed_by="originator"),
    ModelUser("F049", "2017-04", change=0.0),
    ModelUser("F054", "2019-05"),
    ModelUser("F059", "2018-04", confirmed_by=""),
    ModelUser("F064", "2019-04", confirmed_by=""),
    ModelUser("F069", "2024-09"),
)
HARM_MEASURES = {"cla_rate": "repeat_plan_pct", "cpp_rate": "cla_rate", "cin_rate": "rereferral_pct"}


def find_example(place: str, measure: str) -> Example | None:
    return next((one for one in EXAMPLES if (one.place, one.measure) == (place, measure)), None)
