"""Rounds from opening to closing: what is fixed, who may, and that nothing leads from an answer to a person."""

import datetime as dt
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, models, transaction

from cairn.accounts.services import erase_account
from cairn.audit.models import AuditEntry
from cairn.common.privacy import export
from cairn.conditions import policies, services, tasks
from cairn.conditions.enums import Promise, StatementSet
from cairn.conditions.models import (
    ConditionProfile,
    ReflectionRound,
    Reply,
    ReplyToStatement,
    Respondent,
    StatementAction,
)
from cairn.conditions.policies import UnableToReflect
from cairn.conditions.presenters.shown import read_rounds
from cairn.library.models import Project
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.rooms.models import Receipt, Room
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_draft, make_record
from tests.factories.reflections import (
    COUNCIL,
    HEALTH,
    HELPS,
    HINDERS,
    NEITHER,
    close,
    make_closed,
    make_known_to_differ,
    make_profile,
    open_round,
    reply,
    say,
)
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def profile():
    return make_profile()


def show_depths(profile):
    return [view.depth.value for view in read_rounds(profile)]


# --- Opening ---------------------------------------------------------------------------------------


def test_what_was_promised_stays_in_its_words(profile, monkeypatch):
    opened = open_round(profile)
    promised = opened.get_promises()
    assert any("at least four people" in line for line in promised)
    assert any("the team Edge of care of Otterdale Council" in line for line in promised)
    assert any("in your own words" in line for line in promised)
    monkeypatch.setattr("cairn.conditions.services.rounds.make_promise", lambda promise, team: ["Something else."])
    monkeypatch.setattr(
        "cairn.conditions.services.rounds.get_statements", lambda which: pytest.fail("asked once, at the opening")
    )
    reply(opened, COUNCIL, HELPS)
    opened.refresh_from_db()
    assert opened.get_promises() == promised
    assert close(opened).get_promises() == promised


def test_no_service_changes_a_round_that_is_open(profile):
    """Answers are given to what the page said, so nothing but closing and its room writes into the row."""
    opened = open_round(profile)
    before = ReflectionRound.objects.filter(pk=opened.pk).values().get()
    reply(opened, COUNCIL, HELPS)
    services.invite(round=opened, emails=["a@example.org"], by=profile.author, at=NOON)
    assert ReflectionRound.objects.filter(pk=opened.pk).values().get() == before


def test_the_short_set_has_twelve_and_the_longer_one_begins_with_it(profile):
    short = open_round(profile).list_keys()
    other = open_round(make_profile(title="Another"), which=StatementSet.LONG).list_keys()
    assert len(short) == 12
    assert len(other) == 30
    assert other[:12] == short


def test_one_round_at_a_time_and_a_second_one_needs_a_reason(profile):
    first = open_round(profile)
    with pytest.raises(UnableToReflect, match="open already"):
        open_round(profile)
    close(first)
    with pytest.raises(UnableToReflect, match="why you ask"):
        open_round(profile, reason="")
    assert open_round(profile).number == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        ReflectionRound.objects.create(profile=profile, number=9, opened_at=NOON, closes_on=NOON.date())


def test_only_the_team_runs_a_round(profile):
    opened = open_round(profile)
    stranger = UserFactory()
    for act in (
        lambda: services.invite(round=opened, emails=["a@example.org"], by=stranger, at=NOON),
        lambda: services.open_room(round=opened, hours=1, has_shared_devices=False, by=stranger, at=NOON),
        lambda: services.close_round(round=opened, by=stranger, at=NOON),
        lambda: services.remove_words(round=opened, key=1, by=stranger, at=NOON),
    ):
        with pytest.raises(UnableToChangeRecord):
            act()
    assert not policies.can_run(profile, stranger)
    assert policies.can_run(profile, profile.author)


def test_rules_of_opening(profile):
    today = NOON.date()
    assert may(policies.check_last_day, today, at=NOON)
    assert may(policies.check_last_day, today + timedelta(days=92), at=NOON)
    assert not may(policies.check_last_day, today - timedelta(days=1), at=NOON)
    assert not may(policies.check_last_day, today + timedelta(days=93), at=NOON)
    assert may(policies.check_agencies, ["Council", "Health"])
    assert not may(policies.check_agencies, ["Council"])
    assert not may(policies.check_agencies, [str(number) for number in range(11)])
    assert not may(policies.check_agencies, ["Council", "council"])
    assert may(policies.check_agencies, ["Council", "H" * 40])
    assert not may(policies.check_agencies, ["Council", "H" * 41])
    alone = records.start_record(
        ConditionProfile, by=UserFactory(), at=NOON, team=None, answers={"title": "Of nobody's team"}
    )
    with pytest.raises(UnableToReflect, match="which team will see"):
        open_round(alone)


def test_a_reflection_is_about_a_project_that_its_writer_sees():
    project, hidden, other = make_record(Project), make_draft(Project), make_record(Challenge)
    user = UserFactory()
    assert may(policies.check_subject, None, user)
    assert may(policies.check_subject, Record.objects.get(pk=project.pk), user)
    assert not may(policies.check_subject, Record.objects.get(pk=hidden.pk), user)
    assert not may(policies.check_subject, Record.objects.get(pk=other.pk), user)


# --- Answering -------------------------------------------------------------------------------------


def test_nothing_leads_from_an_answer_to_whoever_gave_it():
    """No key to a person, an address, a link, a device or a time, in any table of answers."""
    leads = {
        model.__name__: {
            field.name: field.remote_field.model.__name__ if field.remote_field else type(field).__name__
            for field in model._meta.concrete_fields
        }
        for model in (Reply, ReplyToStatement)
    }
    assert leads == {
        "Reply": {"id": "RandomKey", "round": "ReflectionRound", "agency": "PositiveSmallIntegerField"},
        "ReplyToStatement": {
            "id": "RandomKey",
            "reply": "Reply",
            "statement": "CharField",
            "answer": "CharField",
            "strength": "PositiveSmallIntegerField",
            "evidence": "TextField",
        },
    }
    assert [field.name for field in Respondent._meta.concrete_fields] == [
        *("id", "round", "user", "email", "key", "has_answered")
    ]
    assert not any(isinstance(field, models.DateField) for field in Respondent._meta.concrete_fields)


def test_an_account_answers_once(profile):
    opened, person = open_round(profile), UserFactory()
    said = services.Said(COUNCIL, say(HELPS, HINDERS))
    services.answer_by_account(round=opened, said=said, by=person, at=NOON)
    with pytest.raises(UnableToReflect, match="already answered"):
        services.answer_by_account(round=opened, said=said, by=person, at=NOON)
    assert opened.replies.count() == 1


def test_after_the_last_day_nobody_answers(profile):
    opened = open_round(profile, closes_on=NOON.date())
    reply(opened, COUNCIL, HELPS)
    with pytest.raises(UnableToReflect, match="has closed"):
        reply(opened, COUNCIL, HELPS, at=LATER)


def test_what_was_not_asked_is_not_kept(profile):
    opened = open_round(profile, promise=Promise.COUNTS)
    answers = [
        *say(HELPS, NEITHER, words={"aim": "Not asked for"}, strength=3),
        services.SaidOfStatement("of_another_round", HELPS),
    ]
    services.answer_by_account(round=opened, said=services.Said(COUNCIL, answers), by=UserFactory(), at=NOON)
    kept = ReplyToStatement.objects.order_by("statement").values_list("statement", "answer", "strength", "evidence")
    assert list(kept) == [("aim", HELPS, 3, ""), ("set_up_time", NEITHER, None, "")]


def test_a_private_link_works_once_and_its_mail_tells_nothing(profile, django_capture_on_commit_callbacks):
    opened = open_round(profile)
    with django_capture_on_commit_callbacks(execute=False):
        assert services.invite(round=opened, emails=["A@example.org", "b@example.org"], by=profile.author, at=NOON) == 2
        assert services.invite(round=opened, emails=["a@example.org"], by=profile.author, at=NOON) == 0
    respondent = Respondent.objects.get(email="a@example.org")
    ReflectionRound.objects.filter(pk=opened.pk).update(closes_on=dt.date(2999, 1, 1))
    tasks.send_private_link.call(respondent.pk)
    sent = mail.outbox[-1]
    assert sent.to == ["a@example.org"]
    assert respondent.get_absolute_url() in sent.body
    assert profile.title not in sent.body + sent.subject
    assert profile.author.name not in sent.body + sent.subject
    services.answer_by_link(respondent=respondent, said=services.Said(HEALTH, say(HELPS)), at=NOON)
    with pytest.raises(UnableToReflect, match="already answered"):
        services.answer_by_link(respondent=respondent, said=services.Said(HEALTH, say(HELPS)), at=NOON)
    number = len(mail.outbox)
    tasks.send_private_link.call(respondent.pk)
    assert len(mail.outbox) == number


def test_too_many_links_are_refused(profile):
    opened = open_round(profile)
    many = [f"p{number}@example.org" for number in range(policies.MOST_INVITED)]
    services.invite(round=opened, emails=many, by=profile.author, at=NOON)
    with pytest.raises(UnableToReflect, match="60 were sent"):
        services.invite(round=opened, emails=["one.more@example.org"], by=profile.author, at=NOON)


def test_in_a_room_an_answer_arrives_once(profile):
    opened = open_round(profile)
    room = services.open_room(round=opened, hours=1, has_shared_devices=False, by=profile.author, at=NOON)
    assert room.title == "What helps, and what gets in the way"  # no title of a record
    with pytest.raises(UnableToReflect, match="open for this round already"):
        services.open_room(round=opened, hours=1, has_shared_devices=False, by=profile.author, at=NOON)
    key = "0b8e3d9e-3f55-4c3b-9d1a-7c2f6f1f0a11"
    said = services.Said(HEALTH, say(HINDERS))
    took = [services.answer_in_room(room=room, key=key, said=said, at=NOON) for _ in range(2)]
    assert took == [True, False]
    assert opened.replies.count() == 1
    close(opened)
    room.refresh_from_db()
    assert room.has_ended(at=NOON)
    assert not Receipt.objects.exists()


# --- Closing ---------------------------------------------------------------------------------------


def test_closing_writes_all_anew_and_forgets_who_was_asked(profile):
    opened = open_round(profile)
    services.invite(round=opened, emails=["a@example.org"], by=profile.author, at=NOON)
    for number in range(4):
        reply(opened, COUNCIL, HELPS, words={"aim": f"Words {number}"})
    replies, answers = set(Reply.objects.values_list("pk")), set(ReplyToStatement.objects.values_list("pk"))
    said = sorted(ReplyToStatement.objects.values_list("statement", "answer", "evidence"))
    closed = close(opened)
    assert (closed.people, closed.is_closed) == (4, True)
    assert not replies & set(Reply.objects.values_list("pk"))
    assert not answers & set(ReplyToStatement.objects.values_list("pk"))
    assert sorted(ReplyToStatement.objects.values_list("statement", "answer", "evidence")) == said
    assert not Respondent.objects.exists()


def test_a_closed_round_never_opens_again(profile):
    closed = make_closed(profile, {COUNCIL: 4})
    with pytest.raises(UnableToReflect, match="closed already"):
        services.close_round(round=closed, by=profile.author, at=LATER)
    with pytest.raises(UnableToReflect, match="has closed"):
        reply(closed, COUNCIL, HELPS)
    writes = [name for name in dir(services) if "open" in name]
    assert writes == ["open_room", "open_round"]


def test_rounds_close_by_themselves_after_their_last_day(profile):
    opened = open_round(profile, closes_on=NOON.date())
    services.close_due_rounds(at=NOON)
    opened.refresh_from_db()
    assert not opened.is_closed
    services.close_due_rounds(at=LATER)
    opened.refresh_from_db()
    assert opened.is_closed
    assert AuditEntry.objects.filter(action="reflection.closed", by=None).count() == 1


def test_the_audit_log_says_who_ran_a_round_and_not_who_answered(profile):
    make_closed(profile, {COUNCIL: 4})
    done = AuditEntry.objects.filter(action__startswith="reflection.")
    assert {entry.by for entry in done} == {profile.author_id}
    assert sorted(done.values_list("action", flat=True)) == ["reflection.closed", "reflection.opened"]


# --- What may be shown of several ------------------------------------------------------------------


def test_a_round_with_one_person_more_is_told_in_words(profile):
    make_closed(profile, {COUNCIL: 4}, HELPS)
    second = make_closed(profile, {COUNCIL: 5}, HELPS, at=NOON + timedelta(days=10))
    assert show_depths(profile) == ["words", "counts"]
    shown = read_rounds(profile)[0].shown["aim"]
    assert (shown.people, shown.counts.total(), shown.groups, shown.view) == (0, 0, (), HELPS)
    assert second.people == 5


def test_a_second_reflection_about_the_same_is_no_way_round(profile):
    """Neither a hidden one of another team, nor after the first was withdrawn."""
    project = Record.objects.get(pk=make_record(Project).pk)
    first, second = make_profile(about=project), make_profile(title="Again", about=project)
    make_closed(first, {COUNCIL: 4})
    make_closed(second, {COUNCIL: 5}, at=LATER)
    assert (show_depths(first), show_depths(second)) == (["counts"], ["words"])
    records.withdraw_record(record=first, by=first.author, at=LATER)
    assert show_depths(second) == ["words"]
    third = make_profile(title="Third", about=project)
    make_closed(third, {COUNCIL: 4}, at=LATER)
    assert show_depths(third) == ["words"]
    elsewhere = make_profile(title="About the council")
    make_closed(elsewhere, {COUNCIL: 4}, at=LATER)
    assert show_depths(elsewhere) == ["counts"]
    assert show_depths(make_profile(title="Nobody asked")) == []


def test_a_round_that_is_open_shows_how_many_answered_and_nothing_else(profile):
    opened = open_round(profile)
    for _ in range(5):
        reply(opened, COUNCIL, HELPS, words={"aim": "Early words"})
    view = read_rounds(profile)[0]
    assert (view.people, view.depth.value, view.has_views) == (5, "nothing", False)
    assert all(one.counts.total() == 0 and not one.has_view for one in view.shown.values())
    assert view.list_words("aim") == []


# --- People and records that go --------------------------------------------------------------------


def test_an_erased_account_takes_no_answer_with_it(profile):
    """Nothing says which were theirs: neither what is gone, nor what is left."""
    opened, person = open_round(profile), UserFactory()
    for one in (person, *UserFactory.create_batch(3)):
        services.answer_by_account(round=opened, said=services.Said(COUNCIL, say(HELPS)), by=one, at=NOON)
    assert export(person, names={"email": []})["reflections"] == [
        {"round__profile__slug": profile.slug, "has_answered": True}
    ]
    before = sorted(ReplyToStatement.objects.values_list("pk", "answer"))
    erase_account(user=person, at=NOON)
    assert sorted(ReplyToStatement.objects.values_list("pk", "answer")) == before
    assert not Respondent.objects.filter(user=person.pk).exists()
    assert close(opened).people == 4


def test_withdrawing_deletes_what_people_answered(profile):
    opened = open_round(profile)
    services.open_room(round=opened, hours=1, has_shared_devices=False, by=profile.author, at=NOON)
    services.invite(round=opened, emails=["a@example.org"], by=profile.author, at=NOON)
    reply(opened, COUNCIL, HELPS, words={"aim": "Words that go"})
    records.withdraw_record(record=profile, by=profile.author, at=NOON)
    assert not any(model.objects.exists() for model in (Reply, ReplyToStatement, Respondent, Room))
    left = ReflectionRound.objects.get()
    assert (left.statements, left.agencies, left.promise, left.reason) == ([], [], "", "")


def test_words_that_show_somebody_are_deleted_for_good(profile):
    closed = make_known_to_differ(profile)
    view = read_rounds(profile)[0]
    words = view.list_words("aim")
    assert sorted(one.evidence for one in words) == [f"Written words {number}" for number in range(4)]
    services.remove_words(round=closed, key=words[0].pk, by=profile.author, at=LATER)
    assert len(read_rounds(profile)[0].list_words("aim")) == 3
    other = make_known_to_differ(make_profile(title="Another", about=Record.objects.get(pk=make_record(Project).pk)))
    kept = ReplyToStatement.objects.filter(reply__round=other).exclude(evidence="").first()
    services.remove_words(round=closed, key=kept.pk, by=profile.author, at=LATER)
    kept.refresh_from_db()
    assert kept.evidence


def test_an_action_comes_of_a_statement(profile):
    action = services.start_statement_action(
        profile=profile,
        statement="aim",
        what="Write down for whom we do this",
        why="People see the aim differently",
        first_step="Ask three families",
        due_date=LATER.date(),
        owner=profile.author,
        team=profile.team,
        by=profile.author,
        at=NOON,
    )
    assert StatementAction.objects.get().action_id == action.pk
    assert action.review_date == dt.date(2027, 5, 24)  # six months later
    assert [tie.source_id for tie in Record.objects.get(pk=profile.pk).ties_in.all()] == [action.pk]
