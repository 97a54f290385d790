"""What other pages show: the decisions about a record, and who took part in the design of it."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.decisions.models import DesignReason
from cairn.decisions.presenters import DecisionRowView
from cairn.decisions.presenters.co_design import list_stage_views
from cairn.decisions.presenters.homes import describe_homes
from cairn.decisions.queries import (
    DESIGNED,
    find_flags,
    get_decisions_about,
    list_co_design,
    list_stages_reached,
    with_rows,
)
from cairn.decisions.queries.homes import COUNTED
from cairn.decisions.queries.stories import get_decisions_of
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import can_edit
from cairn.voice.models import Story

SHOWN = 5
DECIDED_ABOUT = (RecordKind.PROJECT, RecordKind.ADOPTION, RecordKind.CHALLENGE)


def show_decisions(request: HttpRequest, record: Record) -> str:
    """With what each lacks. Nobody is told of none but those who could record one."""
    found = list(with_rows(get_decisions_about(record, request.user))[:SHOWN])
    may_start = can_edit(record, request.user)
    if not found and not may_start:
        return ""
    flags = find_flags(found)
    rows = [DecisionRowView(one, flags[one.pk]) for one in found]
    context = {"record": record, "rows": rows, "may_start": may_start}
    return render_to_string("decisions/decisions_panel.html", context, request)


def show_co_design(request: HttpRequest, record: Record) -> str:
    """On a project or a use of a model: who took part in each stage. Where nothing is recorded its team reads that."""
    rows, is_team = list_co_design(record), can_edit(record, request.user)
    reason = DesignReason.objects.filter(project=record.pk).first()
    if not rows and not reason and not is_team:
        return ""
    context = {
        "record": record,
        "stages": list_stage_views(rows, list_stages_reached(record)),
        "is_team": is_team,
        "reason": reason,
        "is_project": record.kind == RecordKind.PROJECT,
    }
    return render_to_string("decisions/co_design_panel.html", context, request)


def show_homes(request: HttpRequest, record: Record) -> str:
    """Homes that a project found, for people who may read it; its team is offered to count them."""
    view = describe_homes(record, request.user)
    if not view.periods and not view.is_team:
        return ""
    return render_to_string("decisions/homes_panel.html", {"record": record, "view": view}, request)


def show_decisions_of(request: HttpRequest, story: Story) -> str:
    """On a story: the decisions that it influenced, of those that the reader may see."""
    found = get_decisions_of(story, request.user)
    return render_to_string("decisions/story_panel.html", {"decisions": found}, request) if found else ""


PANELS = (
    Panel("decisions", DECIDED_ABOUT, show_decisions),
    Panel("co-design", DESIGNED, show_co_design),
    Panel("homes", COUNTED, show_homes),
    Panel("decisions", ("story",), show_decisions_of),
)
