"""Lists of models, projects and reports that one can decide with: the facts of the strip as columns, and choices."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from cairn.common.facets import Facet
from cairn.library.definitions.vocabularies import get_terms, get_vocabulary
from cairn.library.models import Moved
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.strength import COMPARED, NONE, REPORTED, TRIAL, TRIALS
from cairn.library.queries import STAGES
from cairn.places.models import Place

STRENGTH_KEYS = {NONE: "none", REPORTED: "reported", COMPARED: "compared", TRIAL: "trial", TRIALS: "trial"}
STRENGTHS = (
    ("trial", "Tested in a trial"),
    ("compared", "Compared"),
    ("reported", "Reported only"),
    ("none", "No results yet"),
)
SORTS = {
    "strength": ("Strongest evidence first", lambda row: (-row.evidence.strength, row.record.title)),
    "name": ("By name", lambda row: row.record.title),
    "used": ("Most used first", lambda row: (-len(row.places), row.record.title)),
    "newest": ("Newest first", lambda row: _reverse(row.record.published)),
}
NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _reverse(when: str) -> tuple[int, ...]:
    """Sorts partial dates the newest first, those without one last."""
    return tuple(-int(part) for part in when.split("-")) if when else (0,)


def get_strength_facet() -> Facet:
    return Facet("strength", "Strength of evidence", STRENGTHS, lambda row: {STRENGTH_KEYS[row.evidence.strength]})


def get_outcome_facet() -> Facet:
    return Facet("outcome", "Outcome", _list_terms("outcomes"), lambda row: find_outcomes(row))


def get_term_facet(name: str, title: str, vocabulary: str, field: str) -> Facet:
    return Facet(name, title, _list_terms(vocabulary), lambda row: getattr(row.record, field))


def get_stage_facet() -> Facet:
    stages = [(stage, str(Moved(stage).label)) for stage in STAGES]
    return Facet("stage", "Stage", stages, lambda row: {row.record.stage})


def get_place_facet(own: Place, alike: Collection[Place]) -> Facet:
    """Where the reader has chosen a council: what is used there, and in councils like it."""
    keys = {place.pk for place in alike}
    options = [("here", own.name), *([("like", "Councils like mine")] if keys else [])]

    def find(row: Facts) -> set[str]:
        used = {place.pk for place in row.places}
        return {key for key, fits in (("here", own.pk in used), ("like", bool(used & keys))) if fits}

    return Facet("used", "Used in", options, find)


def find_outcomes(row: Facts) -> set[str]:
    """Terms of the outcomes about which it has a result."""
    return {term for claim in row.evidence.results for term in claim.outcome_terms}


def _list_terms(vocabulary: str) -> list[tuple[str, str]]:
    return [(term.key, term.title) for term in get_vocabulary(vocabulary).terms]


def sort_rows(rows: Iterable[Facts], key: str) -> list[Facts]:
    return sorted(rows, key=SORTS[key][1])


TESTED = ("been tested in a trial", "been compared with a similar group")


def summarise(rows: Sequence[Facts], noun: str) -> str:
    """How strong the evidence is, all in all: "12 models. Two have been tested in a trial, …"."""
    counts = {key: 0 for key, _ in STRENGTHS}
    for row in rows:
        counts[STRENGTH_KEYS[row.evidence.strength]] += 1
    # A report was not tested: it reports what was.
    trial, compared = ("a trial", "a comparison with a similar group") if noun == "report" else TESTED
    said = {
        "trial": trial,
        "compared": compared,
        "reported": "results with no comparison",
        "none": "no outcome results recorded here yet",
    }
    parts = [
        f"{count(number)} {'has' if number == 1 else 'have'} {said[key]}" for key, number in counts.items() if number
    ]
    total = f"{len(rows)} {noun}{'' if len(rows) == 1 else 's'}."
    if not parts:
        return total
    text = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{total} {text[:1].upper()}{text[1:]}."


def count(number: int, *, capital: bool = False) -> str:
    """A small number in words, as it stands in a sentence."""
    words = NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)
    return words.capitalize() if capital else words


FACT_COLUMNS = (
    *("Title", "Summary", "Who it is for", "What changed", "Results"),
    *("Strength of evidence (0 to 4)", "Strength in words", "Outcomes", "Cost", "What the cost covers"),
    *("Number of councils", "Councils", "Status", "Page"),
)


def fact_rows(rows: Iterable[Facts], addresses: Any) -> list[tuple[Any, ...]]:
    """A row of the file for each; `addresses` makes the whole address of a page."""
    return [
        (
            row.record.title,
            row.record.summary,
            row.for_whom,
            row.evidence.way.words,
            "; ".join(row.evidence.changes),
            row.evidence.strength,
            row.evidence.strength_words,
            "; ".join(term.title for term in get_terms("outcomes", sorted(find_outcomes(row)))),
            row.cost_cell,
            row.cost_note,
            len(row.places),
            row.council_names,
            row.status,
            addresses(row.record.get_absolute_url()),
        )
        for row in rows
    ]
