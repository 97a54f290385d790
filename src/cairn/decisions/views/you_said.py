"""“You said, we did”: what young people and families can read, and the poster."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cairn.common.access import NothingThere, say_moved_or_withdrawn
from cairn.common.addresses import make_absolute
from cairn.common.pagination import get_page
from cairn.decisions.models import Decision
from cairn.decisions.presenters.you_said import YouSaidView, make_poster_content
from cairn.decisions.printing import make_poster
from cairn.decisions.queries import get_you_said
from cairn.records.views.loading import get_record, refuse_copy

PAGE_LENGTH = 20


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    page = get_page(get_you_said(request.user), request, PAGE_LENGTH)
    return render(request, "decisions/you_said.html", {"page": page})


@require_safe
@never_cache
@say_moved_or_withdrawn
def one(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_decision(request, slug)
    return render(request, "decisions/you_said_one.html", {"record": record, "said": YouSaidView(record, request.user)})


@require_safe
@never_cache
@say_moved_or_withdrawn
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """Made now and kept nowhere: a quote that was withdrawn is not in the next one."""
    record = get_decision(request, slug)
    if refusal := refuse_copy(request, record):
        return refusal
    content = make_poster_content(record)
    file = make_poster(
        title=content.title,
        said=content.said,
        quotes=content.quotes,
        did=content.did,
        not_done=content.not_done,
        organisation=content.organisation,
        address=make_absolute(reverse("decisions:you-said-one", args=[record.slug])),
    )
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="you-said-we-did.pdf"'
    return response


def get_decision(request: HttpRequest, slug: str) -> Decision:
    """404 where nothing was done yet."""
    record: Decision = get_record(request, slug, Decision)
    if not record.we_did:
        raise NothingThere
    return record
