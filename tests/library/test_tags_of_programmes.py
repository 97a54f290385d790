"""A programme that is withdrawn leaves search with its rounds too."""

import pytest

from cairn.library.models import Programme, Round
from cairn.records import services
from cairn.search.models import SearchTag
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def test_withdrawn_programme_leaves_the_tags_of_rounds():
    author = UserFactory()
    programme = make_record(Programme, author=author, title="Zebra programme")
    make_record(Round, author=author, title="Round one", in_programme=programme)
    assert SearchTag.objects.filter(label="Zebra programme").count() == 1
    services.withdraw_record(record=programme, by=author, at=NOON)
    assert not SearchTag.objects.filter(label="Zebra programme").exists()
