"""Adding a reported result from the page of the record that it is about."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from cairn.library import services
from cairn.library.forms.claims import NewClaimForm
from cairn.library.queries import get_sources_to_offer
from cairn.records.views.loading import get_record

SAID = ("title", "direction", "grade")


@login_required
def new_claim(request: HttpRequest) -> HttpResponse:
    """`?about=` names the record; `?q=` holds words of the source's title."""
    slug = request.GET.get("about", "")
    if not slug:
        return redirect("records:new")
    about = get_record(request, slug)
    wanted = request.GET.get("q", "").strip()[:100]
    sources = get_sources_to_offer(about, request.user, wanted=wanted)
    form = NewClaimForm(request.POST if request.method == "POST" else None, user=request.user, sources=sources)
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, now()
        source = form.get_source() or services.add_source(
            title=given["source_title"], address=given["source_address"], by=request.user, at=at
        )
        answers = {name: given[name] for name in SAID}
        started = services.start_claim(
            about=about, source=source, answers=answers, team=form.get_team(), by=request.user, at=at
        )
        return redirect("records:edit", started.slug)
    context = {"about": about, "form": form, "wanted": wanted, "has_sources": bool(form.sources)}
    return render(request, "library/new_claim.html", context)
