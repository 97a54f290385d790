"""What people see differently: a sentence, a picture and a table of one round; and one round beside another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime

from cairn.common.charts import AnswerChart, AnswerRow, DrawnChart, Words, draw_both
from cairn.conditions.definitions.statements import UnableToFindStatement, get_statement
from cairn.conditions.enums import Answer
from cairn.conditions.policies.disclosure import (
    APART,
    FEWEST,
    Depth,
    Group,
    Shown,
    measure_distance,
    order_by_difference,
)
from cairn.conditions.presenters.shown import RoundView

COLUMNS = (Answer.HELPS, Answer.BOTH, Answer.HINDERS, Answer.NEITHER)
EVERYONE, OTHERS, TOGETHER = "Everyone", "Other agencies", "Agencies together"
SAYS = {
    Answer.HELPS: "it helps",
    Answer.HINDERS: "it gets in the way",
    Answer.BOTH: "both",
    Answer.NEITHER: "it does not matter here",
}
TOO_FEW = "Too few answers to show"
TABLE_COLUMNS = ["Statement", *(answer.label for answer in COLUMNS)]
NAMED = 3  # statements that the sentence names


@dataclass(frozen=True)
class DifferencesView:
    """One round in a sentence; with numbers a picture and a table as well, or in words a list."""

    view: RoundView
    sentence: str
    chart: DrawnChart | None
    rows: list[tuple[Any, ...]]
    in_words: list[tuple[str, str, str]]  # key, words, what most people say


def describe_round(view: RoundView) -> DifferencesView:
    sentence = describe_differences(view)
    return DifferencesView(
        view,
        sentence,
        draw_both(make_chart(view, sentence)) if view.has_counts else None,
        list(list_rows(view)) if view.has_counts else [],
        [(one["key"], one["words"], say_view(view.shown[one["key"]])) for one in view.round.statements]
        if view.has_views
        else [],
    )


# --- In a sentence -----------------------------------------------------------------------------------


def describe_differences(view: RoundView) -> str:
    """For a page, and for those who do not see the picture."""
    match view.depth:
        case Depth.NOTHING:
            return f"{count_people(view.people)} answered so far. The result appears when the round has closed."
        case Depth.NUMBER:
            return (
                f"{count_people(view.people)} answered. Below {FEWEST} only this number is shown, so that no one can "
                "be recognised."
            )
        case Depth.WORDS:
            return _describe_in_words(view)
        case Depth.COUNTS:
            return _describe_counts(view)


def _describe_in_words(view: RoundView) -> str:
    shorts = _get_shorts(view)
    apart = [shorts[key] for key, one in view.shown.items() if one.has_view and one.view is None]
    said = (
        f"People see these differently: {'; '.join(apart)}." if apart else "On each statement most people say the same."
    )
    return (
        f"{count_people(view.people)} answered. {said} This round closed less than {APART.days} days after another one "
        "about the same, so it is told without numbers: side by side, numbers could show what one person answered."
    )


def _describe_counts(view: RoundView) -> str:
    order, shorts = order_by_difference(view.shown), _get_shorts(view)
    people = f"{count_people(view.people)} answered."
    if not order:
        return f"{people} Everyone says the same about every statement."
    first = view.shown[order[0]]
    said = f"People see “{shorts[order[0]]}” most differently: {_say_difference(first, view.round.agencies)}."
    if others := [f"“{shorts[key]}”" for key in order[1:NAMED]]:
        said += f" Next {'is' if len(others) == 1 else 'are'} {' and '.join(others)}."
    return f"{people} {said}"


def _say_difference(shown: Shown, agencies: Sequence[str]) -> str:
    """Between the two agencies furthest apart, where two can be shown and differ; else among everyone."""
    if measure_distance(shown.groups) > 0:
        named = [group for group in shown.groups if group.agency is not None]
        pairs = [(one, other) for index, one in enumerate(named) for other in named[index + 1 :]]
        pair = max(pairs, key=measure_distance)
        if (said := [_say_group(group, agencies) for group in pair])[0] and _find_most(pair[0]) != _find_most(pair[1]):
            return "; ".join(said)
    number = shown.counts.total()
    most = [(answer, times) for answer, times in shown.counts.most_common() if times][:2]
    return f"{most[0][1]} of {number} say {SAYS[most[0][0]]}" + (
        f", and {most[1][1]} say {SAYS[most[1][0]]}" if len(most) > 1 else ""
    )


def _say_group(group: Group, agencies: Sequence[str]) -> str:
    answer = _find_most(group)
    return f"{group.counts[answer]} of {group.counts.total()} in {name_group(group, agencies)} say {SAYS[answer]}"


def _find_most(group: Group) -> Answer:
    return group.counts.most_common(1)[0][0]


def name_group(group: Group, agencies: Sequence[str]) -> str:
    return OTHERS if group.agency is None else agencies[group.agency]


def say_view(shown: Shown) -> str:
    """What most people say; without a number."""
    if not shown.has_view:
        return TOO_FEW
    return f"Most say {SAYS[shown.view]}" if shown.view else "People see it differently"


def count_people(number: int) -> str:
    return f"{number or 'No'} {'person has' if number == 1 else 'people have'}"


def _get_shorts(view: RoundView) -> dict[str, str]:
    return {one["key"]: one["short"] for one in view.round.statements}


# --- As a picture and a table ------------------------------------------------------------------------


def make_chart(view: RoundView, sentence: str) -> AnswerChart:
    """A row for each statement, in the order in which they were asked; a dot for each person."""
    agencies = sorted({group.agency for one in view.shown.values() for group in one.groups if group.agency is not None})
    names = [view.round.agencies[agency] for agency in agencies]
    has_others = any(group.agency is None for one in view.shown.values() for group in one.groups)
    are_some_together = any(one.counts and not one.groups for one in view.shown.values())
    places: dict[int | None, int] = {agency: index for index, agency in enumerate(agencies)}
    if has_others:
        places[None] = len(names)
        names.append(OTHERS)
    together = len(names)
    if are_some_together:
        names.append(TOGETHER if agencies else EVERYONE)
    rows = [
        AnswerRow(one["short"], _make_cells(view.shown[one["key"]], places, together))
        for one in view.round.statements
        if view.shown[one["key"]].counts
    ]
    words = Words("What people see differently", sentence, "People")
    return AnswerChart(words, tuple(answer.label for answer in COLUMNS), tuple(names), tuple(rows))


def _make_cells(shown: Shown, places: dict[int | None, int], together: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    parts = [(places[group.agency], group.counts) for group in shown.groups] or [(together, shown.counts)]
    return tuple(tuple((place, counts[answer]) for place, counts in parts if counts[answer]) for answer in COLUMNS)


def list_rows(view: RoundView) -> Iterator[tuple[str, ...]]:
    """The same in numbers: a row for each statement, in each cell how many, and of which agencies."""
    for one in view.round.statements:
        shown = view.shown[one["key"]]
        if shown.counts:
            yield (one["words"], *(_say_number(shown, answer, view.round.agencies) for answer in COLUMNS))
        else:
            yield (one["words"], TOO_FEW, *("" for _ in COLUMNS[1:]))


def list_numbers(shown: Shown, agencies: Sequence[str]) -> list[tuple[str, str]]:
    """Of one statement: each answer with how many gave it; nothing where no number may be shown."""
    return [(answer.label, _say_number(shown, answer, agencies)) for answer in COLUMNS] if shown.counts else []


def _say_number(shown: Shown, answer: Answer, agencies: Sequence[str]) -> str:
    said = (
        f"{shown.counts[answer]} ({shown.strongly[answer]} a lot)"
        if shown.strongly[answer]
        else str(shown.counts[answer])
    )
    parts = [f"{name_group(group, agencies)} {group.counts[answer]}" for group in shown.groups if group.counts[answer]]
    return f"{said}: {', '.join(parts)}" if parts else said


# --- Over time ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TimeView:
    columns: list[str]
    rows: list[list[str]]


def compare_rounds(views: Sequence[RoundView]) -> TimeView | None:
    """What most people said in each round, the earliest first; None with fewer than two that say anything."""
    told = [view for view in reversed(views) if view.has_views]
    if len(told) < 2:
        return None
    names = {one["key"]: one["words"] for view in told for one in view.round.statements}
    rows = [
        [words, *(_say_in_round(view, key) for view in told)]
        for key, words in names.items()
        if any(key in view.shown for view in told)
    ]
    return TimeView(["Statement", *(name_round(view) for view in told)], rows)


def _say_in_round(view: RoundView, key: str) -> str:
    return say_view(view.shown[key]) if key in view.shown else "Not asked"


def name_round(view: RoundView) -> str:
    closed_at = view.round.closed_at
    return f"Round {view.round.number}, {localtime(closed_at):%B %Y}" if closed_at else f"Round {view.round.number}"


# --- As a file ---------------------------------------------------------------------------------------

FILE_HEADER = (
    *("Round", "Closed", "Statement", "Who", *(answer.label for answer in COLUMNS), "What most people say"),
    *("CFIR term", "Level of change", "Cluster (Innovate Project)"),
)


def list_file_rows(view: RoundView) -> Iterator[tuple[Any, ...]]:
    """What the page shows, with what the frameworks call each condition."""
    closed = localtime(view.round.closed_at).date().isoformat() if view.round.closed_at else ""
    for one in view.round.statements if view.has_views else ():
        shown, terms = view.shown[one["key"]], _list_terms(one["key"])
        head = (view.round.number, closed, one["words"])
        if not shown.counts:
            yield (*head, EVERYONE, *("" for _ in COLUMNS), say_view(shown), *terms)
            continue
        yield (*head, EVERYONE, *(shown.counts[answer] for answer in COLUMNS), say_view(shown), *terms)
        for group in shown.groups:
            who = name_group(group, view.round.agencies)
            yield (*head, who, *(group.counts[answer] for answer in COLUMNS), "", *terms)


def _list_terms(key: str) -> tuple[str, ...]:
    """Empty for a statement that is no longer in the list."""
    try:
        return tuple(get_statement(key).list_terms().values())
    except UnableToFindStatement:
        return ("", "", "")
