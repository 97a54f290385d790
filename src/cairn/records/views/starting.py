"""Starting a record of any kind that people can start."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.records import services
from cairn.records.forms import StartForm
from cairn.records.kinds import Kind, get_kinds_to_start


@require_safe
@login_required
def choose(request: SignedInRequest) -> HttpResponse:
    """What can be started, with a sentence each."""
    return render(request, "records/new.html", {"kinds": get_kinds_to_start()})


@login_required
def start(request: SignedInRequest, kind: str) -> HttpResponse:
    """A title and a team make a draft; the rest comes in sections."""
    found = get_kind_to_start(kind)
    form = StartForm(request.POST if request.method == "POST" else None, user=request.user, words=found.start)  # type: ignore[arg-type]  # a kind to start has words
    if request.method == "POST" and form.is_valid():
        started = services.start_record(
            found.model, by=request.user, at=now(), team=form.get_team(), answers={"title": form.cleaned_data["title"]}
        )
        return redirect("records:edit", started.slug)
    return render(request, "records/start.html", {"form": form, "kind": found})


def get_kind_to_start(slug: str) -> Kind:
    for kind in get_kinds_to_start():
        if slug in (kind.slug, kind.name):
            return kind
    raise Http404
