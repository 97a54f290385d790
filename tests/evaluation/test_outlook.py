"""Before something starts: what the figures could show, and the plan that is locked with it."""

import json
from datetime import date

import pytest
from django.urls import reverse

from cairn.adoption.models import AdoptionMove
from cairn.evaluation import policies, services
from cairn.evaluation.analysis import outlook as analysis
from cairn.evaluation.analysis.questions import find_panel, make_question
from cairn.evaluation.models import EvaluationPlan, Outlook
from cairn.evaluation.models.specification import PlanSpecification
from cairn.evaluation.presenters.outlook import OutlookRow, OutlookView, Reach
from cairn.evaluation.queries.outlook import count_together, find_outlook, find_undertaking
from cairn.evaluation.tasks import look_ahead, work_out
from cairn.indicators.definitions import get_definition
from cairn.indicators.models import Release
from cairn.library.models import Project
from cairn.places.models import Place
from cairn.records.models import Tie
from stepchange import plan_power, plan_power_by_sites
from tests.factories.accounts import UserFactory
from tests.factories.adoption import publish_model, publish_use
from tests.factories.evaluation import NOON, SPECIFICATION, make_answers
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
MEASURES = ("cla_rate", "cpp_rate")
START = date(2026, 4, 1)
MONTH = {"start_date_month": "4", "start_date_year": "2026"}


@pytest.fixture(autouse=True)
def few_measures(monkeypatch):
    """Two with figures and one without: the others take as long and say nothing else."""
    keys = (*MEASURES, "cin_rate")
    monkeypatch.setattr(analysis, "get_evaluable_definitions", lambda: tuple(get_definition(key) for key in keys))


@pytest.fixture
def place():
    return Place.objects.get(code="F002")


@pytest.fixture
def use(user, place):
    """A draft of the reader's own: the council means to start in April 2026."""
    return publish_use(publish_model("Hub Homes"), ("starting", "2026-04"), place=place, author=user)


def address(record) -> str:
    return reverse("evaluation:outlook", args=[record.slug])


def ask(client, record, **changes):
    """Send the form and let the job run, as the worker would; returns the page that follows."""
    response = client.post(address(record), {"place": "F002", **MONTH, **changes})
    for outlook in Outlook.objects.filter(state="waiting"):
        look_ahead.func(outlook.pk)
    return client.get(response["Location"]).content.decode()


def test_each_measure_alone_and_together_as_the_engine_says(logged_in_client, use, place):
    others = Place.objects.councils().fictional().exclude(pk=place.pk)[:8]
    for other in others:
        publish_use(use.practice_model, ("starting", "2024"), place=other)
    page = ask(logged_in_client, use)
    document = json.loads(Outlook.objects.get().document)
    rows = {row["measure"]: row for row in document["measures"]}
    assert list(rows) == ["cla_rate", "cpp_rate", "cin_rate"]
    for key in MEASURES:
        measure = get_definition(key)
        specification = PlanSpecification(place.code, key, START, -1, measure.smallest_important_change)
        panel = find_panel(measure, place)
        question = make_question(specification, measure, place, panel)
        alone = abs(plan_power(panel.panel, question).detectable_fall)
        nine = abs(plan_power_by_sites(panel.panel, question, [9]).detectable_fall[9])
        assert rows[key]["alone"] == pytest.approx(alone, rel=1e-9)
        assert rows[key]["together"] == pytest.approx(nine, rel=1e-9)
        assert nine < alone
        assert f"{alone:.0%}" in page
        assert f"{nine:.0%}" in page
    assert "9 councils together" in page
    assert rows["cin_rate"]["problem"] == analysis.NO_FIGURES
    assert "1 measures without enough figures" not in page
    assert "1 measure without enough figures" in page


def test_a_project_stands_alone_and_names_its_council_first(logged_in_client, user, place):
    project = make_draft(Project, title="Night line", author=user)
    assert "names no council yet" in logged_in_client.get(address(project)).content.decode()
    project.places.set([place])
    project.save()
    page = ask(logged_in_client, project)
    assert Outlook.objects.get().together == 1
    assert "alone could show" in page or "It would take about" in page or "Not even many" in page
    assert "councils together</th>" not in page


def test_the_plan_starts_from_what_the_record_says_and_stays_with_it(logged_in_client, use, user):
    page = ask(logged_in_client, use)
    link = f"{reverse('evaluation:new-plan')}?about={use.slug}&amp;measure=cla_rate&amp;place=F002&amp;start=2026-04"
    assert link in page
    form = logged_in_client.get(f"{link.replace('&amp;', '&')}&nation=fictional").content.decode()
    assert 'value="Hub Homes"' in form
    assert f'<a class="govuk-link" href="{use.get_absolute_url()}">' in form
    for month_and_year in ('value="4"', 'value="2026"'):
        assert month_and_year in form
    answers = {"measure": "cla_rate", "place": "F002", "direction": "-1", "smallest_change": "", **MONTH}
    response = logged_in_client.post(f"{reverse('evaluation:new-plan')}?about={use.slug}&nation=fictional", answers)
    plan = EvaluationPlan.objects.get()
    assert response["Location"] == plan.get_absolute_url()
    assert plan.about_id == use.pk
    assert Tie.objects.filter(source=plan, target=use.pk, is_structural=True).exists()
    assert use.title in logged_in_client.get(plan.get_absolute_url()).content.decode()
    assert plan.specification().to_document()["about"] == use.slug


def test_a_plan_that_stands_alone_keeps_the_checksum_it_always_had():
    assert SPECIFICATION.sha256 == "91fb98626b99a8d6b689930ed6b6bd3f3880be84a0342e564766d8b15d39ccd6"


@pytest.mark.parametrize(
    ("moved_on", "until", "is_right"),
    [
        ("2026-04", "", True),
        ("2026", "", True),
        ("2026-02", "2026-04", True),
        ("", "", True),
        ("2026-05", "", False),
        ("2026-01", "2026-03", False),
        ("2025", "", False),
    ],
)
def test_a_plan_is_locked_only_with_the_start_that_its_record_gives(user, use, place, moved_on, until, is_right):
    use.moves.update(moved_on=moved_on, moved_until=until)
    answers = make_answers(place=place, start_date=START, harm_measure="cpp_rate")
    plan = services.draft_plan(author=user, at=NOON, answers=answers, about=use)
    if is_right:
        policies.check_can_lock(plan)
    else:
        with pytest.raises(policies.UnableToChangePlan, match=r"April 2026.*gives another start"):
            services.lock_plan(plan=plan, by=user, at=NOON, had_figures=False)


def test_a_start_that_is_told_anew_does_not_move_a_locked_plan_and_its_page_says_so(client, user, use, place):
    answers = make_answers(place=place, start_date=date(2018, 6, 1), harm_measure="cpp_rate")
    use.moves.update(moved_on="2018-06")
    plan = services.draft_plan(author=user, at=NOON, answers=answers, about=use)
    evaluation = services.lock_plan(plan=plan, by=user, at=NOON, had_figures=True)
    work_out.func(evaluation.pk)
    client.force_login(user)
    said = "locked for a start in June 2018, and that page now gives another"
    assert said not in client.get(plan.get_absolute_url()).content.decode()
    AdoptionMove.objects.filter(adoption=use).update(moved_on="2019-01")
    assert said in client.get(plan.get_absolute_url()).content.decode()
    plan.refresh_from_db()
    assert plan.specification().sha256 == plan.sha256


def test_the_task_list_of_a_project_has_the_step_with_its_state(logged_in_client, user, place):
    project = make_draft(Project, title="Night line", author=user)
    project.places.set([place])
    project.save()
    tasks = reverse("records:edit", args=[project.slug])

    def read_state() -> str:
        page = logged_in_client.get(tasks).content.decode()
        assert f'href="{address(project)}"' in page
        return page.partition('id="state-before">')[2].partition("</strong>")[0].rpartition(">")[2].strip()

    assert read_state() == "Not started"
    answers = make_answers(place=place, harm_measure="cpp_rate")
    plan = services.draft_plan(author=user, at=NOON, answers=answers, about=project)
    assert read_state() == "Draft plan"
    services.lock_plan(plan=plan, by=user, at=NOON, had_figures=True)
    assert read_state() == "Plan locked"
    assert plan.get_absolute_url() in logged_in_client.get(project.get_absolute_url()).content.decode()


def test_nobody_looks_ahead_for_what_they_may_not_see(client, logged_in_client, user, place):
    hidden = make_draft(Project, title="SECRET project", author=UserFactory())
    assert logged_in_client.get(address(hidden)).status_code == 404
    assert logged_in_client.post(address(hidden), {"place": "F002", **MONTH}).status_code == 404
    new = f"{reverse('evaluation:new-plan')}?about={hidden.slug}"
    assert logged_in_client.get(new).status_code == 404
    assert logged_in_client.post(new, {}).status_code == 404
    assert Outlook.objects.count() == 0
    client.logout()
    assert client.get(address(hidden)).status_code == 302


def test_newer_figures_take_the_place_of_an_older_outlook(logged_in_client, use, place):
    ask(logged_in_client, use)
    first = Outlook.objects.get()
    assert find_outlook(place, START, together=1) == first
    release = Release.objects.live().in_nation(fictional=True).first()
    release.pk, release.sha256 = None, "f" * 64
    release.save()
    assert find_outlook(place, START, together=1) is None
    ask(logged_in_client, use)
    assert Outlook.objects.get().pk != first.pk


def test_one_that_failed_says_so_and_is_tried_again(logged_in_client, use, monkeypatch):
    real = analysis.describe_outlook
    monkeypatch.setattr("cairn.evaluation.tasks.analysis.describe_outlook", lambda *_, **__: 1 / 0)
    page = ask(logged_in_client, use)
    assert "This could not be calculated. Try again" in page
    monkeypatch.setattr("cairn.evaluation.tasks.analysis.describe_outlook", real)
    assert "could show a change that matters" in ask(logged_in_client, use)


def test_councils_together_are_those_with_figures_of_their_own(use, place):
    model = use.practice_model
    second, third, fourth = Place.objects.councils().fictional().exclude(pk=place.pk)[:3]
    publish_use(model, ("starting", "2020"), place=second)
    publish_use(model, ("starting", "2020"), ("stopped", "2022"), place=third)
    publish_use(model, ("starting", "2020"), place=fourth, counted_with=second)
    assert count_together(model, place) == 2
    assert count_together(model, FictionalCouncilFactory()) == 3
    assert count_together(None, place) == 1
    assert find_undertaking(use.record_ptr).places == (place,)


def make_row(place, **values) -> OutlookRow:
    usual = {"measure": "cla_rate", "alone": 0.2, "chance": 0.3, "together": 0.12, "enough": 16}
    return OutlookRow(usual | {"is_too_noisy": False, "problem": ""} | values, 9, place)


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        ({"alone": 0.1}, Reach.ALONE),
        ({"alone": 0.1, "is_too_noisy": True, "together": None, "enough": None}, Reach.NEVER),
        ({"together": 0.1}, Reach.TOGETHER),
        ({}, Reach.MORE),
        ({"together": None}, Reach.MORE),
        ({"enough": None}, Reach.NEVER),
        ({"alone": None, "together": None, "enough": None, "problem": "No figures."}, Reach.UNTESTED),
    ],
)
def test_reach_of_a_measure(place, values, reach):
    assert make_row(place, **values).reach == reach


def test_sentence_counts_what_the_table_shows(place):
    values = [{"alone": 0.1}, {"together": 0.09}, {"together": 0.08}, {}, {"alone": None, "problem": "None."}]
    document = {"measures": [dict(make_row(place, **one).values) for one in values]}
    view = OutlookView(None, place, START, 9, document)
    assert view.sentence == (
        f"Of 4 measures with enough figures, 1 could show a change that matters in {place.name} alone. "
        "With all 9 councils that use the model tested together, 2 more could."
    )
    without = {"measures": [one for one in document["measures"] if one["alone"] != 0.1]}
    assert OutlookView(None, place, START, 9, without).sentence.endswith("tested together, 2 could.")
    assert [row.reach for row in view.rows] == [Reach.ALONE, Reach.TOGETHER, Reach.TOGETHER, Reach.MORE]
    assert len(view.untested) == 1
