"""Proposals, what is said about them, and overruling one. The audit names the group only, never one comment."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.models import User
from cairn.decisions.enums import NotShown, Outcome, ProposalState, Void, Way, WordsState
from cairn.decisions.models import Assembly, Ballot, BallotPaper, Comment, Decision, Meeting, Member, Proposal
from cairn.decisions.policies import proposals as policies
from cairn.decisions.policies.together import check_can_run, check_is_of, check_is_present
from cairn.decisions.services.ballots import record, void_ballots
from cairn.decisions.services.decisions import start_decision
from cairn.voice.tasks import overwrite_deleted

LONGEST_SUMMARY, LONGEST_REASON = 500, 2000  # of a decision record


@sensitive_variables("title", "words")
@transaction.atomic
def propose(*, meeting: Meeting, member: Member, number: int, title: str, words: str, at: datetime) -> None:
    """Any member may; the worker reads it first. Sent again under the same number it is not doubled."""
    check_is_of(member, meeting.assembly)
    check_is_present(meeting, at=at)
    if Proposal.objects.filter(pk=number).exists():
        return
    policies.check_can_propose(meeting)
    Proposal.objects.create(pk=number, assembly=meeting.assembly, meeting=meeting, title=title, words=words)


@sensitive_variables("words")
@transaction.atomic
def comment(*, proposal: Proposal, meeting: Meeting, member: Member, number: int, words: str, at: datetime) -> None:
    """What a member says about it; the worker reads it first."""
    check_is_of(member, proposal.assembly)
    check_is_present(meeting, at=at)
    if Comment.objects.filter(pk=number).exists():
        return
    policies.check_can_comment(proposal)
    Comment.objects.create(pk=number, proposal=proposal, words=words)


# --- What the worker reads first ----------------------------------------------------------------------


def get_waiting(assembly: Assembly) -> dict[str, QuerySet[Proposal] | QuerySet[Comment] | QuerySet[BallotPaper]]:
    """Each in an order that says nothing."""
    return {
        "proposal": Proposal.objects.filter(assembly=assembly, state=ProposalState.WAITING).order_by("pk"),
        "comment": Comment.objects.filter(proposal__assembly=assembly, state=WordsState.WAITING)
        .select_related("proposal")
        .order_by("pk"),
        "objection": BallotPaper.objects.filter(ballot__proposal__assembly=assembly, state=WordsState.WAITING)
        .exclude(words="")
        .select_related("ballot__proposal")
        .order_by("pk"),
    }


@transaction.atomic
def show(*, assembly: Assembly, kind: str, number: int, by: User, at: datetime) -> None:
    """The worker has read it: now all members can."""
    check_can_run(by, assembly)
    Assembly.objects.select_for_update().get(pk=assembly.pk)  # positions are given one after another
    found = _find_words(assembly, kind, number)
    if isinstance(found, BallotPaper):
        BallotPaper.objects.filter(pk=found.pk).update(state=WordsState.SHOWN)
    elif isinstance(found, Comment):
        position = 1 + (found.proposal.comments.aggregate(last=Max("position"))["last"] or 0)
        Comment.objects.filter(pk=found.pk).update(state=WordsState.SHOWN, position=position)
    else:
        show_next(found)
    record("shown", assembly, by=by, at=at)


def show_next(proposal: Proposal) -> None:
    """At the end of the list of the group."""
    last = proposal.assembly.proposals.aggregate(last=Max("position"))["last"] or 0
    proposal.state, proposal.position = ProposalState.OPEN, last + 1
    proposal.save()


@transaction.atomic
def hide(*, assembly: Assembly, kind: str, number: int, reason: NotShown, by: User, at: datetime) -> None:
    """Its words are deleted at once. How many were not shown, and why, is told to all members."""
    check_can_run(by, assembly)
    found = _find_words(assembly, kind, number)
    found.not_shown = reason
    if isinstance(found, Proposal):
        found.title, found.words, found.state = "", "", ProposalState.HIDDEN
    else:
        found.words, found.state = "", WordsState.HIDDEN
    found.save()
    record("not_shown", assembly, by=by, at=at)
    tables = [found._meta.db_table]
    transaction.on_commit(lambda: overwrite_deleted.enqueue(tables))


def _find_words(assembly: Assembly, kind: str, number: int) -> Proposal | Comment | BallotPaper:
    """What waits, or is shown and shall not be any more; a proposal only until it is discussed."""
    found: Proposal | Comment | BallotPaper | None = None
    if kind == "proposal":
        found = Proposal.objects.filter(assembly=assembly, state=ProposalState.WAITING, pk=number).first()
    elif kind == "comment":
        rows = Comment.objects.filter(proposal__assembly=assembly).exclude(state=WordsState.HIDDEN)
        found = rows.filter(pk=number).select_related("proposal").first()
    elif kind == "objection":
        papers = BallotPaper.objects.filter(ballot__proposal__assembly=assembly).exclude(words="")
        found = papers.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


# --- Overruling ---------------------------------------------------------------------------------------


@transaction.atomic
def overrule(*, proposal: Proposal, reason: str, by: User, at: datetime) -> Proposal:
    """The organisation decides otherwise, or before the group could. What the group decided stays beside it."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("assembly__team__organisation")
    locked = rows.get(pk=proposal.pk)
    policies.check_can_overrule(by, locked, reason=reason)
    void_ballots(locked, because=Void.OVERRULED, by=by, at=at)
    locked.overruled_because, locked.overruled_by, locked.overruled_at = reason.strip(), by, at
    locked.state = ProposalState.DECIDED
    locked.save(update_fields=["overruled_because", "overruled_by", "overruled_at", "state"])
    record("overruled", locked.assembly, by=by, at=at)
    return locked


# --- The record -----------------------------------------------------------------------------------------


@transaction.atomic
def write_decision(*, proposal: Proposal, by: User, at: datetime) -> Decision:
    """Start the record of what the group decided: a draft of the team, with how it was decided."""
    policies.check_can_write_decision(by, proposal)
    Proposal.objects.select_for_update().get(pk=proposal.pk, decision=None)
    ballot = proposal.ballots.exclude(outcome="").order_by("closed_at").last()
    decided_at = ballot.closed_at if ballot else proposal.overruled_at
    decision = start_decision(
        team=proposal.assembly.team,
        title=proposal.title,
        by=by,
        at=at,
        summary=proposal.words[:LONGEST_SUMMARY],
        made_on=localdate(decided_at).isoformat() if decided_at else "",
        reason=_say_how(proposal, ballot),
    )
    Proposal.objects.filter(pk=proposal.pk).update(decision=decision)
    record("decision_written", proposal.assembly, by=by, at=at)
    return decision


def _say_how(proposal: Proposal, ballot: Ballot | None) -> str:
    """Without the outcome of a unanimous vote, which would say how each of them voted."""
    group, organisation = proposal.assembly, proposal.assembly.team.organisation
    said = []
    if ballot:
        way = "by consent" if ballot.way == Way.CONSENT else "by vote"
        outcome = "" if ballot.is_unanimous else f" The result: {Outcome(ballot.outcome).label.lower()}."
        said.append(
            f"The members of {group} decided this {way}. {ballot.cast} of {ballot.eligible} members voted.{outcome}"
        )
    if proposal.is_overruled:
        said.append(f"{organisation} overruled the group, with this reason: {proposal.overruled_because}")
    return "\n\n".join(said)[:LONGEST_REASON]
