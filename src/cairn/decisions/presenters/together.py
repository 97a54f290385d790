"""What the pages of a group that decides together show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate, localtime

from cairn.decisions.enums import CHOICES, Choice, NotShown, Outcome, ProposalState, Void, Way, WordsState
from cairn.decisions.models import Assembly, Ballot, Comment, Meeting, Proposal
from cairn.decisions.policies.ballots import get_fewest
from cairn.decisions.queries.together import (
    count_choices,
    count_not_shown,
    count_papers,
    get_comments,
    get_proposals,
)


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list. The word beside it gives no vote away."""

    proposal: Proposal
    label: str
    colour: str


@dataclass(frozen=True)
class GroupView:
    lines: list[ProposalLine]
    not_shown: list[tuple[str, int]]  # why, how many

    @property
    def current(self) -> list[ProposalLine]:
        return [line for line in self.lines if line.proposal.state != ProposalState.DECIDED]

    @property
    def decided(self) -> list[ProposalLine]:
        """The latest first."""
        return [line for line in reversed(self.lines) if line.proposal.state == ProposalState.DECIDED]


def describe_group(assembly: Assembly) -> GroupView:
    reasons = count_not_shown(assembly)
    return GroupView(
        [_describe_line(proposal) for proposal in get_proposals(assembly)],
        [(label, reasons[value]) for value, label in NotShown.choices if reasons[value]],
    )


def _describe_line(proposal: Proposal) -> ProposalLine:
    if proposal.is_overruled:
        return ProposalLine(proposal, "Overruled", "red")
    counted = [ballot for ballot in proposal.ballots.all() if ballot.outcome]
    if proposal.state == ProposalState.DECIDED and counted:
        ballot = counted[-1]
        if ballot.is_unanimous:  # the result says how everyone voted, so its own page warns first
            return ProposalLine(proposal, "Decided", "blue")
        colour = "green" if ballot.outcome == Outcome.AGREED else "grey"
        return ProposalLine(proposal, Outcome(ballot.outcome).label, colour)
    return ProposalLine(proposal, ProposalState(proposal.state).label, "yellow")


@dataclass(frozen=True)
class ResultView:
    """A vote that has ended. `needs_warning`: the reader has not said yet that they want to see it."""

    ballot: Ballot
    sentence: str
    rows: list[tuple[str, int]]
    objections: list[str]
    objections_waiting: int
    needs_warning: bool


def describe_result(ballot: Ballot, *, wants_to_see: bool) -> ResultView:
    if ballot.void_because:
        return ResultView(ballot, describe_void(ballot), [], [], 0, needs_warning=False)
    if ballot.is_unanimous and not wants_to_see:
        return ResultView(ballot, "", [], [], 0, needs_warning=True)
    counts = count_choices(ballot)
    papers = list(ballot.papers.filter(choice=Choice.OBJECT).order_by("pk"))
    return ResultView(
        ballot,
        f"{Outcome(ballot.outcome).label}. {ballot.cast} of {ballot.eligible} members voted.",
        [(choice.label, counts[choice]) for choice in CHOICES[Way(ballot.way)]],
        [paper.words for paper in papers if paper.state == WordsState.SHOWN],
        sum(paper.state == WordsState.WAITING for paper in papers),
        needs_warning=False,
    )


def describe_void(ballot: Ballot) -> str:
    """Why nothing was counted, and what to do next."""
    destroyed = "The ballot papers were destroyed, and no one has read them."
    if ballot.void_because == Void.TOO_FEW:
        return (
            f"Not counted. {ballot.cast} voted, and with fewer than {get_fewest()} a result could show how someone "
            f"voted. {destroyed} You can vote again when more people can take part."
        )
    if ballot.void_because == Void.OVERRULED:
        return f"Not counted, because the proposal was overruled before the vote ended. {destroyed}"
    return f"Not counted. {Void(ballot.void_because).label}. {destroyed} Please vote again."


@dataclass(frozen=True)
class ProposalView:
    proposal: Proposal
    comments: list[Comment]
    ballot: Ballot | None  # that is open
    voted: int
    results: list[ResultView]
    is_discussed: bool
    minutes: str


def describe_proposal(proposal: Proposal, *, wants_to_see: bool) -> ProposalView:
    ballots = list(proposal.ballots.all())
    is_open = next((one for one in ballots if one.closed_at is None), None)
    return ProposalView(
        proposal,
        list(get_comments(proposal)),
        is_open,
        count_papers(is_open) if is_open else 0,
        [describe_result(one, wants_to_see=wants_to_see) for one in reversed(ballots) if one.closed_at],
        proposal.state in (ProposalState.OPEN, ProposalState.DECIDING),
        proposal.approves.minutes if proposal.approves else "",
    )


def draft_minutes(meeting: Meeting) -> str:
    """What happened in a meeting, for the worker to put right and add to."""
    start, end = localtime(meeting.opened_at), localtime(meeting.room.ended_at if meeting.room else meeting.ends_at)
    worker = f" {meeting.worker.name} was the worker present." if meeting.worker else ""
    lines = [f"{meeting.assembly.name} met on {start:%-d %B %Y} from {start:%H:%M} to {end:%H:%M}.{worker}", ""]
    proposals = list(get_proposals(meeting.assembly))
    new = [one for one in proposals if one.meeting_id == meeting.pk and one.approves_id is None]
    lines += _list_part("Proposals made", [one.title for one in new])
    lines += _list_part("Decided", [line for one in proposals for line in _list_decisions(one, start, end)])
    overruled = [one for one in proposals if one.overruled_at and start <= one.overruled_at <= end]
    lines += _list_part("Overruled", [f"{one.title}. Reason given: {one.overruled_because}" for one in overruled])
    return "\n".join(lines).strip()


def _list_decisions(proposal: Proposal, start: datetime, end: datetime) -> list[str]:
    """What became of votes that ended in this time; a unanimous result stays behind its warning."""
    said = []
    for ballot in proposal.ballots.all():
        if ballot.closed_at is None or not start <= ballot.closed_at <= end:
            continue
        if ballot.void_because:
            outcome = f"not counted: {Void(ballot.void_because).label.lower()}"
        elif ballot.is_unanimous:
            outcome = f"decided by vote, {ballot.cast} of {ballot.eligible} members voted"
        else:
            way = "by consent" if ballot.way == Way.CONSENT else "by vote"
            outcome = f"{Outcome(ballot.outcome).label.lower()} {way}, {ballot.cast} of {ballot.eligible} members voted"
        said.append(f"{proposal.title}: {outcome}")
    return said


def _list_part(heading: str, lines: list[str]) -> list[str]:
    return [heading, *(f"- {line}" for line in lines), ""] if lines else []


def describe_day(meeting: Meeting) -> str:
    return f"{localdate(meeting.opened_at):%-d %B %Y}"
