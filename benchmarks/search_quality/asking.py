"""Asking the site's own search, as a reader who has not logged in."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from benchmarks.search_quality.judged import Question
from cairn.places.services import load_places
from cairn.records.models import Record
from cairn.search.models import SearchDocument
from cairn.search.presenters import SearchView
from cairn.search.queries import find
from cairn.search.queries.addresses import read
from cairn.search.services import rebuild_index

POOL = 50  # so many records a second ranking may put into another order
NOBODY = AnonymousUser()


@dataclass(frozen=True)
class Answer:
    """What the page lists first to last; `pool` goes on with all that has some of the words; `meant` is offered."""

    ranking: list[str]
    pool: list[str] = field(default_factory=list)
    with_all_words: int = 0
    meant: str = ""
    meant_ranking: list[str] = field(default_factory=list)


def load_library() -> None:
    """Once: what a run before has left in the folder or the database is used again, its index made anew."""
    call_command("migrate", verbosity=0)
    if Record.objects.exists():
        rebuild_index()
        return
    load_places()
    call_command("library", "load-starter", verbosity=0)


def check_slugs(questions: Iterable[Question]) -> None:
    """A grade of a record that is gone, or misspelt, would only lower the figures."""
    slugs = set(Record.objects.values_list("slug", flat=True))
    unknown = sorted({slug for one in questions for slug in one.seen} - slugs)
    if unknown:
        raise SystemExit(f"queries.yaml grades records that are not in the library: {', '.join(unknown)}")


def ask_all(questions: Iterable[Question]) -> dict[str, Answer]:
    return {one.words: ask(one.words) for one in questions}


def ask(words: str) -> Answer:
    view = SearchView(read({"q": words}), NOBODY)
    pool = [*view.found.ids, *find(view.wanted, NOBODY, most=POOL, some=True).ids]
    return Answer(
        ranking=_list(view),
        pool=name(list(dict.fromkeys(pool))[:POOL]),
        with_all_words=view.number if view.has_all_words else 0,
        meant=view.meant.label if view.meant else "",
        meant_ranking=_list(SearchView(read({"q": view.meant.label}), NOBODY)) if view.meant else [],
    )


def _list(view: SearchView) -> list[str]:
    """As the page shows them: with all words, then with some."""
    return [row.record.slug if row.record else row.address for row in (*view.rows, *view.others)]


def name(ids: list[int]) -> list[str]:
    """Records by their slugs; pages that are none, which no question grades, by their addresses."""
    rows = SearchDocument.objects.filter(pk__in=ids).values_list("pk", "record__slug", "address")
    names = {pk: slug or address for pk, slug, address in rows}
    return [names[one] for one in ids]


def get_texts() -> dict[str, list[str]]:
    """Title, summary and the rest of every record, for those who try another ranking."""
    rows = SearchDocument.objects.exclude(record=None).values_list("record__slug", "title", "summary", "body")
    return {slug: texts for slug, *texts in rows}


def to_json(answers: dict[str, Answer]) -> dict[str, dict]:
    return {words: asdict(answer) for words, answer in answers.items()}
