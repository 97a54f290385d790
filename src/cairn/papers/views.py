"""Papers: the list, one paper, starting one, its options and its figures."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.documents import to_html
from cairn.common.pagination import get_page
from cairn.papers import policies, services
from cairn.papers.forms import MeasuresForm, OrderForm, StartForm, find_council
from cairn.papers.kinds import warn_before_sharing
from cairn.papers.models import Paper, assign_letters
from cairn.papers.presenters.changes import describe_changes
from cairn.papers.presenters.checking import find_gone_letters, find_unsourced
from cairn.papers.presenters.composing import compose
from cairn.papers.presenters.drafting import draft_again, draft_summary, draft_title
from cairn.papers.presenters.wording import AN_OPTION_HIDDEN, AN_OPTION_WITHDRAWN
from cairn.papers.queries import (
    find_withdrawn,
    get_candidates,
    get_material,
    get_option,
    get_papers,
    get_subjects,
    get_tried_for,
    renew_snapshot,
    take_snapshot,
)
from cairn.places.models import Place
from cairn.places.queries import get_your_council
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import ChangedMeanwhile, UnableToChangeRecord
from cairn.records.presenters import RecordView
from cairn.records.services import get_seen
from cairn.records.views.loading import describe_page, get_own_record, get_record
from cairn.voice.models import Challenge

PAGE_LENGTH = 50
MOST_SUBJECTS = 200


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    page = get_page(get_papers(request.user), request, PAGE_LENGTH)
    rows = [(record, RecordView(record, request.user)) for record in page]
    return render(request, "papers/papers.html", {"page": page, "rows": rows})


@require_safe
@log_in_to_see
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """As it will look in its file, with what the reader may see."""
    found = get_record(request, slug, Paper, "place", "about")
    context = describe_page(request, found)
    can_edit = context["view"].can_edit
    material = get_material(found, Record.objects.visible_to(request.user))
    document = compose(found, material, can_edit=can_edit)
    more = {
        "about_lines": document.about,
        "body": to_html(document.blocks),
        "warnings": warn_before_sharing(found, request.user) if can_edit else [],
        "unsourced": find_unsourced(found) if can_edit else [],
        "gone_letters": find_gone_letters(found) if can_edit else [],
    }
    return render(request, "papers/paper.html", context | more)


@login_required
def new_paper(request: SignedInRequest) -> HttpResponse:
    """About what, and then: whose figures, which options, for which team."""
    subjects = get_subjects(request.user)
    option = get_option(request.GET.get("option", ""), request.user)
    about = subjects.filter(slug=request.GET.get("about", "")[:60]).first()
    if about is None:
        return _choose_subject(request, subjects, option)
    candidates = get_candidates(about, request.user, option)
    given = request.POST if request.method == "POST" else None
    form = StartForm(given, user=request.user, candidates=candidates, initial=_suggest(request, about, candidates))
    if given is not None and form.is_valid():
        try:
            started = _start(request, about, form)
        except UnableToChangeRecord as problem:
            form.add_error("options", str(problem))
        else:
            messages.success(request, "We have drafted the paper. Read it, then edit it section by section.")
            return redirect(started)
    context = {
        "form": form,
        "about": about,
        "is_case": about.kind == RecordKind.PROGRAMME,
        "has_too_few": len(candidates) < policies.FEWEST_OPTIONS,
    }
    return render(request, "papers/new_paper.html", context)


def _choose_subject(request: SignedInRequest, subjects: QuerySet[Record], option: Record | None) -> HttpResponse:
    """What a paper is about; from the page of a model or project, with those first that it was tried for."""
    tried_for = get_tried_for(option, subjects) if option else []
    others = [subject for subject in subjects[:MOST_SUBJECTS] if subject not in tried_for]
    asked = {"option": option.slug} if option else {}
    if council := request.GET.get("council", "")[:100]:
        asked["council"] = council
    context = {"subjects": others, "tried_for": tried_for, "option": option, "asked": urlencode(asked)}
    return render(request, "papers/choose_subject.html", context)


def _suggest(request: SignedInRequest, about: Record, candidates: list[Record]) -> dict[str, Any]:
    council = _get_council(request)
    kept = {kept.record_id for kept in request.user.short_list.all()}
    return {
        "title": draft_title(about),
        "council": council.name if council else "",
        "options": [one.slug for one in candidates if one.pk in kept or one.slug == request.GET.get("option")],
    }


def _get_council(request: SignedInRequest) -> Place | None:
    """The one that the page before showed, or “your council”."""
    if asked := request.GET.get("council", "").strip()[:100]:
        with suppress(ValidationError):
            return find_council(asked, request.user)
    return get_your_council(request)


def _start(request: SignedInRequest, about: Record, form: StartForm) -> Paper:
    given = form.cleaned_data
    place, options = given["council"], given["options"]
    measures = _get_measures(about)
    snapshot = take_snapshot(
        about=about, options=options, place=place, measures=measures, user=request.user, on=localdate()
    )
    unsaved = Paper(about=about, place=place, options=[record.slug for record in options], snapshot=snapshot)
    return services.start_paper(
        about=about,
        title=given["title"],
        summary=draft_summary(place, is_case=about.kind == RecordKind.PROGRAMME),
        place=place,
        options=options,
        measures=measures,
        snapshot=snapshot,
        texts=draft_again(unsaved, about),
        team=form.get_team(),
        by=request.user,
        at=now(),
    )


def _get_measures(about: Record) -> list[str]:
    """Those of the challenge, as many as a paper has room for."""
    if about.kind != RecordKind.CHALLENGE:
        return []
    return list(Challenge.objects.get(pk=about.pk).measures)[: policies.MOST_MEASURES]


@login_required
def options(request: SignedInRequest, slug: str) -> HttpResponse:
    """Their order, which are taken out, which are added."""
    found = get_own_record(request, slug)
    draft = found.get_draft()
    visible = Record.objects.visible_to(request.user)
    titles = dict.fromkeys(draft.options, AN_OPTION_HIDDEN)
    titles |= dict.fromkeys(find_withdrawn(draft.options), AN_OPTION_WITHDRAWN)
    titles |= dict(visible.filter(slug__in=draft.options).values_list("slug", "title"))
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        slugs=draft.options,
        titles={slug: f"{draft.letter_of[slug]}: {title}" for slug, title in titles.items()},
        candidates=get_candidates(visible.filter(pk=draft.about_id).first(), request.user),
    )
    seen = request.POST.get("seen", get_seen(draft))
    if request.method == "POST" and form.is_valid():
        try:
            if seen != get_seen(draft):  # the places in the form are those of another list
                raise ChangedMeanwhile(theirs={}, seen=get_seen(draft))
            _renew(request, draft, options=form.get_slugs(), measures=draft.measures)
        except ChangedMeanwhile:
            messages.error(
                request, "Someone else changed this paper while you were choosing. This is the latest version."
            )
            return redirect("papers:options", slug)
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, "Options changed. Each option keeps its letter, so your own text still means the same ones."
            )
            return redirect(found)
    return render(request, "papers/options.html", {"form": form, "record": found, "seen": seen})


@login_required
def numbers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which measures, and their newest figures; texts that somebody changed stay."""
    found = get_own_record(request, slug)
    draft = found.get_draft()
    form = MeasuresForm(request.POST if request.method == "POST" else None, initial={"measures": draft.measures})
    if request.method == "POST" and form.is_valid():
        before = draft.snapshot
        try:
            renewed = _renew(request, draft, options=draft.options, measures=form.cleaned_data["measures"])
        except UnableToChangeRecord as problem:
            form.add_error("measures", str(problem))
        else:
            for change in describe_changes(before, renewed.snapshot):
                messages.success(request, change)
            return redirect(found)
    return render(request, "papers/numbers.html", {"form": form, "record": found, "draft": draft})


def _renew(request: HttpRequest, draft: Paper, *, options: list[str], measures: list[str]) -> Paper:
    """The caller says what changed; the snapshot and the texts that nobody edited follow."""
    snapshot = renew_snapshot(draft, measures=measures, options=options, user=request.user, on=localdate())
    letters = assign_letters(draft.letter_of, options)
    unsaved = Paper(about_id=draft.about_id, place=draft.place, options=options, letters=letters, snapshot=snapshot)
    about = Record.objects.filter(pk=draft.about_id).first()
    texts = draft_again(unsaved, about)
    given: dict[str, Any] = {"snapshot": snapshot, "texts": texts, "by": request.user, "at": now()}
    if options != draft.options:
        return services.choose_options(paper=draft, options=options, **given)
    return services.renew_numbers(paper=draft, measures=measures, **given)
