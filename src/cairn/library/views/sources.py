"""What the library rests on: the list of sources, and bringing in a bibliography."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.library import services
from cairn.library.forms.sources import BibliographyForm
from cairn.library.importers import Cited
from cairn.library.policies import can_take_sources
from cairn.library.presenters.claims import cite, describe_address
from cairn.library.queries.facts import find_sources
from cairn.places.policies import require_permission

PAGE_LENGTH = 50
SALT = "cairn.library.sources"
VALID_FOR = 60 * 60  # seconds between seeing what would be imported and saying yes


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:100]
    page = get_page(find_sources(request.user, words=wanted), request, PAGE_LENGTH)
    context = {
        "page": page,
        "rows": [(one, cite(one), describe_address(one)) for one in page],
        "wanted": wanted,
        "can_import": can_take_sources(request.user),
    }
    return render(request, "library/sources.html", context)


@login_required
@limit_rate("import-sources", per_hour=60)
def import_sources(request: SignedInRequest) -> HttpResponse:
    """A file is read and shown first; nothing of it is kept before the second step, which sends it back signed."""
    require_permission(request.user, Permission.PAGES_EDIT)
    if "shown" in request.POST:
        return _take(request)
    form = BibliographyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        checked = services.check_sources(form.cited, request.user)
        shown = signing.dumps([asdict(one) for one in checked.new], salt=SALT, compress=True)
        context = {"checked": checked, "new": [(one, cite_as_read(one)) for one in checked.new], "shown": shown}
        return render(request, "library/import_sources_preview.html", context)
    return render(request, "library/import_sources.html", {"form": form})


def _take(request: SignedInRequest) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["shown"], salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        messages.error(request, "Nothing was imported: the preview is more than an hour old. Upload the file again.")
        return redirect("library:import-sources")
    made = services.take_sources(cited=[Cited(**row) for row in rows], by=request.user, at=now())
    messages.success(request, f"{len(made)} source{'' if len(made) == 1 else 's'} imported.")
    return redirect("library:sources")


def cite_as_read(one: Cited) -> str:
    return ", ".join(part for part in (one.authors, one.title, one.publisher, one.year) if part)
