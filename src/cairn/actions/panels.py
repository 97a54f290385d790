"""What other pages show of actions: what is done because of a record. Views of a page are counted nowhere."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.actions.queries import get_actions_because_of
from cairn.common.panels import Panel
from cairn.records.enums import RecordKind

# An action is what was done; a paper is for one meeting.
WITHOUT = {RecordKind.ACTION, RecordKind.PAPER}


def show_actions(request: HttpRequest, record: Any) -> str:
    context = {"actions": get_actions_because_of([record.pk], request.user), "record": record}
    return render_to_string("actions/actions_panel.html", context, request)


PANELS = (Panel("actions", tuple(kind for kind in RecordKind if kind not in WITHOUT), show_actions),)
