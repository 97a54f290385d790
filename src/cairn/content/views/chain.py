"""From knowing to acting: what is known here, what was done because of it, and what was not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.actions.queries import Chain, get_chain
from cairn.common.exports import TABLE_TYPES, to_table
from cairn.common.pagination import get_page
from cairn.content.presenters import FILE_HEADER, INSIGHT_HEADER, describe_insights, make_report
from cairn.content.queries import get_groups
from cairn.lessons.models import Insight
from cairn.lessons.queries import count_reasons, get_known_not_acted
from cairn.places.models import Organisation
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import RecordKind

PAGE_LENGTH = 30
SHOWN = 6  # of what is known and not acted on; the rest is one link away
BY = {"topic": "Topic", "board": "Board", "event": "Event", "kind": "Kind", "insight": "Insight"}
ALL = "all"


@dataclass(frozen=True)
class Choice:
    """What the address asks for."""

    by: str
    organisation: Organisation | None
    own: list[Organisation]

    def get_address(self, **other: str) -> str:
        asked = {"by": self.by, "of": self.organisation.slug if self.organisation else ALL} | other
        return "?" + urlencode(asked)


def read_choice(request: HttpRequest) -> Choice:
    """Somebody sees their own organisation first. Of another one nobody gets more than the total of all."""
    own: list[Organisation] = []
    if request.user.is_authenticated:
        found = Organisation.objects.filter(pk__in=get_belonging(request.user).organisations)
        own = list(found.order_by("name"))
    by = request.GET.get("by", "")
    wanted = request.GET.get("of", own[0].slug if own else ALL)
    return Choice(by if by in BY else "topic", next((one for one in own if one.slug == wanted), None), own)


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    choice = read_choice(request)
    found = get_chain(request.user, organisation=choice.organisation.pk if choice.organisation else None)
    if choice.by == "insight":
        return _show_insights(request, choice, found)
    groups = get_groups(choice.by, found, request.user)
    report = make_report(groups, found, choice.organisation.name if choice.organisation else "")
    if (form := request.GET.get("as", "")) in TABLE_TYPES:
        return _send(form, FILE_HEADER, report.list_rows())
    waiting = get_known_not_acted(request.user, found)
    reasons = count_reasons([one.insight for one in waiting[:SHOWN]])
    context = {
        "report": report,
        "waiting": [(one, reasons.get(one.insight.pk, [])) for one in waiting[:SHOWN]],
        "number_waiting": len(waiting),
    }
    return render(request, "content/chain.html", _describe_choice(choice) | context)


def _show_insights(request: HttpRequest, choice: Choice, found: Chain) -> HttpResponse:
    keys = [key for key, one in found.items() if one.kind == RecordKind.INSIGHT]
    keys.sort(key=lambda key: (-len(found[key].backing), key))
    if (form := request.GET.get("as", "")) in TABLE_TYPES:
        given = set(Insight.objects.copyable_by(request.user).values_list("pk", flat=True))
        rows = describe_insights(_load(key for key in keys if key in given), found)
        return _send(form, INSIGHT_HEADER, [row.list_cells() for row in rows])
    page = get_page(keys, request, PAGE_LENGTH)
    context = {"page": page, "rows": describe_insights(_load(page), found)}
    return render(request, "content/chain_by_insight.html", _describe_choice(choice) | context)


def _load(keys: Iterable[int]) -> list[Insight]:
    """In their order."""
    keys = list(keys)
    found = Insight.objects.in_bulk(keys)
    return [found[key] for key in keys]


def _describe_choice(choice: Choice) -> dict[str, object]:
    whose = [(choice.get_address(of=one.slug), one.name, one == choice.organisation) for one in choice.own]
    return {
        "organisation": choice.organisation,
        "ways": [(choice.get_address(by=by), label, by == choice.by) for by, label in BY.items()],
        "by": BY[choice.by],
        "scopes": [*whose, (choice.get_address(of=ALL), "All organisations", choice.organisation is None)],
        "files": [(choice.get_address(**{"as": form}), form) for form in TABLE_TYPES],
    }


def _send(form: str, header: tuple[str, ...], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    content = to_table(form, "From knowing to acting", header, rows)
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="from-knowing-to-acting.{form}"'
    return response
