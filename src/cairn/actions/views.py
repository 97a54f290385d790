"""Actions: the list, one action, starting one, finishing one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.actions import services
from cairn.actions.forms import FinishForm, StartForm
from cairn.actions.models import Action
from cairn.actions.policies import UnableToAct
from cairn.actions.queries import get_actions
from cairn.common.access import log_in_to_see
from cairn.common.pagination import get_page
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import describe_page, get_own_record, get_record

PAGE_LENGTH = 50


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    page = get_page(get_actions(request.user), request, PAGE_LENGTH)
    # Who does it is told to the people who may change it, as on its page.
    own = set(
        Record.objects.editable_by(request.user).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True)
    )
    rows = [(action, action.pk in own) for action in page]
    return render(request, "actions/actions.html", {"page": page, "rows": rows, "today": localdate()})


@require_safe
@log_in_to_see
def action(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Action, "owner")
    more = {"is_late": not found.done_date and found.due_date and found.due_date < localdate()}
    return render(request, "actions/action.html", describe_page(request, found) | more)


@login_required
def new_action(request: SignedInRequest) -> HttpResponse:
    """Because of a record that the reader sees (`?of=`), or by itself."""
    because_of = Record.objects.visible_to(request.user).filter(slug=request.GET.get("of", "")[:60]).first()
    given = request.POST if request.method == "POST" else None
    form = StartForm(given, user=request.user, today=localdate())
    if given is not None and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("what", "why", "first_step", "due_date", "owner")}
        try:
            started = services.start_action(
                **answers, team=form.get_team(), by=request.user, at=now(), because_of=because_of
            )
        except UnableToChangeRecord as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, "Action added. It will appear on the owner’s desk when it is due.")
            return redirect(started)
    return render(request, "actions/new_action.html", {"form": form, "because_of": because_of})


@login_required
def finish(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Action, pk=get_own_record(request, slug).pk)
    form = FinishForm(request.POST if request.method == "POST" else None, today=localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.finish_action(action=found, by=request.user, at=now(), **form.cleaned_data)
        except UnableToAct as problem:
            form.add_error("outcome", str(problem))
        else:
            found.refresh_from_db()
            waits = "" if found.outcome else " Everyone can read the text once a colleague has reviewed the draft."
            messages.success(request, f"Outcome saved.{waits}")
            return redirect(found)
    return render(request, "actions/finish.html", {"form": form, "record": found})
