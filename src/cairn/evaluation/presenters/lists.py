"""Plans in a list, and the trial of the method on the fictional nation."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.evaluation.analysis.nation import Example, find_example
from cairn.evaluation.models import EvaluationPlan, EvaluationState
from cairn.evaluation.presenters import words
from cairn.evaluation.presenters.plan import PlanView
from cairn.indicators.definitions import get_definition

GROUPS = (
    ("step", "A step change"),
    ("ramp", "A gradual change"),
    ("recording_before", "A change in recording before the start"),
    ("recording_at_start", "A change in recording at the start"),
    ("nothing", "No change"),
)
COLUMNS = (
    ("Step change", ("step_change",)),
    ("Gradual", ("gradual_improvement", "gradual_change_as_planned")),
    ("Shape unclear", ("improved_shape_unclear", "changed_as_planned_shape_unclear")),
    ("Other way", words.OTHER_WAY),
    ("Too small to matter", ("too_small_to_matter",)),
    ("No detectable change", ("no_detectable_change",)),
    ("Not enough evidence", ("not_enough_evidence", "waiting_for_figures")),
)


def plan_rows(plans: Iterable[EvaluationPlan]) -> list[dict[str, Any]]:
    """Title, address and state of each plan."""
    return [
        {
            "title": PlanView(plan).title,
            "url": plan.get_absolute_url(),
            "is_fictional": plan.place.is_fictional,
            "created_at": plan.created_at,
            "state": describe_state(plan),
            "colour": words.VERDICT_COLOURS.get(plan.latest_verdict or "", "grey"),
        }
        for plan in plans
    ]


def describe_state(plan: EvaluationPlan) -> str:
    if not plan.is_locked:
        return "Draft"
    if plan.latest_verdict:
        return words.verdict_label(plan.latest_verdict, get_definition(plan.measure), plan.direction)
    return "Could not be calculated" if plan.latest_state == EvaluationState.FAILED else "Calculating"


@dataclass(frozen=True)
class TrialView:
    """What was planted in the fictional nation beside what the method found."""

    rows: list[dict[str, Any]]
    waiting: int

    @classmethod
    def of(cls, plans: Iterable[EvaluationPlan]) -> "TrialView":
        rows, waiting = [], 0
        for plan in plans:
            example = find_example(plan.place.code, plan.measure)
            if example is None:
                continue
            if not plan.latest_verdict:
                waiting += 1
                continue
            rows.append(
                {
                    "title": PlanView(plan).title,
                    "url": plan.get_absolute_url(),
                    "group": _group(example),
                    "truth": describe_truth(example),
                    "verdict": plan.latest_verdict,
                    "found": words.verdict_label(plan.latest_verdict, get_definition(plan.measure), plan.direction),
                    "is_found": _is_found(example, plan.latest_verdict),
                    "is_false_alarm": example.kind in ("nothing", "recording")
                    and plan.latest_verdict in (*words.AS_HOPED, *words.OTHER_WAY),
                }
            )
        order = [key for key, _ in GROUPS]
        return cls(sorted(rows, key=lambda row: (order.index(row["group"]), row["title"])), waiting)

    @property
    def columns(self) -> list[str]:
        return ["What we built in", *(title for title, _ in COLUMNS)]

    @property
    def table(self) -> list[list[Any]]:
        """Counts of findings by what was planted."""
        counts = Counter((row["group"], row["verdict"]) for row in self.rows)
        return [
            [title, *(sum(counts[key, verdict] for verdict in verdicts) for _, verdicts in COLUMNS)]
            for key, title in GROUPS
        ]

    @property
    def summary(self) -> str:
        real = [row for row in self.rows if row["group"] in ("step", "ramp")]
        nothing = [row for row in self.rows if row["group"] == "nothing"]
        recording = [row for row in self.rows if row["group"].startswith("recording")]
        found = _count(sum(row["is_found"] for row in real))
        alarms = _count(sum(row["is_false_alarm"] for row in nothing))
        taken = _count(sum(row["is_false_alarm"] for row in recording))
        small = sum(row["verdict"] == "too_small_to_matter" for row in (*nothing, *recording))
        said = f" Of these councils, {_count(small)} said to have a change too small to matter." if small else ""
        return (
            f"Of {len(real)} changes that we built in, {found} found. Of {len(nothing)} councils where we "
            f"changed nothing, {alarms} said to have changed. Of {len(recording)} changes in recording, {taken} taken "
            f"for a real change.{said}"
        )


def _count(number: int) -> str:
    return f"{number or 'none'} {'was' if number < 2 else 'were'}"


def _is_found(example: Example, verdict: str) -> bool:
    """Whether a change was called, and the way it was planted; every example hopes for a fall."""
    return verdict in (words.AS_HOPED if example.change < 0 else words.OTHER_WAY)


def _group(example: Example) -> str:
    if example.kind != "recording":
        return example.kind
    return "recording_at_start" if example.first_year > example.start.year else "recording_before"


def describe_truth(example: Example) -> str:
    size = f"{'a fall' if example.change < 0 else 'a rise'} of {words.number(abs(example.change) * 100)}%"
    lead = example.start.year + 1 - example.first_year
    years = "one year" if lead == 1 else f"{lead} years"
    when = f"{years} before the start" if lead else "at the same time as the start"
    if example.kind == "step":
        return f"{size}, all at once".capitalize()
    if example.kind == "ramp":
        return f"{size}, over four years".capitalize()
    if example.kind == "recording":
        return f"a change in recording {when}: {size} in the figures, but no change for children".capitalize()
    return "No change"


def describe_example(plan: EvaluationPlan) -> str:
    """What was planted in the council of an example; empty where the nation has changed since."""
    example = find_example(plan.place.code, plan.measure)
    return describe_truth(example) if example else ""
