"""What search adds to the pages of records."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.search.queries import get_similar

SIMILAR = (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, RecordKind.CHALLENGE)


def show_similar(request: HttpRequest, record: Record) -> str:
    similar = get_similar(record, request.user, kinds=SIMILAR)
    return render_to_string("search/similar_panel.html", {"similar": similar}, request) if similar else ""


PANELS = (Panel("similar", SIMILAR, show_similar),)
