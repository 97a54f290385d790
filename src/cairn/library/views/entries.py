"""The page of each kind of entry."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cairn.common.access import say_moved_or_withdrawn
from cairn.common.dates import get_year, show_date
from cairn.indicators.presenters.pebbles import draw_councils
from cairn.library.definitions.vocabularies import get_terms
from cairn.library.models import (
    Claim,
    EvaluationReport,
    Helped,
    Method,
    Moved,
    PracticeModel,
    Programme,
    Project,
    Round,
)
from cairn.library.policies import can_take_into_care
from cairn.library.presenters.citing import cite_model, cite_report
from cairn.library.presenters.claims import ClaimView, cite, describe_address
from cairn.library.presenters.comparing import make_gap_map
from cairn.library.presenters.entries import (
    OutcomeView,
    PartView,
    check_set_off,
    contrast,
    describe_ages,
    describe_report_state,
    describe_status,
    describe_strength,
)
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.judgements import JudgementView
from cairn.library.presenters.known import view_known
from cairn.library.presenters.rows import describe_state
from cairn.library.queries import (
    STAGES,
    get_judgement_in,
    get_projects,
    get_rounds,
    get_uses,
    get_visible_abouts,
    is_short_listed,
    sort_claims,
    with_stage,
)
from cairn.library.queries.updates import get_followed_projects, get_needs
from cairn.records.models import Record
from cairn.records.views.loading import describe_page, get_record

SECTIONS_OF_MODEL = (
    ("evidence", "Evidence"),
    ("parts", "Parts of the model"),
    ("cost", "Cost and what it takes"),
    ("conditions", "What helps and what gets in the way"),
    ("lessons", "Lessons"),
    ("unknown", "What is not known"),
)


def _describe(request: HttpRequest, record: Record, *, apart: tuple[str, ...] = ()) -> dict[str, Any]:
    """What every page of an entry shows; `apart` names the texts that stand elsewhere on it."""
    known = view_known(request, record)
    context = describe_page(request, record)
    labels = {record.TEXTS[name] for name in apart}
    return context | {
        "texts": [(label, text) for label, text in context["texts"] if label not in labels],
        "known": known,
        "reported": known.reported,
        "is_kept": is_short_listed(record, request.user),
        "can_take_care": can_take_into_care(record, request.user),
    }


@require_safe
@say_moved_or_withdrawn
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Programme)
    more = {
        "projects": [(one, describe_status(one)) for one in get_projects(request.user, programme=found)],
        "places": found.places.order_by("name"),
        "rounds": get_rounds(found, request.user),
    }
    return render(request, "library/programme.html", _describe(request, found) | more)


@require_safe
@say_moved_or_withdrawn
def gaps(request: HttpRequest, slug: str) -> HttpResponse:
    """Needs by types of innovation: what was tried, at which stage, and what was not where enough of it is here."""
    found = get_record(request, slug, Programme)
    stage = request.GET.get("stage", "")
    stage = stage if stage in STAGES else ""
    everything = get_projects(request.user, programme=found)
    projects = get_projects(request.user, programme=found, stage=stage) if stage else everything
    context = {
        "record": found,
        "map": make_gap_map(projects, number=len(everything), in_all=found.projects_in_all),
        "stage": stage,
        "stages": [(key, Moved(key).label) for key in STAGES],
        "number": len(projects),
    }
    return render(request, "library/gaps.html", context)


@require_safe
@say_moved_or_withdrawn
def round_of(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Round)
    projects = with_stage(Project.objects.visible_to(request.user).filter(in_round=found)).order_by("title")
    more = {
        "programme": Programme.objects.visible_to(request.user).filter(pk=found.in_programme_id).first(),
        "projects": [(one, describe_status(one)) for one in projects],
        "started": show_date(found.started),
        "ended": show_date(found.ended),
    }
    return render(request, "library/round.html", _describe(request, found) | more)


@require_safe
@say_moved_or_withdrawn
def model(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, PracticeModel)
    context = _describe(request, found, apart=("takes", "helps", "hinders", "not_known", "originator", "who_to_ask"))
    more = {
        "ages": describe_ages(found),
        "needs": get_terms("needs", found.needs),
        "types": get_terms("ten_types", found.types),
        "parts": [PartView(part) for part in found.components.all()],
        "facts": Facts(context["known"]),
        "cited": cite_model(found),
        "councils_panel": context["panels_by_name"].pop("councils-using-it", ""),
        "lessons_panel": context["panels_by_name"].pop("lessons", ""),
        "pooled_panel": context["panels_by_name"].pop("pooled", ""),
        "strength": describe_strength(context["known"].known, found.ratings.order_by("-rated_on", "position")),
        "projects": [(one, describe_status(one)) for one in get_projects(request.user, model=found)],
        "uses": get_uses(request.user, about=found),
    }
    pooled = (("all-councils", "All its councils together"),) if more["pooled_panel"] else ()
    more["sections"] = (SECTIONS_OF_MODEL[0], *pooled, *SECTIONS_OF_MODEL[1:])
    more["has_kept"] = any(shown.keep[0] for shown in more["parts"])
    more["timeline_panel"] = context["panels_by_name"].pop("timeline", "")
    more["recommendations_panel"] = context["panels_by_name"].pop("recommendations", "")
    more["scaling_panel"] = context["panels_by_name"].pop("scaling", "")
    more["panels"] = list(context["panels_by_name"].values())
    return render(request, "library/model.html", context | more)


@require_safe
@say_moved_or_withdrawn
def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Project)
    apart = (
        *("led_by", "partners", "ambition", "result", "set_off_by", "group_size", "excluded", "target_group"),
        *("helps", "hinders", "not_known", "who_to_ask"),
    )
    found.stage, found.status = with_stage(Project.objects.filter(pk=found.pk)).values_list("stage", "status").get()
    places = list(found.places.order_by("name"))
    started = get_year(found.started)
    judged = [get_judgement_in(place, found.started) for place in places] if started else []
    user = request.user
    context = _describe(request, found, apart=apart)
    more = {
        "models": PracticeModel.objects.visible_to(user).filter(projects=found).order_by("title"),
        "places": places,
        "programme": Programme.objects.visible_to(user).filter(pk=found.in_programme_id).first(),
        "round": Round.objects.visible_to(user).filter(pk=found.in_round_id).first(),
        "status": describe_status(found),
        "for_whom": context["known"].say("target_group", "for_whom"),
        "dates": [
            (label, show_date(planned), show_date(actual))
            for label, planned, actual in (
                ("Start", found.planned_start, found.started),
                ("End", found.planned_end, found.ended),
            )
            if planned or actual
        ],
        "drivers": get_terms("drivers", found.drivers),
        "needs": get_terms("needs", found.needs),
        "types": get_terms("ten_types", found.types),
        "ages": describe_ages(found),
        "moves": [(show_date(one.moved_on), one) for one in found.moves.select_related("source").order_by("position")],
        "outcomes": [OutcomeView(one) for one in found.outcomes.select_related("source").order_by("position")],
        "parts": found.parts.select_related("source").order_by("position"),
        "risks": [(one, describe_state(one)) for one in found.risks.select_related("source").order_by("position")],
        "need": get_needs(user).filter(project=found).first(),
        "follows": get_followed_projects(user).filter(pk=found.pk).exists(),
        "set_off": show_date(found.set_off_on),
        "warning": check_set_off(found),
        "judged": [JudgementView(one) for one in judged if one],
        "contrast": contrast(found, context["known"].known),
        "uses": get_uses(user, about=found),
    }
    more["facts"] = Facts(context["known"])
    more["strength"] = describe_strength(context["known"].known)
    more["lessons_panel"] = context["panels_by_name"].pop("lessons", "")
    more["map"] = draw_councils(places)
    more["figures_panel"] = context["panels_by_name"].pop("own-figures", "")
    more["homes_panel"] = context["panels_by_name"].pop("homes", "")
    more["groundwork_panel"] = context["panels_by_name"].pop("groundwork", "")
    more["co_design_panel"] = context["panels_by_name"].pop("co-design", "")
    more["timeline_panel"] = context["panels_by_name"].pop("timeline", "")
    more["recommendations_panel"] = context["panels_by_name"].pop("recommendations", "")
    more["scaling_panel"] = context["panels_by_name"].pop("scaling", "")
    more["panels"] = list(context["panels_by_name"].values())
    return render(request, "library/project.html", context | more)


@require_safe
@say_moved_or_withdrawn
def method(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Method)
    uses = get_uses(request.user, method=found)
    groups = [(label, [use for use in uses if use.helped == helped]) for helped, label in Helped.choices]
    return render(
        request, "library/method.html", _describe(request, found) | {"groups": [one for one in groups if one[1]]}
    )


@require_safe
@say_moved_or_withdrawn
def report(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, EvaluationReport, "source")
    apart = ("number", "authors", "publisher", "negative", "what_was_read", "costs")
    more: dict[str, Any] = {
        "state": describe_report_state(found, localdate()),
        "began": show_date(found.began),
        "published": show_date(found.published),
        "abouts": get_visible_abouts(found, request.user),
        "citation": cite(found.source) if found.source else "",
        "cited": cite_report(found),
        "address_note": describe_address(found.source) if found.source else "",
    }
    context = _describe(request, found, apart=apart)
    more["facts"] = Facts(context["known"])
    more["strength"] = describe_strength(context["known"].known)
    return render(request, "library/report.html", context | more)


@require_safe
@say_moved_or_withdrawn
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Claim, "source")
    about = Record.objects.visible_to(request.user).filter(pk=found.about_id).first()
    others = (
        Claim.objects.visible_to(request.user)
        .filter(about_id=found.about_id, question=found.question)
        .exclude(pk=found.pk)
        .select_related("source")
        if about and found.question
        else Claim.objects.none()
    )
    more = {
        "about": about,
        "shown": ClaimView(found),
        "citation": cite(found.source),
        "address_note": describe_address(found.source),
        "others": [ClaimView(one) for one in sort_claims(others)],
        "report": EvaluationReport.objects.visible_to(request.user).filter(pk=found.report_id).first(),
    }
    return render(request, "library/claim.html", describe_page(request, found) | more)
