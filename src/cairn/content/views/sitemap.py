"""Every public page, for search engines: the lists, the councils, the boards and the records."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cairn.boards.models import BoardPage
from cairn.boards.queries.boards import get_live_boards
from cairn.common.addresses import get_host_and_port, get_scheme
from cairn.common.navigation import ITEMS
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class PublicPages(Sitemap):  # type: ignore[type-arg]  # which takes no argument when it runs
    """On the address that the host has set."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return get_scheme()

    def get_domain(self, site: Any = None) -> str:
        return get_host_and_port()


class Lists(PublicPages):
    MORE = (
        *("library:models", "library:projects", "library:reports", "library:methods", "library:gap-map"),
        *(
            "library:guidance-documents",
            "library:how-we-rate",
            "library:introduction",
            "lessons:lessons",
            "lessons:insights",
        ),
        *("indicators:measures", "evaluation:method", "evaluation:how-well", "adoption:scaling-strategies"),
        *("adoption:done", "decisions:decisions", "voice:needs", "voice:stories", "content:roles", "about"),
    )

    def items(self) -> list[str]:
        return ["home", *(view for _, view in ITEMS.values()), *self.MORE]

    def location(self, item: str) -> str:
        return reverse(item)


class Councils(PublicPages):
    def items(self) -> Any:
        return Place.objects.councils().real().order_by("code")


class Boards(PublicPages):
    def items(self) -> Any:
        return get_live_boards()

    def lastmod(self, board: BoardPage) -> datetime:
        return board.last_published_at


class Records(PublicPages):
    """Of real places: search engines tell no fiction from fact."""

    def items(self) -> Any:
        public = Record.objects.visible_to(AnonymousUser()).filter(live=True, is_fictional=False)
        return public.exclude(kind=RecordKind.EVALUATION).order_by("pk")  # shown on the page of its plan

    def lastmod(self, record: Record) -> datetime:
        return record.updated_at


PARTS: dict[str, Any] = {"lists": Lists, "councils": Councils, "boards": Boards, "records": Records}


def sitemap(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = sitemaps.sitemap(request, sitemaps=PARTS)
    return response
