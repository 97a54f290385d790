"""My desk, where somebody lands after the log-in; all of one's work; the digest of an organisation."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, localtime, now
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.panels import render_panels
from cairn.places.policies import get_organisations_where
from cairn.places.queries import get_your_council
from cairn.places.queries.belonging import get_belonging
from cairn.records.desk import (
    Column,
    find_councils_like,
    get_digest,
    get_due,
    get_first_steps,
    get_followed,
    get_question,
    get_work,
)
from cairn.records.presenters import RecordView
from cairn.records.presenters.desk import greet, is_in_first_weeks, summarise
from cairn.records.queries import get_own_teams, get_something_new

SHOWN = 5  # of one's work and of what others wait for; the rest is one link away
FOLLOWED = 6


@require_safe
@login_required
def desk(request: SignedInRequest) -> HttpResponse:
    user = request.user
    due, work = get_due(user), get_work(user)
    place = get_your_council(request)
    new, reason = get_something_new(user, place, find_councils_like(place))
    steps = get_first_steps(user) if is_in_first_weeks(user, now()) else []
    done = sum(step.is_done for step in steps)
    context = {
        "greeting": greet(user, localtime()),
        "summary": summarise(due, work, localdate()),
        "due": due[:SHOWN],
        "number_due": len(due),
        "work": work[:SHOWN],
        "number_work": len(work),
        "question": get_question(user),
        "new": new and RecordView(new, user),
        "new_reason": reason,
        "steps": steps if done < len(steps) else [],
        "steps_done": done,
        "number_of_steps": len(steps),
        "followed": get_followed(user)[:FOLLOWED],
        "organisations": list(get_organisations_where(user, Permission.ORGANISATION_READ).order_by("name")),
        # Who coordinates, or only reads, comes to see the whole first.
        "leads": bool(get_belonging(user).get_organisations_allowing(Permission.MEMBERS_MANAGE)),
        "has_team": get_own_teams(user).exists(),
        "may_write": bool(get_belonging(user).get_organisations_allowing(Permission.RECORD_CREATE)),
        "panels": render_panels("desk", request, user),
    }
    return render(request, "records/desk.html", context)


@require_safe
@login_required
def work(request: SignedInRequest) -> HttpResponse:
    """Everything of which the desk shows the first few."""
    context = {"due": get_due(request.user), "work": get_work(request.user)}
    return render(request, "records/work.html", context)


@dataclass(frozen=True)
class ColumnWords:
    """What a column of the digest is called, what it says while it is empty, and what can be done then."""

    title: str
    empty: str
    step: str
    view: str


COLUMNS = {
    Column.TRIED: ColumnWords(
        "Being tried here", "No projects and no models in use yet.", "Describe a project", "records:new"
    ),
    Column.MOVED: ColumnWords("What changed", "No figures and no results yet.", "Test a change", "evaluation:plans"),
    Column.STUCK: ColumnWords(
        "Overdue and stuck", "No open actions, and no project asks for help.", "Add an action", "actions:new-action"
    ),
    Column.LEARNED: ColumnWords(
        "What others learned", "No lessons from similar councils yet.", "Read all lessons", "lessons:lessons"
    ),
}


@require_safe
@login_required
def digest(request: SignedInRequest, slug: str) -> HttpResponse:
    """For everybody who works there: a director may have any role. Each sees what they may read, and no more."""
    own = get_organisations_where(request.user, Permission.ORGANISATION_READ).select_related("place__region")
    organisation = get_object_or_404(own, slug=slug)
    found = get_digest(request.user, organisation)
    columns = [(column, COLUMNS[column], parts) for column, parts in found.items()]
    context = {"organisation": organisation, "columns": columns, "today": localdate()}
    return render(request, "records/digest.html", context)
