"""What other pages show of decisions: those about a project, a use of a model or another record."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.decisions.presenters import DecisionRowView
from cairn.decisions.presenters.homes import describe_homes
from cairn.decisions.queries import find_flags, get_decisions_about, with_rows
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
    Panel("homes", COUNTED, show_homes),
    Panel("decisions", ("story",), show_decisions_of),
)
