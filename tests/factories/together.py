"""A group of young people and adults that decides together, a meeting of it, and votes."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.decisions.enums import Choice, ProposalState, Way, WordsState
from cairn.decisions.models import Assembly, Ballot, Comment, Meeting, Member, Proposal
from cairn.decisions.services import ballots, proposals, together
from cairn.rooms.models import make_random_key
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_team
from tests.factories.voice import make_post

NAMES = ("Ash", "Bo", "Cy", "Dee", "Eli", "Fi")


def make_assembly(worker: User | None = None, *, names: tuple[str, ...] = NAMES, on_duty: bool = True) -> Assembly:
    """Six members with cards, whose codes are noted on `codes` by name; its worker on `worker`."""
    worker = worker or UserFactory()
    team = make_team(None, "Edge of care", worker)
    if on_duty and not team.organisation.safety_posts.exists():
        make_post(organisation=team.organisation)
    assembly = together.start_assembly(team=team, name="The co-operative", about="Our homes", by=worker, at=NOON)
    cards = together.add_cards(assembly=assembly, names=names, by=worker, at=NOON)
    assembly.codes = {member.name: code for member, code in cards}
    assembly.worker = worker
    return assembly


def make_meeting(assembly: Assembly | None = None, *, at: datetime = NOON, hours: int = 2) -> Meeting:
    assembly = assembly or make_assembly()
    return together.open_meeting(assembly=assembly, hours=hours, by=assembly.worker, at=at)


def make_proposal(meeting: Meeting | None = None, **given) -> Proposal:
    """One that the worker has shown."""
    meeting = meeting or make_meeting()
    shown = {
        "title": "We paint the hall yellow",
        "words": "It is grey now.",
        "state": ProposalState.OPEN,
        "position": 1,
    }
    return Proposal.objects.create(
        pk=make_random_key(), assembly=meeting.assembly, meeting=meeting, **{**shown, **given}
    )


def make_ballot(proposal: Proposal | None = None, way: Way = Way.VOTE, *, at: datetime = NOON) -> Ballot:
    proposal = proposal or make_proposal()
    ends_at = at + timedelta(hours=1)
    ballot = ballots.open_ballot(proposal=proposal, way=way, ends_at=ends_at, by=None, at=at)
    ballot.proposal = proposal  # with what the factories noted on its group
    return ballot


def get_voters(ballot: Ballot) -> list[Member]:
    return list(Member.objects.filter(assembly=ballot.proposal.assembly).order_by("name"))


def vote(ballot: Ballot, *choices: Choice, at: datetime = NOON, words: str = "Too loud for me") -> None:
    """One choice for each member, in the order of their names."""
    for member, choice in zip(get_voters(ballot), choices, strict=False):
        ballots.cast(ballot=ballot, member=member, choice=choice, words=words if choice == Choice.OBJECT else "", at=at)


def make_busy_meeting(worker: User) -> Meeting:
    """Three proposals: one being decided, one decided and overruled, one discussed; and words that wait to be read."""
    at = now()
    assembly = make_assembly(worker)
    assembly.team.organisation.memberships.filter(user=worker).update(role="coordinator")
    together.add_account(assembly=assembly, user=worker, by=worker, at=at)
    meeting = make_meeting(assembly, at=at)
    make_ballot(make_proposal(meeting, position=1), at=at)
    decided = make_ballot(make_proposal(meeting, title="We choose the next worker", position=2), Way.CONSENT, at=at)
    vote(decided, *[Choice.FINE] * 5, Choice.OBJECT, at=at)
    ballots.close_ballot(ballot=decided, by=worker, at=at)
    reason = "The law does not let us leave this to the group alone. Two members will sit on the panel."
    proposals.overrule(proposal=decided.proposal, reason=reason, by=worker, at=at)
    talked = make_proposal(meeting, title="We get a dog", position=3)
    for number, words in enumerate(("It would bark at night", "A cat is easier"), start=1):
        Comment.objects.create(proposal=talked, words=words, state=WordsState.SHOWN, position=number)
    Comment.objects.create(proposal=talked, words="My aunt is allergic")
    make_proposal(meeting, title="A lock for the bathroom", state=ProposalState.WAITING, position=0)
    return meeting
