"""Honest tests of whether an outcome really changed in one place, on short annual panels.

Arrays in, frozen results out: no files, no clock, no network, no plots. Needs NumPy and SciPy only.

SciPy is imported whole in each module (`import scipy`, then `scipy.optimize.linprog`): it loads its parts at their
first use, which spares a site that seldom asks half a second at its start.
"""

from stepchange.errors import CertificateError, NotEnoughDataError, OptionError, PanelError, StepchangeError
from stepchange.one_place.design import MINIMUM_AFTER, MINIMUM_BEFORE, MINIMUM_DONORS, Question, Sample, split_question
from stepchange.one_place.evaluate import Change, Estimate, Evaluation, evaluate
from stepchange.one_place.power import Power, plan_power
from stepchange.one_place.shapes import Shapes
from stepchange.one_place.specifications import Specification
from stepchange.one_place.verdict import Check, CheckResult, Finding, Verdict
from stepchange.panel import Panel
from stepchange.periods import Split, first_period_after, split_periods
from stepchange.screening.screen import Flag, Lead, Screen, ScreenedMeasure, Tier, screen
from stepchange.several_places.foresight import PooledPower, plan_power_by_sites
from stepchange.several_places.pool import Pooled, PoolVerdict, plan_pool_power, pool
from stepchange.several_places.registry import PoolQuestion, Site
from stepchange.simulate import Nation, Planted, Truth, simulate_nation

__version__ = "0.1.0a1"
# Raised whenever the same figures may give another number or finding; docs/methods/one-place.md says what changed.
RULES = 2
__all__ = [
    "MINIMUM_AFTER",
    "MINIMUM_BEFORE",
    "MINIMUM_DONORS",
    "RULES",
    "CertificateError",
    "Change",
    "Check",
    "CheckResult",
    "Estimate",
    "Evaluation",
    "Finding",
    "Flag",
    "Lead",
    "Nation",
    "NotEnoughDataError",
    "OptionError",
    "Panel",
    "PanelError",
    "Planted",
    "PoolQuestion",
    "PoolVerdict",
    "Pooled",
    "PooledPower",
    "Power",
    "Question",
    "Sample",
    "Screen",
    "ScreenedMeasure",
    "Shapes",
    "Site",
    "Specification",
    "Split",
    "StepchangeError",
    "Tier",
    "Truth",
    "Verdict",
    "evaluate",
    "first_period_after",
    "plan_pool_power",
    "plan_power",
    "plan_power_by_sites",
    "pool",
    "screen",
    "simulate_nation",
    "split_periods",
    "split_question",
]
