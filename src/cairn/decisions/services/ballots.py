"""Votes: opening one, taking sealed papers, and opening all of them at once (docs/adr/0047).

No audit entry, no time and no order is kept of a single paper.
"""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.decisions.enums import Choice, Outcome, ProposalState, Void, Way
from cairn.decisions.models import Assembly, Ballot, BallotPaper, Comment, Envelope, Meeting, Member, Proposal, Voter
from cairn.decisions.policies import ballots as policies
from cairn.decisions.policies.together import UnableToDecideTogether, check_is_of
from cairn.decisions.services import sealing
from cairn.voice.tasks import overwrite_deleted

TABLES = tuple(one._meta.db_table for one in (Voter, Envelope, BallotPaper))
# Between the key file of a new vote and the end of the transaction that opens it.
SPARED = timedelta(hours=1)


@transaction.atomic
def open_ballot(*, proposal: Proposal, way: Way, ends_at: datetime, by: User | None, at: datetime) -> Ballot:
    """Somebody of the team, or any member, for whom `by` is nobody, puts a proposal to its decision."""
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("assembly__team").get(pk=proposal.pk)
    policies.check_can_open_ballot(locked, ends_at=ends_at, at=at)
    ballot = Ballot(proposal=locked, way=way, opened_at=at, ends_at=ends_at)
    ballot.public_key = sealing.make_key(ballot.key)
    ballot.save(force_insert=True)
    _set_state(locked, ProposalState.DECIDING)
    record("ballot_opened", locked.assembly, by=by, at=at)
    return ballot


@sensitive_variables("choice", "words")
def cast(*, ballot: Ballot, member: Member, choice: Choice, words: str = "", at: datetime) -> None:
    """Take a paper, or put it in place of the one that this member sent before."""
    check_is_of(member, ballot.proposal.assembly)
    policies.check_choice(ballot, choice, words)
    try:
        mark = sealing.make_mark(ballot.key, member.pk)
    except sealing.LostKey:
        raise UnableToDecideTogether(
            "The key of this vote is lost, so your vote was not taken. No one can open the papers that were cast. "
            "The vote has to be held again: tell your worker."
        ) from None
    sealed = sealing.seal(
        ballot=ballot.key,
        public_key=bytes(ballot.public_key),
        mark=mark,
        choice=choice,
        words=words.strip() if choice == Choice.OBJECT else "",
    )
    _put_in(ballot, member, mark, sealed, at=at)


@transaction.atomic
def _put_in(ballot: Ballot, member: Member, mark: str, sealed: bytes, *, at: datetime) -> None:
    # Whoever closes the vote holds the same lock, so no paper comes between the opening and the end.
    locked = Ballot.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=ballot.pk)
    policies.check_is_open(locked, at=at)
    if locked.eligible is None:
        _close_list_of_voters(locked)
    if not Voter.objects.filter(ballot=locked, member=member).exists():
        raise UnableToDecideTogether(
            "You joined after the first vote was cast, so you cannot vote this time. You can vote on the next proposal."
        )
    Envelope.objects.bulk_create(
        [Envelope(ballot=locked, mark=mark, sealed=sealed)],
        update_conflicts=True,
        unique_fields=["ballot", "mark"],
        update_fields=["sealed"],
    )


def _close_list_of_voters(ballot: Ballot) -> None:
    members = list(Member.objects.filter(assembly=ballot.proposal.assembly_id).values_list("pk", flat=True))
    Voter.objects.bulk_create(Voter(ballot=ballot, member_id=pk) for pk in random.sample(members, len(members)))
    Ballot.objects.filter(pk=ballot.pk).update(eligible=len(members))


# --- The end ------------------------------------------------------------------------------------------


@transaction.atomic
def close_ballot(*, ballot: Ballot, by: User | None, at: datetime) -> Ballot:
    """Open all papers, shuffle and count them; destroy the envelopes, and the key after that. Closed twice, once."""
    locked = _lock(ballot)
    if locked.closed_at is not None:
        return locked
    envelopes = [(bytes(sealed), mark) for sealed, mark in locked.envelopes.values_list("sealed", "mark")]
    papers, void = _open_papers(locked, envelopes)
    if void is None:
        _count(locked, papers)
    _end(locked, cast=len(envelopes), void=void, by=by, at=at)
    return locked


@transaction.atomic
def void_ballots(proposal: Proposal, *, because: Void, by: User, at: datetime) -> None:
    """Of a proposal that is overruled: no paper is opened."""
    for ballot in proposal.ballots.filter(closed_at=None):
        locked = _lock(ballot)
        _end(locked, cast=locked.envelopes.count(), void=because, by=by, at=at)


def close_old_ballots(*, at: datetime) -> int:
    """Votes whose end has come are counted; how many they were."""
    ended = list(Ballot.objects.filter(closed_at=None, ends_at__lte=at).order_by("ends_at"))
    for ballot in ended:
        close_ballot(ballot=ballot, by=None, at=at)
    destroy_old_keys(at=at)
    return len(ended)


def overwrite_what_was_deleted() -> None:
    """Each day: PostgreSQL leaves a deleted row in its file while another transaction may still see it."""
    words = (Proposal._meta.db_table, Comment._meta.db_table)
    overwrite_deleted.enqueue([*TABLES, *words])


def destroy_old_keys(*, at: datetime) -> None:
    """Whatever cut the destroying off: a key outlives its vote by minutes."""
    is_open = set(Ballot.objects.filter(closed_at=None).values_list("key", flat=True))
    for key, written in sealing.list_keys():
        if key not in is_open and written < (at - SPARED).timestamp():
            sealing.destroy_key(key)


def _lock(ballot: Ballot) -> Ballot:
    rows = Ballot.objects.select_for_update(of=("self",)).select_related("proposal__assembly__team__organisation")
    return rows.get(pk=ballot.pk)


@sensitive_variables()
def _open_papers(
    ballot: Ballot, envelopes: Sequence[tuple[bytes, str]]
) -> tuple[list[tuple[Choice, str]], Void | None]:
    """All of them or none: one paper left out would say whose it was."""
    if len(envelopes) < policies.get_fewest():
        return [], Void.TOO_FEW
    try:
        opener = sealing.Opener(ballot.key)
        papers = [opener.open(sealed, mark) for sealed, mark in envelopes]
    except sealing.LostKey:
        return [], Void.LOST_KEY
    except sealing.DamagedPaper:
        return [], Void.DAMAGED
    random.SystemRandom().shuffle(papers)
    return papers, None


@sensitive_variables("papers", "counted")
def _count(ballot: Ballot, papers: Sequence[tuple[Choice, str]]) -> None:
    BallotPaper.objects.bulk_create(BallotPaper(ballot=ballot, choice=choice, words=words) for choice, words in papers)
    counted = Counter(choice for choice, _ in papers)
    ballot.outcome = find_outcome(Way(ballot.way), counted)
    ballot.is_unanimous = len(counted) == 1 and not (ballot.way == Way.CONSENT and Choice.FINE in counted)


def find_outcome(way: Way, counted: Counter[Choice]) -> Outcome:
    """A vote needs more yes than no; consent needs that nobody objects. Who does not mind is not counted for either."""
    if way == Way.CONSENT:
        return Outcome.NOT_AGREED if counted[Choice.OBJECT] else Outcome.AGREED
    return Outcome.AGREED if counted[Choice.YES] > counted[Choice.NO] else Outcome.NOT_AGREED


def _end(ballot: Ballot, *, cast: int, void: Void | None, by: User | None, at: datetime) -> None:
    ballot.closed_at, ballot.cast, ballot.void_because = at, cast, void or ""
    ballot.save(update_fields=["closed_at", "cast", "void_because", "outcome", "is_unanimous"])
    ballot.envelopes.all().delete()
    ballot.voters.all().delete()
    _set_state(ballot.proposal, ProposalState.OPEN if void else ProposalState.DECIDED)
    if ballot.outcome == Outcome.AGREED and ballot.proposal.approves_id:
        Meeting.objects.filter(pk=ballot.proposal.approves_id).update(approved_at=at)
    record("ballot_closed", ballot.proposal.assembly, by=by, at=at)
    transaction.on_commit(lambda: _leave_nothing(ballot))


def _leave_nothing(ballot: Ballot) -> None:
    """After the transaction, or a roll-back would leave sealed papers without their key."""
    sealing.destroy_key(ballot.key)
    overwrite_deleted.enqueue(list(TABLES))


def _set_state(proposal: Proposal, state: ProposalState) -> None:
    proposal.state = state
    Proposal.objects.filter(pk=proposal.pk).update(state=state)


def record(action: str, assembly: Assembly, *, by: User | None, at: datetime, **detail: int) -> None:
    audit.record(f"together.{action}", target="assembly", key=assembly.key, by=by, at=at, **detail)
