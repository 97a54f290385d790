"""Search tells nobody of what they may not see, by its rows, its numbers or its suggestions."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.search.queries import find
from cairn.search.queries.addresses import read as search_for
from tests.permissions.asking import get_client, quick, read
from tests.permissions.planting import SEES, garden

__all__ = ["garden", "quick"]
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]


def test_the_list_of_records_does_not_tell_of_what_is_hidden(garden):
    client = get_client("stranger", garden)
    for one in garden.planted:
        page = client.get("/records/", {"q": one.sentence}).content.decode()
        assert ("No records match" in page) == (one.level != "public")


@pytest.mark.parametrize("who", SEES)
def test_search_shows_and_counts_what_somebody_may_see_and_nothing_else(who, garden, quick):
    """Its rows, facets, snippets and suggestions; asked for all planted records, and for each by its name."""
    client, user = get_client(who, garden), garden.people.get(who, AnonymousUser())
    hidden = [one.sentence for one in garden.get_hidden(who)]
    asked = [{"q": "planted", "page": page} for page in range(1, 6)] + [{"q": "plantedd"}, {"q": "planted zzz"}, {}]
    for given in asked:
        content = read(client.get("/search/", given))
        assert [sentence for sentence in hidden if sentence in content] == []
    for one in garden.planted:
        found = find(search_for({"q": f'"{one.sentence}"'}), user)
        assert (found.number > 0) == one.is_seen_by(who), one.sentence
