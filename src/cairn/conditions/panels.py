"""What the page of a project, or of a council using a model, shows of reflections about it."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.common.panels import Panel
from cairn.conditions.policies import list_subjects
from cairn.conditions.queries import get_profiles_about
from cairn.records.policies import can_edit

SHOWN = 5


def show_reflections(request: HttpRequest, record: Any) -> str:
    profiles = list(get_profiles_about(record, request.user)[:SHOWN])
    may_start = can_edit(record, request.user)
    if not profiles and not may_start:
        return ""
    context = {"record": record, "profiles": profiles, "may_start": may_start}
    return render_to_string("conditions/reflections_panel.html", context, request)


PANELS = (Panel("reflections", list_subjects(), show_reflections),)
