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


def with_fixture(view: str, fixture: str, *args: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view after a fixture has put its figures in place."""

    def make_path(request: pytest.FixtureRequest) -> str:
        request.getfixturevalue(fixture)
        return reverse(view, args=args)

    return make_path


def of_plan(view: str, fixture: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of one plan."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).slug])


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
    PageType("home", "home", at("home")),
    PageType("home with figures", "home", with_fixture("home", "nation")),
    PageType("councils", "places:councils", with_fixture("places:councils", "official_figures")),
    PageType(
        "fictional councils",
        "places:councils",
        lambda request: with_fixture("places:councils", "nation")(request) + "?nation=fictional",
    ),
    PageType("council", "places:council", with_fixture("places:council", "official_figures", "leeds")),
    PageType(
        "fictional council", "places:council", lambda request: request.getfixturevalue("ashmere").get_absolute_url()
    ),
    PageType("measures", "indicators:measures", with_fixture("indicators:measures", "official_figures")),
    PageType("measure", "indicators:measure", with_fixture("indicators:measure", "official_figures", "cla_rate")),
    PageType("plans of nobody", "evaluation:plans", at("evaluation:plans")),
    PageType("plans", "evaluation:plans", with_fixture("evaluation:plans", "draft"), needs_log_in=True),
    PageType(
        "new plan", "evaluation:new-plan", with_fixture("evaluation:new-plan", "official_figures"), needs_log_in=True
    ),
    PageType("change plan", "evaluation:change-plan", of_plan("evaluation:change-plan", "draft"), needs_log_in=True),
    PageType("draft", "evaluation:plan", of_plan("evaluation:plan", "draft"), needs_log_in=True),
    PageType("waiting for a result", "evaluation:plan", of_plan("evaluation:plan", "waiting_plan"), needs_log_in=True),
    PageType("result", "evaluation:plan", of_plan("evaluation:plan", "example")),
    PageType("no result possible", "evaluation:plan", of_plan("evaluation:plan", "refused_plan"), needs_log_in=True),
    PageType("how well it does", "evaluation:how-well", with_fixture("evaluation:how-well", "example")),
    PageType("how it works", "evaluation:method", at("evaluation:method")),
    PageType("bad request", "", failing("/fail/400/"), status=400),
    PageType("not allowed", "", failing("/fail/403/"), status=403),
    PageType("not found", "", lambda request: "/nothing/here/", status=404),
    PageType("server error", "", failing("/fail/500/"), status=500),
]

NOT_PAGES = {
    "accounts:log-out": "takes a POST and leads on",
    "evaluation:chart-file": "a picture",
    "evaluation:discard-plan": "takes a POST and leads on",
    "evaluation:lock-plan": "takes a POST and leads on; a refusal shows the draft",
    "evaluation:replace-plan": "takes a POST and leads on",
    "evaluation:result-file": "a download",
    "evaluation:work-out": "takes a POST and leads on",
    "indicators:council-csv": "a download",
    "indicators:measure-csv": "a download",
    "health": "one word for a load balancer",
}
