"""From a question to a result and its file: with a mouse, without JavaScript, and with the keyboard alone."""

import json

import pytest
from django.conf import settings as site_settings
from django.urls import reverse
from playwright.sync_api import expect

from cairn.common.canonical import sha256_of
from cairn.common.lanes import Lane
from cairn.evaluation.models import EvaluationPlan
from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nation", "immediate")]
# The job runs inside the request here, and works a result and its four charts out.
PATIENT = 30_000
RESULT = "Step change: a fall"  # a fall of 40% was planted in F002


@pytest.fixture
def immediate(settings):
    """A demonstration whose worker needs no time."""
    settings.DEMONSTRATION = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": list(Lane)}}


def log_in(page, live_server) -> None:
    page.goto(live_server.url + reverse("evaluation:new-plan") + "?nation=fictional")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Plan a test")


def write_plan(page) -> None:
    page.get_by_label("Children looked after at 31 March, per 10,000 children").check()
    page.get_by_label("Where?").select_option("F002")
    page.get_by_role("textbox", name="Month").fill("June")
    page.get_by_role("textbox", name="Year", exact=True).fill("2018")
    page.get_by_label("A fall").check()
    page.get_by_label("Which measure would show harm?").select_option("cpp_rate")
    page.get_by_role("button", name="Continue").click()


def lock_and_read(page) -> EvaluationPlan:
    expect(page.locator("main")).to_contain_text(
        "The smallest change it would detect four times out of five is a fall of"
    )
    assert page.get_by_text(RESULT).count() == 0
    page.get_by_role("button", name="Lock the plan and calculate the result").click()
    expect(page.locator("main")).to_contain_text(RESULT, timeout=PATIENT)
    return EvaluationPlan.objects.get()


def download(page, name: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).last.click()
    return started.value.path().read_bytes()


def test_plan_from_question_to_file(page, live_server, user):
    log_in(page, live_server)
    write_plan(page)
    plan = lock_and_read(page)

    assert (plan.author, plan.is_locked, plan.evaluations.get().state) == (user, True, "done")
    expect(page.locator("svg.f-chart:visible").first).to_be_visible()
    table = download(page, "Figures (CSV)").decode("utf-8-sig")
    assert table.startswith("Year,Council,Note,Measure,Unit,Figure,Status,")
    assert table.count(",Fictional,") == 13
    stored = download(page, "The result as data (JSON)").decode()
    assert sha256_of(stored) == plan.evaluations.get().sha256
    assert json.loads(stored)["plan_sha256"] == plan.sha256


def test_plan_without_javascript(new_context, live_server, user):
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, live_server)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what you are trying to change")
    write_plan(page)
    plan = lock_and_read(page)
    assert download(page, "Figures (CSV)").startswith(b"\xef\xbb\xbfYear,Council,")
    page.get_by_role("button", name="Write a plan that replaces this one").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("New plan, replacing the one locked on")
    assert EvaluationPlan.objects.exclude(pk=plan.pk).get().replaces == plan


@pytest.mark.nightly
def test_plan_with_the_keyboard_alone(page, live_server, logged_in_client):
    name = site_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": logged_in_client.cookies[name].value, "url": live_server.url}])
    page.goto(live_server.url + reverse("evaluation:new-plan") + "?nation=fictional")

    def tab_to(selector: str) -> None:
        for _ in range(60):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never came to {selector}")

    tab_to("[name=measure]")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.value") != "cla_rate":
        page.keyboard.press("ArrowDown")
    tab_to("[name=place]")
    page.keyboard.type(page.locator("option[value=F002]").inner_text())
    tab_to("[name=start_date_month]")
    page.keyboard.type("6")
    page.keyboard.press("Tab")
    page.keyboard.type("2018")
    tab_to("[name=direction]")
    page.keyboard.press("Space")
    tab_to("main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("What this plan could detect")
    tab_to("main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(RESULT, timeout=PATIENT)
    plan = EvaluationPlan.objects.get()
    assert (plan.place.code, plan.measure, plan.direction, plan.is_locked) == ("F002", "cla_rate", -1, True)
