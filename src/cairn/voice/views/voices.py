"""Which answers stand behind a need: for people who edit it, and whose team asked."""

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
from cairn.records.views.loading import get_own_record
from cairn.voice import services
from cairn.voice.forms import ThemeForm
from cairn.voice.models import Need, NeedVoice
from cairn.voice.queries import get_answers_to_link

PAGE_LENGTH = 50


@never_cache
@login_required
@sensitive_variables("page", "rows", "context")
def answers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tick answers, and name what they have in common; or take some off the need."""
    need = get_own_need(request, slug)
    chosen = read_keys(request.POST.getlist("answer"))
    form = ThemeForm(request.POST if request.method == "POST" and "remove" not in request.POST else None)
    if request.method == "POST" and "remove" in request.POST:
        number = services.unlink_answers(need=need, numbers=chosen, by=request.user, at=now())
        messages.success(request, f"{number} answer{'' if number == 1 else 's'} removed from the need.")
        return redirect("voice:answers", slug)
    if request.method == "POST" and form.is_valid():
        number = services.link_answers(need=need, numbers=chosen, by=request.user, at=now(), **form.cleaned_data)
        if number:
            messages.success(request, f"{number} answer{'' if number == 1 else 's'} linked to the need.")
            return redirect("voice:answers", slug)
        form.add_error(None, "Nothing was selected. Tick the answers first, then say what they have in common.")
    page = get_page(get_answers_to_link(request.user, day=localdate()), request, PAGE_LENGTH)
    themes = {one.contribution_id: one for one in NeedVoice.objects.filter(need=need)}
    rows = [(one, themes.get(one.pk), one.pk in chosen) for one in page]
    return render(request, "voice/answers.html", {"need": need, "form": form, "page": page, "rows": rows})


def get_own_need(request: SignedInRequest, slug: str) -> Need:
    """404 for whoever may not edit it, and for records of other kinds."""
    return get_object_or_404(Need, pk=get_own_record(request, slug).pk)
