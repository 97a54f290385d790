"""Every kind of page of the site. Whoever adds a page adds a line here; test_every_address_is_accounted_for sees to it.

A page is opened wide and narrow, with and without JavaScript, and checked by axe; see test_pages.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse


@dataclass(frozen=True)
class PageType:
    """One kind of page.

    `view` is the name of its address ("accounts:log-in"); several lines may share one, for its different states.
    `path` makes the address; it is given pytest's request and may ask for any fixture by name, for example
    ``lambda request: reverse("evaluation:plan", args=[request.getfixturevalue("locked_plan").slug])``.
    Fixtures it asks for must not be of a wider scope than "function" where they write to the database.
    """

    name: str
    view: str
    path: Callable[[pytest.FixtureRequest], str]
    needs_log_in: bool = False
    status: int = 200


def at(view: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view without arguments."""
    return lambda request: reverse(view)


def failing(path: str) -> Callable[[pytest.FixtureRequest], str]:
    """An address of tests/e2e/urls.py."""

    def make_path(request: pytest.FixtureRequest) -> str:
        request.getfixturevalue("urls_that_fail")
        return path

    return make_path


PAGES = [
    PageType("accessibility", "accessibility", at("accessibility")),
    PageType("privacy", "privacy", at("privacy")),
    PageType("gallery", "gallery", at("gallery")),
    PageType("log in", "accounts:log-in", at("accounts:log-in")),
    PageType("account", "accounts:account", at("accounts:account"), needs_log_in=True),
    PageType("change password", "accounts:change-password", at("accounts:change-password"), needs_log_in=True),
    PageType("bad request", "", failing("/fail/400/"), status=400),
    PageType("not allowed", "", failing("/fail/403/"), status=403),
    PageType("not found", "", lambda request: "/nothing/here/", status=404),
    PageType("server error", "", failing("/fail/500/"), status=500),
]

NOT_PAGES = {
    "accounts:log-out": "takes a POST and leads on",
    "health": "one word for a load balancer",
}
