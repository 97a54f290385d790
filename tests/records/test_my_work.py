"""What somebody has under way, with its state and date: their own, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, localtime, now

from cairn.actions.models import Action
from cairn.boards.services import follow_board
from cairn.indicators.services import follow_measure
from cairn.lessons.models import Lesson, OpenQuestion
from cairn.lessons.services import answer_question
from cairn.library.models import Project
from cairn.library.services.updates import make_update
from cairn.records import services
from cairn.records.desk import DueItem, WorkItem, get_first_steps, get_followed, get_question, get_work
from cairn.records.models import Follow, Record
from cairn.records.presenters.desk import greet, summarise
from cairn.rooms.services import close_room
from cairn.voice.models import Challenge
from tests.cases import each
from tests.factories.accounts import UserFactory, client_of
from tests.factories.boards import make_board
from tests.factories.records import NOON, approve, join, make_draft, make_organisation, make_record, make_team
from tests.factories.rooms import make_room

pytestmark = pytest.mark.django_db


def list_states(person):
    return {item.title: (item.kind, item.state, item.next_step) for item in get_work(person)}


def read(person, path="/desk/"):
    return " ".join(client_of(person).get(path).content.decode().split())


def test_a_draft_says_how_far_its_review_has_come():
    me, colleague = UserFactory(), UserFactory()
    team = make_team(None, "Edge of care", me, colleague)
    drafts = {
        state: make_draft(Challenge, author=me, team=team, title=state)
        for state in ("Draft", "In review", "Changes requested", "Approved")
    }
    for state, decision in (("In review", ""), ("Changes requested", "changes"), ("Approved", "approved")):
        review = services.ask_for_review(record=drafts[state], by=me, at=NOON)
        if decision:
            services.decide_review(review=review, decision=decision, comment="Why?", by=colleague, at=NOON)
    assert {title: state for title, (_, state, _) in list_states(me).items()} == {state: state for state in drafts}
    # Words that are changed after the review have not been looked at.
    services.save_draft(record=drafts["Approved"], by=me, at=NOON + timedelta(hours=1), answers={"summary": "New."})
    assert list_states(me)["Approved"] == ("Challenge", "Draft", "Continue editing")


def test_changes_to_what_is_published_wait_too():
    record = make_record(Challenge, title="Published once")
    assert list_states(record.author) == {}
    services.save_draft(record=record, by=record.author, at=now(), answers={"summary": "Better words."})
    assert list_states(record.author)["Published once"] == ("Challenge", "Changes not published", "Continue editing")


def test_late_actions_stand_first_and_done_ones_nowhere():
    me, today = UserFactory(), localdate()
    for title, days, more in (
        ("Late", -3, {"state": "accepted"}),
        ("Later", -1, {"state": "stuck"}),
        ("Not now", -9, {"response": "not_now"}),
        ("Soon", 5, {}),
        ("Done", -9, {"state": "done", "done_date": today}),
        ("Dropped", -9, {"state": "dropped"}),
    ):
        make_draft(Action, author=me, owner=me, title=title, due_date=today + timedelta(days=days), **more)
    make_draft(Action, author=me, owner=UserFactory(), title="Of someone else", due_date=today)
    assert [(item.title, item.state, item.is_late) for item in get_work(me)] == [
        ("Late", "Overdue", True),
        ("Later", "Stuck and overdue", True),
        ("Not now", "Not now", False),
        ("Soon", "Proposed", False),
    ]
    page = read(me)
    assert "Two actions are overdue" in page
    assert page.index("Late") < page.index("Soon")


def test_a_coordinator_hears_that_an_action_has_no_owner_and_not_what_it_says():
    action = make_draft(Action, title="Planted title", due_date=localdate())
    coordinator, member = UserFactory(), UserFactory()
    join(coordinator, action.organisation, role="coordinator")
    join(member, action.organisation)
    assert f"An action of {action.team}" in read(coordinator)
    assert "Planted title" not in read(coordinator)
    assert "An action of" not in read(member)


def test_a_project_of_the_team_is_there_until_it_ends_and_says_that_it_is_stuck():
    me, colleague, stranger = UserFactory(), UserFactory(), UserFactory()
    team = make_team(None, "Edge of care", me, colleague)
    project = make_record(Project, author=me, team=team, title="A night line")
    make_record(Project, author=me, team=team, title="Over", ended="2025-06")
    assert list_states(colleague)["A night line"] == ("Project", "Published", "Add an update")
    make_update(project=project, moved="", stuck="Nobody at night", needs="", shows_need=False, by=me, at=NOON)
    assert list_states(colleague)["A night line"][1] == "Stuck"
    assert "Over" not in list_states(me)
    assert list_states(stranger) == {}


def test_a_reader_of_the_organisation_has_no_work_of_others_and_is_told_why():
    team = make_team()
    make_record(Project, team=team, title="Shared", sharing="organisation")
    make_draft(Challenge, team=team, title="Planted draft")
    director = UserFactory()
    join(director, team.organisation, role="reader")
    page = read(director)
    assert "Planted draft" not in page
    assert "You can read, but not write for your organisation" in page
    assert "Your drafts, papers, plans, projects and actions will appear here." in page


@each(
    "joined, words",
    {
        "nowhere": ("", "You are not in an organisation yet"),
        "waiting": ("waiting", "You are not in an organisation yet"),
        "no team": ("member", "You are not in a team yet"),
        "reader": ("reader", "You can read, but not write for your organisation"),
    }.values(),
)
def test_an_empty_desk_says_what_to_do_next(joined, words):
    person = UserFactory()
    if joined:
        membership = join(person, make_organisation(), role=joined if joined != "waiting" else "member")
        if joined == "waiting":
            type(membership).objects.filter(pk=membership.pk).update(state="waiting", joined_at=None)
    page = read(person)
    assert words in page
    for path in ("/papers/new/", "/records/new/", "/challenges/", "/lessons/new/"):
        assert path in page
    assert ("Council on one page" in page) == (joined not in ("", "waiting"))


def test_first_steps_are_done_when_the_site_can_see_it_and_go_after_four_weeks():
    person = UserFactory()
    assert not any(step.is_done for step in get_first_steps(person))
    join(person, make_organisation(), team=make_team())
    record = make_record(Challenge)
    services.follow(record=record, user=person, at=NOON)
    make_draft(Lesson, author=person, title="We learnt")
    done = [step.words for step in get_first_steps(person) if step.is_done]
    assert done == ["Join your organisation", "Follow a challenge", "Share one lesson, good or bad"]
    assert "3 of 6 done" in read(person)
    type(person).objects.filter(pk=person.pk).update(created_at=now() - timedelta(days=29))
    assert "Your first weeks" not in read(person)


def test_what_one_follows_is_listed_as_long_as_one_may_see_it():
    person = UserFactory()
    kept, hidden = make_record(Challenge, title="Followed"), make_record(Challenge, title="Hidden since")
    for record in (kept, hidden):
        services.follow(record=record, user=person, at=NOON)
    Record.objects.filter(pk=hidden.pk).update(sharing="team")
    page = read(person).partition("<h2>Following</h2>")[2]
    assert "Followed" in page
    assert "Hidden since" not in page


def test_everything_is_one_link_away():
    me = UserFactory()
    for number in range(8):
        make_draft(Challenge, author=me, title=f"Draft {number}.")
    assert "All 8 drafts, plans and actions" in read(me)
    everything = read(me, "/desk/work/")
    assert all(f"Draft {number}." in everything for number in range(8))
    assert "Draft 0." not in read(UserFactory(), "/desk/work/")


@each("path", ["/desk/", "/desk/work/", "/desk/digest/otterdale-council/"])
def test_without_a_log_in_there_is_no_desk(path):
    make_organisation()
    assert Client().get(path).headers["Location"].startswith("/log-in/")


@each(
    "role, word", [("coordinator", "Director’s digest"), ("reader", "Director’s digest"), ("member", "Share a lesson")]
)
def test_who_leads_or_only_reads_is_led_to_the_digest_first(role, word):
    person = UserFactory()
    join(person, make_organisation(), role=role)
    band = read(person).partition("<h1>")[2].partition("f-with-aside")[0]
    assert [one for one in ("Director’s digest", "Share a lesson") if one in band] == [word]


def test_a_lesson_that_others_read_stays_on_the_desk_of_its_author():
    lesson = make_record(Lesson, title="We learnt", happened="mixed")
    assert list_states(lesson.author)["We learnt"] == ("Lesson", "Published", "Add an action")
    assert list_states(UserFactory()) == {}


# --- one question ---------------------------------------------------------------------------------


def test_an_old_lesson_asks_whether_one_acted_on_it():
    lesson = make_record(Lesson, title="We copied the rota", happened="mixed")
    Lesson.objects.filter(pk=lesson.pk).update(last_published_at=now() - timedelta(days=27))
    assert get_question(lesson.author) is None
    Lesson.objects.filter(pk=lesson.pk).update(last_published_at=now() - timedelta(days=29))
    asked = get_question(lesson.author)
    assert (asked.about, asked.url) == ("We copied the rota", f"/actions/new/?of={lesson.slug}")
    assert get_question(UserFactory()) is None
    action = make_draft(Action, author=lesson.author, team=lesson.team)
    services.link(source=action, target=lesson, relation="comes_from", reason="", by=lesson.author, at=NOON)
    assert get_question(lesson.author) is None


def test_a_project_that_ended_asks_what_happened():
    project = make_record(Project, title="Key workers", ended="2025-06")
    assert get_question(project.author).url == f"/records/{project.slug}/edit/result/"
    Project.objects.filter(pk=project.pk).update(happened="It stopped with the money.")
    assert get_question(project.author) is None


def test_a_question_of_others_is_asked_until_one_answered_it():
    asked = make_record(OpenQuestion, title="How do you hand a family over?")
    reader, colleague = UserFactory(), UserFactory()
    join(reader, make_organisation("Ashmere Council"))
    join(colleague, asked.organisation)
    assert get_question(reader).words == "How do you hand a family over?"
    assert get_question(colleague) is None
    assert get_question(asked.author) is None
    answer_question(question=asked, text="Two workers.", may_become_lesson=False, by=reader, at=NOON)
    assert get_question(reader) is None


def test_a_question_that_one_may_not_see_is_not_asked():
    make_record(OpenQuestion, title="Of our own", sharing="organisation")
    assert get_question(UserFactory()) is None


# --- words ----------------------------------------------------------------------------------------


@each("hour, greeting", {"night": (3, "morning"), "noon": (12, "afternoon"), "six": (18, "evening")}.values())
def test_greeting_goes_by_the_hour(hour, greeting):
    assert greet(UserFactory(name="Ines Lead"), NOON.replace(hour=hour)) == f"Good {greeting}, Ines"


def test_greeting_does_without_a_name():
    assert greet(UserFactory(name=" "), NOON) == "Good afternoon"


TODAY = date(2026, 11, 24)


def make_item(title="Ask them", due=None, *, is_late=False):
    return WorkItem(title, "/x/", "Action", "Open", "Go on", "/x/", NOON, due, is_late)


@each(
    "due, work, words",
    {
        "nothing": ([], [], "This page will show your work, and what others ask of you."),
        "work only": ([], [make_item()], "Nothing is overdue."),
        "one to come": (
            [],
            [make_item(due=date(2026, 12, 3))],
            "Nothing is overdue. Next: Ask them, due on 3 December.",
        ),
        "one late": ([], [make_item(due=date(2026, 11, 1), is_late=True)], "One action is overdue."),
        "asked": ([DueItem("a", "b", "/", NOON)] * 2, [], "Two tasks are waiting for you."),
        "both": (
            [DueItem("a", "b", "/", NOON)],
            [make_item(is_late=True), make_item(is_late=True)],
            "Two actions are overdue and one task is waiting for you.",
        ),
    }.values(),
)
def test_the_desk_in_a_sentence(due, work, words):
    assert summarise(due, work, TODAY) == words


def test_a_record_that_was_approved_for_everyone_leaves_the_desk():
    record = make_draft(Challenge, title="Waiting")
    approve(record)
    assert list_states(record.author)["Waiting"] == ("Challenge", "Approved", "Publish")
    services.share_record(record=record, by=record.author, at=NOON, sharing="public")
    assert "Waiting" not in list_states(record.author)


def test_what_is_followed_is_listed_together_the_newest_first():
    me = UserFactory()
    record, hidden = make_record(Challenge, title="A challenge"), make_record(Challenge, title="Hidden", sharing="team")
    board, gone = make_board(title="A board"), make_board(title="Gone", slug="methods", topic="methods")
    follow_board(board=board, user=me, at=NOON + timedelta(hours=1))
    follow_board(board=gone, user=me, at=NOON)
    follow_measure(user=me, measure="cla_rate", at=NOON + timedelta(hours=2))
    follow_measure(user=me, measure="no_longer_there", at=NOON)
    follow_measure(user=UserFactory(), measure="cpp_rate", at=NOON)
    Follow.objects.bulk_create(Follow(user=me, record_id=one.pk, since=NOON) for one in (record, hidden))
    gone.unpublish()
    assert [(item.kind, item.title) for item in get_followed(me)] == [
        ("Measure", "Looked after, rate"),
        ("Board", board.title),
        ("Challenge", "A challenge"),
    ]
    page = read(me)
    for item in get_followed(me):
        assert page.count(f'href="{item.url}"') == 1, "what is followed is nothing new"
        assert item.url.startswith("/")


def test_the_desk_shows_open_rooms_with_their_code_and_end_and_no_others():
    me = UserFactory()
    rooms = {name: make_room(me, title=name) for name in ("Open room", "Closed room")}
    other = UserFactory()
    make_room(other, title="Room of others", team=make_team(make_organisation("Ashmere Council"), "Placements", other))
    close_room(room=rooms["Closed room"], by=me, at=now())
    page, room = read(me), rooms["Open room"]
    assert f"Code {room.spaced_code}. Closes at {localtime(room.ends_at):%H:%M}. 0 joined" in page
    for title in ("Closed room", "Room of others"):
        assert title not in page
