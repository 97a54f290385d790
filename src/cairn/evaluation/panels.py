"""What other pages show of results: beside a council's figures, what our own test found of them."""

from collections.abc import Collection

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.evaluation.policies import can_evaluate_models
from cairn.evaluation.presenters import words
from cairn.evaluation.presenters.lists import describe_state
from cairn.evaluation.presenters.plan import PlanView
from cairn.evaluation.presenters.pooled import ModelView
from cairn.evaluation.queries import get_plans
from cairn.evaluation.queries.outlook import TESTED, get_plans_about
from cairn.evaluation.queries.pooled import find_shown
from cairn.indicators.definitions import get_definition, get_definitions
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import can_edit

RESULTS_SHOWN = 3


def show_findings(request: HttpRequest, subject: tuple[Place, Collection[str]]) -> str:
    """Newest results of locked plans about any of these measures here, as far as the reader may see them."""
    place, measures = subject
    rows = _list_findings(request, place, measures)
    return render_to_string("evaluation/findings_panel.html", {"rows": rows}, request) if rows else ""


def show_results(request: HttpRequest, place: Place) -> str:
    """On a council's page: the newest results of any measure, or how to get the first."""
    rows = _list_findings(request, place, [one.key for one in get_definitions()])
    return render_to_string("evaluation/results_card.html", {"rows": rows[:RESULTS_SHOWN], "place": place}, request)


def _list_findings(request: HttpRequest, place: Place, measures: Collection[str]) -> list[dict[str, str]]:
    """Of councils' own plans first, then of examples; each the newest first."""
    plans = get_plans(request.user).filter(place=place, measure__in=measures, is_replaced=False)
    return [
        {
            "title": PlanView(plan).title,
            "url": plan.get_absolute_url(),
            "label": words.verdict_label(plan.latest_verdict, get_definition(plan.measure), plan.direction),
            "colour": words.VERDICT_COLOURS[plan.latest_verdict],
        }
        for plan in plans.order_by("is_example", "-created_at", "-pk")
        if plan.is_locked and plan.latest_verdict
    ]


def show_tests(request: HttpRequest, record: Record) -> str:
    """On a project, or a council's use of a model: its plans as far as the reader sees them, and how to begin one."""
    plans = get_plans(request.user, examples=False).filter(about=record.pk, is_replaced=False)
    rows = [(PlanView(plan).title, plan.get_absolute_url(), describe_state(plan)) for plan in plans]
    may_plan = can_edit(record, request.user)
    if not rows and not may_plan:
        return ""
    return render_to_string(
        "evaluation/tests_panel.html", {"record": record, "rows": rows, "may_plan": may_plan}, request
    )


def show_step(request: HttpRequest, record: Record) -> str:
    """In the task list of such a record: to look what could be shown, and to lock a plan, before it starts."""
    if record.kind not in TESTED:
        return ""
    plans = get_plans_about(record, request.user)
    is_locked = any(plan.is_locked for plan in plans)
    state = (
        ("Plan locked", "green") if is_locked else ("Draft plan", "light-blue") if plans else ("Not started", "grey")
    )
    return render_to_string("evaluation/before_step.html", {"record": record, "state": state}, request)


def show_model(request: HttpRequest, model: PracticeModel) -> str:
    """On a model's page: what all its councils show together, or for those who may start it that nobody has."""
    shown = find_shown(model)
    if shown is None and not can_evaluate_models(request.user):
        return ""
    context = {"model": model, "view": ModelView(shown) if shown else None}
    return render_to_string("evaluation/model_panel.html", context, request)


PANELS = (
    Panel("pooled", (RecordKind.PRACTICE_MODEL,), show_model),
    Panel("findings", ("figures",), show_findings),
    Panel("results", ("council-cards",), show_results),
    Panel("tests", TESTED, show_tests),
    Panel("outlook", ("task-list",), show_step),
)
