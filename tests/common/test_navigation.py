"""Which item of the header a page belongs to; tests/e2e looks at every page itself."""

from django.urls import reverse

from cairn.common.navigation import ITEMS, OF_APP, OF_NO_ITEM, OF_VIEW, get_current_item
from tests.permissions.routes import get_own_routes, get_routes


def test_every_app_has_an_item_or_is_said_to_have_none():
    """Fails for a new app. Mend it in OF_APP or OF_NO_ITEM of common/navigation.py."""
    apps = {view.rpartition(":")[0] for view in get_own_routes()}
    assert apps <= OF_APP.keys() | OF_NO_ITEM
    assert not OF_APP.keys() & OF_NO_ITEM


def test_exceptions_name_views_that_are_there_and_differ_from_their_app():
    assert OF_VIEW.keys() <= set(get_routes())
    for view, item in OF_VIEW.items():
        assert item != OF_APP.get(view.partition(":")[0]), view
        assert item is None or item in ITEMS


def test_an_item_marks_its_own_page():
    for key, (_, view) in ITEMS.items():
        assert get_current_item(view.partition(":")[0], view) == key
        assert reverse(view)


def test_header_has_five_items():
    assert len(ITEMS) == 5
