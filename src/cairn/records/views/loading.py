"""Loading what somebody may see, and answering a refusal in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cairn.accounts.models import Reader
from cairn.accounts.requests import SignedInRequest
from cairn.common.access import MovedTo, View, Withdrawn
from cairn.common.panels import render_panels_by_name
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord, can_edit, may_copy
from cairn.records.presenters import RecordView, list_texts


def get_record(request: HttpRequest, slug: str, kind: type[Record] = Record, *related: str) -> Any:
    """A record that whoever asks may see, with what its page needs; 404 for everything else, there or not.

    The page of a duplicate leads to the record that it was merged into, where whoever asks may see that one.
    Whoever could read what was withdrawn reads that it was.
    """
    # 404 and never 403: that a record exists is part of what is private.
    found = _find(request.user, slug, kind, related)
    if found is None:
        raise _make_refusal(request.user, slug, kind)
    return found


def _find(user: Reader, slug: str, kind: type[Record], related: tuple[str, ...]) -> Any:
    with_page = kind.objects.visible_to(user).select_related("organisation", "team", "circle", "author", *related)
    return with_page.filter(slug=slug).first()


def _make_refusal(user: Reader, slug: str, kind: type[Record]) -> Exception:
    kept = Record.objects.visible_to(user).filter(merged__slug=slug).first()
    if kept is not None:
        return MovedTo(kept.get_absolute_url())
    gone = kind.objects.withdrawn_from(user).filter(Q(slug=slug) | Q(merged__slug=slug))
    return Withdrawn() if gone.exists() else Http404()


def describe_page(request: HttpRequest, record: Record) -> dict[str, Any]:
    """What `records/page.html` shows of a record of any kind."""
    panels = render_panels_by_name(record.kind, request, record)
    return {
        "record": record,
        "view": RecordView(record, request.user),
        "texts": [(label, text) for label, text in list_texts(record) if text],
        "panels": list(panels.values()),
        "panels_by_name": panels,
    }


def get_own_record(request: HttpRequest, slug: str) -> Record:
    """A record that whoever asks may change; 404 for everything else, even where they may read it."""
    record = get_record(request, slug)
    if not can_edit(record, request.user):
        raise Http404
    return record


def refuse_copy(request: HttpRequest, record: Record) -> HttpResponse | None:
    """The way back to its page, where a circle shares it for reading only and whoever asks has no other right to it."""
    if may_copy(record, request.user):
        return None
    messages.error(request, "The circle that this is shared with is for reading only, so there are no files of it.")
    return redirect(record)


def changes_record(view: Callable[..., HttpResponse | None]) -> View:
    """A view that changes a record: by POST, by somebody who is logged in, and back to the record's page.

    Opened by its address, as after a log-in or from the history of a browser, it leads to that page too.
    """

    @login_required
    @wraps(view)
    def change(request: SignedInRequest, slug: str, **kwargs: Any) -> HttpResponse:
        record = get_record(request, slug)
        if request.method in ("GET", "HEAD"):
            return redirect(record)
        return require_POST(lambda request: _answer(view, request, record, **kwargs))(request)

    return change


def _answer(
    view: Callable[..., HttpResponse | None], request: HttpRequest, record: Record, **kwargs: Any
) -> HttpResponse:
    try:
        answer = view(request, record, **kwargs)
    except UnableToChangeRecord as problem:
        messages.error(request, str(problem))
        answer = None
    return answer or redirect(record)
