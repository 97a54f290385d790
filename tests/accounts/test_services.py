import pytest

from cairn.accounts.models import User
from cairn.accounts.services import DEMONSTRATION_USERS, create_demonstration_users
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_demonstration_users_are_made_once():
    assert create_demonstration_users() == DEMONSTRATION_USERS
    create_demonstration_users()
    assert list(User.objects.order_by("email").values_list("email", "is_demonstration", "is_superuser")) == [
        (person.email, True, False) for person in sorted(DEMONSTRATION_USERS, key=lambda person: person.email)
    ]


def test_changed_demonstration_password_is_given_back():
    create_demonstration_users()
    person = User.objects.get(email="evaluator@example.org")
    person.set_password("something else altogether")
    person.save()
    create_demonstration_users()
    person.refresh_from_db()
    assert person.check_password("cairn-evaluator-demo")


def test_real_log_in_with_such_an_address_is_left_alone():
    UserFactory(email="evaluator@example.org")
    create_demonstration_users()
    person = User.objects.get(email="evaluator@example.org")
    assert person.check_password(PASSWORD)
    assert not person.is_demonstration


def test_demonstration_addresses_can_reach_nobody():
    assert all(person.email.endswith((".example", "@example.org")) for person in DEMONSTRATION_USERS)
