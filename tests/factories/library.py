"""What the library holds, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cairn.accounts.models import User
from cairn.library.models import Claim, Milestone, Source
from cairn.library.services import LoadReport, load_starter
from cairn.places.services import load_places
from cairn.records.signals import record_written
from cairn.search.receivers import index
from cairn.search.services import rebuild_index
from tests.factories.records import NOON, make_draft


def make_claim(about: Any, *, author: User, words: str = "86% stayed out of care", **fields: Any) -> Claim:
    """A draft of a reported result."""
    source, _ = Source.objects.get_or_create(key="report-51", defaults={"title": "Evaluation Report 51"})
    texts = dict.fromkeys(Claim.TEXTS, words)
    given = {"grade": "E", "direction": "for", "about_id": about.pk, "source": source, **texts, **fields}
    return make_draft(Claim, author=author, **given)


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """At one go: record by record takes several times as long."""
    record_written.disconnect(index)
    try:
        yield
    finally:
        record_written.connect(index)
    rebuild_index()


def load_library() -> LoadReport:
    """The starter library."""
    load_places()
    with indexed_at_the_end():
        return load_starter(at=NOON)


def make_milestone(about: Any, what: str = "The programme was announced", **fields: Any) -> Milestone:
    """Something that happened to an entry that everybody reads."""
    return Milestone.objects.create(**{"about_id": about.pk, "happened_on": "2016-03", "what": what, **fields})
