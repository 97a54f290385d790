"""A council replies to what its figures show; a moderator records that it was told."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.forms import long_text, short_text
from cairn.evaluation import policies, services
from cairn.evaluation.models import RightOfReply
from cairn.evaluation.policies.replies import can_speak_for
from cairn.evaluation.presenters.replies import describe_finding
from cairn.evaluation.views.loading import get_plan
from cairn.places.policies import has_permission


class ReplyForm(forms.Form):
    reply = long_text(
        "Your council’s reply",
        required=True,
        most=3000,
        rows=8,
        help_text="Anyone who reads the result will read this beside it, with the date and the council’s name.",
    )


class ContactForm(forms.Form):
    how = short_text(
        "How was the council told?",
        required=True,
        most=200,
        help_text="For example: E-mail to the director’s office. Do not name a person.",
    )


@login_required
def reply(request: SignedInRequest, number: int) -> HttpResponse:
    """For people of the council; for a moderator while the council was not told."""
    right = get_object_or_404(RightOfReply.objects.select_related("place", "record"), pk=number)
    speaks = can_speak_for(right.place_id, request.user)
    tells = right.told_at is None and has_permission(request.user, Permission.REPORTS_ANSWER)
    if not speaks and not tells:
        raise Http404
    form: forms.Form = (
        ReplyForm(request.POST or None, initial={"reply": right.reply}) if speaks else ContactForm(request.POST or None)
    )
    if request.method == "POST" and form.is_valid():
        try:
            if speaks:
                services.reply(right=right, text=form.cleaned_data["reply"], by=request.user, at=now())
                messages.success(request, "Reply saved. It will be shown beside the result.")
            else:
                services.record_contact(right=right, how=form.cleaned_data["how"], by=request.user, at=now())
                messages.success(request, "Saved. The council’s 20 working days have started.")
        except policies.UnableToReply as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("evaluation:reply", number) if speaks else redirect(right.record)
    context = {
        "right": right,
        "form": form,
        "speaks": speaks,
        "subject": right.record.title,
        "rows": describe_finding(right),
        "is_over": right.is_over(day=localdate()),
    }
    return render(request, "evaluation/reply.html", context)


@login_required
@require_POST
def ask_for_reply(request: SignedInRequest, slug: str) -> HttpResponse:
    """Outsiders ask a council to reply to what they found, before others read it."""
    plan = get_plan(request, slug)
    try:
        policies.check_is_own(plan, request.user)
        right = services.ask_for_reply(plan=plan, by=request.user, at=now())
    except (policies.UnableToChangePlan, policies.UnableToReply) as problem:
        messages.error(request, str(problem))
    else:
        name = plan.place.name
        if right.ends_on:
            messages.success(request, f"{name} was told, and has until {right.ends_on:%-d %B %Y} to reply.")
        else:
            messages.success(
                request, f"No one at {name} uses this site. A moderator will contact the council; its time starts then."
            )
    return redirect(plan)
