"""Whether something lasts: three looks side by side, for the team."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from cairn.accounts.requests import SignedInRequest
from cairn.adoption import policies, services
from cairn.adoption.forms.embedding import EmbeddingForm, ReviewForm
from cairn.adoption.models import Embedding, EmbedReview
from cairn.adoption.presenters.embedding import list_looks, list_said, set_side_by_side
from cairn.adoption.queries import is_resting
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.records.models import Record
from cairn.records.policies import ChangedMeanwhile
from cairn.records.views.loading import get_own_record


@login_required
def embedding(request: SignedInRequest, slug: str) -> HttpResponse:
    record = _get_checked(request, slug)
    found = Embedding.objects.filter(record_id=record.pk).prefetch_related("reviews__answers").first()
    initial = {"started_on": f"{found.started_on:%-d/%-m/%Y}" if found else _get_start(record)}
    form = EmbeddingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.start_embedding(record=record, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "Saved. Your desk shows when a review is due.")
        return redirect("adoption:embedding", slug)
    looks = list_looks(found, day=localdate(), rests=is_resting(record)) if found else []
    context = {
        "record": record,
        "embedding": found,
        "form": form,
        "looks": looks,
        "rows": set_side_by_side(looks),
        "provenance": get_vocabulary("embedding").provenance,
    }
    return render(request, "adoption/embedding.html", context)


@login_required
def review(request: SignedInRequest, slug: str, when: str) -> HttpResponse:
    """One look at what is in place."""
    record = _get_checked(request, slug)
    found = get_object_or_404(Embedding.objects.select_related("record"), record_id=record.pk)
    if when not in EmbedReview.When.values:
        raise Http404
    taken = found.reviews.filter(when=when).prefetch_related("answers").first()
    form = ReviewForm(request.POST if request.method == "POST" else None, review=taken)
    seen, theirs = request.POST.get("seen", services.get_seen(taken)), None
    if request.method == "POST" and form.is_valid():
        answers = form.get_answers()
        try:
            services.save_review(embedding=found, when=when, answers=answers, by=request.user, at=now(), seen=seen)
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            seen, theirs = problem.seen, found.reviews.filter(when=when).prefetch_related("answers").first()
        except policies.UnableToReview as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved.")
            return redirect("adoption:embedding", slug)
    context = {
        "record": record,
        "form": form,
        "when": EmbedReview.When(when),
        "due": found.get_due(when),
        "seen": seen,
        "theirs": list_said(theirs) if theirs else [],
    }
    return render(request, "adoption/embed_review.html", context)


def _get_checked(request: HttpRequest, slug: str) -> Record:
    """For those who may change it: what is in place is said among colleagues."""
    record = get_own_record(request, slug)
    if record.kind not in policies.CHECKED:
        raise Http404
    return record


def _get_start(record: Record) -> str:
    """The day that the record tells, where it tells one to the day."""
    specific = record.get_specific()
    moves: Any = getattr(specific, "moves", None)
    day = getattr(specific, "started", "") or next(
        (move.moved_on for move in moves.order_by("position") if getattr(move, "status", "") == "starting"), ""
    )
    return f"{date.fromisoformat(day):%-d/%-m/%Y}" if len(day) == 10 else ""
