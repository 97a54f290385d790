"""Reading translations of young people's pages, recording who checked them, and choosing those of a session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.voice import policies, services
from cairn.voice.forms import LanguagesForm, TranslationCheckForm
from cairn.voice.presenters.translations import LanguageView, list_translations
from cairn.voice.queries import get_checks
from cairn.voice.translations import Language, get_languages
from cairn.voice.views.listening import get_own_session


@require_safe
@never_cache
@login_required
def translations(request: SignedInRequest) -> HttpResponse:
    return render(request, "voice/translations.html", {"translations": list_translations(get_checks())})


@never_cache
@login_required
def translation(request: SignedInRequest, language: str) -> HttpResponse:
    """Every sentence beside the English; whoever may says who checked it, or that there is a mistake."""
    found = _get_language(language)
    may_check = policies.can_check_translations(request.user)
    if request.method == "POST" and not may_check:
        raise PermissionDenied
    form = TranslationCheckForm(request.POST if "read" in request.POST else None, language=found)
    if "end" in request.POST:
        services.end_check(language=found, by=request.user, at=now())
        messages.success(request, f"{found.english_name} is no longer offered.")
        return redirect("voice:translation", found.code)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("read", "checked_by", "checked_on")}
        try:
            services.record_check(language=found, by=request.user, at=now(), **given)
        except policies.UnableToCheck as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Saved. Workers can now offer {found.english_name}.")
            return redirect("voice:translation", found.code)
    view = LanguageView(found, get_checks().get(found.code))
    return render(request, "voice/translation.html", {"view": view, "form": form, "may_check": may_check})


@never_cache
@login_required
def languages(request: SignedInRequest, key: str) -> HttpResponse:
    """In which of the checked languages people can write in this session."""
    found = get_own_session(request, key)
    listed = list_translations(get_checks())
    checked = [one.language for one in listed if one.check]
    form = LanguagesForm(request.POST if request.method == "POST" else None, session=found, languages=checked)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_languages(session=found, questions=form.cleaned_data, by=request.user, at=now())
        except policies.UnableToListen as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("voice:door", found.key)
    context = {"session": found, "form": form, "translations": listed, "checked": checked}
    return render(request, "voice/languages.html", context)


def _get_language(code: str) -> Language:
    found = get_languages().get(code)
    if found is None or found.is_english:
        raise Http404
    return found
