"""What members open in a meeting: with a card, on their own phones and without an account, or with their account.

Pages for cards read no session and set no cookie. The code of a card comes with each request and is kept nowhere: not
in an address, a cookie or a log.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import count_sent, get_network, get_number_sent, hash_sender
from cairn.decisions.enums import Choice, Way
from cairn.decisions.forms.together import BallotForm, CardForm, CommentForm, ProposeForm, VoteForm
from cairn.decisions.models import Assembly, Meeting, Member, Proposal
from cairn.decisions.policies.ballots import get_fewest
from cairn.decisions.policies.together import UnableToDecideTogether, check_is_present, find_open_meeting
from cairn.decisions.presenters.together import describe_group, describe_proposal
from cairn.decisions.queries.together import get_proposals
from cairn.decisions.services import ballots, proposals
from cairn.decisions.services.together import find_member_by_card

WRONG_CARDS = 60  # in an hour, from one network: a group that types badly, and far from finding a card by chance
LIMIT = "member card"
BUSY = "Too many cards that we do not know came from your network. Ask your worker, or try again in an hour."


@dataclass(frozen=True)
class Seat:
    """A member in an open meeting. The card is empty for whoever takes part with their account."""

    meeting: Meeting
    member: Member
    card: str = ""

    @property
    def home(self) -> str:
        return self.get_address()

    def get_address(self, *number: int) -> str:
        page = "proposal" if number else "group"
        if self.card and self.meeting.room:
            view = {"group": "decisions:phone", "proposal": "decisions:phone-proposal"}[page]
            return reverse(view, args=[self.meeting.room.key, *number])
        view = {"group": "decisions:take-part", "proposal": "decisions:take-part-proposal"}[page]
        return reverse(view, args=[self.meeting.assembly.key, *number])


# --- With a card --------------------------------------------------------------------------------------


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@sensitive_variables("seat", "form", "context")
def phone(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The door, and after the card the group."""
    meeting = get_meeting(key)
    if problem := find_problem(meeting):
        return say_closed(request, meeting.assembly, problem)
    form = CardForm(request.POST if request.method == "POST" else None)
    seat = find_seat(request, meeting, form)
    if seat is None:
        context = {"assembly": meeting.assembly, "meeting": meeting, "form": form}
        return render(request, "decisions/phone_door.html", context, status=422 if form.errors else 200)
    return show_group(request, seat)


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@sensitive_variables("seat", "form", "context")
def phone_proposal(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    meeting = get_meeting(key)
    if problem := find_problem(meeting):
        return say_closed(request, meeting.assembly, problem)
    seat = find_seat(request, meeting, CardForm(request.POST)) if request.method == "POST" else None
    if seat is None:
        return redirect("decisions:phone", key)
    return show_proposal(request, seat, number)


def get_meeting(key: uuid.UUID) -> Meeting:
    rows = Meeting.objects.select_related("room", "worker", "assembly__team__organisation")
    return get_object_or_404(rows, room__key=key)


def find_problem(meeting: Meeting | None) -> str:
    try:
        check_is_present(meeting, at=now())
    except UnableToDecideTogether as problem:
        return str(problem)
    return ""


def say_closed(request: HttpRequest, assembly: Assembly, problem: str) -> HttpResponse:
    return render(request, "decisions/closed.html", {"assembly": assembly, "problem": problem}, status=410)


@sensitive_variables("form", "card", "member")
def find_seat(request: HttpRequest, meeting: Meeting, form: CardForm) -> Seat | None:
    """Who holds this card; without one, the form says why not."""
    if not form.is_bound or not form.is_valid():
        return None
    sender = hash_sender(get_network(request))
    if get_number_sent(LIMIT, sender, at=now()) >= WRONG_CARDS:
        form.add_error("card", BUSY)
        return None
    card = form.cleaned_data["card"]
    member = find_member_by_card(meeting.assembly, card)
    if member is None:
        count_sent(LIMIT, sender, at=now())
        form.add_error(
            "card", f"{meeting.assembly} has no card “{card}”. Check it and type it again, or ask your worker."
        )
        return None
    return Seat(meeting, member, card)


# --- With an account ----------------------------------------------------------------------------------


@never_cache
@login_required
@sensitive_post_parameters()
def take_part(request: SignedInRequest, key: str) -> HttpResponse:
    seat = find_own_seat(request, key)
    return show_group(request, seat) if isinstance(seat, Seat) else seat


@never_cache
@login_required
@sensitive_post_parameters()
def take_part_proposal(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    seat = find_own_seat(request, key)
    return show_proposal(request, seat, number) if isinstance(seat, Seat) else seat


def find_own_seat(request: SignedInRequest, key: str) -> Seat | HttpResponse:
    member = get_object_or_404(
        Member.objects.select_related("assembly__team__organisation"), assembly__key=key, user=request.user
    )
    meeting = find_open_meeting(member.assembly, at=now())
    if problem := find_problem(meeting):
        return say_closed(request, member.assembly, problem)
    assert meeting is not None  # noqa: S101 (the rule above)
    return Seat(meeting, member)


# --- In the meeting -----------------------------------------------------------------------------------


@sensitive_variables("form", "given", "context")
def show_group(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All proposals, and a form for a new one."""
    is_sent = request.POST.get("what") == "propose"
    form, done = ProposeForm(request.POST if is_sent else None), ""
    if is_sent and form.is_valid():
        try:
            proposals.propose(meeting=seat.meeting, member=seat.member, at=now(), **form.cleaned_data)
        except UnableToDecideTogether as problem:
            form.add_error(None, str(problem))
        else:
            done, form = "Your worker has your proposal. Everyone can read it when the worker has.", ProposeForm()
    group = describe_group(seat.meeting.assembly)
    current, decided = (
        [(line, seat.get_address(line.proposal.pk)) for line in lines] for lines in (group.current, group.decided)
    )
    context = {"seat": seat, "group": group, "assembly": seat.meeting.assembly, "current": current, "decided": decided}
    return render_form(request, "decisions/phone.html", form, context | {"done": done})


@sensitive_variables("form", "given", "context", "forms")
def show_proposal(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """What is proposed and said, and the vote."""
    proposal = get_object_or_404(get_proposals(seat.meeting.assembly), pk=number)
    proposal.assembly = seat.meeting.assembly
    what, done, form = request.POST.get("what", ""), "", None
    if what in SENDERS:
        form, done = SENDERS[what](request, seat, proposal)
        proposal = get_object_or_404(get_proposals(seat.meeting.assembly), pk=number)
    view = describe_proposal(proposal, wants_to_see=what == "see")
    forms: dict[str, Form] = {"comment_form": CommentForm(), "ballot_form": BallotForm()}
    if view.ballot:
        forms["vote_form"] = VoteForm(ballot=view.ballot)
    if form is not None and form.errors:
        forms[f"{what}_form"] = form
    context = {
        "seat": seat,
        "assembly": seat.meeting.assembly,
        "view": view,
        "address": seat.get_address(number),
        "done": done,
        "fewest": get_fewest(),
        **forms,
    }
    return render_form(request, "decisions/phone_proposal.html", form, context)


def send_comment(request: HttpRequest, seat: Seat, proposal: Proposal) -> tuple[Form, str]:
    form = CommentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            proposals.comment(
                proposal=proposal,
                meeting=seat.meeting,
                member=seat.member,
                number=given["number"],
                words=given["comment"],
                at=now(),
            )
        except UnableToDecideTogether as problem:
            form.add_error(None, str(problem))
    return form, "Your worker has your comment. Everyone can read it when the worker has."


def send_decision(request: HttpRequest, seat: Seat, proposal: Proposal) -> tuple[Form, str]:
    """A member asks for the decision."""
    form = BallotForm(request.POST)
    if form.is_valid():
        at, days = now(), form.cleaned_data["days"]
        ends_at = at + timedelta(days=days) if days else seat.meeting.ends_at
        try:
            ballots.open_ballot(proposal=proposal, way=Way(form.cleaned_data["way"]), ends_at=ends_at, by=None, at=at)
        except UnableToDecideTogether as problem:
            form.add_error(None, str(problem))
    return form, "The vote is open. Who may vote is settled when the first vote is cast."


@sensitive_variables("form", "given")
def send_vote(request: HttpRequest, seat: Seat, proposal: Proposal) -> tuple[Form, str]:
    ballot = proposal.ballots.filter(closed_at=None).first()
    if ballot is None:
        form = Form(request.POST)
        form.is_valid()
        form.add_error(None, "This vote has ended, so nothing was changed.")
        return form, ""
    form = VoteForm(request.POST, ballot=ballot)
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        ballot.proposal = proposal
        try:
            ballots.cast(
                ballot=ballot,
                member=seat.member,
                choice=Choice(given["choice"]),
                words=given.get("words", ""),
                at=now(),
            )
        except UnableToDecideTogether as problem:
            form.add_error(None, str(problem))
    return form, "Your vote is in, sealed. You can change it until the vote ends."


SENDERS = {"comment": send_comment, "ballot": send_decision, "vote": send_vote}


def render_form(request: HttpRequest, template: str, form: Form | None, context: dict[str, Any]) -> HttpResponse:
    """With the form whose errors stand on top of the page; what was wrong is not said to be done."""
    if form is not None and form.errors:
        return render(request, template, context | {"form": form, "done": ""}, status=422)
    return render(request, template, context | ({"form": form} if form is not None and not form.is_bound else {}))
