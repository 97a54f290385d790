"""Several councils together, and the screen, as text for a terminal."""

from typing import Any

from cairn.evaluation.presenters import words
from cairn.indicators.definitions import get_definition

NAMES_SHOWN = 20
POOLED = {
    "improved": "Improved",
    "changed_for_the_worse": "Changed for the worse",
    "too_small_to_matter": "A change too small to matter",
    "no_detectable_change": "No detectable change",
    "not_enough_evidence": "Not enough evidence",
    "too_few_sites": "Too few councils: it takes four",
}
NEUTRAL = {"improved": "Changed as hoped for", "changed_for_the_worse": "Changed the other way"}
POOLED_REASONS = {
    "too_few_sites": "Fewer than four councils can be used.",
    "interval_inside_bounds": "Every change that the figures allow is smaller than what would matter.",
    "unusual_and_inside_bounds": "As many councils drawn at random rarely move as much, but every change that the "
    "figures allow is smaller than what would matter.",
    "within_usual_variation": "As many councils drawn at random often move as much.",
    "smaller_than_important": "The councils moved by more than chance. Our best estimate is smaller than what would "
    "matter, but the range reaches beyond it, so the figures do not decide.",
    "failed_in_time": "Much the same change shows before the starts.",
    "failed_without_pandemic": "Without 2020 and 2021 the change does not hold.",
    "failed_without_year": "The finding depends on one year: without it, the change does not hold.",
    "against_the_direction": "The figure moved the other way.",
    "in_the_direction": "The figure moved as was hoped for.",
}


def pooled_to_plain_text(document: dict[str, Any]) -> str:
    measure = get_definition(document["measure"])
    labels = POOLED | (NEUTRAL if measure.polarity == "none" else {})
    low, high = (
        words.change(end, measure) if end is not None else "no limit" for end in (document["low"], document["high"])
    )
    change = words.relative(document["change"], measure, signed=True)
    fall, rise = (words.change(sign * document["detectable"], measure) for sign in (-1, 1))
    lines = [
        f"{measure.title}: {len(document['sites'])} councils together",
        "",
        f"{labels[document['verdict']]}. {' '.join(POOLED_REASONS[reason] for reason in document['reasons'])}",
        f"Mean change relative to councils without it: {change} (90% range {low} to {high}; "
        f"p {document['p_value']:.4f}; {document['places']} councils in all).",
        f"A mean change of {fall} or {rise} would have been found four times in five.",
    ]
    if document["next_site"]:
        ends = " to ".join(words.change(end, measure) for end in document["next_site"])
        lines.append(f"The next council may expect {ends}.")
    if document["cross_check"]:
        lines.append(f"By Callaway and Sant'Anna's method: {words.change(document['cross_check'][0], measure)}.")
    lines += ["", "Used (one council's change is not a finding about that council):"]
    lines += [
        f"- {site['name']}: {words.change(site['effect'], measure)}, {words.years(list(site['after']))}"
        for site in sorted(document["sites"], key=lambda site: str(site["name"]))
    ]
    lines += [f"Left out: {name} ({reason})." for name, reason in document["left_out"].items()]
    lines += describe_not_compared(document["not_compared"])
    lines += [
        "",
        "It does not say what caused a change: councils chose to start, and others had programmes of their own.",
    ]
    return "\n".join(lines)


def describe_not_compared(reasons: dict[str, str]) -> list[str]:
    """One line for each reason, with twenty names and how many more."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        by_reason.setdefault(reason, []).append(name)
    return [f"Not compared: {_list(sorted(names))} ({reason})." for reason, names in by_reason.items()]


def _list(names: list[str]) -> str:
    more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    return f"{', '.join(names[:NAMES_SHOWN])}{more}"


def screen_to_plain_text(document: dict[str, Any]) -> str:
    lines = [
        f"{document['tests']:,} tests of {document['hypotheses']:,} councils and measures; {len(document['leads'])} "
        f"leads.",
        "A lead is a question for people who know the place, never a finding. Ask that council first.",
        "",
    ]
    for lead in document["leads"]:
        measure = get_definition(lead["measure"])
        line = (
            f"- {lead['tier'].replace('_', ' ')}: {lead['name']}, {measure.short_title}, from {lead['start']}: "
            f"{words.change(lead['effect'], measure)} (q {lead['q_value']:.3f})"
        )
        lines.append(line + (f"; {'; '.join(lead['flags'])}" if lead["flags"] else ""))
    lines += [f"Not screened: {key} ({reason})." for key, reason in document["left_out"].items()]
    lines += [f"Not tested in {key}: {_list(names)}." for key, names in document["not_tested"].items()]
    return "\n".join(lines)
