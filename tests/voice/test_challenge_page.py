"""A challenge as a page, for people with a log-in and without."""

import pytest

from tests.factories.records import make_record

pytestmark = pytest.mark.django_db


def test_somebody_without_a_log_in_may_ask_for_a_council_that_there_is_not(client):
    challenge = make_record()
    page = client.get(challenge.get_absolute_url(), {"council": "Nowhere at all"})
    assert page.status_code == 200
    assert page.context["problem"]
    assert page.context["place"] is None
