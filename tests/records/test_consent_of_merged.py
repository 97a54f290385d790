"""People who did not say yes are asked for after a merger too."""

import pytest

from cairn.records import services
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_draft, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger"), pytest.mark.both_databases]


def test_merging_does_not_lose_the_no_of_people():
    author = UserFactory()
    kept = make_record(Challenge, author=author, sharing="team", title="Kept")
    other = make_draft(Challenge, author=author, title="Other")
    services.record_consent(record=other, consent="waiting", by=author, at=NOON)
    services.merge_records(kept=kept, other=other, by=author, at=NOON)
    kept.refresh_from_db()
    assert kept.consent == "waiting"
