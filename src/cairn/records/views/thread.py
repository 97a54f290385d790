"""Linking records."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.records import policies, services
from cairn.records.forms import LinkForm
from cairn.records.models import Record, Tie
from cairn.records.queries import get_linkable
from cairn.records.views.loading import changes_record, get_record

OFFERED = 12


@login_required
def link(request: SignedInRequest, slug: str) -> HttpResponse:
    """Offers the newest records; one click chooses, one says yes."""
    record = get_record(request, slug)
    wanted = request.GET.get("q", "").strip()[:100]
    form = LinkForm(request.POST if request.method == "POST" else None)
    offered = list(get_linkable(record, request.user, wanted=wanted)[:OFFERED])
    if request.method == "POST" and form.is_valid():
        other = Record.objects.visible_to(request.user).filter(slug=form.cleaned_data["other"]).first()
        outwards, relation = form.cleaned_data["relation"]
        try:
            if other is None:
                raise policies.UnableToLink("Choose a record from the list.")
            source, target = (record, other) if outwards else (other, record)
            reason = form.cleaned_data["reason"]
            services.link(source=source, target=target, relation=relation, reason=reason, by=request.user, at=now())
        except policies.UnableToLink as problem:
            form.add_error("relation", str(problem))
        else:
            messages.success(request, f"The link to “{other.title}” is made.")
            return redirect(record)
    context = {"record": record, "form": form, "offered": offered, "wanted": wanted}
    return render(request, "records/link.html", context)


@changes_record
def unlink(request: SignedInRequest, record: Record, tie: int) -> None:
    found = get_object_or_404(Tie.objects.select_related("source", "target"), pk=tie)
    if record.pk not in (found.source_id, found.target_id):
        raise policies.UnableToLink("This link belongs to another record.")
    services.unlink(tie=found, by=request.user, at=now())
    messages.success(request, "The link is taken away.")
