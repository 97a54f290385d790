"""A team's own figures: typed month by month or brought as a table, shown with their normal range."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.adoption import services
from cairn.adoption.forms.figures import FigureForm, FiguresTableForm, MeasureForm, PhaseForm
from cairn.adoption.models import OwnMeasure
from cairn.adoption.policies import CHECKED, UnableToKeepFigures
from cairn.adoption.presenters.figures import OwnMeasureView, list_own_measures, view_measure
from cairn.adoption.queries.figures import get_own_measures, list_periods_to_add
from cairn.adoption.tables.figures import (
    MOST_ROWS,
    CheckedTable,
    Row,
    check_table,
    write_figures,
    write_figures_template,
)
from cairn.common.access import NothingThere, log_in_to_see
from cairn.common.addresses import make_absolute
from cairn.common.exports import TABLE_TYPES
from cairn.common.files import UnableToTakeFile, check_upload, read_table
from cairn.common.limits import limit_rate
from cairn.records.models import Record
from cairn.records.policies import can_edit
from cairn.records.views.loading import get_own_record, get_record

MEASURE_FIELDS = ("asks", "title", "definition", "form", "every", "better", "target", "has_reminders")
TEMPLATE_ROWS = 12


# --- Loading ---------------------------------------------------------------------------------------------


def _get_record(request: HttpRequest, slug: str) -> Record:
    """A project or a use of a model whose figures there may be."""
    record = get_record(request, slug)
    if record.kind not in CHECKED:
        raise Http404
    return record


def _get_own(request: HttpRequest, slug: str) -> Record:
    record = get_own_record(request, slug)
    if record.kind not in CHECKED:
        raise Http404
    return record


def _get_own_measure(request: HttpRequest, slug: str, number: int) -> OwnMeasure:
    found = get_own_measures(_get_own(request, slug), is_team=True).select_related("record")
    return get_object_or_404(found, pk=number)


def _view_measure(request: HttpRequest, slug: str, number: int) -> OwnMeasureView:
    """For the team, and for readers of the record where it is shared; 404 for everything else, there or not."""
    record = _get_record(request, slug)
    is_team = can_edit(record, request.user)
    found = get_own_measures(record, is_team=is_team).select_related("record")
    return view_measure(get_object_or_404(found, pk=number), is_team=is_team)


# --- Reading ---------------------------------------------------------------------------------------------


@require_safe
@log_in_to_see
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Every measure of a record, practice and outcome apart."""
    record = _get_record(request, slug)
    is_team = can_edit(record, request.user)
    views = list_own_measures(record, is_team=is_team)
    if not is_team and not views:
        raise Http404
    groups = [
        (title, about, [view for view in views if view.measure.asks == asks])
        for asks, title, about in (
            (OwnMeasure.Asks.PRACTICE, "Practice measures", "What the team does, and how often."),
            (OwnMeasure.Asks.OUTCOME, "Outcome measures", "What changes for children, young people and families."),
        )
    ]
    return render(request, "adoption/figures.html", {"record": record, "groups": groups, "is_team": is_team})


@require_safe
@log_in_to_see
def measure(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    view = _view_measure(request, slug, number)
    history = view.measure.phases.select_related("by").order_by("-made_at") if view.is_team else []
    context = {
        "record": view.measure.record,
        "view": view,
        "measure": view.measure,
        "history": history,
        "next_period": view.missing[0] if view.is_team and view.missing else "",
        "editable": [(one, view.measure.name_period(one.period)) for one in view.figures] if view.is_team else [],
    }
    return render(request, "adoption/own_measure.html", context)


@require_safe
@log_in_to_see
def figures_file(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:
    view = _view_measure(request, slug, number)
    if form not in TABLE_TYPES:
        raise NothingThere
    title = f"{view.measure.record.title}: {view.measure.title}"
    page = make_absolute(reverse("adoption:own-measure", args=[slug, number]))
    content = write_figures(view.file_header, view.file_rows, form=form, title=title, page=page)
    return _send(content, f"{slug}-figures-{number}", form)


@require_safe
@login_required
def template(request: SignedInRequest, slug: str, number: int, form: str) -> HttpResponse:
    found = _get_own_measure(request, slug, number)
    if form not in TABLE_TYPES:
        raise Http404
    latest = found.get_previous(found.get_period(localdate()))
    periods = [latest]
    while len(periods) < TEMPLATE_ROWS:
        periods.append(found.get_previous(periods[-1]))
    content = write_figures_template(found, form=form, periods=reversed(periods))
    return _send(content, f"{slug}-figures-{number}-template", form)


def _send(content: str | bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


# --- Measures --------------------------------------------------------------------------------------------


@login_required
def new_measure(request: SignedInRequest, slug: str) -> HttpResponse:
    record = _get_own(request, slug)
    form = MeasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.start_measure(record=record, answers=form.cleaned_data, by=request.user, at=now())
        messages.success(request, "Measure added. Enter its figures, or upload a table.")
        return redirect("adoption:add-figure", slug, made.pk)
    return render(request, "adoption/own_measure_form.html", {"record": record, "form": form})


@login_required
def change_measure(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = _get_own_measure(request, slug, number)
    initial = {name: getattr(found, name) for name in MEASURE_FIELDS}
    has_figures = bool(found.figures.all())
    form = MeasureForm(request.POST if request.method == "POST" else None, initial=initial, has_figures=has_figures)
    if request.method == "POST" and form.is_valid():
        services.change_measure(measure=found, answers=form.cleaned_data, by=request.user, at=now())
        messages.success(request, "Saved.")
        return redirect("adoption:own-measure", slug, number)
    context = {"record": found.record, "measure": found, "form": form, "has_figures": has_figures}
    return render(request, "adoption/own_measure_form.html", context)


@login_required
def delete_measure(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = _get_own_measure(request, slug, number)
    if request.method == "POST":
        services.delete_measure(measure=found, by=request.user, at=now())
        messages.success(request, "Deleted.")
        return redirect("adoption:figures", slug)
    return render(request, "adoption/own_measure_delete.html", {"record": found.record, "measure": found})


@login_required
def share_measure(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Who will see it and who will not is said before."""
    found = _get_own_measure(request, slug, number)
    if request.method == "POST":
        is_shared = request.POST.get("share") == "yes"
        try:
            services.share_measure(measure=found, is_shared=is_shared, by=request.user, at=now())
        except UnableToKeepFigures as problem:
            messages.error(request, str(problem))
        else:
            who = "Everyone who can read the record" if is_shared else "Only your team"
            messages.success(request, f"Saved. {who} can see these figures.")
        return redirect("adoption:own-measure", slug, number)
    outside = view_measure(found, is_team=False)
    return render(
        request, "adoption/own_measure_share.html", {"record": found.record, "measure": found, "outside": outside}
    )


@require_POST
@login_required
def freeze_again(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    services.freeze_again(measure=_get_own_measure(request, slug, number), by=request.user, at=now())
    messages.success(request, "Saved. The normal range now comes from the figures before the new start.")
    return redirect("adoption:own-measure", slug, number)


# --- Figures ---------------------------------------------------------------------------------------------


@login_required
def add_figure(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The next period is chosen already; after saving the one after it is offered, until none is missing."""
    found = _get_own_measure(request, slug, number)
    periods = list_periods_to_add(found, day=localdate())
    form = FigureForm(request.POST if request.method == "POST" else None, measure=found, periods=periods)
    if request.method == "POST" and form.is_valid() and _save_figure(request, found, form, form.get_period()):
        messages.success(request, f"Saved: {found.name_period(form.get_period())}.")
        has_more = bool(view_measure(_get_own_measure(request, slug, number), is_team=True).missing)
        return redirect("adoption:add-figure" if has_more else "adoption:own-measure", slug, number)
    return render(request, "adoption/own_figure.html", {"record": found.record, "measure": found, "form": form})


@login_required
def change_figure(request: SignedInRequest, slug: str, number: int, period: str) -> HttpResponse:
    found = _get_own_measure(request, slug, number)
    figure = next((one for one in found.figures.all() if f"{one.period:%Y-%m}" == period), None)
    if figure is None:
        raise Http404
    initial = {name: getattr(figure, name) for name in ("number", "out_of", "why_none", "note")}
    form = FigureForm(request.POST if request.method == "POST" else None, measure=found, initial=initial)
    if request.method == "POST" and "delete" in request.POST:
        try:
            services.delete_figure(figure=figure, by=request.user, at=now())
        except UnableToKeepFigures as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"Deleted: {found.name_period(figure.period)}.")
        return redirect("adoption:own-measure", slug, number)
    if request.method == "POST" and form.is_valid() and _save_figure(request, found, form, figure.period):
        messages.success(request, f"Saved: {found.name_period(figure.period)}.")
        return redirect("adoption:own-measure", slug, number)
    ends = [one.period for one in (found.figures.all()[0], list(found.figures.all())[-1])]
    context = {
        "record": found.record,
        "measure": found,
        "form": form,
        "period": found.name_period(figure.period),
        "can_be_deleted": figure.period in ends,
    }
    return render(request, "adoption/own_figure.html", context)


def _save_figure(request: SignedInRequest, found: OwnMeasure, form: FigureForm, period: date) -> bool:
    try:
        services.save_figure(measure=found, period=period, answers=form.get_answers(), by=request.user, at=now())
    except UnableToKeepFigures as problem:
        form.add_error(None, str(problem))
        return False
    return True


@login_required
@limit_rate("own-figures", per_hour=60)
def import_figures(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A table is read, shown, and saved when somebody says so; its rows travel with the form and are checked again."""
    found = _get_own_measure(request, slug, number)
    confirms = "rows" in request.POST
    given = (request.POST, request.FILES) if request.method == "POST" and not confirms else ()
    form, checked, rows = FiguresTableForm(*given), None, []
    if confirms:
        checked = check_table(found, _read_rows(request.POST["rows"]), day=localdate())
        if checked.can_be_saved:
            figures = {one.period: one.answers for one in checked.planned}
            services.save_figures(measure=found, figures=figures, by=request.user, at=now())
            messages.success(request, f"{_describe_saved(checked)}.")
            return redirect("adoption:own-measure", slug, number)
    elif given and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            rows = read_table(check_upload(file.name, file), most_rows=MOST_ROWS)
        except UnableToTakeFile as problem:
            form.add_error("file", str(problem))
        else:
            checked = check_table(found, rows, day=localdate())
    context: dict[str, Any] = {"record": found.record, "measure": found, "form": form, "checked": checked}
    if checked:
        context |= _describe_checked(found, checked) | {"rows": json.dumps(rows)}
    return render(request, "adoption/own_figures_import.html", context)


def _read_rows(text: str) -> list[Row]:
    """What our own form sent back, which somebody may have changed: read as if it were a file."""
    try:
        given = json.loads(text)
        rows = [(int(number), [str(cell) for cell in cells]) for number, cells in given]
    except (ValueError, TypeError, OverflowError):
        return []
    return rows[: MOST_ROWS + 1]


def _describe_checked(found: OwnMeasure, checked: CheckedTable) -> dict[str, Any]:
    def write(answers: dict[str, Any]) -> str:
        if answers["number"] is None:
            return f"Nothing collected: {answers['why_none']}"
        number = f"{answers['number']:,}"
        return number if answers["out_of"] is None else f"{number} of {answers['out_of']:,}"

    planned = [
        (
            found.name_period(one.period),
            write(one.answers),
            "New" if one.before is None else "Unchanged" if one.is_same else f"Was {write(vars(one.before))}",
            one.answers["note"],
        )
        for one in checked.planned
    ]
    problems = [
        (f"Row {one.row}" if one.row else "The table", one.column or "The row", one.sentence)
        for one in checked.problems
    ]
    return {"planned": planned, "problems": problems, "saved": _describe_saved(checked)}


def _describe_saved(checked: CheckedTable) -> str:
    parts = [(len(checked.new), "new"), (len(checked.changed), "changed"), (len(checked.same), "unchanged")]
    words = [f"{number} {word}" for number, word in parts if number]
    return f"Figures: {', '.join(words)}"


# --- Normal ranges ---------------------------------------------------------------------------------------


@login_required
def new_phase(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = _get_own_measure(request, slug, number)
    periods = [one.period for one in found.figures.all()][1:]
    form = PhaseForm(request.POST if request.method == "POST" else None, measure=found, periods=periods[::-1])
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("ground", "reason")}
        try:
            services.begin_phase(measure=found, period=form.get_period(), by=request.user, at=now(), **words)
        except UnableToKeepFigures as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved. You can undo this at any time.")
            return redirect("adoption:own-measure", slug, number)
    return render(request, "adoption/own_phase.html", {"record": found.record, "measure": found, "form": form})


@require_POST
@login_required
def undo_phase(request: SignedInRequest, slug: str, number: int, phase: int) -> HttpResponse:
    found = _get_own_measure(request, slug, number)
    services.undo_phase(phase=get_object_or_404(found.phases, pk=phase), by=request.user, at=now())
    messages.success(request, "Undone. The normal range is as it was before.")
    return redirect("adoption:own-measure", slug, number)
