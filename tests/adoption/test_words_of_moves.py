"""Notes beside the dates of a use: nobody reads them unreviewed, and none stays when it is withdrawn."""

import pytest

from cairn.adoption.models import Adoption, AdoptionMove
from cairn.library.models import PracticeModel
from cairn.records import services
from tests.factories.accounts import UserFactory, client_of
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def test_withdrawn_use_leaves_no_notes():
    author = UserFactory()
    model = make_record(PracticeModel, author=author, title="Model")
    place = FictionalCouncilFactory()
    use = make_record(Adoption, author=author, title="Use", practice_model=model, place=place, grade="C")
    client_of(author).post(f"/using/{use.slug}/move/", {"status": "ended", "moved_on": "2025", "note": "SECRET note"})
    assert "SECRET note" not in client_of(None).get(use.get_absolute_url()).content.decode()
    AdoptionMove.objects.create(adoption=use, position=9, status="stopped", note="SECRET note")
    services.withdraw_record(record=use, by=author, at=NOON)
    assert not AdoptionMove.objects.filter(note__contains="SECRET").exists()
