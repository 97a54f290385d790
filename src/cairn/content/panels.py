"""What goes over the whole site and stands on the pages of others."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.content.definitions import NAMED
from cairn.content.presenters import describe_steps
from cairn.library.models import Source
from cairn.records.enums import RecordKind
from cairn.records.models import Record


def show_named(request: HttpRequest, event: Record) -> str:
    """Where the report of an event comes from, and the pages of what it names."""
    named = NAMED.get(event.slug)
    if named is None:
        return ""
    context = {"source": Source.objects.filter(key=named.source).first(), "links": describe_steps(named.links)}
    return render_to_string("content/named_panel.html", context, request)


PANELS = (Panel("named", (RecordKind.LEARNING_EVENT,), show_named),)
