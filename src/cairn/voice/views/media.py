"""What somebody drew, photographed or recorded. Each is read from its row for whoever may see it now; nothing is kept.

The worker of the session sees and hears all of it, the lead and deputy what was passed on to them. Others see pictures
where they may read the words beside them; a voice can be known again, so nobody else listens.
"""

import re

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import NothingThere, log_in_to_see
from cairn.common.files.media import TYPES
from cairn.records.views.loading import get_record
from cairn.voice.models import ContributionFile, ListeningSession, Need, SafeguardingConcern, StoryRecording
from cairn.voice.policies import can_see_picture

ONE_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
READING = "voice.reading"  # what proves that a concern was opened, and so stands in the audit
READING_SECONDS = 3600


@require_safe
@never_cache
@login_required
def file(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """For the worker of the session."""
    sessions = ListeningSession.objects.run_by(request.user).filter(key=key)
    found = get_object_or_404(ContributionFile, contribution=number, contribution__session__in=sessions)
    return send_media(request, found)


@require_safe
@never_cache
@log_in_to_see
def picture(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Behind a need: for readers of the quote, and for who may link the answer."""
    need = get_record(request, slug, Need)
    found = ContributionFile.objects.filter(contribution=number).select_related("contribution__session").first()
    if (
        found is None
        or found.contribution is None
        or not can_see_picture(found.contribution, need, request.user, day=localdate())
    ):
        raise NothingThere
    return send_media(request, found)


@require_safe
@never_cache
@login_required
def concern_file(request: SignedInRequest, key: str) -> HttpResponse:
    """For the lead and the deputy, from the page on which they read the concern, because each reading is audited."""
    concern = get_object_or_404(SafeguardingConcern.objects.readable_by(request.user), key=key)
    if not was_read(concern, request):
        raise Http404
    return send_media(request, get_object_or_404(ContributionFile, concern=concern))


def sign_reading(concern: SafeguardingConcern, request: SignedInRequest) -> str:
    return signing.dumps([concern.key, request.user.pk], salt=READING)


def was_read(concern: SafeguardingConcern, request: SignedInRequest) -> bool:
    try:
        signed = signing.loads(request.GET.get("read", ""), salt=READING, max_age=READING_SECONDS)
    except signing.BadSignature:
        return False
    return bool(signed == [concern.key, request.user.pk])


@sensitive_variables("content")
def send_media(request: HttpRequest, found: ContributionFile | StoryRecording) -> HttpResponse:
    """Safari plays nothing that it cannot ask for in parts."""
    content = bytes(found.content)
    part = find_part(request.headers.get("Range", ""), len(content))
    response = HttpResponse(content[part] if part else content, content_type=found.content_type)
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = f'inline; filename="answer.{TYPES[found.content_type]}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def find_part(asked: str, length: int) -> slice | None:
    """One stretch of bytes; the whole where it is asked for in a way that is not understood, as the standard allows."""
    found = ONE_RANGE.fullmatch(asked)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        start, stop = max(0, length - int(last)), length
    else:
        start, stop = int(first), min(int(last) + 1 if last else length, length)
    return slice(start, stop) if start < stop else None
