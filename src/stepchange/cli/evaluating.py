"""stepchange evaluate and stepchange power: one place."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from stepchange import Change, Estimate, Evaluation, Panel, Question, evaluate, plan_power
from stepchange.cli.reading import (
    add_panel_options,
    add_question_options,
    day,
    describe_left_out,
    direction_of,
    read_panel,
    size,
    to_plain,
)
from stepchange.one_place.design import relative_change
from stepchange.panel import Scale


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("evaluate", help="did an outcome change in one place?")
    one.set_defaults(run=_evaluate)
    power = commands.add_parser("power", help="what could a plan find? Looks at no figure after the start")
    power.set_defaults(run=_power)
    power.add_argument("--planned-years", type=int, default=3, help="years after the start, while there is none")
    for parser in (one, power):
        add_panel_options(parser)
        add_question_options(parser)
        parser.add_argument("--unit", required=True, help="the place, as the file names it")
        parser.add_argument(
            "--start", required=True, type=day, help="2021-02-15, or 2021-02 for the first of the month"
        )
        parser.add_argument("--neighbours", nargs="+", default=[], metavar="UNIT", help="places left out in one check")


def _question(options: argparse.Namespace) -> Question:
    return Question(
        unit=options.unit,
        start=options.start,
        timing=options.timing,
        direction=direction_of(options),
        smallest_change=options.smallest_change,
        last_period=options.last_period,
        excluded=frozenset(options.exclude),
        neighbours=frozenset(options.neighbours),
    )


def _evaluate(options: argparse.Namespace) -> None:
    panel = read_panel(options)
    answer = evaluate(panel, _question(options))
    print(json.dumps(to_document(answer), indent=2) if options.json else to_sentences(answer, panel))


def _power(options: argparse.Namespace) -> None:
    panel = read_panel(options)
    power = plan_power(panel, _question(options), planned_years=options.planned_years)
    if options.json:
        print(json.dumps(to_plain(power), indent=2))
        return
    change = power.detectable_rise if options.direction == "rise" else power.detectable_fall
    rests = " (the last years before the start stand in for years to come)" if power.is_stand_in else ""
    print(
        "\n".join(
            [
                f"A change of about {size(change, panel.scale)} would be found four times in five{rests}.",
                f"The smallest change that would matter would be found {power.chance_of_smallest:.0%} of the time.",
                f"Years before: {_years(power.before)}. Years after: {_years(power.after)}. "
                f"Places to compare: {power.donors}.",
                *(["Counting alone hides half the smallest change that would matter."] if power.is_too_noisy else []),
            ]
        )
    )


def to_document(answer: Evaluation) -> dict[str, Any]:
    """The answer as plain values; an open end of an interval or a missing figure is null."""
    estimate, sample = answer.estimate, answer.sample
    document: dict[str, Any] = {
        "verdict": answer.finding.verdict.value,
        "reasons": list(answer.finding.reasons),
        "explanation": answer.explanation,
    }
    if estimate is None or sample is None:
        return document
    sizes = ("change", "low", "high", "detectable_fall", "detectable_rise")
    return document | {
        "before": list(sample.before),
        "transition": list(sample.transition),
        "after": list(sample.after),
        "places": len(sample.units),
        "p_value": estimate.p_value,
        "rank": estimate.rank,
        **{name: asdict(getattr(estimate, name)) for name in sizes},
        "people_gap": to_plain(estimate.people_gap),
        "implausible": to_plain(sample.implausible),
        "actual": estimate.actual.tolist(),
        "synthetic": estimate.synthetic.tolist(),
        "weights": dict(estimate.weights),
        "estimators": dict(estimate.estimators),
        "specifications": to_plain(estimate.specifications),
        "identification": to_plain(estimate.identification),
        "sampling_error": to_plain(estimate.sampling_error),
        "small_counts": to_plain(estimate.small_counts),
        "hidden_range": to_plain(answer.hidden_range),
        "inside_hull": {"levels": estimate.inside_hull_levels, "changes": estimate.inside_hull_changes},
        "certificate": estimate.certificate,
        "shapes": None if estimate.shapes is None else asdict(estimate.shapes),
        "checks": [asdict(check) for check in estimate.checks],
        "left_out": {
            "years": {str(k): v for k, v in sample.years_left_out.items()},
            "places": dict(sample.donors_left_out),
        },
    }


def to_sentences(answer: Evaluation, panel: Panel) -> str:
    """The answer for a reader at a terminal."""
    verdict = f"{answer.finding.verdict.value.replace('_', ' ').capitalize()} ({', '.join(answer.finding.reasons)})."
    estimate, sample = answer.estimate, answer.sample
    if estimate is None or sample is None:
        return f"{verdict}\n{answer.explanation}"
    low, high = _size(estimate.low, panel.scale), _size(estimate.high, panel.scale)
    people, after = estimate.change.people, len(sample.after)
    change = _size(estimate.change, panel.scale)
    detectable = estimate.detectable_rise if answer.question.direction > 0 else estimate.detectable_fall
    return "\n".join(
        [
            verdict,
            f"Change relative to similar places: {change} (90 % interval {low} to {high}).",
            *(
                []
                if people is None
                else [f"In cases: {people:+,.0f} on average of {after} years ({_cases(estimate, sample.after)})."]
            ),
            f"Rank {estimate.rank} of {len(sample.units)} places, p = {estimate.p_value:.3f}.",
            f"A change of about {_size(detectable, panel.scale)} would be found four times in five.",
            _other_ways(estimate, panel.scale),
            f"Years before: {_years(sample.before)}. Years after: {_years(sample.after)}.",
            "Heaviest comparison places: "
            + ", ".join(f"{unit} {weight:.0%}" for unit, weight in list(estimate.weights.items())[:5])
            + ".",
            *describe_left_out(sample.donors_left_out, "Not compared"),
            *describe_left_out({str(year): why for year, why in sample.years_left_out.items()}, "Years not used"),
            *(
                f"{one.year}: {one.counted:,.0f} counted where about {one.expected:,.0f} are usual. Was it recorded?"
                for one in sample.implausible
            ),
        ]
    )


def _cases(estimate: Estimate, after: tuple[int, ...]) -> str:
    gaps = estimate.people_gap
    pairs = [] if gaps is None else zip(after, gaps, strict=True)
    return ", ".join(f"{year}: {gap:+,.0f}" for year, gap in pairs)


def _other_ways(estimate: Estimate, scale: Scale) -> str:
    effects = [relative_change(one.effect, scale) for one in estimate.specifications]
    return f"{len(effects)} ways of asking give {size(min(effects), scale)} to {size(max(effects), scale)}."


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)


def _size(change: Change, scale: Scale) -> str:
    return size(change.relative, scale)
