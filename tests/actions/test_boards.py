"""Boards and calendars of actions: who sees which, what is counted, and what a file holds."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from cairn.actions import services
from cairn.actions.models import CalendarAddress
from cairn.actions.policies import UnableToAct
from cairn.lessons.models import Lesson
from cairn.places.models import Membership
from cairn.records.models import Record, Tie
from cairn.records.services import share_record
from cairn.search.models import SearchTag
from cairn.search.services import index_record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.actions import DUE, TODAY, action, on_the_day, people, start
from tests.factories.records import NOON, make_organisation, make_record, make_team

__all__ = ["action", "on_the_day", "people"]
pytestmark = pytest.mark.django_db
TEAM = "/actions/team/otterdale-council/edge-of-care/"
ORGANISATION = "/actions/organisation/otterdale-council/"


@pytest.fixture
def several(people, on_the_day):
    """One of each: open, overdue, stuck, done in this quarter, done long ago, dropped, not now."""
    made = {
        name: start(people.owner, people.owner, what=f"Action {name}", due_date=TODAY + timedelta(days=days))
        for name, days in [
            ("open", 9), ("overdue", -1), ("stuck", 9), ("done", 9), ("old", 9), ("dropped", 9), ("not now", -1),
        ]
    }  # fmt: skip
    by = {"by": people.owner, "at": NOON}
    services.say_stuck(action=made["stuck"], on="The rota", **by)
    services.finish_action(action=made["done"], done_date=date(2026, 10, 1), outcome="It changed", **by)
    services.finish_action(action=made["old"], done_date=date(2026, 9, 30), outcome="It changed", **by)
    services.drop_action(action=made["dropped"], reason="No money", **by)
    asked = start(people.lead, people.owner, what="Action asked", due_date=TODAY - timedelta(days=1))
    services.respond(action=asked, response="not_now", reason="Later", **by)
    return made


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        ("open", {"open", "overdue", "stuck", "not now", "asked"}),
        ("overdue", {"overdue", "not now"}),
        ("stuck", {"stuck"}),
        ("not-now", {"asked"}),
        ("done", {"done", "old"}),
        ("this-quarter", {"done"}),
        ("dropped", {"dropped"}),
        ("nonsense", {"open", "overdue", "stuck", "done", "old", "dropped", "not now", "asked"}),
    ],
)
def test_a_board_is_narrowed_by_its_address_and_counts_what_it_would_show(people, several, shown, names):
    page = client_of(people.owner).get(f"/actions/mine/?show={shown}")
    assert {row.action.title.removeprefix("Action ") for row in page.context["rows"]} == names
    if shown != "nonsense":
        assert {key: number for key, _, number in page.context["choices"]}[shown] == len(names)


def test_boards_are_for_their_people(people, action):
    for who, sees in [("owner", True), ("teammate", True), ("coordinator", False), ("stranger", False)]:
        assert client_of(getattr(people, who)).get(TEAM).status_code == (200 if sees else 404), who
    for who, sees in [("owner", True), ("coordinator", True), ("colleague", True), ("stranger", False)]:
        assert client_of(getattr(people, who)).get(ORGANISATION).status_code == (200 if sees else 404), who


def test_the_organisation_sees_what_each_reader_may_and_is_told_so(people, action):
    client = client_of(people.coordinator)
    before = client.get(ORGANISATION).content.decode()
    assert action.title not in before
    assert "Actions that only their team can read are not here" in before
    share_record(record=Record.objects.get(pk=action.pk), by=people.lead, at=NOON, sharing="organisation")
    after = client.get(ORGANISATION).content.decode()
    assert action.title in after
    assert people.owner.name not in after


def tag(record, facet, value, label):
    index_record(record)
    SearchTag.objects.create(document_id=record.pk, facet=facet, value=value, label=label)
    return record


def test_a_director_sees_topics_with_what_is_open_overdue_stuck_and_done(people, on_the_day):
    """Two records of one topic count an action once; one without a topic, and no record at all, stand last."""
    home = [tag(make_record(title=title), "need", "home", "A home that lasts") for title in ("First", "Second")]
    system = tag(make_record(title="Third"), "topic", "conditions", "The local system")
    SearchTag.objects.create(document_id=system.pk, facet="place", value="leeds", label="Leeds")
    others = make_team(make_organisation("Ashmere Council"), "Placements")
    hidden = make_record(author=UserFactory(), team=others, sharing="team")
    tag(hidden, "need", "secret", "Secret")
    made = [
        start(people.lead, people.lead, because_of=[*home, *more], due_date=TODAY + timedelta(days=days))
        for more, days in zip([[system], [system], [], []], (5, -1, 5, 5), strict=True)
    ]
    services.say_stuck(action=made[2], on="The rota", by=people.lead, at=NOON)
    services.finish_action(action=made[3], done_date=TODAY, outcome="It changed", by=people.lead, at=NOON)
    alone = [
        start(people.lead, people.lead),
        start(people.lead, people.lead, because_of=[make_record()]),
    ]
    for one in (made[2], alone[1]):  # linked by somebody who sees it
        Tie.objects.create(source_id=one.pk, target_id=hidden.pk, relation="comes_from", made_at=NOON)
    page = client_of(people.lead).get(ORGANISATION)
    rows = [(one.key, one.label, one.open, one.overdue, one.stuck, one.done) for one in page.context["themes"]]
    assert rows == [
        ("need:home", "A home that lasts", 3, 1, 1, 1),
        ("topic:conditions", "The local system", 2, 1, 0, 0),
        ("none", "No topic", 2, 0, 0, 0),
    ]

    def narrowed(query):
        return {row.action for row in client_of(people.lead).get(f"{ORGANISATION}?{query}").context["rows"]}

    assert narrowed("theme=topic%3Aconditions") == set(made[:2])
    assert narrowed("theme=need%3Ahome&show=stuck") == {made[2]}
    assert narrowed("theme=none") == set(alone)
    assert narrowed("theme=need%3Asecret") == set()
    assert narrowed("theme=nonsense") == set()
    assert narrowed(f"of={system.slug}") == set(made[:2])
    assert not narrowed("of=nothing")


def test_lessons_and_insights_are_tagged_with_their_topic(people):
    lesson = make_record(Lesson, happened="mixed", topic="conditions")
    index_record(lesson)
    index_record(make_record(Lesson, happened="mixed", topic="gone"))
    (found,) = SearchTag.objects.filter(facet="topic")
    assert (found.document_id, found.value, found.label) == (
        lesson.pk, "conditions", "Creating the local system conditions",
    )  # fmt: skip


def test_a_file_holds_what_the_address_asks_for(people, several):
    client = client_of(people.owner)
    lines = client.get("/actions/mine/?show=stuck&as=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Action,Why,First step,State,Owner")
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/actions/mine/?as=xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:]} == {f"Action {name}" for name in [*several, "asked"]}


@pytest.mark.parametrize(("board", "number"), [("/actions/mine/", 12), (TEAM, 15), (ORGANISATION, 15)])
def test_boards_ask_as_often_for_three_rows_as_for_one(people, django_assert_num_queries, board, number):
    client = client_of(people.owner)
    for title in ("One", "Two", "Three"):
        start(people.owner, people.owner, what=title, because_of=[make_record(title=title)])
        client.get(board)  # what stays in memory from then on
        if title != "Two":
            with django_assert_num_queries(number):
                assert len(client.get(board).context["rows"]) == (1 if title == "One" else 3)


# --- Calendars ------------------------------------------------------------------------------------


def read_events(content: bytes) -> list[tuple[str, date]]:
    return [(str(one["summary"]), one["dtstart"].dt) for one in Calendar.from_ical(content).walk("VEVENT")]


def test_one_action_is_a_calendar_file(people):
    own = start(people.owner, people.owner, what="Ask; then, “act”\\ — " + "ä" * 100)
    content = client_of(people.owner).get(f"/actions/{own.slug}/action.ics").content
    assert read_events(content) == [(f"Due: {own.title}", DUE), (f"Review: {own.title}", date(2027, 5, 24))]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert client_of(people.stranger).get(f"/actions/{own.slug}/action.ics").status_code == 404


def test_a_private_address_works_until_it_is_ended_or_its_owner_leaves(people, action):
    client, nobody = client_of(people.teammate), client_of(None)
    client.post("/actions/calendars/", {"team": make_team().pk})
    first = CalendarAddress.objects.get()
    address = f"/actions/calendar/{first.key}.ics"
    assert read_events(nobody.get(address).content)[0] == (f"Due: {action.title}", DUE)
    client.post("/actions/calendars/", {"team": make_team().pk})
    assert nobody.get(address).status_code == 404
    address = f"/actions/calendar/{CalendarAddress.objects.get().key}.ics"
    assert nobody.get(address).status_code == 200
    Membership.objects.get(user=people.teammate).team_memberships.all().delete()
    assert nobody.get(address).status_code == 404


def test_ones_own_calendar_has_what_one_owns_and_can_be_ended(people, action):
    client, nobody = client_of(people.owner), client_of(None)
    other = start(people.lead, people.lead, what="Another")
    client.post("/actions/calendars/", {"team": ""})
    address = f"/actions/calendar/{CalendarAddress.objects.get().key}.ics"
    assert address in client.get("/actions/calendars/").content.decode()
    content = nobody.get(address).content
    assert action.title in content.decode().replace("\r\n ", "")
    assert other.title not in content.decode()
    client.post("/actions/calendars/", {"team": "", "end": "1"})
    assert nobody.get(address).status_code == 404


def test_nobody_makes_an_address_for_a_team_of_others(people):
    other = make_team(make_organisation("Ashmere Council"), "Theirs")
    assert client_of(people.owner).post("/actions/calendars/", {"team": other.pk}).status_code == 404
    with pytest.raises(UnableToAct, match="one of your teams"):
        services.make_calendar_address(user=people.owner, team=other, at=NOON)
    assert not CalendarAddress.objects.exists()
