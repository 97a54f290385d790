"""Votes are sealed until they end; counted once for each member; and afterwards nobody's."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import given, settings, strategies
from hypothesis.extra.django import TestCase

from cairn.audit.models import AuditEntry
from cairn.decisions.enums import Choice, Outcome, ProposalState, Void, Way
from cairn.decisions.models import Ballot, BallotPaper, Envelope, Proposal, Voter
from cairn.decisions.policies.together import UnableToDecideTogether
from cairn.decisions.services import ballots, sealing, together
from cairn.decisions.services.ballots import find_outcome
from tests.factories.records import NOON
from tests.factories.together import get_voters, make_assembly, make_ballot, make_meeting, make_proposal, vote

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]
YES, NO, EITHER, FINE, OBJECT = Choice.YES, Choice.NO, Choice.EITHER, Choice.FINE, Choice.OBJECT
LATER = NOON + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "keys"
    return settings.BALLOT_KEYS


def close(ballot, at=LATER):
    return ballots.close_ballot(ballot=ballot, by=None, at=at)


def count(ballot):
    return Counter(ballot.papers.values_list("choice", flat=True))


def test_every_vote_is_counted_once():
    ballot = make_ballot()
    vote(ballot, YES, NO, YES, EITHER, YES, NO)
    closed = close(ballot)
    assert (closed.outcome, closed.cast, closed.eligible, closed.is_unanimous) == (Outcome.AGREED, 6, 6, False)
    assert count(ballot) == {YES: 3, NO: 2, EITHER: 1}
    assert Proposal.objects.get().state == ProposalState.DECIDED


def test_voter_who_changes_their_mind_counts_once_with_the_last_choice():
    ballot = make_ballot()
    vote(ballot, NO, NO, NO, NO, NO, NO)
    vote(ballot, YES, YES)
    assert Envelope.objects.count() == 6
    close(ballot)
    assert count(ballot) == {YES: 2, NO: 4}


def test_new_card_does_not_give_a_second_vote():
    ballot = make_ballot()
    vote(ballot, NO, NO, NO, NO, NO, NO)
    assembly = ballot.proposal.assembly
    ash = get_voters(ballot)[0]
    code = together.renew_card(member=ash, by=assembly.worker, at=NOON)
    assert together.find_member_by_card(assembly, assembly.codes["Ash"]) is None
    found = together.find_member_by_card(assembly, code.upper().replace("-", " "))
    ballots.cast(ballot=ballot, member=found, choice=YES, at=NOON)
    close(ballot)
    assert count(ballot) == {YES: 1, NO: 5}


def test_list_of_voters_closes_with_the_first_vote():
    ballot = make_ballot()
    assembly = ballot.proposal.assembly
    together.add_cards(assembly=assembly, names=["Gil"], by=assembly.worker, at=NOON)
    vote(ballot, YES)
    (late, _), *_ = together.add_cards(assembly=assembly, names=["Zoe"], by=assembly.worker, at=NOON)
    assert Ballot.objects.get().eligible == 7
    with pytest.raises(UnableToDecideTogether, match="You joined after the first vote was cast"):
        ballots.cast(ballot=ballot, member=late, choice=NO, at=NOON)
    assert Envelope.objects.count() == 1


def test_member_of_another_group_cannot_vote():
    ballot = make_ballot()
    other = get_voters(make_ballot(make_proposal(make_meeting(make_assembly()))))[0]
    with pytest.raises(UnableToDecideTogether, match="Only members of The co-operative"):
        ballots.cast(ballot=ballot, member=other, choice=YES, at=NOON)
    assert not Envelope.objects.exists()


def test_vote_of_a_member_who_was_removed_stays_and_nobody_can_find_it():
    ballot = make_ballot()
    vote(ballot, NO, YES, YES, YES, YES, YES)
    assembly = ballot.proposal.assembly
    together.remove_member(member=get_voters(ballot)[0], by=assembly.worker, at=NOON)
    close(ballot)
    assert count(ballot) == {YES: 5, NO: 1}


@pytest.mark.parametrize("at", [NOON + timedelta(hours=1), NOON + timedelta(days=1)])
def test_nothing_is_taken_after_the_end(at):
    ballot = make_ballot()
    with pytest.raises(UnableToDecideTogether, match="This vote has ended"):
        ballots.cast(ballot=ballot, member=get_voters(ballot)[0], choice=YES, at=at)
    assert not Envelope.objects.exists()


def test_choice_of_the_other_way_is_refused():
    ballot = make_ballot(way=Way.CONSENT)
    with pytest.raises(UnableToDecideTogether, match="Choose one of the answers shown"):
        vote(ballot, YES)


def test_objection_needs_words():
    ballot = make_ballot(way=Way.CONSENT)
    with pytest.raises(UnableToDecideTogether, match="Say what you object to"):
        vote(ballot, OBJECT, words=" ")
    assert not Envelope.objects.exists()


def test_one_objection_and_there_is_no_consent_and_its_words_wait_for_the_worker():
    ballot = make_ballot(way=Way.CONSENT)
    vote(ballot, FINE, FINE, OBJECT, FINE, FINE)
    assert close(ballot).outcome == Outcome.NOT_AGREED
    paper = BallotPaper.objects.get(choice=OBJECT)
    assert (paper.words, paper.state) == ("Too loud for me", "waiting")
    assert set(BallotPaper.objects.exclude(pk=paper.pk).values_list("words", flat=True)) == {""}


def test_nobody_objects_and_it_is_agreed_without_a_warning():
    ballot = make_ballot(way=Way.CONSENT)
    vote(ballot, *[FINE] * 6)
    closed = close(ballot)
    assert (closed.outcome, closed.is_unanimous) == (Outcome.AGREED, False)


@pytest.mark.parametrize("choices", [[YES] * 5, [NO] * 6, [EITHER] * 5])
def test_unanimous_vote_is_known_as_such(choices):
    ballot = make_ballot()
    vote(ballot, *choices)
    assert close(ballot).is_unanimous


# --- what is not counted ---------------------------------------------------------------------------


def test_too_few_votes_are_destroyed_unopened():
    ballot = make_ballot()
    vote(ballot, YES, YES, YES, NO)
    closed = close(ballot)
    assert (closed.void_because, closed.cast, closed.outcome) == (Void.TOO_FEW, 4, "")
    assert not BallotPaper.objects.exists()
    assert not Envelope.objects.exists()
    assert Proposal.objects.get().state == ProposalState.OPEN


def test_group_with_too_few_members_cannot_start_a_vote():
    proposal = make_proposal(make_meeting(make_assembly(names=("Ash", "Bo"))))
    with pytest.raises(UnableToDecideTogether, match=r"The co-operative has 2 members\. With fewer than 5"):
        make_ballot(proposal)


def test_lost_key_and_the_vote_is_held_again(keys):
    ballot = make_ballot()
    vote(ballot, YES, YES, YES, YES, YES)
    (keys / str(ballot.key)).unlink()
    with pytest.raises(UnableToDecideTogether, match="key of this vote is lost, so your vote was not taken"):
        ballots.cast(ballot=ballot, member=get_voters(ballot)[5], choice=NO, at=NOON)
    assert close(ballot).void_because == Void.LOST_KEY
    assert not Envelope.objects.exists()
    again = make_ballot(Proposal.objects.select_related("assembly").get())
    vote(again, NO, NO, NO, NO, NO)
    assert close(again).outcome == Outcome.NOT_AGREED


def test_paper_that_somebody_put_into_another_envelope_is_found_and_nothing_is_counted():
    ballot = make_ballot()
    vote(ballot, YES, NO, NO, NO, NO)
    one, other = Envelope.objects.order_by("pk")[:2]
    Envelope.objects.filter(pk=one.pk).update(sealed=other.sealed)
    assert close(ballot).void_because == Void.DAMAGED
    assert not BallotPaper.objects.exists()


def test_closing_twice_counts_once():
    ballot = make_ballot()
    vote(ballot, YES, YES, YES, YES, NO)
    close(ballot)
    close(ballot, at=LATER + timedelta(minutes=1))
    assert count(ballot) == {YES: 4, NO: 1}
    assert AuditEntry.objects.filter(action="together.ballot_closed").count() == 1


def test_votes_whose_end_has_come_are_counted_by_the_schedule():
    ballot = make_ballot()
    vote(ballot, YES, YES, YES, YES, NO)
    assert ballots.close_old_ballots(at=NOON + timedelta(minutes=59)) == 0
    assert ballots.close_old_ballots(at=NOON + timedelta(hours=1)) == 1
    assert Ballot.objects.get().outcome == Outcome.AGREED


# --- the key ---------------------------------------------------------------------------------------


def test_key_is_destroyed_after_the_transaction_that_counts(keys, django_capture_on_commit_callbacks):
    ballot = make_ballot()
    vote(ballot, YES, YES, YES, YES, NO)
    path = keys / str(ballot.key)
    assert (path.stat().st_mode & 0o777, keys.stat().st_mode & 0o777) == (0o600, 0o700)
    with django_capture_on_commit_callbacks(execute=True):
        close(ballot)
        assert path.exists()
    assert not path.exists()
    assert not Voter.objects.exists()


def test_key_that_outlived_its_vote_is_destroyed_later_and_that_of_an_open_vote_is_not(keys):
    ballot = make_ballot()
    vote(ballot, YES, YES, YES, YES, NO)
    close(ballot)  # in a test nothing comes after the transaction
    open_ballot = make_ballot(make_proposal(ballot.proposal.meeting, position=2))
    assert len(list(sealing.list_keys())) == 2
    ballots.destroy_old_keys(at=NOON)
    assert len(list(sealing.list_keys())) == 2  # by the clock of the files they are not an hour old
    ballots.destroy_old_keys(at=now() + timedelta(hours=2))
    assert [key for key, _ in sealing.list_keys()] == [open_ballot.key]


def test_two_halves_of_the_key_file_are_read_apart(keys):
    """Whoever votes needs the second half only; the first opens papers."""
    ballot = make_ballot()
    vote(ballot, YES)
    path = keys / str(ballot.key)
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    vote(ballot, NO, NO, NO, NO, NO)
    assert Envelope.objects.count() == 5
    assert close(ballot).void_because == Void.DAMAGED


def test_all_papers_are_of_one_length():
    ballot = make_ballot(way=Way.CONSENT)
    vote(ballot, FINE, OBJECT, words="Short")
    vote(ballot, FINE, FINE, OBJECT, words="ä" * 300)
    assert len({len(bytes(one.sealed)) for one in Envelope.objects.all()}) == 1


# --- counting --------------------------------------------------------------------------------------

CHOSEN = strategies.dictionaries(strategies.sampled_from([YES, NO, EITHER]), strategies.integers(0, 300))


@given(CHOSEN)
def test_vote_is_agreed_exactly_when_more_say_yes_than_no(chosen):
    agreed = find_outcome(Way.VOTE, Counter(chosen)) == Outcome.AGREED
    assert agreed == (chosen.get(YES, 0) - chosen.get(NO, 0) > 0)


@given(CHOSEN, strategies.integers(0, 300))
def test_those_who_do_not_mind_never_change_an_outcome(chosen, number):
    assert find_outcome(Way.VOTE, Counter(chosen)) == find_outcome(Way.VOTE, Counter({**chosen, EITHER: number}))


@given(CHOSEN)
def test_one_more_yes_never_turns_agreed_into_not_agreed(chosen):
    if find_outcome(Way.VOTE, Counter(chosen)) == Outcome.AGREED:
        assert find_outcome(Way.VOTE, Counter(chosen) + Counter({YES: 1})) == Outcome.AGREED


class AnyVotes(TestCase):
    """Whatever people choose, and however often they change it: the last choice of each counts, once."""

    @settings(max_examples=15, deadline=None)
    @given(
        strategies.lists(
            strategies.tuples(strategies.integers(0, 5), strategies.sampled_from([YES, NO, EITHER])), max_size=20
        )
    )
    def test_last_choice_of_each_counts_once(self, sent):
        ballot = make_ballot()
        voters = get_voters(ballot)
        for number, choice in sent:
            ballots.cast(ballot=ballot, member=voters[number], choice=choice, at=NOON)
        last = dict(sent)
        close(ballot)
        assert count(ballot) == (Counter(last.values()) if len(last) >= 5 else Counter())
