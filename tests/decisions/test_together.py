"""A group that decides together, as in the House Project: equal voices, a worker present, and no silent overruling."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from cairn.accounts.models import User
from cairn.audit.models import AuditEntry
from cairn.decisions.enums import Choice, NotShown, Outcome, ProposalState, Void, Way, WordsState
from cairn.decisions.models import Ballot, BallotPaper, Comment, Envelope, Meeting, Member, Proposal
from cairn.decisions.policies.together import UnableToDecideTogether, check_is_present
from cairn.decisions.presenters.together import describe_group, describe_result, draft_minutes
from cairn.decisions.services import ballots, minutes, proposals, together
from cairn.rooms.models import make_random_key
from cairn.rooms.services import close_room
from cairn.voice.models import SafetyPost
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join
from tests.factories.together import get_voters, make_assembly, make_ballot, make_meeting, make_proposal, vote

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]
REASON = "The paint would have to be ordered before the contract ends. Please choose another colour."
YES, NO, FINE, OBJECT = Choice.YES, Choice.NO, Choice.FINE, Choice.OBJECT


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "keys"


@pytest.fixture
def meeting():
    return make_meeting()


@pytest.fixture
def coordinator(meeting):
    user = UserFactory(name="Cora Coordinator")
    join(user, meeting.assembly.team.organisation, role="coordinator")
    return user


def say(meeting, proposal, words, name="Ash"):
    member = Member.objects.get(assembly=meeting.assembly, name=name)
    number = make_random_key()
    proposals.comment(proposal=proposal, meeting=meeting, member=member, number=number, words=words, at=NOON)
    return Comment.objects.get(pk=number)


def propose(meeting, title="We paint the hall yellow", name="Ash", number=None):
    member = Member.objects.get(assembly=meeting.assembly, name=name)
    number = number or make_random_key()
    proposals.propose(meeting=meeting, member=member, number=number, title=title, words="", at=NOON)
    return Proposal.objects.get(pk=number)


def show(meeting, kind, found, at=NOON):
    proposals.show(assembly=meeting.assembly, kind=kind, number=found.pk, by=meeting.worker, at=at)
    found.refresh_from_db()


# --- rows of the domain -----------------------------------------------------------------------------


def test_row_25_young_member_proposes_and_votes_and_staff_overrule_only_with_a_reason(meeting, coordinator):
    """Cooperative principles: equal rights; staff cannot overrule without a recorded reason, which all members read."""
    adult = together.add_account(assembly=meeting.assembly, user=UserFactory(), by=meeting.worker, at=NOON)
    proposal = propose(meeting, name="Ash")
    show(meeting, "proposal", proposal)
    ballot = make_ballot(proposal)
    vote(ballot, YES, YES, YES, NO, YES, YES, YES)  # the adult's is one of seven alike
    assert adult in get_voters(ballot)
    assert Ballot.objects.get().eligible == 7
    ballots.close_ballot(ballot=ballot, by=meeting.worker, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="Give the reason in at least 20 characters"):
        proposals.overrule(proposal=proposal, reason="No.", by=coordinator, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="Only coordinators of"):
        proposals.overrule(proposal=proposal, reason=REASON, by=meeting.worker, at=NOON)
    proposals.overrule(proposal=proposal, reason=REASON, by=coordinator, at=NOON)
    kept = Proposal.objects.get()
    assert (kept.overruled_because, kept.overruled_by, kept.is_overruled) == (REASON, coordinator, True)
    assert kept.ballots.get().outcome == Outcome.AGREED  # what the group decided stays beside it
    assert AuditEntry.objects.filter(action="together.overruled", by=coordinator.pk).count() == 1


def test_row_28_part_in_a_decision_is_a_vote_that_counts_and_not_a_view_that_is_heard(meeting):
    ballot = make_ballot(make_proposal(meeting))
    vote(ballot, NO, NO, NO, YES, YES)
    closed = ballots.close_ballot(ballot=ballot, by=meeting.worker, at=NOON)
    assert closed.outcome == Outcome.NOT_AGREED
    assert [line.label for line in describe_group(meeting.assembly).decided] == ["Not agreed"]


def test_database_refuses_to_overrule_without_a_reason(meeting):
    proposal = make_proposal(meeting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(overruled_at=NOON)


# --- overruling -------------------------------------------------------------------------------------


def test_overruling_ends_an_open_vote_and_nobody_reads_its_papers(meeting, coordinator):
    ballot = make_ballot(make_proposal(meeting))
    vote(ballot, YES, YES, YES, YES, NO)
    proposals.overrule(proposal=ballot.proposal, reason=REASON, by=coordinator, at=NOON)
    assert Ballot.objects.get().void_because == Void.OVERRULED
    assert not Envelope.objects.exists()
    assert not BallotPaper.objects.exists()
    assert Proposal.objects.get().state == ProposalState.DECIDED


def test_reason_cannot_be_replaced_by_another_one(meeting, coordinator):
    proposal = make_proposal(meeting)
    proposals.overrule(proposal=proposal, reason=REASON, by=coordinator, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="has been overruled already"):
        proposals.overrule(proposal=proposal, reason=f"{REASON} Really.", by=coordinator, at=NOON)
    assert Proposal.objects.get().overruled_because == REASON


def test_nothing_that_the_group_has_not_seen_is_overruled(meeting, coordinator):
    with pytest.raises(UnableToDecideTogether, match="nothing to overrule"):
        proposals.overrule(proposal=propose(meeting), reason=REASON, by=coordinator, at=NOON)


# --- a worker is present ----------------------------------------------------------------------------


def test_meeting_does_not_open_while_nobody_is_on_duty():
    assembly = make_assembly(on_duty=False)
    with pytest.raises(UnableToDecideTogether, match="no safeguarding lead or deputy is on duty"):
        make_meeting(assembly)
    assert not Meeting.objects.exists()


def test_only_one_meeting_is_open(meeting):
    with pytest.raises(UnableToDecideTogether, match="The meeting is open already"):
        make_meeting(meeting.assembly)


def test_meeting_is_opened_by_people_of_the_team_only(meeting, coordinator):
    together.close_meeting(meeting=meeting, by=meeting.worker, at=NOON)
    for user in (coordinator, UserFactory()):
        with pytest.raises(UnableToDecideTogether, match="Only people in Edge of care"):
            together.open_meeting(assembly=meeting.assembly, hours=2, by=user, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="1 to 4 hours, not 9"):
        together.open_meeting(assembly=meeting.assembly, hours=9, by=meeting.worker, at=NOON)


def leave(meeting):
    together.close_meeting(meeting=meeting, by=meeting.worker, at=NOON)


def close_its_room(meeting):
    close_room(room=meeting.room, by=meeting.worker, at=NOON)


def lose_the_worker(meeting):
    meeting.worker.memberships.all().delete()


def lose_the_lead(meeting):
    SafetyPost.objects.all().delete()


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (leave, "This meeting is closed. It closed at"),
        (close_its_room, "The group meets only while a worker is present"),
        (lose_the_worker, "the worker who opened it no longer works with this group"),
        (lose_the_lead, "no safeguarding lead is on duty now"),
    ],
)
def test_without_a_worker_present_nothing_is_taken_and_a_sentence_says_why(meeting, end, words):
    proposal = make_proposal(meeting)
    end(meeting)
    fresh = Meeting.objects.select_related("room", "worker", "assembly__team__organisation").get()
    fresh.worker = User.objects.get(pk=meeting.worker.pk)
    with pytest.raises(UnableToDecideTogether, match=words):
        check_is_present(fresh, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="Nothing was saved"):
        say(fresh, proposal, "Me too")
    with pytest.raises(UnableToDecideTogether, match="Nothing was saved"):
        propose(fresh)
    assert not Comment.objects.exists()
    assert Proposal.objects.count() == 1


def test_closing_the_meeting_counts_votes_that_end_with_it_and_leaves_longer_ones(meeting):
    short = make_ballot(make_proposal(meeting))
    longer = ballots.open_ballot(
        proposal=make_proposal(meeting, position=2), way=Way.VOTE, ends_at=NOON + timedelta(days=7), by=None, at=NOON
    )
    together.close_meeting(meeting=meeting, by=meeting.worker, at=NOON + timedelta(minutes=5))
    assert Ballot.objects.get(pk=short.pk).closed_at
    assert not Ballot.objects.get(pk=longer.pk).closed_at


# --- talk ------------------------------------------------------------------------------------------


def test_worker_reads_first_and_comments_are_numbered_as_they_are_shown(meeting):
    proposal = propose(meeting)
    assert describe_group(meeting.assembly).lines == []
    show(meeting, "proposal", proposal)
    first, second = (say(meeting, proposal, words) for words in ("Said first", "Said second"))
    show(meeting, "comment", second)
    show(meeting, "comment", first)
    assert [(one.words, one.position) for one in proposal.comments.order_by("position")] == [
        ("Said second", 1),
        ("Said first", 2),
    ]


@pytest.mark.parametrize("model", [Proposal, Comment, BallotPaper, Envelope])
def test_what_members_send_holds_nothing_of_who_or_when(model):
    """Fails for a new column, so that somebody asks what it links."""
    told = {
        Proposal: {
            "id",
            "assembly",
            "meeting",
            "approves",
            "title",
            "words",
            "state",
            "not_shown",
            "position",
            "decision",
        }
        | {"overruled_because", "overruled_by", "overruled_at"},
        Comment: {"id", "proposal", "words", "state", "not_shown", "position"},
        BallotPaper: {"id", "ballot", "choice", "words", "state", "not_shown"},
        Envelope: {"id", "ballot", "mark", "sealed"},
    }
    assert {field.name for field in model._meta.concrete_fields} == told[model]


def test_sent_twice_under_one_number_is_taken_once(meeting):
    number = make_random_key()
    assert propose(meeting, number=number) == propose(meeting, number=number)
    assert Proposal.objects.count() == 1


def test_words_that_are_not_shown_are_deleted_and_members_see_how_many_and_why(meeting):
    proposal = make_proposal(meeting)
    one = say(meeting, proposal, "Jo from number 7 did it")
    proposals.hide(
        assembly=meeting.assembly, kind="comment", number=one.pk, reason=NotShown.IDENTIFIES, by=meeting.worker, at=NOON
    )
    one.refresh_from_db()
    assert (one.words, one.state) == ("", WordsState.HIDDEN)
    assert describe_group(meeting.assembly).not_shown == [("It could identify someone", 1)]


def test_database_refuses_to_hide_without_a_reason(meeting):
    one = say(meeting, make_proposal(meeting), "Words")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=one.pk).update(state="hidden", words="")


def test_worker_cannot_hide_a_proposal_that_is_discussed(meeting):
    proposal = make_proposal(meeting)
    with pytest.raises(Http404):
        proposals.hide(
            assembly=meeting.assembly,
            kind="proposal",
            number=proposal.pk,
            reason=NotShown.HURTS,
            by=meeting.worker,
            at=NOON,
        )


def test_only_the_team_reads_first(meeting):
    one = say(meeting, make_proposal(meeting), "Words")
    with pytest.raises(UnableToDecideTogether, match="Only people who write for Edge of care"):
        proposals.show(assembly=meeting.assembly, kind="comment", number=one.pk, by=UserFactory(), at=NOON)


# --- members and cards ------------------------------------------------------------------------------


def test_of_a_card_only_a_slow_hash_is_kept(meeting):
    assembly = meeting.assembly
    code = assembly.codes["Ash"]
    letters = code.replace("-", "")
    assert len(letters) == 10
    assert together.find_member_by_card(assembly, f" {code.upper()} ").name == "Ash"
    assert together.find_member_by_card(make_assembly(), code) is None
    kept = " ".join(Member.objects.values_list("card", flat=True))
    assert letters not in kept


def test_one_person_has_one_voice(meeting):
    user = UserFactory()
    together.add_account(assembly=meeting.assembly, user=user, by=meeting.worker, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="is a member already"):
        together.add_account(assembly=meeting.assembly, user=user, by=meeting.worker, at=NOON)


# --- results and minutes ----------------------------------------------------------------------------


def test_unanimous_result_is_neither_in_lists_nor_in_minutes_before_its_warning(meeting):
    ballot = make_ballot(make_proposal(meeting))
    vote(ballot, *[NO] * 6)
    closed = ballots.close_ballot(ballot=ballot, by=None, at=NOON)
    assert [line.label for line in describe_group(meeting.assembly).decided] == ["Decided"]
    assert "6 of 6 members voted" in draft_minutes(meeting)
    assert "agreed" not in draft_minutes(meeting).lower()
    warned = describe_result(closed, wants_to_see=False)
    assert (warned.needs_warning, warned.rows, warned.sentence) == (True, [], "")
    assert describe_result(closed, wants_to_see=True).rows == [("Yes", 0), ("No", 6), ("I do not mind", 0)]


def test_minutes_are_made_from_what_happened_and_approved_by_the_members(meeting, coordinator):
    ballot = make_ballot(make_proposal(meeting))
    vote(ballot, YES, YES, YES, YES, NO)
    ballots.close_ballot(ballot=ballot, by=None, at=NOON)
    other = make_proposal(meeting, title="We get a dog", position=2)
    proposals.overrule(proposal=other, reason=REASON, by=coordinator, at=NOON)
    draft = draft_minutes(meeting)
    for line in (
        "- We get a dog",
        "- We paint the hall yellow: agreed by vote, 5 of 6 members voted",
        f"- We get a dog. Reason given: {REASON}",
    ):
        assert line in draft
    minutes.save_minutes(meeting=meeting, words=draft, by=meeting.worker, at=NOON)
    proposal = minutes.ask_to_approve(meeting=meeting, by=meeting.worker, at=NOON)
    with pytest.raises(UnableToDecideTogether, match="being asked to approve these minutes"):
        minutes.save_minutes(meeting=meeting, words="Other", by=meeting.worker, at=NOON)
    asked = proposal.ballots.get()
    vote(asked, *[FINE] * 6)
    ballots.close_ballot(ballot=asked, by=None, at=NOON)
    assert Meeting.objects.get().approved_at == NOON
    with pytest.raises(UnableToDecideTogether, match="have approved these minutes"):
        minutes.save_minutes(meeting=meeting, words="Other", by=meeting.worker, at=NOON)


def test_minutes_that_somebody_objects_to_are_not_approved_and_can_be_put_right(meeting):
    minutes.save_minutes(meeting=meeting, words="We met.", by=meeting.worker, at=NOON)
    asked = minutes.ask_to_approve(meeting=meeting, by=meeting.worker, at=NOON).ballots.get()
    vote(asked, FINE, FINE, FINE, FINE, OBJECT, words="The date is wrong")
    ballots.close_ballot(ballot=asked, by=None, at=NOON)
    assert Meeting.objects.get().approved_at is None
    minutes.save_minutes(meeting=meeting, words="We met on Wednesday.", by=meeting.worker, at=NOON)
    again = minutes.ask_to_approve(meeting=meeting, by=meeting.worker, at=NOON)
    assert (again.approves, Meeting.objects.get().approvals.count()) == (meeting, 2)
