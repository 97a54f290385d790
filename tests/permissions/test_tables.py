"""Tables of records hold what somebody may see, all of it and nothing else; a result is started of nothing hidden."""

import pytest

from cairn.records.kinds import get_kinds
from cairn.records.sections import get_sections
from tests.needs import IS_NIGHT
from tests.permissions.asking import get_client, quick, read
from tests.permissions.planting import CHANGES, SEES, Garden, garden

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db


def read_tables(who: str, garden: Garden, asked: str = "") -> str:
    client, kinds = get_client(who, garden), [kind for kind in get_kinds() if get_sections(kind.name)]
    return "".join(read(client.get(f"/records/export/{kind.slug}.csv{asked}")) for kind in kinds)


@pytest.mark.parametrize("who", SEES)
def test_tables_of_every_kind_hold_what_somebody_may_see_and_nothing_else(who, garden, quick):
    content = read_tables(who, garden)
    for one in garden.planted:
        if get_sections(one.record.kind):
            assert (one.sentence in content) == one.is_seen_by(who), one.sentence


@pytest.mark.parametrize("who", SEES)
def test_own_tables_hold_what_somebody_may_change_and_nothing_else(who, garden, quick):
    content = read_tables(who, garden, "?mine=yes")
    for one in garden.planted:
        if get_sections(one.record.kind):
            assert (one.sentence in content) == (who in CHANGES), one.sentence


@pytest.mark.parametrize("who", [who for who in SEES if who != "anonymous"])
def test_result_is_started_of_what_somebody_may_see_and_nothing_else(who, garden, quick):
    """By day of everything hidden and of a part of what may be seen, whose whole page is made each time."""
    client, seen = get_client(who, garden), [one for one in garden.planted if one.is_seen_by(who)]
    asked = seen if IS_NIGHT else seen[::4]
    for one in [*asked, *garden.get_hidden(who)]:
        status = client.get("/reported/new/", {"about": one.record.slug}).status_code
        assert (status == 200) == one.is_seen_by(who), one.sentence
