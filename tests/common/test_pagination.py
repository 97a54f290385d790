"""A list cut into pages shows each row once, whatever the rows have in common."""

import pytest
from django.test import RequestFactory

from cairn.accounts.models import User
from cairn.common.pagination import get_page
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def read_pages(rows, length):
    pages = range(1, -(-len(rows) // length) + 1)
    return [row for page in pages for row in get_page(rows, RequestFactory().get("/", {"page": page}), length)]


def test_rows_of_the_same_name_have_an_order_and_are_shown_once():
    people = [UserFactory(name="Ada Smith") for _ in range(7)]
    assert read_pages(User.objects.order_by("name"), 2) == people[::-1]


def test_the_order_of_the_list_comes_first():
    for name in ("Cal", "Ada", "Ben"):
        UserFactory(name=name)
    assert [one.name for one in read_pages(User.objects.order_by("name"), 2)] == ["Ada", "Ben", "Cal"]


def test_a_page_that_is_not_there_is_the_nearest():
    rows = list(range(5))
    assert list(get_page(rows, RequestFactory().get("/", {"page": "99"}), 2)) == [4]
    assert list(get_page(rows, RequestFactory().get("/", {"page": "fish"}), 2)) == [0, 1]
