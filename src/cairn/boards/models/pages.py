"""Innovation Insights boards: pages of Wagtail, with its drafts, moderation and comments, at addresses of ours."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from cairn.boards.models.blocks import BodyBlock
from cairn.common.privacy import BLANK, Keep, OfPerson, OfRecord

INTRODUCTION = 700
BLOCKS_WITH_RECORD = ("insight", "example", "method")


class OwnAddress(Page):
    """A page whose address our own views answer."""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        sites = self._get_relevant_site_root_paths(request)
        return (sites[0].site_id, sites[0].root_url, self.get_absolute_url()) if sites else None


class BoardIndexPage(OwnAddress):
    """The shelf on which the boards stand."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["boards.BoardPage"]
    preview_modes: ClassVar[list[Any]] = []

    def get_absolute_url(self) -> str:
        return reverse("boards:boards")


class BoardQuerySet(PageQuerySet):
    def in_place(self) -> "BoardQuerySet":
        """Those that readers are led to: published, and no later board took their place."""
        return self.live().exclude(Exists(BoardPage.objects.live().filter(replaces=OuterRef("pk"))))


class BoardPage(OwnAddress):
    """What the sector's projects say about one topic, each word of it resting on records that a reader can open."""

    PRIVACY = (
        OfPerson("decider", erase=BLANK),
        OfRecord(
            "body",
            withdraw=Keep("Numbers of records only, each of which is read again for whoever asks"),
            merge=Keep("A reader is led to the one that stayed"),
        ),
    )

    parent_page_types: ClassVar[list[str]] = ["boards.BoardIndexPage"]
    exclude_fields_in_copy: ClassVar[list[str]] = ["starter_key", "starter_sha256"]
    subpage_types: ClassVar[list[str]] = []
    # Draws a draft for the editor who asks for it; set in apps.py, because presenters stand above models.
    show_draft: ClassVar[Callable[[Any, HttpRequest], HttpResponse] | None] = None

    topic = models.CharField(max_length=20)  # a term of the vocabulary "boards"
    sentence = models.CharField(max_length=200)
    introduction = models.TextField(max_length=INTRODUCTION)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="boards_to_decide"
    )
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    what_changed = models.CharField(max_length=300)
    body = StreamField(BodyBlock(), blank=True)

    objects = PageManager.from_queryset(BoardQuerySet)()

    starter_key = models.SlugField(max_length=80, unique=True, null=True, blank=True, editable=False)
    starter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    def get_absolute_url(self) -> str:
        """A draft that is being started has no address yet."""
        return reverse("boards:board", args=[self.slug]) if self.slug else reverse("boards:boards")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        assert type(self).show_draft is not None  # noqa: S101 (set when the site starts)
        return type(self).show_draft(self, request)

    def list_blocks(self) -> list[tuple[str, Any]]:
        """Kind and value of each block, as they are stored: numbers of records, not records."""
        return [(block["type"], block["value"]) for block in self.body.raw_data]

    @property
    def cited(self) -> list[int]:
        """Numbers of the records that the blocks name, in their order; nothing is fetched."""
        named = ((kind, value.get("record") if kind == "example" else value) for kind, value in self.list_blocks())
        return [number for kind, number in named if kind in BLOCKS_WITH_RECORD and number]
