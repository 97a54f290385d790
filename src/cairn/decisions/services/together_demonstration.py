"""The co-operative of the demonstration: a fictional group that proposed, talked, voted, and was overruled once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from cairn.accounts.models import User
from cairn.decisions.enums import Choice, ProposalState, Way, WordsState
from cairn.decisions.models import Assembly, Comment, Meeting, Member, Proposal
from cairn.decisions.services import ballots, minutes, proposals, together
from cairn.decisions.services.proposals import show_next
from cairn.places.models import Team

NAME = "The Ottenvale co-operative"
TEAM, ORGANISATION = "Edge of care", "Ottenvale Council"
WORKER, DIRECTOR = "voice@ottenvale.example", "director@ottenvale.example"
NAMES = ("Ash", "Bo", "Cy", "Dee", "Eli", "Fi", "Gil", "Hana")
YES, NO, EITHER, FINE = Choice.YES, Choice.NO, Choice.EITHER, Choice.FINE


@dataclass(frozen=True)
class Told:
    title: str
    words: str
    comments: tuple[str, ...]


PANEL = Told(
    "Two of us help choose the next support worker",
    "We meet everyone on the short list, ask our own questions and have two of the five votes.",
    ("They work in our homes, so we should know them first.", "Then two of us need time to prepare.", "Agree with 2."),
)
LOCKS = Told(
    "Keep the front door open until midnight at weekends",
    "The door locks at ten now, and friends have to leave.",
    ("Some of us work late.", "Noise is a problem for the flat below."),
)
HALL = Told(
    "We paint the hall ourselves",
    "We choose the colour, buy the paint and do it over two Saturdays.",
    ("Yellow!", "Who pays if it goes wrong?"),
)
REASON = (
    "Our insurance asks for a locked door and a member of staff in the building after eleven, and we have staff until "
    "eleven only. From next month the door stays open until eleven on Fridays and Saturdays. Please tell us at the "
    "next meeting if that is not enough, and we will ask what a later hour would cost."
)


def load_demonstration_group(*, at: datetime) -> None:
    """Once; what somebody changed in the demonstration stays."""
    team = Team.objects.filter(name=TEAM, organisation__name=ORGANISATION, organisation__is_fictional=True).first()
    worker, director = (User.objects.filter(email=email).first() for email in (WORKER, DIRECTOR))
    if team is None or worker is None or director is None or Assembly.objects.filter(name=NAME).exists():
        return
    with transaction.atomic():
        _load(team, worker, director, at)


def _load(team: Team, worker: User, director: User, at: datetime) -> None:
    began = at - timedelta(days=14)
    assembly = together.start_assembly(
        team=team,
        name=NAME,
        about="Our homes: who works in them, how we share them and what we spend the house budget on.",
        by=worker,
        at=began - timedelta(days=7),
    )
    together.add_cards(assembly=assembly, names=NAMES, by=worker, at=began - timedelta(days=7))
    together.add_account(assembly=assembly, user=worker, by=worker, at=began - timedelta(days=7))
    first = together.open_meeting(assembly=assembly, hours=2, by=worker, at=began)
    panel, locks = (_show(told, first) for told in (PANEL, LOCKS))
    _decide(panel, Way.CONSENT, [FINE] * 8, worker, began + timedelta(minutes=40))
    _decide(locks, Way.VOTE, [YES, YES, NO, YES, YES, EITHER, YES, NO], worker, began + timedelta(minutes=70))
    together.close_meeting(meeting=first, by=worker, at=began + timedelta(minutes=90))
    proposals.overrule(proposal=locks, reason=REASON, by=director, at=began + timedelta(days=3))
    proposals.write_decision(proposal=panel, by=worker, at=began + timedelta(days=1))
    _meet_again(first, worker, began + timedelta(days=7))


def _meet_again(first: Meeting, worker: User, at: datetime) -> None:
    """The minutes are approved, and the next proposal is talked about."""
    second = together.open_meeting(assembly=first.assembly, hours=2, by=worker, at=at)
    words = "\n".join(
        (
            "We talked about the next support worker and about the front door.",
            "By consent: two of us help choose the next support worker.",
            "By vote: the front door stays open until midnight at weekends.",
        )
    )
    minutes.save_minutes(meeting=first, words=words, by=worker, at=at)
    asked = minutes.ask_to_approve(meeting=first, by=worker, at=at).ballots.get()
    _vote_and_count(asked.proposal, [FINE] * 7, worker, at + timedelta(minutes=10))
    _show(HALL, second)
    together.close_meeting(meeting=second, by=worker, at=at + timedelta(minutes=80))


def _show(told: Told, meeting: Meeting) -> Proposal:
    proposal = Proposal(assembly=meeting.assembly, meeting=meeting, title=told.title, words=told.words)
    show_next(proposal)
    Comment.objects.bulk_create(
        Comment(proposal=proposal, words=words, state=WordsState.SHOWN, position=number)
        for number, words in enumerate(told.comments, start=1)
    )
    return proposal


def _decide(proposal: Proposal, way: Way, choices: list[Choice], worker: User, at: datetime) -> None:
    ballots.open_ballot(proposal=proposal, way=way, ends_at=at + timedelta(minutes=20), by=worker, at=at)
    _vote_and_count(proposal, choices, worker, at + timedelta(minutes=10))
    proposal.state = ProposalState.DECIDED


def _vote_and_count(proposal: Proposal, choices: list[Choice], worker: User, at: datetime) -> None:
    ballot = proposal.ballots.get(closed_at=None)
    members = Member.objects.filter(assembly=proposal.assembly, user=None).order_by("name")
    for member, choice in zip(members, choices, strict=False):
        ballots.cast(ballot=ballot, member=member, choice=choice, at=at)
    ballots.close_ballot(ballot=ballot, by=worker, at=at + timedelta(minutes=5))
