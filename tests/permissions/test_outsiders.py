"""People outside the organisation ask every route: they get what is published for everybody, and nothing else."""

import pytest

from tests.permissions.asking import find_problems, get_client, quick, read
from tests.permissions.planting import OUTSIDERS, SEES, garden

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_gets_anything_of_what_they_may_not_see_on_any_route(who, garden, quick):
    assert not find_problems(who, garden)


def test_what_was_reported_is_for_those_who_answer_it_and_who_said_it(garden, quick):
    for who in SEES:
        if who in {"author", "same team", "moderator"}:
            continue
        client = get_client(who, garden)
        for one in garden.planted:
            assert one.sentence not in read(client.get(f"/reports/{one.report.pk}/"))


def test_the_page_for_what_is_not_there_repeats_nothing(garden):
    """The tests of every route leave it out."""
    hidden = next(one for one in garden.planted if one.level == "draft")
    page = get_client("stranger", garden).get(hidden.record.get_absolute_url())
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()
    assert hidden.sentence not in read(page)
