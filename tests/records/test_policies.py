"""What may happen to a record in the state it is in, rule by rule and for everybody who could ask."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.evaluation.models import EvaluationPlan
from cairn.lessons.models import Insight, Lesson
from cairn.places.models import Membership
from cairn.records import policies, services
from cairn.records.enums import Consent
from cairn.records.models import Attachment, Record, Report, Review, Tie
from cairn.records.policies import UnableToChangeRecord, UnableToLink, UnableToMerge, UnableToShareRecord
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.evaluation import PlanFactory
from tests.factories.records import (
    NOON,
    approve,
    join,
    make_circle,
    make_draft,
    make_organisation,
    make_record,
    make_team,
)
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
ROLES = ("author", "teammate", "colleague", "coordinator", "reader", "moderator", "host", "stranger", "nobody")


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def people(author):
    council = make_organisation()
    team = make_team(council)
    found = {"author": author, **{name: UserFactory() for name in ROLES[1:-1]}, "nobody": AnonymousUser()}
    join(author, council, team=team)
    join(found["teammate"], council, team=team)
    join(found["colleague"], council)
    join(found["coordinator"], council, role="coordinator")
    join(found["reader"], council, role="reader", team=team)
    give_site_role(found["moderator"], "moderator")
    give_site_role(found["host"], "host")
    make_record(author=UserFactory(), team=_elsewhere(), title="Of others")  # a rule about any record would let all in
    return found


def who(people, check, *before, after=()):
    return {name for name, person in people.items() if may(check, *before, person, *after)}


def test_who_was_overtaken_hears_that_nothing_is_lost():
    problem = policies.ChangedMeanwhile(theirs={"title": "Theirs"}, seen="7")
    assert "Nothing is lost" in str(problem)
    assert (problem.theirs, problem.seen) == ({"title": "Theirs"}, "7")


# --- changing and withdrawing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sharing", "withdraws"),
    [("team", {"author", "teammate"}), ("organisation", {"author", "teammate", "coordinator"})],
)
def test_writers_change_and_a_coordinator_withdraws_what_the_organisation_has_shown(people, author, sharing, withdraws):
    record = make_record(author=author, sharing=sharing)
    assert who(people, policies.check_can_edit, record) == {"author", "teammate"}
    assert who(people, policies.check_can_withdraw, record) == withdraws
    assert policies.can_withdraw(record, people["stranger"], edits=True)
    assert not policies.can_withdraw(record, people["stranger"], edits=False)


def test_a_coordinator_of_another_organisation_withdraws_nothing(author):
    record, other = make_record(author=author), UserFactory()
    join(other, make_organisation("Ashmere Council"), role="coordinator")
    assert not may(policies.check_can_withdraw, record, other)


def test_what_belongs_to_no_organisation_is_withdrawn_by_its_author_alone(people, author):
    record = services.start_record(Challenge, by=author, at=NOON, team=None, answers={"title": "Mine"})
    Record.objects.filter(pk=record.pk).update(live=True, sharing="public", organisation=None)
    record.refresh_from_db()
    assert who(people, policies.check_can_withdraw, record) == {"author"}


def test_nothing_more_is_done_with_what_was_withdrawn(people, author):
    record = make_record(author=author)
    services.withdraw_record(record=record, by=author, at=NOON)
    record = Record.objects.get(pk=record.pk)
    for check in (policies.check_can_edit, policies.check_can_withdraw, policies.check_can_take_down):
        assert who(people, check, record) == set()
        with pytest.raises(UnableToChangeRecord, match="was withdrawn"):
            check(record, author)
    assert not policies.can_withdraw(record, author)
    assert not policies.can_withdraw(record, author, edits=True)
    assert not may(policies.check_not_withdrawn, record)
    assert not policies.can_be_merged(record)


def test_a_plan_is_not_withdrawn_because_results_rest_on_it(author):
    plan = PlanFactory(author=author)
    with pytest.raises(UnableToChangeRecord, match="cannot be withdrawn, because later results rely on it"):
        policies.check_can_withdraw(plan, author)
    assert not policies.can_withdraw(plan, author)
    assert EvaluationPlan.objects.editable_by(author).exists()


def test_a_record_is_started_for_a_team_of_one_s_own_where_the_role_lets_one_write(people, author):
    team, _ = make_team(), people.pop("nobody")
    assert who(people, policies.check_can_start, after=(team,)) == {"author", "teammate"}
    assert who(people, policies.check_can_start, after=(None,)) == set(people)
    elsewhere = make_team(make_organisation("Ashmere Council"))
    assert not may(policies.check_can_start, author, elsewhere)


def test_a_moderator_takes_down_what_was_reported_and_others_can_read(people, author):
    record = make_record(author=author, sharing="organisation")
    assert who(people, policies.check_can_take_down, record) == set()  # not reported: the moderator does not see it
    services.make_report(text="Not so.", by=author, at=NOON, record=record)
    assert who(people, policies.check_can_take_down, record) == {"moderator"}
    private = make_record(author=author, sharing="team")
    services.make_report(text="Not so.", by=author, at=NOON, record=private)
    with pytest.raises(UnableToChangeRecord, match="private already"):
        policies.check_can_take_down(private, people["moderator"])


# --- sharing -----------------------------------------------------------------------------------------


def test_sharing_is_for_writers_with_consent_and_a_circle_of_their_own(people, author):
    record, mine, others = make_draft(author=author), make_circle(author), make_circle(UserFactory(), name="Others")
    for sharing, circle in (("organisation", None), ("public", None), ("circle", mine)):
        assert may(policies.check_can_share, record, author, sharing, circle)
    assert who(people, policies.check_can_share, record, after=("team", None)) == {"author", "teammate"}
    for sharing, circle in (("circle", None), ("organisation", mine), ("circle", others)):
        with pytest.raises(UnableToShareRecord, match="Choose a circle"):
            policies.check_can_share(record, author, sharing, circle)


@pytest.mark.parametrize(
    ("consent", "allowed"),
    [(Consent.NOT_NEEDED, True), (Consent.GIVEN, True), (Consent.WAITING, False), (Consent.TAKEN_BACK, False)],
)
def test_without_consent_a_record_stays_with_its_team(author, consent, allowed):
    record = make_draft(author=author, consent=consent)
    record.consent = consent
    assert may(policies.check_can_share, record, author, "organisation", None) is allowed
    assert may(policies.check_can_share, record, author, "team", None)


def test_a_role_that_does_not_let_one_share_gets_a_sentence(author, monkeypatch):
    record = make_draft(author=author)
    monkeypatch.setattr(policies, "has_permission", lambda *given, **where: False)
    with pytest.raises(UnableToShareRecord, match="Your role does not let you share"):
        policies.check_can_share(record, author, "organisation", None)
    assert may(policies.check_can_share, record, author, "team", None)


def test_a_kind_has_a_rule_of_its_own_for_others_than_the_team(author):
    plan = PlanFactory(author=author)  # a draft of a plan stays with its team
    assert may(policies.check_own_rule, plan, "team", None)
    assert not may(policies.check_own_rule, plan, "organisation", None)
    with pytest.raises(UnableToShareRecord, match="First say what the insight is"):
        policies.check_can_share(make_draft(Insight, author=author), author, "organisation", None)
    assert may(policies.check_own_rule, make_draft(), "public", None)


# --- review ------------------------------------------------------------------------------------------


def test_only_what_everybody_may_read_is_reviewed_and_as_it_stands(people, author):
    record = make_draft(author=author)
    assert who(people, policies.check_can_ask_for_review, record) == {"author", "teammate"}
    assert policies.needs_review(record, "public")
    assert not policies.needs_review(record, "organisation")
    assert not may(policies.check_is_reviewed, record, "public")
    services.ask_for_review(record=record, by=author, at=NOON)
    assert policies.needs_review(record, "public")  # somebody was asked, and has not said yes
    record.reviews.all().delete()
    approve(record)
    assert not policies.needs_review(record, "public")
    assert not may(policies.check_can_ask_for_review, record, author)  # it was reviewed as it stands
    services.save_draft(record=record, by=author, at=NOON, answers={"title": "Other words"})
    assert not may(policies.check_is_reviewed, record, "public")
    assert may(policies.check_can_ask_for_review, record, author)


def test_nobody_reviews_what_they_asked_for_or_wrote_nor_what_was_changed_or_decided(people, author):
    record = make_draft(author=author)
    review = services.ask_for_review(record=record, by=author, at=NOON)
    assert not may(policies.check_can_ask_for_review, record, author)
    assert who(people, policies.check_can_review, review) == {"teammate"}
    other = UserFactory()
    join(other, record.organisation, team=record.team)
    review.asked_by = other
    assert not may(policies.check_can_review, review, author)  # who wrote the newest words
    assert not may(policies.check_can_review, review, other)
    review.fingerprint = "of other words"
    with pytest.raises(policies.UnableToReview, match="was changed after"):
        policies.check_can_review(review, people["teammate"])
    review.decision = "approved"
    with pytest.raises(policies.UnableToReview, match="already has a decision"):
        policies.check_can_review(review, people["teammate"])


CARD = {"viewpoints": ["funder"], "confidence": "some", "summary": "A hub needs a deputy."}


def of_the_site(author, model=Insight, **answers):
    """An editor writes it for the site: no organisation has it."""
    record = make_draft(model, author=author, **answers)
    Record.objects.filter(pk=record.pk).update(organisation=None, team=None)
    Tie.objects.create(source=make_record(), target_id=record.pk, relation="supports", made_at=NOON)
    return model.objects.get(pk=record.pk)


def test_what_belongs_to_the_site_is_shared_with_everyone_and_reviewed_by_those_who_edit_it(author):
    editor, second = (give_site_role(UserFactory(), "editor") for _ in range(2))
    own = of_the_site(editor, **CARD)
    assert policies.shares_for_the_site(own, second)
    assert not policies.shares_for_the_site(own, author)
    for other in (make_draft(Insight, author=editor), of_the_site(editor, Challenge)):
        assert not policies.shares_for_the_site(other, second)
    assert may(policies.check_can_share, own, editor, "public", None)
    with pytest.raises(UnableToShareRecord, match="Share it with everyone"):
        policies.check_can_share(own, editor, "organisation", None)
    with pytest.raises(UnableToShareRecord, match="You do not belong to an organisation"):
        policies.check_can_share(of_the_site(author), author, "public", None)
    Record.objects.filter(pk=own.pk).update(author=None)
    assert not policies.shares_for_the_site(Insight.objects.get(pk=own.pk), second)


def test_a_review_of_what_belongs_to_the_site_is_read_and_decided_by_another_editor(author):
    editor, second = (give_site_role(UserFactory(), "editor") for _ in range(2))
    record = of_the_site(editor)
    review = Review(record=record, asked_by=editor, fingerprint=record.get_draft().get_fingerprint())
    assert policies.can_read_review(review, second)
    assert may(policies.check_can_review, review, second)
    assert not may(policies.check_can_review, review, editor)
    assert not policies.can_read_review(review, author)
    assert not may(policies.check_can_review, review, author)


def test_a_review_is_read_while_it_waits_by_those_who_wrote_the_record(people, author):
    record = make_draft(author=author)
    review = services.ask_for_review(record=record, by=author, at=NOON)
    assert {name for name, person in people.items() if policies.can_read_review(review, person)} == {
        "author",
        "teammate",
    }
    review.decision = "approved"
    assert not policies.can_read_review(review, people["teammate"])
    review.decision = "waiting"
    record.withdrawn_at = NOON
    review.record = record
    assert not policies.can_read_review(review, people["teammate"])
    with pytest.raises(UnableToChangeRecord, match="was withdrawn"):
        policies.check_can_review(review, people["teammate"])


def test_words_without_an_earlier_version_are_reviewed_by_whoever_did_not_ask(people, author):
    record = make_draft(author=author)
    review = services.ask_for_review(record=record, by=author, at=NOON)
    Record.objects.filter(pk=record.pk).update(latest_revision=None)
    review = Review.objects.get(pk=review.pk)
    review.fingerprint = review.record.get_draft().get_fingerprint()
    assert who(people, policies.check_can_review, review) == {"teammate"}


# --- links -------------------------------------------------------------------------------------------


def test_a_link_joins_two_records_that_one_sees_and_one_of_which_is_one_s_own(people, author):
    ours, theirs, hidden = make_record(author=author), make_record(team=_elsewhere()), make_draft(team=_elsewhere())
    assert who(people, policies.check_can_link, ours, theirs) == {"author", "teammate"}
    assert who(people, policies.check_can_link, theirs, ours) == {"author", "teammate"}
    for pair in ((ours, hidden), (hidden, ours)):
        assert not may(policies.check_can_link, *pair, author)
    with pytest.raises(UnableToLink, match="cannot be linked to itself"):
        policies.check_can_link(ours, ours, author)


def test_a_kind_has_a_rule_of_its_own_for_links_from_either_end(author):
    need, insight, lesson = make_record(author=author), make_draft(Insight, author=author), make_record(Lesson)
    Lesson.objects.filter(pk=lesson.pk).update(is_anonymous=True)
    for pair in ((need, lesson), (lesson, need)):
        with pytest.raises(UnableToLink, match="can be linked only to insights"):
            policies.check_can_link(*pair, author)
    assert may(policies.check_can_link, insight, lesson, author)


def _elsewhere():
    return make_team(make_organisation("Ashmere Council"), "Theirs")


def test_a_link_is_removed_by_writers_of_one_end_unless_it_was_made_with_the_record(people, author):
    tie = Tie(source=make_record(author=author), target=make_record(team=_elsewhere()), relation="supports")
    assert who(people, policies.check_can_unlink, tie) == {"author", "teammate"}
    turned = Tie(source=tie.target, target=tie.source, relation="supports")
    assert who(people, policies.check_can_unlink, turned) == {"author", "teammate"}
    tie.is_structural = True
    assert who(people, policies.check_can_unlink, tie) == set()


# --- reports -----------------------------------------------------------------------------------------


def make_shared(author):
    return make_record(author=author, sharing="organisation")


def test_a_question_can_be_asked_where_it_would_reach_somebody(author):
    public, shared, draft = make_record(author=author), make_shared(author), make_draft(author=author)
    assert all(map(policies.can_be_asked, (public, shared, draft)))
    Membership.objects.all().delete()
    assert policies.can_be_asked(public)
    assert not policies.can_be_asked(shared)
    assert not policies.can_be_asked(draft)


@pytest.mark.parametrize(
    ("make", "answered", "answers", "reads"),
    [
        (make_record, False, {"author", "teammate", "moderator"}, {"author", "teammate", "moderator"}),
        (make_shared, False, {"author", "teammate", "moderator"}, {"author", "teammate", "moderator"}),
        (make_draft, False, {"author", "teammate"}, {"author", "teammate"}),
        (make_record, True, set(), {"author", "teammate", "moderator"}),
        (make_draft, True, set(), {"author", "teammate"}),
        (None, False, {"moderator"}, {"moderator"}),
        (None, True, set(), {"moderator"}),
    ],
)
def test_a_report_is_for_the_writers_and_once_others_can_read_the_record_for_moderators(
    people, author, make, answered, answers, reads
):
    record = make(author=author) if make else None
    report = Report(record=record, text="Not so.", reporter=UserFactory(), answered_at=NOON if answered else None)
    assert who(people, policies.check_can_answer, report) == answers
    assert {name for name, person in people.items() if policies.can_read_report(report, person)} == reads
    assert policies.can_answer(report, people["moderator"]) == ("moderator" in answers)


@pytest.mark.parametrize(
    ("sharing", "answers"),
    [
        ("public", {"author", "teammate", "moderator", "host"}),
        ("organisation", {"author", "teammate"}),
        ("draft", {"author", "teammate"}),
        ("no record", {"moderator", "host"}),
    ],
)
def test_a_question_reaches_those_who_run_the_site_only_where_everybody_may_read_what_it_is_about(
    people, author, sharing, answers
):
    if sharing == "no record":
        record = None
    else:
        record = make_draft(author=author) if sharing == "draft" else make_record(author=author, sharing=sharing)
    question = Report(record=record, text="Does it run?", reporter=UserFactory(), is_question=True)
    assert who(people, policies.check_can_answer, question) == answers
    assert {name for name, person in people.items() if policies.can_read_report(question, person)} == answers


def test_whoever_made_a_report_reads_it_and_does_not_answer_it(people):
    report = Report(record=make_draft(), text="Not so.", reporter=people["stranger"])
    assert policies.can_read_report(report, people["stranger"])
    assert not policies.can_answer(report, people["stranger"])
    assert not policies.can_read_report(report, people["colleague"])


def test_a_report_made_without_a_log_in_is_not_read_by_everybody_without_one(people):
    report = Report(record=make_draft(), text="Not so.", reporter=None)
    assert not policies.can_read_report(report, people["nobody"])


# --- files and merging -------------------------------------------------------------------------------


def attach(record, number):
    for each in range(number):
        Attachment.objects.create(record=record, title=f"{each}", size=1, added_at=NOON)


def test_a_record_has_room_for_so_many_files(people, author, monkeypatch):
    monkeypatch.setattr(policies, "MOST_ATTACHMENTS", 2)
    record = make_record(author=author)
    attach(make_record(author=author), 2)
    attach(record, 1)
    assert who(people, policies.check_can_attach, record) == {"author", "teammate"}
    attach(record, 1)
    assert not may(policies.check_can_attach, record, author)


def test_two_of_a_kind_are_merged_by_people_who_may_change_both(people, author):
    kept, other, theirs = make_record(author=author), make_record(author=author), make_record(team=_elsewhere())
    assert who(people, policies.check_can_merge, kept, other) == {"author", "teammate"}
    need = make_record(Need, author=author)
    for pair in ((kept, kept), (kept, theirs), (theirs, kept), (kept, need)):
        assert not may(policies.check_can_merge, *pair, author)


def test_what_was_merged_or_written_down_beforehand_is_not_merged(author):
    record, plan = make_record(author=author), PlanFactory(author=author)
    assert policies.can_be_merged(record)
    assert may(policies.check_can_be_merged, record)
    assert not policies.can_be_merged(plan)
    assert not may(policies.check_can_be_merged, plan)
    record.merged_into = make_record(author=author)
    assert not policies.can_be_merged(record)
    assert not may(policies.check_can_be_merged, record)
    withdrawn = make_record(author=author)
    withdrawn.withdrawn_at = NOON
    with pytest.raises(UnableToChangeRecord, match="was withdrawn"):
        policies.check_can_be_merged(withdrawn)


@pytest.mark.parametrize(
    ("consent", "sharing", "allowed"),
    [
        (Consent.WAITING, "organisation", False),
        (Consent.TAKEN_BACK, "organisation", False),
        (Consent.WAITING, "team", True),
        (Consent.GIVEN, "organisation", True),
        (Consent.NOT_NEEDED, "public", True),
    ],
)
def test_words_without_consent_do_not_move_to_a_record_that_others_see(author, consent, sharing, allowed):
    kept, other = make_record(author=author, sharing=sharing), make_draft(author=author)
    other.consent = consent
    assert may(policies.check_can_merge, kept, other, author) is allowed


def test_merged_records_keep_within_the_room_for_files(author, monkeypatch):
    monkeypatch.setattr(policies, "MOST_ATTACHMENTS", 3)
    kept, other = make_record(author=author), make_record(author=author)
    attach(make_record(author=author), 2)
    attach(kept, 2)
    attach(other, 1)
    assert may(policies.check_can_merge, kept, other, author)
    attach(other, 1)
    with pytest.raises(UnableToMerge, match="Together they have 4 files"):
        policies.check_can_merge(kept, other, author)
