"""Every kind of page of the starter library, which is loaded once for all of them."""

import pytest

from tests.e2e.by_day import mark
from tests.e2e.pages import PAGES, PageType
from tests.e2e.visits import cookie, find_problems, page_server, visits

__all__ = ["cookie", "page_server", "visits"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


@pytest.fixture
def starter_library(starter):
    """Instead of the one in conftest.py, which loads it for one test."""


@pytest.mark.parametrize(
    "page_type", mark(one for one in PAGES if one.shows_library), ids=lambda page_type: page_type.name
)
def test_page_is_accessible_narrow_quiet_and_works_without_scripts(request, page_server, starter, page_type: PageType):
    assert find_problems(request, page_type) == []
