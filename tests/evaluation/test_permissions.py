"""Who may see a plan: its author, and everybody where it is an example. Nobody else learns even that it exists."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from cairn.evaluation.models import Evaluation, EvaluationChart, EvaluationPlan
from tests.factories.evaluation import PlanFactory, make_example, make_locked_plan, make_result
from tests.factories.places import FictionalCouncilFactory

pytestmark = pytest.mark.django_db
PLANTED = "Zebrafish Outreach"  # the name of what was started
LEFT_OUT = "Quagmire Vale"  # the name of a council that was left out
UNKNOWN_SLUG = "zzzzzzzzzz"

FILES = [("evaluation:result-file", form) for form in ("csv", "xlsx", "json")]
PICTURES = [("evaluation:chart-file", chart, form) for chart in ("paths", "gaps") for form in ("svg", "png", "json")]
READS = [("evaluation:plan",), *FILES, *PICTURES]
WRITES = [
    ("evaluation:change-plan",),
    ("evaluation:lock-plan",),
    ("evaluation:replace-plan",),
    ("evaluation:discard-plan",),
    ("evaluation:work-out",),
    ("evaluation:ask-for-reply",),
]
POST_ONLY = WRITES[1:]
# Of models over their councils, asked in test_model_views.py.
OF_MODELS = ("model", "start-model", "model-file", "model-chart", "model-bundle", "reply")
PUBLIC = ["home", "evaluation:plans", "evaluation:how-well", "evaluation:method"]


def at(view: tuple[str, ...], slug: str) -> str:
    return reverse(view[0], args=[slug, *view[1:]])


def name_of(view: tuple[str, ...]) -> str:
    return ".".join(view).removeprefix("evaluation:")


def everything() -> list:
    rows = [model.objects.order_by("pk").values() for model in (EvaluationPlan, Evaluation, EvaluationChart)]
    return [*map(list, rows), list(EvaluationPlan.excluded_places.through.objects.values())]


def assert_silent(response) -> None:
    text = response.getvalue() if response.streaming else response.content
    for planted in (PLANTED, LEFT_OUT):
        assert planted.encode() not in text
        assert planted not in str(response.headers)


def strip(response, slug: str) -> str:
    """A page without what differs each time: the address that was asked for and the token of its forms."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(slug, "")


@pytest.fixture
def draft(user):
    plan = PlanFactory(author=user, what_was_started=PLANTED)
    plan.excluded_places.set([FictionalCouncilFactory(name=LEFT_OUT)])
    return plan


@pytest.fixture
def result(user):
    """A locked plan of `user` with its result."""
    plan = make_locked_plan(user, what_was_started=PLANTED, excluded=[FictionalCouncilFactory(name=LEFT_OUT)])
    make_result(plan)
    return plan


@pytest.fixture
def clients(user, other_user):
    anonymous, author, other = Client(), Client(), Client()
    author.force_login(user)
    other.force_login(other_user)
    return {"anonymous": anonymous, "author": author, "other": other}


def test_every_address_of_a_plan_is_tested_here():
    """Fails when an address is added: add it to the lists above."""
    patterns = next(
        one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "evaluation"
    ).url_patterns
    named = {view[0].removeprefix("evaluation:") for view in READS + WRITES}
    named |= {name.removeprefix("evaluation:") for name in PUBLIC} - {"home"}
    named |= {"new-plan", "evaluation", "outlook"}
    assert {pattern.name for pattern in patterns if pattern.name not in OF_MODELS} == named


# --- reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize("view", READS, ids=name_of)
def test_author_reads_own_result(view, result, clients):
    response = clients["author"].get(at(view, result.slug))
    assert response.status_code == 200
    assert "private" in response.get("Cache-Control", "private")


@pytest.mark.parametrize("who", ["anonymous", "other"])
@pytest.mark.parametrize("view", READS, ids=name_of)
def test_nobody_else_reads_a_result_or_learns_that_it_exists(view, who, result, clients):
    response = clients[who].get(at(view, result.slug))
    unknown = clients[who].get(at(view, UNKNOWN_SLUG))
    # Somebody who is not logged in is led to the log-in, whether there is such a plan or not.
    assert response.status_code == unknown.status_code == (302 if who == "anonymous" else 404)
    if who == "anonymous":
        assert response.url == f"{reverse('accounts:log-in')}?next={at(view, result.slug)}"
        assert unknown.url == f"{reverse('accounts:log-in')}?next={at(view, UNKNOWN_SLUG)}"
    assert strip(response, result.slug) == strip(unknown, UNKNOWN_SLUG)
    assert_silent(response)


@pytest.mark.parametrize("who", ["anonymous", "other"])
@pytest.mark.parametrize("view", READS, ids=name_of)
def test_nobody_else_reads_a_draft(view, who, draft, clients):
    response = clients[who].get(at(view, draft.slug))
    assert response.status_code == (302 if who == "anonymous" else 404)
    assert_silent(response)


@pytest.mark.parametrize("who", ["anonymous", "author", "other"])
@pytest.mark.parametrize("view", READS, ids=name_of)
def test_everybody_reads_an_example(view, who, clients):
    plan = make_example()
    make_result(plan)
    assert clients[who].get(at(view, plan.slug)).status_code == 200


@pytest.mark.parametrize("view", [*FILES, *PICTURES], ids=name_of)
def test_draft_and_waiting_plan_have_no_files_even_for_their_author(view, draft, user, clients):
    waiting = make_locked_plan(user)
    assert clients["author"].get(at(view, draft.slug)).status_code == 404
    assert clients["author"].get(at(view, waiting.slug)).status_code == 404


@pytest.mark.parametrize("page", PUBLIC)
@pytest.mark.parametrize("who", ["anonymous", "other"])
def test_public_pages_never_show_somebodys_plan(page, who, draft, result, clients):
    response = clients[who].get(reverse(page))
    assert response.status_code == 200
    assert_silent(response)
    assert draft.slug not in response.content.decode()
    assert result.slug not in response.content.decode()


def test_author_sees_own_words_on_own_pages(draft, result, clients):
    author = clients["author"]
    for address in (draft.get_absolute_url(), result.get_absolute_url(), reverse("evaluation:plans")):
        assert PLANTED in author.get(address).content.decode()
    assert LEFT_OUT in author.get(result.get_absolute_url()).content.decode()


def test_number_of_earlier_plans_of_somebody_else_does_not_leak(result, other_user):
    assert make_locked_plan(other_user, place=result.place).earlier_plans == 0


def test_replaced_plan_of_an_author_is_linked_for_that_author_only(user, result, clients):
    new = make_locked_plan(user, place=result.place, replaces=result)
    make_result(new)
    page = clients["author"].get(new.get_absolute_url()).content.decode()
    assert f'href="{result.get_absolute_url()}">the plan locked on 23 November 2026</a>' in page
    assert (
        f'href="{new.get_absolute_url()}">a newer plan'
        in clients["author"].get(result.get_absolute_url()).content.decode()
    )


# --- writing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "result"])
@pytest.mark.parametrize("view", WRITES, ids=name_of)
def test_nobody_else_can_post_to_a_plan(view, state, request, clients):
    plan = request.getfixturevalue(state)
    before = everything()
    given = {"harm_measure": "cin_rate"}
    other = clients["other"].post(at(view, plan.slug), given)
    unknown = clients["other"].post(at(view, UNKNOWN_SLUG), given)
    assert other.status_code == unknown.status_code == 404
    assert_silent(other)
    anonymous = clients["anonymous"].post(at(view, plan.slug), given)
    assert (anonymous.status_code, anonymous.url) == (302, f"{reverse('accounts:log-in')}?next={at(view, plan.slug)}")
    nowhere = clients["anonymous"].post(at(view, UNKNOWN_SLUG), given)
    assert (nowhere.status_code, nowhere.url) == (302, f"{reverse('accounts:log-in')}?next={at(view, UNKNOWN_SLUG)}")
    assert everything() == before


@pytest.mark.parametrize("view", WRITES, ids=name_of)
def test_example_can_be_altered_by_nobody(view, clients):
    plan = make_example()
    make_result(plan)
    before = everything()
    for who, client in clients.items():
        response = client.post(at(view, plan.slug), {"harm_measure": "cin_rate"})
        assert response.status_code == 302
        if who != "anonymous":
            assert response.url == plan.get_absolute_url()
            assert "Only the author of a plan" in client.get(response.url).content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    "view", [("evaluation:change-plan",), ("evaluation:lock-plan",), ("evaluation:discard-plan",)], ids=name_of
)
def test_author_cannot_alter_a_locked_plan(view, result, clients):
    before = everything()
    response = clients["author"].post(
        at(view, result.slug),
        {
            "harm_measure": "cin_rate",
            "measure": "cin_rate",
            "place": result.place.code,
            "start_date_month": "5",
            "start_date_year": "2019",
            "direction": "-1",
        },
    )
    assert (response.status_code, response.url) == (302, result.get_absolute_url())
    assert "This plan is locked" in clients["author"].get(response.url).content.decode()
    assert everything() == before


@pytest.mark.parametrize("view", POST_ONLY, ids=name_of)
def test_address_that_changes_something_leads_to_the_plan_when_it_is_opened(view, draft, result, clients):
    """A browser opens it by GET after a log-in or from its history; an empty page with 405 helps nobody."""
    before = everything()
    for slug in (draft.slug, result.slug, UNKNOWN_SLUG):
        for who in ("author", "other"):
            for ask in (clients[who].get, clients[who].head):
                response = ask(at(view, slug))
                assert (response.status_code, response.url) == (302, reverse("evaluation:plan", args=[slug]))
        assert clients["anonymous"].get(at(view, slug)).url == f"{reverse('accounts:log-in')}?next={at(view, slug)}"
    assert clients["author"].put(at(view, draft.slug)).status_code == 405
    assert everything() == before


@pytest.mark.parametrize("view", READS, ids=name_of)
def test_address_that_shows_something_refuses_post(view, result, clients):
    assert clients["author"].post(at(view, result.slug)).status_code == 405


@pytest.mark.parametrize("view", WRITES, ids=name_of)
def test_post_without_a_token_is_refused(view, draft, user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    before = everything()
    assert client.post(at(view, draft.slug), {"harm_measure": "cin_rate"}).status_code == 403
    assert client.post(reverse("evaluation:new-plan"), {}).status_code == 403
    assert everything() == before


# --- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "html", "exe", "CSV", "json5"])
def test_file_of_an_unknown_form_is_not_found(form, result, clients):
    assert clients["author"].get(f"/plans/{result.slug}/result.{form}").status_code == 404
    assert clients["author"].get(f"/plans/{result.slug}/paths.{form}").status_code == 404


@pytest.mark.parametrize("chart", ["path", "document", "result2", "paths-gaps"])
def test_unknown_chart_is_not_found(chart, result, clients):
    assert clients["author"].get(f"/plans/{result.slug}/{chart}.svg").status_code == 404


@pytest.mark.parametrize("name", ["result.pdf", "result.zip", "path.svg", "paths.gif"])
def test_what_an_example_does_not_have_is_not_behind_a_log_in(name, clients):
    """It was drawn without a bundle. Nobody who may read a result finds more of it by logging in."""
    plan = make_example()
    make_result(plan)
    assert clients["anonymous"].get(f"/plans/{plan.slug}/{name}").status_code == 404
    assert clients["anonymous"].get(f"/plans/{UNKNOWN_SLUG}/{name}").status_code == 302


@pytest.mark.parametrize("slug", ["short", "0123456789", "ABCDEFGHJK", "aaaaaaaaaaa", "..%2F..%2Fetc", "aaaaa%00aaa"])
def test_odd_uid_is_not_found(slug, clients):
    assert clients["author"].get(f"/plans/{slug}/").status_code == 404


def test_files_have_types_and_names_that_browsers_save(result, clients):
    name = f"cairn-{result.place.slug}-cla_rate"
    expected = {
        ("evaluation:result-file", "csv"): ("text/csv; charset=utf-8", f'attachment; filename="{name}-2018-06.csv"'),
        ("evaluation:result-file", "json"): ("application/json", f'attachment; filename="{name}-2018-06.json"'),
        ("evaluation:chart-file", "paths", "svg"): ("image/svg+xml", f'inline; filename="{name}-paths.svg"'),
        ("evaluation:chart-file", "gaps", "png"): ("image/png", f'inline; filename="{name}-gaps.png"'),
    }
    for view, (kind, disposition) in expected.items():
        response = clients["author"].get(at(view, result.slug))
        assert (response["Content-Type"], response["Content-Disposition"]) == (kind, disposition)
        assert response["X-Content-Type-Options"] == "nosniff"
    download = clients["author"].get(at(("evaluation:chart-file", "paths", "svg"), result.slug) + "?download")
    assert download["Content-Disposition"] == f'attachment; filename="{name}-paths.svg"'


def test_files_are_never_shown_from_an_older_result(result, clients):
    """A browser must ask again: when newer figures are worked out, picture and words change together."""
    for view in (*FILES, *PICTURES):
        assert clients["author"].get(at(view, result.slug))["Cache-Control"] == "private, no-store"
