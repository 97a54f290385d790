"""What other pages show of actions: what is done because of a record. Views of a page are counted nowhere."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.actions.additions import describe_results
from cairn.actions.presenters import describe_course, describe_state
from cairn.actions.queries import KNOWN_KINDS, get_actions_because_of, get_chain
from cairn.common.panels import Panel
from cairn.records.enums import RecordKind
from cairn.records.models import Record

# An action is what was done; a paper is for one meeting.
WITHOUT = {RecordKind.ACTION, RecordKind.PAPER}


def show_actions(request: HttpRequest, record: Record) -> str:
    found = list(get_actions_because_of([record.pk], request.user))
    results = describe_results(found)
    rows = [(action, describe_state(action, day=localdate()), results.get(action.pk, [])) for action in found]
    known = get_chain(request.user, records=[record.pk]).get(record.pk) if record.kind in KNOWN_KINDS else None
    context = {"rows": rows, "record": record, "course": describe_course(known) if known else []}
    return render_to_string("actions/actions_panel.html", context, request)


PANELS = (Panel("actions", tuple(kind for kind in RecordKind if kind not in WITHOUT), show_actions),)
