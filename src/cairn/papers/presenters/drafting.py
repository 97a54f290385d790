"""The words with which a paper begins. They say what follows from official figures and from what everybody may read.

No word of another record stands in them: an option is named by its letter, so that what is withdrawn leaves nothing
behind. Only the title that is offered begins with that of what the paper is about; see `services.replace_copy`. Whoever
writes the paper changes them.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from cairn.library.models import Topic
from cairn.library.presenters.claims import COMPARATOR_NOT_FOUND, ClaimView, is_contested
from cairn.papers.models import Paper
from cairn.papers.queries import Material, Option, get_material, get_public
from cairn.papers.services import copy_title, is_edited, remember
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

OUR_AREA = "our area"  # where no council is named
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")


def draft_texts(
    *, about: Record | None, place: Place | None, snapshot: dict[str, Any], public: Material
) -> dict[str, str]:
    """A text for each section but the recommendation, which is the writer's."""
    where = place.name if place else OUR_AREA
    is_case = about is not None and about.kind == RecordKind.PROGRAMME
    return {
        "question": _draft_question(where, is_case=is_case),
        "local": _draft_local(place, snapshot),
        "options_words": _draft_options(public),
        "costs": _draft_costs(where),
        "risks": _draft_risks(public),
        "doing_nothing": "Doing nothing is also an option, and it has a cost for children.",
        "voices": "This paper does not yet include what children and families here think of these options.",
        "unknowns": _draft_unknowns(where, snapshot),
        "whom_to_ring": "Contact someone who did it, and someone who stopped. Ask what they would not do again.",
    }


def draft_again(paper: Paper, about: Record | None) -> dict[str, str]:
    """The same for a paper as it is, or would be."""
    public = get_material(paper, get_public())
    return draft_texts(about=about, place=paper.place, snapshot=paper.snapshot, public=public)


def follow(paper: Paper, known: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Texts that nobody changed and that would be drafted otherwise now, with their prints.

    `known` keeps what was drafted, for whoever asks of many states of a paper: most rest on the same.
    """
    if not paper.snapshot.get("drafted"):
        return {}
    rests_on = {name: value for name, value in paper.snapshot.items() if name != "drafted"}
    key = json.dumps([paper.about_id, paper.place_id, paper.options, rests_on], sort_keys=True)
    if key not in known:
        known[key] = draft_again(paper, Record.objects.filter(pk=paper.about_id).first())
    drafted = known[key]
    fresh = {
        name: text for name, text in drafted.items() if not is_edited(paper, name) and getattr(paper, name) != text
    }
    if not fresh:
        return {}
    prints = paper.snapshot["drafted"] | remember({}, fresh)["drafted"]
    return {"snapshot": paper.snapshot | {"drafted": prints}, **fresh}


def draft_title(about: Record) -> str:
    kind = "case for change" if about.kind == RecordKind.PROGRAMME else "options"
    return f"{copy_title(about.title)}: {kind}"


def draft_summary(place: Place | None, *, is_case: bool) -> str:
    kind = "A case for change" if is_case else "An options paper"
    return f"{kind} for {place.name}." if place else f"{kind}."


def _draft_question(where: str, *, is_case: bool) -> str:
    if is_case:
        return f"Is there a case for change in {where}, and which of these options should be part of it?"
    return f"Which of these options should {where} adopt, which should it test first, and which should it leave?"


def _draft_local(place: Place | None, snapshot: dict[str, Any]) -> str:
    if place is None:
        return "No council is named, so there are no local figures."
    rows = snapshot["figures"]
    if not rows:
        return f"No figures for these measures are loaded for {place.name}."
    sentences = [
        _list_rows(f"Above the average of its statistical neighbours, {place.name} has", rows, _is_above),
        _list_rows("Below it", rows, _is_below),
        _list_trends("Up", rows),
        _list_trends("Down", rows),
        _list_rows("Suppressed or missing", rows, lambda row: bool(row["mark"])),
    ]
    text = " ".join(filter(None, sentences))
    return text or f"No figure of {place.name} is clearly above or below others, or moving clearly in one direction."


def _list_rows(head: str, rows: Iterable[dict[str, Any]], is_wanted: Callable[[dict[str, Any]], bool]) -> str:
    titles = [_lower(row["name"]) for row in rows if is_wanted(row)]
    return f"{head}: {'; '.join(titles)}." if titles else ""


def _list_trends(head: str, rows: Iterable[dict[str, Any]]) -> str:
    """With the two years and figures of each: measures go back by different times."""
    start = f"{head.lower()} "
    found = [f"{_lower(row['name'])} ({row['trend'][len(start) :]})" for row in rows if row["trend"].startswith(start)]
    return f"{head}: {'; '.join(found)}." if found else ""


def _is_above(row: dict[str, Any]) -> bool:
    difference = _get_difference(row)
    return difference is not None and difference > 0


def _is_below(row: dict[str, Any]) -> bool:
    difference = _get_difference(row)
    return difference is not None and difference < 0


def _get_difference(row: dict[str, Any]) -> float | None:
    if not (row["own"] and row["neighbours"]):
        return None
    own, others = (float(row[name].replace(",", "")) for name in ("own", "neighbours"))
    return own - others


def _lower(title: str) -> str:
    """Within a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _draft_options(public: Material) -> str:
    texts = [
        "Each result below says who reported it. A result elsewhere is no guarantee here: leaders, staff, "
        "funding and families differ."
    ]
    for option in public.options:
        if counts := _count_results(option):
            texts.append(f"Option {option.letter}: {counts}.")
    return " ".join(texts)


def _count_results(option: Option) -> str:
    """A result of the model that a project uses is counted with it, and said to be the model's."""
    good, bad = option.known.favourable, option.known.unfavourable
    if not (good or bad):
        return ""
    linked = sum(claim.pk in option.known.origins for claim in (*good, *bad))
    counts = f"{_number(len(good))} reported in favour, {_number(len(bad))} against it or without a difference"
    return f"{counts}; {_number(linked)} of these for a model or project that it is linked to" if linked else counts


def _number(number: int) -> str:
    """Small numbers as words: these are counts of what stands below, which needs no source of its own."""
    return NUMBERS[number] if number < len(NUMBERS) else "many"


def _draft_costs(where: str) -> str:
    return (
        "The costs shown with each option are from other places and years. No one has yet calculated "
        f"what each option would cost in {where}."
    )


def _draft_risks(public: Material) -> str:
    texts = []
    contested = [one for one in public.options if is_contested(one.known.claims)]
    if contested:
        texts.append(f"Independent sources disagree about {_list_letters(contested)}.")
    alone = [one for one in public.options if _has_no_comparator(one)]
    if alone:
        texts.append(
            f"Some results for {_list_letters(alone)} have no comparison group, so the change might "
            "have happened anyway."
        )
    # Said of none by name: this text is kept, and the options are read anew for each reader.
    texts.append("Where no unfavourable result is shown, this does not show that nothing went wrong.")
    return " ".join(texts)


def _has_no_comparator(option: Option) -> bool:
    results = [claim for claim in option.known.results if claim.topic == Topic.OUTCOME]
    return any(ClaimView(claim).comparator == COMPARATOR_NOT_FOUND for claim in results)


def _draft_unknowns(where: str, snapshot: dict[str, Any]) -> str:
    texts = [f"We do not know how many children each option would reach in {where}, or what it would cost there."]
    if snapshot["missing"]:
        texts.append(f"We found no figures for: {'; '.join(map(_lower, snapshot['missing']))}.")
    if snapshot.get("stopped"):
        texts.append(f"These series have stopped, so their figures are left out: {'; '.join(snapshot['stopped'])}.")
    return " ".join(texts)


def _list_letters(options: list[Option]) -> str:
    letters = [option.letter for option in options]
    if len(letters) == 1:
        return f"option {letters[0]}"
    return f"options {', '.join(letters[:-1])} and {letters[-1]}"
