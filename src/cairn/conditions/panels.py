"""What other pages show of reflections, and of what was settled before a start."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.conditions.models import Groundwork
from cairn.conditions.policies import list_subjects
from cairn.conditions.presenters.groundwork import GroundworkView, is_in_past
from cairn.conditions.queries import PREPARED, get_groundworks_about, get_profiles_about, with_course
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import can_edit


def show_groundwork(request: HttpRequest, record: Record) -> str:
    """On a project or a use of a model: whether and when it was settled, what is open, and what was wanted."""
    found = with_course(get_groundworks_about(record, request.user)).first()
    is_team = can_edit(record, request.user)
    if found is None and not is_team:
        return ""
    context = {
        "record": record,
        "view": _make_view(request, found) if found else None,
        "is_team": is_team,
        "has_started": found is None and _has_started(record),
    }
    return render_to_string("conditions/groundwork_panel.html", context, request)


def _make_view(request: HttpRequest, found: Groundwork) -> GroundworkView:
    """Writers read what their draft says, as on the page where they settle it."""
    view = GroundworkView(found, request.user)
    if found.live and can_edit(found, request.user):
        draft = GroundworkView(found.get_draft(), request.user)
        view.open_items = draft.open_items
    return view


def _has_started(record: Record) -> bool:
    """Whether the project says that it has: by its date, or for a use of a model by a step that is no plan."""
    specific = record.get_specific()
    if record.kind == RecordKind.PROJECT:
        return is_in_past(specific.started)
    moves = [move.status for move in specific.moves.all()]
    return any(status != "exploring" for status in moves)


def show_step(request: HttpRequest, record: Record) -> str:
    """In the task list of a project: what to settle. In that of a groundwork: what is missing, and settling it."""
    if record.kind == RecordKind.GROUNDWORK:
        found = Groundwork.objects.prefetch_related("settlings").select_related("course").get(pk=record.pk)
        view = GroundworkView(found, request.user)
        view.open_items = GroundworkView(found.get_draft(), request.user).open_items
        return render_to_string("conditions/settle_step.html", {"record": record, "view": view}, request)
    if record.kind not in PREPARED:
        return ""
    found = with_course(get_groundworks_about(record, request.user)).first()
    context = {"record": record, "view": _make_view(request, found) if found else None}
    return render_to_string("conditions/settle_step.html", context, request)


GROUNDWORK_PANELS = (
    Panel("groundwork", PREPARED, show_groundwork),
    Panel("what-to-settle", ("task-list",), show_step),
)


# --- Reflections -----------------------------------------------------------------------------------

SHOWN = 5


def show_reflections(request: HttpRequest, record: Record) -> str:
    profiles = list(get_profiles_about(record, request.user)[:SHOWN])
    may_start = can_edit(record, request.user)
    if not profiles and not may_start:
        return ""
    context = {"record": record, "profiles": profiles, "may_start": may_start}
    return render_to_string("conditions/reflections_panel.html", context, request)


REFLECTION_PANELS = (Panel("reflections", list_subjects(), show_reflections),)
