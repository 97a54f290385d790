"""Boards for their readers: the list, one board, its versions, and the introductory sheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cairn.accounts.models import User
from cairn.boards import policies
from cairn.boards.models import BoardIndexPage, BoardPage, BoardVersion
from cairn.boards.presenters import read_board, read_sheet
from cairn.boards.presenters.citing import cite_board
from cairn.boards.presenters.warnings import warn_about
from cairn.boards.queries import get_live_boards, get_topic_number, get_versions, is_followed


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    live = [(board, get_topic_number(board.topic)) for board in get_live_boards()]
    can_write = policies.is_editor_now(request.user)
    shelf = BoardIndexPage.objects.first() if can_write else None
    return render(request, "boards/boards.html", {"boards": live, "shelf": shelf})


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    found = _get_published(slug)
    if not found.live:
        later = BoardPage.objects.live().filter(replaces=found.pk).first()
        return render(request, "boards/taken_off.html", {"board": found, "later": later}, status=410)
    versions = get_versions(found)
    newest = versions[0] if versions else None
    more = {
        "versions": versions,
        "version": newest,
        "cited": cite_board(found, newest) if newest else None,
        "is_newest": True,
        "is_followed": is_followed(found, request.user),
        "can_write": policies.is_editor_now(request.user),
        "can_take_off": request.user.is_authenticated and _can_take_off(found, request.user),
    }
    return render(request, "boards/board.html", _describe(request, found) | more)


def _can_take_off(board: BoardPage, user: User) -> bool:
    try:
        policies.check_can_take_off(board, user)
    except policies.UnableToDecide:
        return False
    return True


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    found = _get_published(slug)
    return render(request, "boards/versions.html", {"board": found, "versions": get_versions(found)})


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """As it was published; what it cites is looked up today, so what was taken back is gone here too."""
    found = _get_published(slug)
    all_versions = get_versions(found)
    one: BoardVersion = get_object_or_404(found.versions.select_related("revision", "decided_by"), number=number)
    then = one.revision.as_object()
    more = {"versions": all_versions, "version": one, "is_newest": one == all_versions[0] and found.live}
    return render(request, "boards/board.html", _describe(request, then) | more | {"is_old": True})


def _get_published(slug: str) -> BoardPage:
    return get_object_or_404(
        BoardPage.objects.filter(versions__isnull=False).select_related("replaces").distinct(), slug=slug
    )


def _describe(request: HttpRequest, found: BoardPage) -> dict[str, Any]:
    later = BoardPage.objects.live().filter(replaces=found.pk).first() if found.pk else None
    earlier = found.replaces if found.replaces_id else None
    return {
        "view": read_board(found, request.user),
        "board": found,
        "later": later,
        "others": [(one, get_topic_number(one.topic)) for one in get_live_boards() if one.pk != found.pk],
        "earlier": earlier if earlier and earlier.live else None,
    }


def show_draft(draft: BoardPage, request: HttpRequest) -> HttpResponse:
    """For Wagtail's preview: the draft as its editor may read it, with the hints."""
    more = {"version": None, "is_draft": True, "warnings": warn_about(draft)}
    return render(request, "boards/board.html", _describe(request, draft) | more)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    return render(request, "boards/sheet.html", {"sheet": read_sheet(request.user)})
