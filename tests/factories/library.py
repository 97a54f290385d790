"""What the library holds, for tests."""

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


def load_library() -> LoadReport:
    """The starter library, indexed at one go at the end: record by record takes several times as long."""
    load_places()
    record_written.disconnect(index)
    try:
        report = load_starter(at=NOON)
    finally:
        record_written.connect(index)
    rebuild_index()
    return report


def make_milestone(about: Any, what: str = "The programme was announced", **fields: Any) -> Milestone:
    """Something that happened to an entry that everybody reads."""
    return Milestone.objects.create(**{"about_id": about.pk, "happened_on": "2016-03", "what": what, **fields})
