"""What is new for everybody, for readers of feeds: RSS of one kind of record, or of all."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from cairn.common.addresses import make_absolute
from cairn.common.documents.tree import clean
from cairn.records.kinds import Kind, get_kinds
from cairn.records.models import Record
from cairn.records.presenters.describing import describe_record, find_addresses

NEWEST = 30


class PublicRecords(Feed):  # type: ignore[type-arg]  # Django's own takes no parameter when it runs
    """Always as somebody without a log-in sees it: a feed is read by programs, and kept by others."""

    def get_object(self, request: HttpRequest, kind: str = "") -> Kind | None:
        if not kind:
            return None
        for known in get_kinds():
            if known.slug == kind:
                return known
        raise Http404

    def title(self, kind: Kind | None) -> str:
        return f"{settings.SITE_NAME}: {kind.plural.lower() if kind else 'everything new'}"

    def description(self, kind: Kind | None) -> str:
        return "What has been published or changed, newest first."

    def link(self, kind: Kind | None) -> str:
        return make_absolute(reverse("search:search") + (f"?kind={kind.slug}" if kind else ""))

    def feed_url(self, kind: Kind | None) -> str:
        path = reverse("records:feed-of-kind", args=[kind.slug]) if kind else reverse("records:feed")
        return make_absolute(path)

    def items(self, kind: Kind | None) -> Any:
        found = Record.objects.visible_to(AnonymousUser()).published().select_related("organisation")
        if kind is not None:
            found = found.filter(kind=kind.name)
        newest = list(found.order_by("-updated_at", "-pk")[:NEWEST])
        addresses = find_addresses(newest)
        for record in newest:
            record.address = addresses[record.pk]
        return newest

    def item_title(self, record: Record) -> str:
        return clean(record.title)

    def item_description(self, record: Record) -> str:
        return describe_record(record)

    def item_link(self, record: Any) -> str:
        return make_absolute(record.address)

    def item_guid(self, record: Record) -> str:
        """The record's own, which it keeps, also where it is shown on the page of another."""
        return make_absolute(record.get_absolute_url())

    def item_updateddate(self, record: Record) -> datetime:
        return record.updated_at

    def item_pubdate(self, record: Record) -> datetime:
        return record.first_published_at or record.created_at

    def item_author_name(self, record: Record) -> str:
        return clean(record.organisation.name) if record.organisation else settings.SITE_NAME

    def item_categories(self, record: Record) -> tuple[str]:
        return (record.get_kind().label,)


class PublicRecordsAtom(PublicRecords):
    """The same for readers that prefer Atom."""

    feed_type = Atom1Feed

    def subtitle(self, kind: Kind | None) -> str:
        return self.description(kind)

    def author_name(self, kind: Kind | None) -> str:
        return settings.SITE_NAME

    def feed_url(self, kind: Kind | None) -> str:
        path = reverse("records:atom-of-kind", args=[kind.slug]) if kind else reverse("records:atom")
        return make_absolute(path)
