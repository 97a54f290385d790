"""Linking records."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.records import policies, services
from cairn.records.enums import Relation
from cairn.records.forms import LinkForm
from cairn.records.models import Record, Tie
from cairn.records.queries import get_linkable
from cairn.records.views.loading import get_record

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
            messages.success(request, f"Linked to “{other.title}”.")
            return redirect(record)
    context = {"record": record, "form": form, "offered": offered, "wanted": wanted}
    return render(request, "records/link.html", context)


@login_required
def unlink(request: SignedInRequest, slug: str, tie: int) -> HttpResponse:
    """Asks first: a link carries somebody's reason, and what rests on it counts one less."""
    record = get_record(request, slug)
    of_it = Tie.objects.filter(Q(source=record.pk) | Q(target=record.pk)).select_related("source", "target")
    found = get_object_or_404(of_it, pk=tie)
    other = found.target_id if found.source_id == record.pk else found.source_id
    try:
        policies.check_can_unlink(found, request.user)
        if request.method == "POST":
            services.unlink(tie=found, by=request.user, at=now())
            messages.success(request, "Link removed.")
            return redirect(record)
    except policies.UnableToLink as problem:
        messages.error(request, str(problem))
        return redirect(record)
    context = {
        "record": record,
        "tie": found,
        "label": found.label_from(record.pk),
        "other": Record.objects.visible_to(request.user).filter(pk=other).first(),
        "is_evidence": found.relation in (Relation.SUPPORTS, Relation.CONTRADICTS),
    }
    return render(request, "records/unlink.html", context)
