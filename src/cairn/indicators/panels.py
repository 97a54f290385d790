"""What search shows of measures."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.search.language.query import Query, Term, parse
from cairn.search.language.synonyms import get_stems
from cairn.search.language.words import get_words

MOST = 3


def show_measures(request: HttpRequest, text: str) -> str:
    measures = find_measures(parse(text))
    return render_to_string("indicators/search_panel.html", {"measures": measures}, request) if measures else ""


def find_measures(query: Query) -> list[IndicatorDefinition]:
    """Measures whose title has all the words, in any of their forms or a synonym; the shortest titles first."""
    if not query.terms:
        return []
    titles = {one.key: get_stems(get_words(f"{one.title} {one.short_title}")) for one in get_definitions()}
    found = [one for one in get_definitions() if all(_has(titles[one.key], term) for term in query.terms)]
    return sorted(found, key=lambda one: (len(one.title), one.key))[:MOST]


def _has(title: tuple[str, ...], term: Term) -> bool:
    phrases = [get_stems(phrase) for phrase in term.phrases]
    return any(title[start : start + len(one)] == one for one in phrases for start in range(len(title))) or (
        bool(term.parts) and all(_has(title, part) for part in term.parts)
    )
