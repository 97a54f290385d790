"""What is done about an action: each act is noted, and where it stands follows from what was noted."""

import itertools
from datetime import date, timedelta

import pytest

from cairn.actions import policies, services
from cairn.actions.enums import CLOSED, OPEN, Act, Response, State
from cairn.actions.models import Action, ActionMove
from cairn.actions.policies import UnableToAct
from cairn.library.models import Project, ProjectCoach
from cairn.library.notices import render_stuck_action
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.models import Record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.actions import DUE, TODAY, action, on_the_day, people, start
from tests.factories.records import NOON, approve, make_record

__all__ = ["action", "on_the_day", "people"]
pytestmark = pytest.mark.django_db
DONE = {"done_date": TODAY, "outcome": "Families were helped the same night."}


def replay(action: Action) -> State:
    """Where the log says that an action stands."""
    state = State.PROPOSED
    for move in ActionMove.objects.filter(action=action).order_by("at", "pk"):
        state = policies.get_state_after(state, move.act, response=move.response, is_different=move.is_different)
    return state


def test_from_every_state_each_act_either_is_possible_or_says_where_the_action_stands(people, action):
    """A table of all pairs, so that a state or an act that is added has to be decided on."""
    assert set(policies.POSSIBLE) == set(Act)
    for state, act in itertools.product(State, Act):
        action.state = state
        if state in policies.POSSIBLE[act]:
            policies.check_is_possible(action, act)
        else:
            with pytest.raises(UnableToAct, match=f"already {state.label.lower()}"):
                policies.check_is_possible(action, act)


def test_what_is_closed_takes_no_act_but_a_review():
    possible = {act for act, states in policies.POSSIBLE.items() if set(states) & set(CLOSED)}
    assert possible == {Act.REVIEWED}


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ([], State.PROPOSED),
        ([("respond", {"response": "accepted", "reason": ""})], State.ACCEPTED),
        ([("respond", {"response": "in_part", "reason": "Only at weekends."})], State.ACCEPTED),
        ([("respond", {"response": "not_now", "reason": "After the inspection."})], State.PROPOSED),
        ([("start_work", {})], State.IN_PROGRESS),
        ([("start_work", {}), ("say_stuck", {"on": "The rota"})], State.STUCK),
        ([("say_stuck", {"on": "The rota"}), ("get_unstuck", {"words": "HR helped"})], State.IN_PROGRESS),
        ([("move_due_date", {"to": date(2027, 2, 1), "reason": "Leave"})], State.PROPOSED),
        ([("finish_action", DONE)], State.DONE),
        (
            [("say_stuck", {"on": "The rota"}), ("finish_action", {**DONE, "is_different": True})],
            State.DONE_DIFFERENTLY,
        ),
        ([("drop_action", {"reason": "The panel was abolished."})], State.DROPPED),
        ([("finish_action", DONE), ("review_action", {"words": "It lasts.", "next_review": None})], State.DONE),
    ],
)
def test_state_follows_from_what_was_done(people, action, acts, state):
    for number, (name, given) in enumerate(acts):
        getattr(services, name)(action=action, by=people.owner, at=NOON + timedelta(hours=number), **given)
    action.refresh_from_db()
    assert (action.state, replay(action)) == (state, state)
    assert action.is_open is (state in OPEN)


def test_whoever_takes_an_action_on_has_answered(people):
    own = start(people.owner, people.owner)
    assert (own.state, own.response) == (State.ACCEPTED, Response.ACCEPTED)


def test_the_old_date_and_the_reason_stay(people, action):
    to = date(2027, 2, 1)
    services.move_due_date(action=action, to=to, reason="Two workers left.", by=people.owner, at=NOON)
    action.refresh_from_db()
    move = action.moves.get(act=Act.DATE_MOVED)
    assert (action.due_date, move.old_day, move.new_day, move.words) == (to, DUE, to, "Two workers left.")
    for given in ({"to": to, "reason": "Again"}, {"to": DUE, "reason": " "}):
        with pytest.raises(UnableToAct):
            services.move_due_date(action=action, by=people.owner, at=NOON, **given)


def test_an_earlier_version_brings_no_earlier_day_back(people, action):
    """Words have versions; what acts decided has a log."""
    first = action.latest_revision
    records.save_draft(record=action, by=people.lead, at=NOON, answers={"first_step": "Ask first"})
    services.move_due_date(action=action, to=date(2027, 2, 1), reason="Leave", by=people.owner, at=NOON)
    records.restore_revision(record=Record.objects.get(pk=action.pk), revision=first, by=people.lead, at=NOON)
    action.refresh_from_db()
    assert (action.first_step, action.due_date, action.owner) == ("Try it in one team", date(2027, 2, 1), people.owner)


@pytest.mark.parametrize("who", ["owner", "teammate", "colleague", "coordinator", "stranger"])
def test_only_the_owner_and_the_team_act(people, action, who):
    person = getattr(people, who)
    answer = client_of(person).post(f"/actions/{action.slug}/stuck/", {"on": "The rota"})
    action.refresh_from_db()
    may = who in ("owner", "teammate")
    assert (answer.status_code, action.state) == ((302, State.STUCK) if may else (404, State.PROPOSED))


def test_readers_of_a_public_action_see_its_state_and_neither_its_owner_nor_why_it_is_stuck(people, action):
    services.say_stuck(action=action, on="SECRET reason", by=people.owner, at=NOON)
    record = Record.objects.get(pk=action.pk)
    approve(record)
    records.share_record(record=record, by=people.lead, at=NOON, sharing="public")
    seen = client_of(None).get(action.get_absolute_url()).content.decode()
    assert "Stuck" in seen
    assert "SECRET reason" not in seen
    assert people.owner.name not in seen
    assert "SECRET reason" in client_of(people.teammate).get(action.get_absolute_url()).content.decode()


def test_stuck_reaches_the_team_and_the_coordinator_who_reads_no_more_of_it(people, action, on_the_day):
    from cairn.actions.notices import render_stuck

    services.say_stuck(action=action, on="The rota", by=people.owner, at=NOON)
    told = set(Notice.objects.filter(kind="action.stuck").values_list("user", flat=True))
    assert {people.lead.pk, people.teammate.pk, people.coordinator.pk} <= told
    assert not told & {people.owner.pk, people.colleague.pk, people.stranger.pk}
    assert render_stuck(people.teammate, action.slug).heading == f"Stuck: {action.title}"
    hint = render_stuck(people.coordinator, action.slug)
    assert action.team.name in hint.heading
    assert action.title not in hint.heading + hint.sentence
    assert render_stuck(people.colleague, action.slug) is None
    services.get_unstuck(action=action, by=people.owner, at=NOON)
    assert render_stuck(people.teammate, action.slug) is None


def test_stuck_reaches_the_coach_of_the_project_who_reads_nothing_of_the_action(people):
    coach, project = UserFactory(), make_record(Project, author=people.lead, title="Rapid response hub")
    ProjectCoach.objects.create(project=project, email=coach.email, user=coach, named_at=NOON, agreed_at=NOON)
    own = start(people.owner, people.owner, because_of=[project])
    services.say_stuck(action=own, on="The rota", by=people.owner, at=NOON)
    assert Notice.objects.filter(kind="project.action_stuck", user=coach).exists()
    told = render_stuck_action(coach, own.slug)
    assert told.heading == "Stuck: Rapid response hub"
    assert own.title not in told.sentence
    assert render_stuck_action(people.stranger, own.slug) is None
    services.get_unstuck(action=own, by=people.owner, at=NOON)
    assert render_stuck_action(coach, own.slug) is None


def test_one_action_answers_several_records_and_its_result_is_shown_on_each(people):
    origins = [make_record(title=f"Challenge {number}") for number in range(2)]
    query = "&".join(f"of={one.slug}" for one in origins)
    given = {"what": "Decide at once", "first_step": "Try it", "due_date": "31/12/2026", "owner": people.lead.pk}
    client = client_of(people.lead)
    assert client.post(f"/actions/new/?{query}", given).status_code == 302
    action = Action.objects.get()
    assert action.review_date == date(2027, 5, 24)  # six months, unless somebody says otherwise
    services.finish_action(action=action, by=people.lead, at=NOON, **DONE)
    for origin in origins:
        link = f"/actions/new/?of={origin.slug}"
        assert link in client.get(origin.get_absolute_url()).content.decode()
    record = Record.objects.get(pk=action.pk)
    records.share_record(record=record, by=people.lead, at=NOON, sharing="organisation")
    for origin in origins:
        assert DONE["outcome"] in client.get(origin.get_absolute_url()).content.decode()


def test_a_public_outcome_waits_for_a_colleague(people):
    action = start(people.owner, people.owner)
    record = Record.objects.get(pk=action.pk)
    approve(record)
    records.share_record(record=record, by=people.owner, at=NOON, sharing="public")
    services.finish_action(action=action, by=people.owner, at=NOON, **DONE)
    assert DONE["outcome"] not in client_of(None).get(action.get_absolute_url()).content.decode()


def test_there_is_no_blank_action(people):
    """Row 46: an action has an owner, a first step and a date, or it is none."""
    client = client_of(people.lead)
    whole = {"what": "Decide at once", "first_step": "Try it", "due_date": "31/12/2026", "owner": people.lead.pk}
    for name in whole:
        page = client.post("/actions/new/", {key: value for key, value in whole.items() if key != name})
        assert page.status_code == 200, name
    for owner in ("invite", "body"):
        assert client.post("/actions/new/", {**whole, "owner": owner}).status_code == 200, owner
    assert not Action.objects.exists()


def test_a_state_that_has_changed_meanwhile_is_said(people, action):
    services.drop_action(action=action, reason="No money", by=people.owner, at=NOON)
    page = client_of(people.owner).get(f"/actions/{action.slug}/stuck/", follow=True)
    assert "This action is already dropped" in page.content.decode()


def test_an_outcome_that_its_readers_see_waits_for_nothing(people, action):
    """Unless something else was written before and waits still."""
    other = start(people.owner, people.owner)
    for one in (action, other):
        records.share_record(record=Record.objects.get(pk=one.pk), by=people.lead, at=NOON, sharing="organisation")
    records.save_draft(record=Record.objects.get(pk=other.pk), by=people.lead, at=NOON, answers={"summary": "Better."})
    for one, waits in ((action, False), (other, True)):
        services.finish_action(action=one, by=people.owner, at=NOON, **DONE)
        one.refresh_from_db()
        assert one.outcome == DONE["outcome"]
        assert one.has_unpublished_changes == waits
