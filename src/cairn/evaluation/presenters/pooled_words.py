"""What a model's evaluation over its councils says, in plain words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from cairn.evaluation.presenters import words
from cairn.evaluation.presenters.several import POOLED, POOLED_REASONS
from cairn.indicators.definitions import IndicatorDefinition

TEN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COLOURS = {
    "improved": "green",
    "changed_for_the_worse": "red",
    "too_small_to_matter": "blue",
    "no_detectable_change": "blue",
    "not_enough_evidence": "grey",
    "too_few_sites": "grey",
}
CHANGED = ("improved", "changed_for_the_worse")
# Of each council that is not used: for one, and for several.
NOT_USED = {
    "too_few_years_before": (
        "has too few years of figures before its start",
        "have too few years of figures before their start",
    ),
    "too_few_years_after": (
        "has too few years of figures after its start",
        "have too few years of figures after their start",
    ),
    "only_the_pandemic": (
        "has only years of the pandemic after its start",
        "have only years of the pandemic after their start",
    ),
    "figures_missing": ("has years without figures", "have years without figures"),
    "figures_missing_in_other_years": (
        "has no figures in some of the years that the others use",
        "have no figures in some of the years that the others use",
    ),
    "wrong_count": ("has a count that cannot be right", "have a count that cannot be right"),
    "part_of_another_row": ("is part of another council’s row", "are part of another council’s row"),
    "no_start": ("has no known start date", "have no known start date"),
    "not_confirmed": ("has a start that no one has confirmed", "have a start that no one has confirmed"),
    "stopped_at_once": ("stopped before it could show anything", "stopped before they could show anything"),
    "no_figures": ("has no figures of this measure", "have no figures of this measure"),
    "too_few_donors": (
        "cannot be tested, because too few other councils have figures in the same years",
        "cannot be tested, because too few other councils have figures in the same years",
    ),
}
OTHERWISE = {
    "with_unconfirmed": "With the councils whose start no one has confirmed",
    "first_day": "Uncertain starts: the earliest day",
    "last_day": "Uncertain starts: the latest day",
    "without_parts_only": "Without councils that dropped a part that must be kept",
    "without_stopped": "Without councils that stopped",
}
OF_MODEL = {
    "no_figures": "There are no figures of this measure on this site.",
    "too_few_donors": "Too few councils that never used the model have figures in the same years.",
}
CHECKS = {
    "in_time": "The same test as if the councils had started {detail} {year} earlier",
    "without_pandemic": "Without 2020 and 2021",
    "without_year": "Without {detail}",
}
CHECK_RESULTS = {"passed": "Holds", "failed": "Does not hold", "not_tested": "Could not be tested"}
CONFIRMED_BY = {"council": "The council", "originator": "The originator", "evaluation": "An evaluation"}


def count(number: int) -> str:
    """In words up to ten."""
    return TEN[number] if number < len(TEN) else words.number(number)


def councils(number: int) -> str:
    return f"{number} council{'' if number == 1 else 's'}"


def label(verdict: str, measure: IndicatorDefinition, direction: int) -> str:
    """Where neither way is good by itself, what happened and not whether it is good."""
    if measure.polarity == "none" and verdict in CHANGED:
        fell = (direction < 0) == (verdict == "improved")
        return "Fell more than elsewhere" if fell else "Rose more than elsewhere"
    return "Too few councils" if verdict == "too_few_sites" else POOLED[verdict]


def reason(code: str) -> str:
    return OF_MODEL.get(code) or POOLED_REASONS[code]


def account(rows: Iterable[Mapping[str, str]]) -> str:
    """Every council on the list: '12 of 17 councils are used. Three have …, and two are …'."""
    states = Counter(row["state"] for row in rows)
    used, total = states.pop("used", 0), sum(states.values())
    listed = used + total
    opening = f"{used} of the {listed} councils on the list {'is' if used == 1 else 'are'} used"
    if listed == 1:
        opening = f"The only council on the list is {'used' if used else 'not used'}"
    if not states:
        return f"{opening}."
    parts = [
        f"{count(number)} {NOT_USED[state][number > 1]}"
        for state, number in sorted(states.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return f"{opening}: {words.join(parts)}."


def size(change: float | None, measure: IndicatorDefinition) -> str:
    return "no limit" if change is None else words.change(change, measure)


def people_range(estimate: Mapping[str, Any], measure: IndicatorDefinition) -> str:
    """'240 fewer children a year (between 60 and 400 fewer)'; empty where no count is known."""
    change, low, high = (estimate[name]["people"] for name in ("change", "low", "high"))
    if change is None:
        return ""
    side = "fewer" if change < 0 else "more"
    between = words.span(low, high, words.number, "fewer", "more")
    return f"{words.number(abs(change))} {side} {measure.people.many} a year ({between})"


def share_range(estimate: Mapping[str, Any], measure: IndicatorDefinition) -> str:
    low, high = (size(estimate[name]["analysis"], measure) for name in ("low", "high"))
    return f"{low} to {high}"
