"""Which answers stand behind a decision: for people who edit it, and whose team asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.requests import SignedInRequest
from cairn.common.keys import read_keys
from cairn.common.pagination import get_page
from cairn.decisions import services
from cairn.decisions.forms import AnswersForm
from cairn.decisions.models import Decision, DecisionVoice
from cairn.records.views.loading import get_own_record
from cairn.voice.queries import get_words_to_link

PAGE_LENGTH = 50


@never_cache
@login_required
@sensitive_variables("page", "rows")
def answers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tick answers that the decision rests on; or take some off it."""
    decision = get_object_or_404(Decision, pk=get_own_record(request, slug).pk)
    chosen = read_keys(request.POST.getlist("answer"))
    form = AnswersForm(request.POST if request.method == "POST" and "remove" not in request.POST else None)
    if request.method == "POST" and "remove" in request.POST:
        number = services.unlink_answers(decision=decision, numbers=chosen, by=request.user, at=now())
        messages.success(request, f"{number} answer{'' if number == 1 else 's'} removed from the decision.")
        return redirect("decisions:answers", slug)
    if request.method == "POST" and form.is_valid():
        number = services.link_answers(
            decision=decision, numbers=chosen, by=request.user, at=now(), **form.cleaned_data
        )
        if number:
            messages.success(request, f"{number} answer{'' if number == 1 else 's'} linked to the decision.")
            return redirect("decisions:answers", slug)
        form.add_error(None, "Nothing was selected. Tick the answers first.")
    page = get_page(get_words_to_link(request.user, day=localdate()), request, PAGE_LENGTH)
    linked = {one.contribution_id: one for one in DecisionVoice.objects.filter(decision=decision)}
    rows = [(one, linked.get(one.pk), one.pk in chosen) for one in page]
    return render(request, "decisions/answers.html", {"decision": decision, "form": form, "page": page, "rows": rows})
