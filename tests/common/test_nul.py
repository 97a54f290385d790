"""A NUL in an address is no error, on PostgreSQL too."""

import pytest

from tests.factories.accounts import UserFactory, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["records/?q", "actions/new/?of", "reported/new/?about", "papers/new/?about"])
def test_nul(path):
    author = UserFactory()
    answer = client_of(author).get(f"/{path}=%00")
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ["lessons/agree/a%00b/", "files/abc/%00"])
def test_nul_in_the_path_leads_nowhere(path):
    assert client_of(UserFactory()).get(f"/{path}").status_code == 404
