import pytest
from django.db import IntegrityError, transaction

from cairn.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_address_is_unique_in_any_case():
    UserFactory(email="ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="ADA@example.org")
    assert User.objects.count() == 1


def test_user_is_shown_by_name(user):
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("Ada Smith", "Ada Smith", "Ada")
