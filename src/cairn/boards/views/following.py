"""Following a board, and the feed of all boards."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.boards import services
from cairn.boards.models import BoardPage, BoardVersion
from cairn.common.addresses import get_host_name, make_absolute
from cairn.common.documents.tree import clean

NEWEST = 30


@require_POST
@login_required
def follow(request: SignedInRequest, slug: str) -> HttpResponse:
    board = get_object_or_404(BoardPage.objects.live(), slug=slug)
    if "stop" in request.POST:
        services.unfollow_board(board=board, user=request.user)
        messages.success(request, "You have stopped following this board.")
    else:
        services.follow_board(board=board, user=request.user, at=now())
        messages.success(request, "You are following this board. We will tell you when it changes.")
    return redirect(board.get_absolute_url())


class NewVersions(Feed):  # type: ignore[type-arg]  # Django's own takes no parameter when it runs
    """What changed on which board, the newest first; of boards that are live."""

    description = "What changed on the insights boards."

    def link(self) -> str:
        return make_absolute(reverse("boards:boards"))

    def feed_url(self) -> str:
        return make_absolute(reverse("boards:feed"))

    def title(self) -> str:
        return f"{settings.SITE_NAME}: insights boards"

    def items(self) -> Any:
        found = BoardVersion.objects.filter(board__live=True).select_related("board")
        return found.order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, version: BoardVersion) -> str:
        return clean(f"{version.board.title}, version {version.number}")

    def item_description(self, version: BoardVersion) -> str:
        return clean(version.what_changed)

    def item_link(self, version: BoardVersion) -> str:
        return make_absolute(version.board.get_absolute_url())

    def item_guid(self, version: BoardVersion) -> str:
        return f"board-{version.board_id}-{version.number}"

    item_guid_is_permalink = False

    def item_pubdate(self, version: BoardVersion) -> datetime:
        return version.published_at

    def item_updateddate(self, version: BoardVersion) -> datetime:
        return version.published_at

    def item_author_name(self, version: BoardVersion) -> str:
        return settings.SITE_NAME


class NewVersionsAtom(NewVersions):
    """The same for readers that prefer Atom, where each entry is known by an address."""

    feed_type = Atom1Feed
    subtitle = NewVersions.description

    def author_name(self) -> str:
        return settings.SITE_NAME

    def feed_url(self) -> str:
        return make_absolute(reverse("boards:atom"))

    def item_guid(self, version: BoardVersion) -> str:
        return f"tag:{get_host_name()},2026:{super().item_guid(version)}"
