"""Pages of plans and results."""

import gzip
import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn.evaluation import services
from cairn.evaluation.analysis.nation import EXAMPLES
from cairn.evaluation.models import OVERDUE, EvaluationPlan, EvaluationState
from cairn.evaluation.models.specification import PlanSpecification
from cairn.evaluation.presenters import draw_charts
from cairn.evaluation.presenters.report import make_report
from cairn.evaluation.services import plans as plan_services
from cairn.places.models import Place
from cairn.places.services import load_places
from tests.evaluation.simulated import answer_once
from tests.factories.evaluation import (
    NOON,
    PlanFactory,
    make_document,
    make_estimate,
    make_example,
    make_locked_plan,
    make_result,
)
from tests.factories.places import FictionalCouncilFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
MEASURES = ("cla_rate", "cpp_rate")
POSTED = {
    "measure": "cla_rate",
    "start_date_month": "6",
    "start_date_year": "2018",
    "direction": "-1",
    "smallest_change": "",
}


@pytest.fixture
def place():
    return Place.objects.get(code="F002")


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def draft(user, place):
    return PlanFactory(author=user, place=place, harm_measure="cpp_rate")


def read(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


# --- method, how well --------------------------------------------------------------------


def test_method_says_what_appendix_a4_asks(client):
    page = read(client, reverse("evaluation:method"))
    for sentence in (
        "What caused a change. The test compares; it does not explain.",
        "Numbers in care and on plans reflect councils’ decisions. Thresholds, recording and unaccompanied children",
        "For one council, the test can detect only large changes.",
        "a reform that reached every council at once",
    ):
        assert sentence in page


def test_how_well_without_the_nation_says_how_to_load_it(client):
    assert "The fictional nation has not been loaded on this site." in read(client, reverse("evaluation:how-well"))


def make_known_example(number: int) -> EvaluationPlan:
    one = EXAMPLES[number]
    place = Place.objects.get(code=one.place)
    return make_example(place=place, measure=one.measure, start_date=one.start, harm_measure="repeat_plan_pct")


def test_how_well_shows_truth_beside_finding_and_counts_the_waiting(client):
    plan = make_known_example(0)
    make_result(plan)
    make_known_example(1)
    page = read(client, reverse("evaluation:how-well"))
    assert "1 of the examples are still being calculated" in page
    assert "A fall of 40%, all at once" in page
    assert "Step change: a fall" in page
    assert plan.get_absolute_url() in page
    assert "Fictional" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_how_well_asks_the_database_as_often_for_three_rows_as_for_one(client, rows, django_assert_num_queries):
    for number in range(rows):
        make_result(make_known_example(number))
    with django_assert_num_queries(1):
        assert read(client, reverse("evaluation:how-well")).count("at once</td>") == rows


# --- the list ----------------------------------------------------------------------------------


def test_plans_for_a_stranger_offers_to_log_in(client):
    page = read(client, reverse("evaluation:plans"))
    assert "/log-in/?next=/plans/" in page
    assert "Your plans" not in page
    assert "where the truth is known" not in page


def test_plans_without_any_says_how_long_one_takes(logged_in_client):
    assert "No plans yet." in read(logged_in_client, reverse("evaluation:plans"))


def test_plans_mentions_examples_when_there_are_some(client):
    make_example()
    assert "where the truth is known" in read(client, reverse("evaluation:plans"))


def test_plans_shows_the_state_of_each(logged_in_client, user):
    PlanFactory(author=user)
    make_locked_plan(user)
    failed = make_locked_plan(user)
    services.record_failure(evaluation=failed.evaluations.get(), problem="ValueError", at=NOON)
    make_result(make_locked_plan(user))
    again = make_locked_plan(user)
    make_result(again, make_document("not_enough_evidence", ("no_year_after",), estimate=None))
    page = read(logged_in_client, reverse("evaluation:plans"))
    for state in ("Draft", "Calculating", "Could not be calculated", "Step change: a fall", "Waiting for figures"):
        assert page.count(f">{state}</strong>") == 1, state


def test_plans_keeps_the_finding_while_it_is_worked_out_again(logged_in_client, user):
    plan = make_locked_plan(user)
    make_result(plan)
    services.request_evaluation(plan=plan, at=NOON + timedelta(hours=1))
    page = read(logged_in_client, reverse("evaluation:plans"))
    assert "Step change: a fall" in page
    assert "Step change: a fall" in read(logged_in_client, plan.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_plans_asks_the_database_as_often_for_three_rows_as_for_one(
    logged_in_client, user, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_result(make_locked_plan(user))
    with django_assert_num_queries(
        6
    ):  # session, user, their council, what they belong to, plans, whether there are examples
        assert read(logged_in_client, reverse("evaluation:plans")).count("Step change: a fall") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_plans_marks_a_plan_that_a_locked_plan_replaces(logged_in_client, user, rows, django_assert_num_queries):
    for _ in range(rows):
        old, kept = make_locked_plan(user), make_locked_plan(user)
        make_locked_plan(user, replaces=old)
        PlanFactory(author=user, place=kept.place, replaces=kept)  # a draft replaces nothing yet
    with django_assert_num_queries(6):
        page = read(logged_in_client, reverse("evaluation:plans"))
    assert page.count(">Replaced</strong>") == rows


# --- writing a plan ----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_new_plan_asks_a_stranger_to_log_in(client, method):
    response = getattr(client, method)(reverse("evaluation:new-plan"))
    assert (response.status_code, response.url) == (302, "/log-in/?next=/plans/new/")
    assert EvaluationPlan.objects.count() == 0


def test_new_plan_takes_measure_and_place_from_the_address(logged_in_client, demonstration):
    page = read(logged_in_client, reverse("evaluation:new-plan") + "?nation=fictional&measure=cpp_rate&place=F002")
    assert '<option value="F002" selected>' in page
    assert page.count(" checked") == 1


@pytest.mark.parametrize(
    ("query", "is_chosen"),
    [
        ("", True),
        ("?nation=fictional", True),
        ("?nation=england", False),  # asked for the real ones
        ("?place=383", False),  # a link from the page of another council
    ],
)
def test_new_plan_begins_with_the_council_of_the_reader(logged_in_client, demonstration, query, is_chosen):
    logged_in_client.post(reverse("places:your-council"), {"council": "Ottenvale"})
    page = read(logged_in_client, reverse("evaluation:new-plan") + query)
    assert ('<option value="F002" selected>' in page) is is_chosen


@pytest.mark.parametrize(
    "query", ["?measure=%00&place=%27%22%3Cb%3E", "?measure=x&measure=y&nation=real", "?place=" + "9" * 999]
)
def test_new_plan_with_an_odd_address_is_an_empty_form(logged_in_client, query):
    page = read(logged_in_client, reverse("evaluation:new-plan") + query)
    assert "<b>" not in page
    assert " checked" not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?place=909", "Cumbria ended on 31 March 2023, so you cannot write a plan about it."),
        ("?place=F002", "Ottenvale is fictional and not among the real councils below."),
        ("?nation=fictional&place=383", "Leeds is real and not among the fictional ones below."),
        ("?place=nowhere", "named a council that we do not recognise. Choose one below."),
        ("?place=%00", "named a council that we do not recognise. Choose one below."),
    ],
)
def test_new_plan_for_a_council_that_is_not_offered_says_why(logged_in_client, query, sentence):
    load_places()
    assert sentence in read(logged_in_client, reverse("evaluation:new-plan") + query)


def test_new_plan_for_a_council_that_is_offered_says_nothing_of_it(logged_in_client):
    load_places()
    for query in ("", "?place=", "?place=383", "?nation=fictional&place=F002"):
        assert "govuk-inset-text" not in read(logged_in_client, reverse("evaluation:new-plan") + query)


def test_new_plan_with_errors_keeps_what_was_given_and_stores_nothing(logged_in_client):
    response = logged_in_client.post(reverse("evaluation:new-plan"), {"measure": "cpp_rate", "smallest_change": "many"})
    page = response.content.decode()
    assert response.status_code == 200
    for sentence in (
        "Choose the council where it was started",
        "Enter the smallest change as a number, for example 10",
    ):
        assert page.count(sentence) == 2  # in the summary and at the field
    assert 'value="many"' in page
    assert EvaluationPlan.objects.count() == 0


def test_new_plan_drafts_it_and_shows_what_it_could_find(logged_in_client, user, place, demonstration):
    posted = {**POSTED, "place": "F002", "excluded": "F003\n", "what_was_started": "A <new> way"}
    response = logged_in_client.post(reverse("evaluation:new-plan") + "?nation=fictional", posted)
    plan = EvaluationPlan.objects.get()
    assert (response.status_code, response.url) == (302, plan.get_absolute_url())
    assert plan.specification() == PlanSpecification(
        *("F002", "cla_rate", date(2018, 6, 1), -1, 10.0, "repeat_plan_pct"),
        what_was_started="A <new> way",
        excluded=("F003",),
    )
    page = read(logged_in_client, response.url)
    assert "The smallest change it would detect four times out of five is <strong>a fall of " in page
    assert "(A &lt;new&gt; way)" in page
    assert "Figures after the start have already been published" in page
    assert "The first figure that could show anything is for 31 March 2019." in page
    assert page.count("Fictional") >= 1


def test_fictional_council_posted_to_the_real_form_is_refused(logged_in_client, demonstration):
    response = logged_in_client.post(reverse("evaluation:new-plan"), {**POSTED, "place": "F002"})
    assert "Choose a council from the list" in response.content.decode()
    assert EvaluationPlan.objects.count() == 0


def test_fictional_councils_are_offered_only_to_those_who_ask(logged_in_client):
    assert "F002" not in read(logged_in_client, reverse("evaluation:new-plan"))
    assert "F002" in read(logged_in_client, reverse("evaluation:new-plan") + "?nation=fictional")


def test_change_plan_shows_and_changes_the_answers(logged_in_client, draft):
    draft.excluded_places.set([Place.objects.get(code="F003")])
    address = reverse("evaluation:change-plan", args=[draft.slug])
    page = read(logged_in_client, address)
    assert '<option value="F002" selected>' in page
    assert ">\nF003</textarea>" in page
    posted = {**POSTED, "place": "F007", "direction": "1", "smallest_change": "12.5", "last_year": "2024"}
    response = logged_in_client.post(address, posted)
    assert (response.status_code, response.url) == (302, draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.specification() == PlanSpecification(
        "F007", "cla_rate", date(2018, 6, 1), 1, 12.5, "repeat_plan_pct", last_year=2024
    )


def test_change_plan_of_a_locked_plan_leads_back(logged_in_client, user):
    plan = make_locked_plan(user)
    response = logged_in_client.get(reverse("evaluation:change-plan", args=[plan.slug]), follow=True)
    assert response.redirect_chain == [(plan.get_absolute_url(), 302)]
    assert "Write a new plan that replaces it" in response.content.decode()


def test_discard_plan_deletes_the_draft_and_says_so(logged_in_client, draft):
    response = logged_in_client.post(reverse("evaluation:discard-plan", args=[draft.slug]), follow=True)
    assert response.redirect_chain == [(reverse("evaluation:plans"), 302)]
    assert "The draft is deleted." in response.content.decode()
    assert EvaluationPlan.objects.count() == 0


# --- draft and locking -------------------------------------------------------------------------


def test_draft_says_that_no_detectable_change_can_almost_never_be_shown(logged_in_client, draft):
    EvaluationPlan.objects.update(smallest_change=1.0)
    page = read(logged_in_client, draft.get_absolute_url())
    assert "A fall of 1% is the change your plan says would matter." in page
    assert "A change of that size would be detected only about once in 10." in page
    assert "“no detectable change” is very unlikely" in page
    EvaluationPlan.objects.update(smallest_change=60.0)
    page = read(logged_in_client, draft.get_absolute_url())
    assert "A fall of 60%, the change your plan says would matter, would be detected about 9 times in 10." in page
    assert "For one council, “no detectable change” can almost never be shown." in page


def test_draft_of_a_measure_without_figures_says_that_it_cannot_be_carried(logged_in_client, draft):
    EvaluationPlan.objects.update(measure="cin_rate")
    page = read(logged_in_client, draft.get_absolute_url())
    assert "The figures are not enough for this plan. There are no figures for this council on this measure." in page


def test_draft_of_a_start_in_the_pandemic_says_so(logged_in_client, draft):
    EvaluationPlan.objects.update(start_date=date(2021, 2, 1))
    page = read(logged_in_client, draft.get_absolute_url())
    assert "A start in 2020, 2021 or 2022 cannot be separated from the effects of the pandemic" in page


def test_draft_shows_the_measure_of_harm_and_why_it_is_suggested(logged_in_client, draft):
    EvaluationPlan.objects.update(harm_measure="repeat_plan_pct")
    page = read(logged_in_client, draft.get_absolute_url())
    assert "Child protection plans that are a second or later plan" in page
    assert "more children may need another child protection plan" in page
    EvaluationPlan.objects.update(harm_measure="cpp_rate")
    assert "more children may need another" not in read(logged_in_client, draft.get_absolute_url())


def test_lock_plan_without_a_harm_measure_stays_a_draft(logged_in_client, draft):
    EvaluationPlan.objects.update(harm_measure="")
    response = logged_in_client.post(reverse("evaluation:lock-plan", args=[draft.slug]), follow=True)
    assert "Choose one measure that would show harm before you lock the plan." in response.content.decode()
    draft.refresh_from_db()
    assert not draft.is_locked


def test_lock_plan_locks_and_waits_for_the_result(logged_in_client, draft):
    response = logged_in_client.post(reverse("evaluation:lock-plan", args=[draft.slug]), follow=True)
    draft.refresh_from_db()
    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert (draft.is_locked, draft.harm_measure, draft.had_figures_when_locked) == (True, "cpp_rate", True)
    page = response.content.decode()
    assert "The plan is locked. Its result is being calculated." in page
    assert draft.sha256 in page


def test_lock_plan_of_a_start_that_lies_ahead_was_registered_beforehand(logged_in_client, draft):
    EvaluationPlan.objects.update(start_date=date(2027, 1, 1))
    logged_in_client.post(reverse("evaluation:lock-plan", args=[draft.slug]))
    draft.refresh_from_db()
    assert (draft.is_locked, draft.had_figures_when_locked) == (True, False)


def test_lock_plan_in_two_tabs_locks_once(logged_in_client, draft):
    address = reverse("evaluation:lock-plan", args=[draft.slug])
    logged_in_client.post(address)
    before = EvaluationPlan.objects.values().get()
    response = logged_in_client.post(address, follow=True)
    assert "This plan is locked" in response.content.decode()
    assert EvaluationPlan.objects.values().get() == before
    assert draft.evaluations.count() == 1


def test_lock_plan_that_was_changed_in_another_tab_shows_it_first(logged_in_client, draft):
    """What is locked is what the page showed: a change made elsewhere since then is shown before anything is fixed."""
    page = read(logged_in_client, draft.get_absolute_url())
    shown = page.partition('name="shown" value="')[2].partition('"')[0]
    services.revise_plan(plan=draft, by=draft.author, at=NOON, answers={"smallest_change": 25.0})
    address = reverse("evaluation:lock-plan", args=[draft.slug])
    response = logged_in_client.post(address, {"shown": shown}, follow=True)
    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "This plan was changed after the page was opened" in response.content.decode()
    draft.refresh_from_db()
    assert (len(shown), draft.is_locked) == (64, False)


# --- waiting -----------------------------------------------------------------------------------


def wait(user, *, seconds: float) -> EvaluationPlan:
    return make_locked_plan(user, at=now() - timedelta(seconds=seconds))


def test_waiting_page_reloads_and_offers_nothing_else(logged_in_client, user):
    page = read(logged_in_client, wait(user, seconds=5).get_absolute_url())
    assert "data-reload-after" in page
    assert "Try again" not in page


def test_waiting_page_of_overdue_work_offers_to_try_again(logged_in_client, user):
    plan = wait(user, seconds=OVERDUE.total_seconds() + 1)
    assert "Try again" in read(logged_in_client, plan.get_absolute_url())
    response = logged_in_client.post(reverse("evaluation:work-out", args=[plan.slug]), follow=True)
    assert "data-reload-after" in response.content.decode()
    assert plan.evaluations.count() == 2


def test_waiting_page_of_a_failure_says_what_and_offers_to_try_again(logged_in_client, user):
    plan = wait(user, seconds=5)
    services.record_failure(evaluation=plan.evaluations.get(), problem="MemoryError", at=NOON)
    page = read(logged_in_client, plan.get_absolute_url())
    assert "(MemoryError)" in page
    assert "Try again" in page


def test_waiting_page_of_an_example_that_failed_offers_nothing_to_readers(client):
    plan = make_example()
    services.record_failure(evaluation=plan.evaluations.get(), problem="MemoryError", at=NOON)
    page = read(client, plan.get_absolute_url())
    assert "could not be calculated" in page
    assert "Try again" not in page
    assert "data-reload-after" not in page


def test_waiting_page_tells_screen_readers_and_works_without_javascript(logged_in_client, user):
    plan = wait(user, seconds=5)
    page = read(logged_in_client, plan.get_absolute_url())
    assert '<p class="govuk-body-l" role="status">The plan is locked. Its result' in page
    assert f'<a href="{plan.get_absolute_url()}" role="button"' in page


def test_work_out_again_says_that_it_is_under_way(logged_in_client, user):
    plan = wait(user, seconds=5)
    make_result(plan)
    response = logged_in_client.post(reverse("evaluation:work-out", args=[plan.slug]), follow=True)
    assert (
        "The result is being calculated again. It stays the same unless figures or rules have changed."
        in response.content.decode()
    )


def test_work_out_while_it_is_worked_out_says_so(logged_in_client, user):
    plan = wait(user, seconds=5)
    response = logged_in_client.post(reverse("evaluation:work-out", args=[plan.slug]), follow=True)
    assert "We are calculating the result of this plan. Reload the page in a moment." in response.content.decode()
    assert plan.evaluations.count() == 1


# --- a result by earlier rules -------------------------------------------------------------------


def test_result_by_earlier_rules_stays_readable_says_so_and_offers_to_calculate_again(logged_in_client, user):
    plan = wait(user, seconds=5)
    old = {key: value for key, value in make_document().items() if key != "rules"}
    old["sample"] = {key: value for key, value in old["sample"].items() if key != "implausible"}
    make_result(plan, old | {"format": "cairn.evaluation/2", "rules": 1})
    page = read(logged_in_client, plan.get_absolute_url())
    assert "This result was calculated with earlier rules." in page
    assert "fewer children looked after than similar councils" in page  # what it said stays
    assert f'action="{reverse("evaluation:work-out", args=[plan.slug])}"' in page
    assert "Calculate again" in page
    logged_in_client.post(reverse("evaluation:work-out", args=[plan.slug]))
    newest = plan.evaluations.get(state=EvaluationState.WAITING)
    services.store_result(evaluation=newest, document=make_document(), charts={}, at=NOON)
    assert "earlier rules" not in read(logged_in_client, plan.get_absolute_url())
    assert plan.evaluations.filter(state=EvaluationState.DONE).count() == 2


def test_example_by_earlier_rules_is_calculated_again_by_the_demonstration():
    plan = make_example()
    evaluation = plan.evaluations.get()
    store = {"evaluation": evaluation, "charts": {}, "at": NOON}
    services.store_result(document=make_document() | {"rules": 1}, **store)
    plan_services._ask_again_for_lost_examples(at=NOON)
    assert sorted(plan.evaluations.values_list("state", "rules")) == [("done", 1), ("waiting", 1)]
    newest = plan.evaluations.get(state=EvaluationState.WAITING)
    services.store_result(document=make_document(), **(store | {"evaluation": newest}))
    plan_services._ask_again_for_lost_examples(at=NOON)
    assert plan.evaluations.count() == 2


# --- the result --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(nation, django_db_blocker):
    """A whole result: a fall of 40% was planted in F002."""
    with django_db_blocker.unblock():
        document = answer_once(PlanSpecification("F002", "cla_rate", date(2018, 6, 1), -1, 10.0, "cpp_rate"))
    return document, draw_charts(json.loads(json.dumps(document)))


@pytest.fixture
def result(user, place, drawn):
    plan = make_locked_plan(user, place=place)
    make_result(plan, drawn[0], charts=drawn[1])
    return plan


def test_result_page_says_finding_range_checks_sources_and_limits(logged_in_client, result, drawn):
    page = read(logged_in_client, result.get_absolute_url())
    for text in (
        "Step change: a fall",
        f"From 2019 to 2025, {result.place.name} had, on average, between ",
        "fewer children looked after than similar councils would lead us to expect.",
        "What this does not mean",
        "It does not show the cause.",
        "It does not show that children are better off.",
        "It does not rule out harm.",
        "Best estimate",
        "How we worked this out",
        "Our best single estimate is ",
        "With 90% confidence the figures rule out ",
        "1 of 150 councils, ",
        "It would detect a fall of ",
        "Possible harm",
        "No more than chance before the start",
        "Comparison councils",
        "The change by method and by councils and years used",
        "Sensitivity checks",
        "Uncertainty from small counts",
        "This council’s normal range",
        "Every choice",
        "All other councils alike",
        "relative to similar councils in the same years",
        "It does not say what caused a change.",
        "Real comparison councils have programmes of their own",
        "It does not outweigh a trial.",
        "Fewer children in care is not good in itself",
        "so the result could already have been known.",
        "Cairn simulation: Figures of the fictional nation",
        result.sha256,
        result.evaluations.get().sha256,
    ):
        assert text in page, text
    assert "What you could do next" not in page
    verdict = page.partition('class="f-verdict"')[2].partition("f-notmean")[0].lower()
    assert "fewer" in verdict
    assert "improve" not in verdict


def test_result_page_shows_charts_with_a_description_a_table_and_files(logged_in_client, result, drawn):
    page = read(logged_in_client, result.get_absolute_url())
    for name in ("paths", "gaps", "ways", "usual"):
        assert page.count(f'aria-label="{drawn[1][name][1]}"') == 2  # for a page and for a phone
        for form in ("png", "svg", "json"):
            assert f'href="/plans/{result.slug}/{name}.{form}?download"' in page
    for form in ("csv", "xlsx", "json"):
        assert f'href="/plans/{result.slug}/result.{form}"' in page
    assert "Show these figures as a table" in page


def test_result_that_is_older_than_drawings_for_two_widths_is_drawn_from_what_is_stored(logged_in_client, result):
    charts = result.evaluations.get().charts
    before = read(logged_in_client, result.get_absolute_url())
    assert charts.exclude(wide="").exclude(narrow="").count() == 4
    charts.update(wide="", narrow="")
    assert read(logged_in_client, result.get_absolute_url()).count("<svg") == before.count("<svg")


def test_result_as_report_says_what_the_page_says(result):
    report = make_report(result.evaluations.get())
    text = repr(report)
    for words in ("From 2019 to 2025", "It does not show the cause.", "Actual and expected", "Checks", result.sha256):
        assert words in text, words
    assert report.title.endswith("(fictional)")
    assert "<svg" in text


def test_report_of_a_result_that_waits_says_so(user):
    assert "has not been calculated yet" in repr(make_report(wait(user, seconds=5).evaluations.get()))


def test_report_can_be_asked_for_by_whoever_sees_the_result(logged_in_client, client, result):
    address = reverse("records:request-document", args=[result.evaluations.get().slug])
    assert logged_in_client.post(address, {"form": "docx"}).status_code == 302
    assert client.post(address, {"form": "docx"}).url.startswith("/log-in/")


def test_result_page_is_tagged_fictional_at_heading_and_charts(logged_in_client, result):
    page = read(logged_in_client, result.get_absolute_url())
    main = page.partition("<main")[2]
    assert main.count("cairn-fictional") + main.count(">Fictional<") >= 3


def test_result_page_is_small_and_asks_the_database_a_fixed_number_of_times(
    logged_in_client, result, django_assert_num_queries
):
    with django_assert_num_queries(13):
        page = read(logged_in_client, result.get_absolute_url())
    assert len(gzip.compress(page.encode())) < 100_000


def test_result_page_never_reads_the_pictures(logged_in_client, result, django_assert_num_queries):
    with django_assert_num_queries(13) as asked:
        read(logged_in_client, result.get_absolute_url())
    charts = [query["sql"] for query in asked.captured_queries if "evaluationchart" in query["sql"]]
    assert len(charts) == 1
    assert '"svg"' not in charts[0]


def test_result_page_of_a_refusal_gives_reasons_and_three_steps(logged_in_client, user, place):
    plan = make_locked_plan(user, place=place)
    make_result(
        plan, make_document("not_enough_evidence", ("too_few_years_before",), explanation="Too few.", estimate=None)
    )
    page = read(logged_in_client, plan.get_absolute_url())
    assert "Not enough evidence" in page
    assert page.partition("What you could do next")[2].partition("</ol>")[0].count("<li>") == 3
    assert "<img" not in page.partition("<main")[2]
    assert "[c]" in page


def test_result_page_escapes_names(logged_in_client, user):
    place = FictionalCouncilFactory(code="F901", name="<script>alert(1)</script> & 'Vale'")
    plan = make_locked_plan(user, place=place, what_was_started="<img src=x onerror=alert(1)>")
    make_result(plan)
    page = read(logged_in_client, plan.get_absolute_url())
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&amp;lt;" not in page
    assert "&amp;#x27;" not in page


def test_result_of_an_example_says_what_was_planted_and_offers_no_changes(client):
    plan = make_known_example(0)
    make_result(plan)
    page = read(client, plan.get_absolute_url())
    assert "we made up these figures: A fall of 40%, all at once." in page
    assert "Write a plan that replaces this one" not in page
    main = page.partition("<main")[2].partition("</main")[0]
    assert main.count("<form") == main.count("/document/") == 1  # the report as PDF or Word


def test_result_files_hold_the_stored_result(logged_in_client, result):
    stored = result.evaluations.get()
    answer = logged_in_client.get(f"/plans/{result.slug}/result.json")
    assert answer.content.decode() == stored.document
    text = logged_in_client.get(f"/plans/{result.slug}/result.csv").content.decode()
    header = "Year,Council,Note,Measure,Unit,Figure,Status,Count,Denominator,Expected,More or fewer,Use,Source"
    assert text.startswith(f"\ufeff{header}\r\n2013,")
    assert text.count("Cairn simulation: Figures of the fictional nation, to 2025") == 13
    assert text.count("\r\n") == 14
    assert text.count(",Fictional,") == 13
    assert logged_in_client.get(f"/plans/{result.slug}/result.xlsx").content.startswith(b"PK")
    for name in ("paths", "gaps"):
        chart = stored.charts.get(name=name)
        assert logged_in_client.get(f"/plans/{result.slug}/{name}.svg").content.decode() == chart.svg
        assert logged_in_client.get(f"/plans/{result.slug}/{name}.png").content == bytes(chart.png)
        assert logged_in_client.get(f"/plans/{result.slug}/{name}.json").content.decode() == chart.specification


# --- replacing ---------------------------------------------------------------------------------


def test_replace_plan_starts_from_the_same_answers_and_shows_the_old_one(logged_in_client, user, place):
    left_out = Place.objects.get(code="F003")
    old = make_locked_plan(user, place=place, what_was_started="Something", last_year=2024, excluded=[left_out])
    make_result(old)
    before = EvaluationPlan.objects.filter(pk=old.pk).values().get()

    response = logged_in_client.post(reverse("evaluation:replace-plan", args=[old.slug]))

    new = EvaluationPlan.objects.exclude(pk=old.pk).get()
    assert response.url == reverse("evaluation:change-plan", args=[new.slug])
    assert (new.replaces, new.is_locked) == (old, False)
    assert new.specification() == old.specification()
    assert EvaluationPlan.objects.filter(pk=old.pk).values().get() == before
    heading = "New plan, replacing the one locked on 23 November 2026, 12:00"
    page = read(logged_in_client, response.url)
    assert f"<title>{heading} - Cairn</title>" in page
    assert f'<h1 class="govuk-heading-l">{heading} ' in page
    logged_in_client.post(reverse("evaluation:lock-plan", args=[new.slug]))
    make_result(new)
    new.refresh_from_db()
    assert new.earlier_plans == 1
    assert f'<a href="{old.get_absolute_url()}">the plan locked on' in read(logged_in_client, new.get_absolute_url())


def test_replace_plan_that_is_a_draft_is_refused(logged_in_client, draft):
    response = logged_in_client.post(reverse("evaluation:replace-plan", args=[draft.slug]), follow=True)
    assert "This plan is not locked" in response.content.decode()
    assert EvaluationPlan.objects.count() == 1


def test_result_page_does_not_call_a_draft_a_newer_plan(logged_in_client, user, result):
    services.draft_plan(
        author=user,
        at=NOON,
        answers={name: getattr(result, name) for name in services.PLAN_ANSWERS},
        replaces=result,
    )
    assert "a newer plan" not in read(logged_in_client, result.get_absolute_url())


def test_estimate_without_people_has_no_column_of_people(logged_in_client, user, place):
    plan = make_locked_plan(user, place=place)
    estimate = make_estimate(change=(-0.2, None), low=(-0.3, None), high=(-0.1, None), people_gap=None)
    make_result(plan, make_document(specification=plan.specification(), estimate=estimate))
    assert "had, on average, a figure between 10% and 30% lower than similar councils" in read(
        logged_in_client, plan.get_absolute_url()
    )
