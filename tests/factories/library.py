"""What the library holds, for tests."""

from typing import Any

from cairn.accounts.models import User
from cairn.library.models import Claim, Source
from tests.factories.records import make_draft


def make_claim(about: Any, *, author: User, words: str = "86% stayed out of care", **fields: Any) -> Claim:
    """A draft of a reported result."""
    source, _ = Source.objects.get_or_create(key="report-51", defaults={"title": "Evaluation Report 51"})
    texts = dict.fromkeys(Claim.TEXTS, words)
    given = {"grade": "E", "direction": "for", "about_id": about.pk, "source": source, **texts, **fields}
    return make_draft(Claim, author=author, **given)
