"""From match to change: an introduction by consent of both, visits, exchanges, and an end with an action of each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.actions.services import start_action
from cairn.audit.models import AuditEntry
from cairn.library.models import Grade, ReportedJudgement, Source
from cairn.notices.models import Notice
from cairn.peers.desk.partnerships import find_notes, find_requests, find_visits
from cairn.peers.enums import Ending, RequestState, RunState, ShownTo, Used, VisitState
from cairn.peers.models import Introduction, Match, MatchRun, Partnership, Visit
from cairn.peers.notices.partnerships import (
    render_answered,
    render_asked,
    render_ended,
    render_follow_up,
    render_visit,
)
from cairn.peers.policies import partnerships as policies
from cairn.peers.policies.partnerships import UnableToPartner
from cairn.peers.queries.matching import get_apart
from cairn.peers.queries.partnerships import find_flags, get_partnerships
from cairn.peers.services import introductions, partnerships
from cairn.places.models import CircleMembership
from cairn.places.services import add_to_circle
from cairn.records.models import Record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.partnerships import (
    DAY,
    Side,
    add_aim,
    add_exchange,
    add_visit,
    ask,
    introduce,
    make_side,
    make_sides,
)
from tests.factories.peers import make_ask, make_offer
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import join, make_team
from tests.rules import may

pytestmark = pytest.mark.django_db
PAGE = reverse("peers:partnerships")


@pytest.fixture
def sides():
    return make_sides()


@pytest.fixture
def pair(sides):
    return introduce(*sides)


def judge(side: Side, grade: str, on: str) -> None:
    """A council of a grade, on a day, by a source."""
    side.organisation.place = FictionalCouncilFactory()
    side.organisation.save()
    source = Source.objects.create(key=f"report-{grade}", title="Inspection report", year="2025")
    ReportedJudgement.objects.create(
        place=side.organisation.place,
        source=source,
        source_grade=Grade.COUNCIL,
        judged_on=on,
        area="overall",
        grade=grade,
        framework="ILACS",
    )


def act_on(pair, side):
    return start_action(
        what=f"Try the rota in {side.organisation}",
        why="Because of the visit",
        first_step="Ask the team",
        due_date=localdate() + 30 * DAY,
        owner=side.person,
        team=make_team(side.organisation, "Leadership"),
        by=side.person,
        at=now(),
        because_of=[Record.objects.get(pk=pair.pk)],
    )


def read(pair, person):
    answer = client_of(person).get(pair.get_absolute_url())
    return answer.content.decode() if answer.status_code == 200 else ""


# --- The introduction -----------------------------------------------------------------------------


def test_nothing_of_either_is_revealed_before_both_agreed(sides):
    first, second = sides
    asked = ask(first, second)
    for reader, other in ((first, second), (second, first)):
        page = client_of(reader.person).get(asked.get_absolute_url()).content.decode()
        assert "How a night line is staffed" in page
        assert other.person.name not in page
        assert other.person.email not in page
    assert not Partnership.objects.exists()
    client_of(second.person).post(asked.get_absolute_url(), {"answer": "agree"})
    pair = Partnership.objects.get()
    for reader, other in ((first, second), (second, first)):
        page = read(pair, reader.person)
        assert (other.person.name in page, f"mailto:{other.person.email}" in page) == (True, True)


def test_request_is_told_to_the_other_coordinators_and_the_answer_to_whoever_asked(sides):
    first, second = sides
    join(UserFactory(), second.organisation)  # a member, who speaks for nobody
    asked = ask(first, second)
    assert Notice.objects.get(kind="introduction.asked").user == second.person
    assert render_asked(second.person, asked.key).heading == "Request for an introduction: Ashmere Council"
    assert render_asked(first.person, asked.key) is None
    assert [one.title for one in find_requests(second.person)] == [
        "Ashmere Council asks Brookvale Council for an introduction"
    ]
    assert find_requests(first.person) == []
    introductions.agree_to_introduction(introduction=asked, by=second.person, at=now())
    assert Notice.objects.get(kind="introduction.answered").user == first.person
    assert render_answered(first.person, asked.key).heading == "You are introduced to Brookvale Council"
    assert render_asked(second.person, asked.key) is None
    assert find_requests(second.person) == []


def test_not_now_needs_no_reason_and_reaches_only_those_who_asked(sides):
    first, second = sides
    outsider = make_side("Carrow Council")
    asked = ask(first, second)
    client_of(second.person).post(asked.get_absolute_url(), {"answer": "decline"})
    asked.refresh_from_db()
    assert (asked.state, asked.words, asked.asker_learns, asked.asked_learns) == (RequestState.DECLINED, "", "", "")
    assert set(Notice.objects.filter(kind="introduction.answered").values_list("user", flat=True)) == {first.person.pk}
    assert render_answered(first.person, asked.key).heading == "Not now: Brookvale Council"
    assert "Not now" in client_of(first.person).get(PAGE).content.decode()
    assert "Brookvale" not in client_of(outsider.person).get(PAGE).content.decode()
    assert client_of(outsider.person).get(asked.get_absolute_url()).status_code == 404
    assert get_apart(fictional=False) == {frozenset({first.organisation.pk, second.organisation.pk})}
    assert get_apart(fictional=True) == set()
    assert not Partnership.objects.exists()


def test_who_may_ask_and_answer(sides):
    first, second = sides
    member = UserFactory()
    join(member, first.organisation)
    soon = {"meet_by": localdate() + DAY, "on": localdate(), "others": []}
    orgs = (first.organisation, second.organisation)
    assert may(policies.check_can_ask, first.person, *orgs, **soon)
    assert not may(policies.check_can_ask, member, *orgs, **soon)
    assert not may(policies.check_can_ask, second.person, *orgs, **soon)
    assert not may(policies.check_can_ask, first.person, orgs[0], orgs[0], **soon)
    assert not may(policies.check_can_ask, first.person, *orgs, **{**soon, "meet_by": localdate()})
    second.organisation.is_fictional = True
    assert not may(policies.check_can_ask, first.person, *orgs, **soon)
    asked = Introduction(asker=orgs[0], asked=orgs[1], asked_by=first.person)
    assert may(policies.check_can_answer, second.person, asked)
    assert not may(policies.check_can_answer, first.person, asked)
    assert may(policies.check_can_cancel, first.person, asked)
    assert not may(policies.check_can_cancel, second.person, asked)
    assert may(policies.check_can_agree, second.person, asked)
    assert not may(policies.check_can_agree, first.person, asked)
    asked.state = RequestState.CANCELLED
    assert not may(policies.check_can_answer, second.person, asked)
    assert not may(policies.check_can_cancel, first.person, asked)
    asked.state, asked.asked_by = RequestState.WAITING, None
    assert not may(policies.check_can_agree, second.person, asked)
    asked.asked_by = member  # no longer a coordinator
    assert not may(policies.check_can_agree, second.person, asked)
    first.person.is_active = False
    asked.asked_by = first.person
    assert not may(policies.check_can_agree, second.person, asked)


def test_one_request_at_a_time_in_either_direction(sides):
    first, second = sides
    asked = ask(first, second)
    for way in ((first, second), (second, first)):
        with pytest.raises(UnableToPartner, match="already"):
            ask(*way)
    client_of(first.person).post(asked.get_absolute_url(), {"answer": "cancel"})
    assert Introduction.objects.get().state == RequestState.CANCELLED
    pair = introduce(second, first)
    with pytest.raises(UnableToPartner, match="partnership already"):
        ask(first, second)
    partnerships.step_out(partnership=pair, organisation=first.organisation, by=first.person, at=now())
    assert ask(first, second).state == RequestState.WAITING


def test_answer_that_is_none_changes_nothing(sides):
    first, second = sides
    asked = ask(first, second)
    page = client_of(second.person).post(asked.get_absolute_url(), {"answer": "perhaps"}, follow=True)
    assert "Choose one of the answers." in page.content.decode()
    refused = client_of(first.person).post(asked.get_absolute_url(), {"answer": "agree"}, follow=True)
    assert "Only a coordinator of the organisation that was asked" in refused.content.decode()
    assert Introduction.objects.get().state == RequestState.WAITING


def test_asking_by_hand(sides):
    first, second = sides
    url = reverse("peers:ask-introduction")
    given = {"asker": first.organisation.pk, "asked": second.organisation.pk, "asker_learns": "Night lines"}
    page = client_of(first.person).post(url, given)
    assert "Enter" in page.content.decode()
    given |= {"asked_learns": "Reviews", "meet_by": str(localdate() + 9 * DAY)}
    client_of(first.person).post(url, given)
    made = Introduction.objects.get()
    assert (made.asker, made.asked, made.asked_by) == (first.organisation, second.organisation, first.person)
    member = UserFactory()
    join(member, first.organisation)
    assert "Only a coordinator" in client_of(member).post(url, given).content.decode()
    assert Introduction.objects.count() == 1


def make_match(first, second, **given):
    run = MatchRun.objects.create(made_at=now(), state=RunState.SHARED, decided_at=now(), inputs_sum="0" * 64)
    return Match.objects.create(
        run=run,
        first=first.organisation,
        second=second.organisation,
        first_learns="edge_of_care",
        first_hours=8,
        second_learns="leaving_care",
        second_hours=8,
        **given,
    )


@pytest.mark.parametrize(("shown_to", "sees"), [(ShownTo.OWN, False), (ShownTo.MATCHED, True)])
def test_asking_from_a_match_keeps_a_name_back_until_both_agreed(sides, shown_to, sees):
    first, second = sides
    make_offer(second.organisation, "edge_of_care", shown_to=shown_to)
    make_ask(second.organisation, "leaving_care", shown_to=ShownTo.MATCHED)
    match = make_match(first, second)
    url = f"{reverse('peers:ask-introduction')}?match={match.key}"
    client = client_of(first.person)
    page = client.get(url).content.decode()
    assert ("Brookvale Council" in page) is sees
    given = {"asker_learns": "Night lines", "asked_learns": "Reviews", "meet_by": str(localdate() + 9 * DAY)}
    page = client.post(url, given, follow=True).content.decode()
    assert ("Brookvale Council" in page) is sees
    assert ("Brookvale Council" in client.get(PAGE).content.decode()) is sees
    made = Introduction.objects.get()
    assert (made.asked, made.match, made.is_named) == (second.organisation, match, sees)
    introductions.decline_introduction(introduction=made, by=second.person, at=now())
    assert ("Brookvale" in render_answered(first.person, made.key).heading) is sees
    assert ("Brookvale Council" in client.get(PAGE).content.decode()) is sees


def test_match_of_others_or_not_shared_leads_nowhere(sides):
    first, second = sides
    match = make_match(first, second)
    url = f"{reverse('peers:ask-introduction')}?match={match.key}"
    assert client_of(make_side("Carrow Council").person).get(url).status_code == 404
    assert client_of(second.person).get(url).status_code == 200
    MatchRun.objects.update(state=RunState.DISCARDED)
    assert client_of(first.person).get(url).status_code == 404


# --- Who reads and changes it ---------------------------------------------------------------------


def test_both_read_and_change_it_and_nobody_else(sides, pair):
    first, second = sides
    colleague, guest, outsider = UserFactory(), UserFactory(), make_side("Carrow Council").person
    join(colleague, first.organisation, team=make_team(first.organisation))
    for person in (first.person, second.person):
        assert pair.first_learns in read(pair, person)
        assert policies.can_change_partnership(pair, person)
    for person in (colleague, outsider):
        assert read(pair, person) == ""
        assert not policies.can_change_partnership(pair, person)
    add_to_circle(circle=pair.circle, people=[colleague, guest], by=first.person, at=now())
    assert policies.can_change_partnership(pair, colleague)
    assert pair.first_learns in read(pair, guest)  # somebody of neither, who was invited, reads
    assert not policies.can_change_partnership(pair, guest)
    assert client_of(guest).get(reverse("peers:change-partnership", args=[pair.slug])).status_code == 404
    join(colleague, first.organisation, role="reader")
    assert not policies.can_change_partnership(pair, colleague)


def test_words_are_changed_for_both_at_once(sides, pair):
    _, second = sides
    url = reverse("peers:change-partnership", args=[pair.slug])
    day = localdate() + 30 * DAY
    given = {"summary": "Nights", "first_learns": "Rotas", "second_learns": "Reviews", "meet_by": str(day)}
    client_of(second.person).post(url, given)
    found = Partnership.objects.get()
    assert (found.summary, found.first_learns, found.meet_by, found.live) == ("Nights", "Rotas", day, True)
    assert (found.author, found.team, found.organisation, found.circle) == (None, None, None, pair.circle)
    assert "Rotas" in read(found, sides[0].person)


def test_aim_is_agreed_by_the_other_side(sides, pair):
    first, second = sides
    aim = add_aim(pair, first)
    assert not may(policies.check_can_agree_aim, aim, first.person)
    assert may(policies.check_can_agree_aim, aim, second.person)
    assert not may(policies.check_can_agree_aim, aim, UserFactory())
    client_of(second.person).post(reverse("peers:agree-aim", args=[pair.slug, aim.pk]))
    aim.refresh_from_db()
    assert aim.agreed_at is not None
    assert "Agreed by both" in read(pair, first.person)
    aim.title = "Someone answers every night"
    partnerships.save_aim(aim=aim, by=second.person, at=now())
    aim.refresh_from_db()
    assert (aim.agreed_at, aim.proposed_by) == (None, second.organisation)


def test_visit_with_capacity_travel_cost_and_calendar(sides, pair):
    first, second = sides
    url = reverse("peers:add-to-partnership", args=[pair.slug, "visits"])
    day = localdate() + 9 * DAY
    given = {
        "host": second.organisation.pk,
        "on": str(day),
        "place": "Town Hall",
        "capacity": "4",
        "state": "planned",
        "travel": "train",
        "travel_minutes": "55",
        "travel_cost": "96.50",
        "other_cost": "20",
    }
    for change, words in (
        ({"follow_up_on": str(day - DAY)}, "follow-up date on or after"),
        ({"follow_up_on": str(day), "people": "5"}, "5 people are more than the 4 whom Brookvale Council can host"),
        ({"follow_up_on": str(day), "travel_cost": "a lot"}, "Enter an amount in pounds"),
        ({"follow_up_on": "soon"}, "Enter a date"),
    ):
        assert words in client_of(first.person).post(url, given | change).content.decode()
    assert not Visit.objects.exists()
    client_of(first.person).post(url, given | {"follow_up_on": str(day + 14 * DAY)})
    visit = Visit.objects.get()
    page = read(pair, second.person)
    for words in ("Town Hall", "Up to 4", "Train, 55 minutes each way", "£116.50", "Planned"):
        assert words in page
    calendar = (
        client_of(second.person).get(reverse("peers:visit-calendar", args=[pair.slug, visit.pk])).content.decode()
    )
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in calendar
    assert f"DTSTART;VALUE=DATE:{day + 14 * DAY:%Y%m%d}" in calendar
    changed = reverse("peers:change-in-partnership", args=[pair.slug, "visits", visit.pk])
    client_of(second.person).post(
        changed, given | {"follow_up_on": str(day + 14 * DAY), "state": "held", "people": "3"}
    )
    assert "3 of 4" in read(pair, first.person)


def test_exchange_that_was_used_says_how(sides, pair):
    first, second = sides
    url = reverse("peers:add-to-partnership", args=[pair.slug, "exchanges"])
    given = {"giver": first.organisation.pk, "on": str(localdate()), "what": "The rota", "used": "used"}
    assert "Say in a sentence how it was used" in client_of(second.person).post(url, given).content.decode()
    client_of(second.person).post(url, given | {"how": "A pilot of three months."})
    assert "Used: A pilot of three months." in read(pair, first.person)
    for used in Used:
        assert may(policies.check_use, used, "A pilot")
        assert may(policies.check_use, used, "") is (used == Used.UNKNOWN)


def test_rows_of_another_partnership_or_sort_are_not_there(sides, pair):
    first, _ = sides
    other = introduce(make_side("Carrow Council"), make_side("Dunmere Council"))
    visit = Visit.objects.create(
        partnership=other, host=other.first, on=localdate(), place="X", capacity=1, follow_up_on=localdate()
    )
    client = client_of(first.person)
    for view, args in (
        ("change-in-partnership", [pair.slug, "visits", visit.pk]),
        ("visit-calendar", [pair.slug, visit.pk]),
        ("add-to-partnership", [pair.slug, "parties"]),
        ("add-to-partnership", [other.slug, "visits"]),
    ):
        assert client.get(reverse(f"peers:{view}", args=args)).status_code == 404
    foreign = {"giver": other.first_id, "on": str(localdate()), "what": "X", "used": "unknown"}
    page = client.post(reverse("peers:add-to-partnership", args=[pair.slug, "exchanges"]), foreign)
    assert page.status_code == 200
    assert not pair.exchanges.exists()


# --- What coordinators see ------------------------------------------------------------------------


def test_row_51_pairs_are_of_unequal_grade_and_have_two_directions_with_dated_judgements(sides):
    first, second = sides
    judge(first, "good", "2024-11")
    judge(second, "requires_improvement", "2025-03")
    pair = introduce(first, second)  # the good one asks
    page = read(pair, second.person)
    for words in ("How a night line is staffed", "How reviews stay on time", "Good", "Requires improvement"):
        assert words in page
    for day in ("November 2024", "March 2025"):
        assert day in page


def test_row_52_exchanges_say_what_each_gave_got_and_used_and_one_way_pairs_are_flagged(sides, pair):
    first, second = sides
    today = localdate()
    add_exchange(pair, first, on=today - 31 * DAY, used=Used.USED, how="A pilot.")
    pair = get_partnerships(first.person).get()
    assert [flag.key for flag in find_flags(pair, day=today)] == ["one-way"]
    assert find_flags(pair, day=today - 2 * DAY) == []  # the other side has had no time yet
    assert "So far only Ashmere Council has given something" in read(pair, second.person)
    for coordinator in (first.person, second.person):
        assert [one.title for one in find_notes(coordinator)] == [
            "Ashmere Council and Brookvale Council: one-way so far"
        ]
    add_exchange(pair, second, what="The checklist", used=Used.PART, how="Two of its five questions.")
    assert find_flags(get_partnerships(first.person).get(), day=today) == []
    page = read(pair, first.person)
    for words in ("The rota", "Used: A pilot.", "The checklist", "Used in part: Two of its five questions."):
        assert words in page


def test_row_53_visits_are_planned_and_a_pair_that_never_met_by_the_day_is_flagged(sides, pair):
    first, second = sides
    today = localdate()
    visit = add_visit(pair, second, on=today - 3 * DAY, follow_up_on=today)
    Partnership.objects.update(meet_by=today - DAY)
    pair = get_partnerships(first.person).get()
    assert [flag.key for flag in find_flags(pair, day=today)] == ["not-met"]
    assert find_flags(pair, day=today - DAY) == []
    assert [one.title for one in find_notes(second.person)] == ["Ashmere Council and Brookvale Council: not met yet"]
    assert "No visit has been recorded." in read(pair, first.person)
    assert [one.action for one in find_visits(first.person)] == ["Did it take place?"]
    visit.state, visit.people = VisitState.HELD, 4
    partnerships.save_visit(visit=visit, by=first.person, at=now())
    assert find_flags(get_partnerships(first.person).get(), day=today) == []
    assert [one.action for one in find_visits(first.person)] == ["Follow-up: what was done with it?"]
    visit.followed_up = "A pilot"
    partnerships.save_visit(visit=visit, by=first.person, at=now())
    assert find_visits(first.person) == []


def test_coordinator_outside_the_circle_sees_the_pair_and_its_flags_and_not_a_word(sides, pair):
    first, _ = sides
    boss, member = UserFactory(), UserFactory()
    join(boss, first.organisation, role="coordinator")
    join(member, first.organisation)
    Partnership.objects.update(meet_by=localdate() - DAY)
    add_exchange(pair, first, what="Hidden-rota")
    page = client_of(boss).get(PAGE).content.decode()
    assert ("Ashmere Council and Brookvale Council" in page, "Not met yet" in page) == (True, True)
    for words in (pair.first_learns, "Hidden-rota", pair.get_absolute_url()):
        assert words not in page
    assert read(pair, boss) == ""
    assert len(find_notes(boss)) == 1
    assert find_notes(member) == []
    assert "Ashmere Council and" not in client_of(member).get(PAGE).content.decode()


def test_list_is_narrowed_by_flag(sides, pair):
    first, _ = sides
    client = client_of(first.person)
    assert "No partnership has this note" in client.get(f"{PAGE}?flag=not-met").content.decode()
    Partnership.objects.update(meet_by=localdate() - DAY)
    assert pair.get_absolute_url() in client.get(f"{PAGE}?flag=not-met").content.decode()
    assert pair.get_absolute_url() not in client.get(f"{PAGE}?flag=one-way").content.decode()
    assert pair.get_absolute_url() in client.get(f"{PAGE}?flag=anything").content.decode()


def test_list_and_desk_ask_as_often_for_three_as_for_one(sides):
    first, _ = sides
    client, counted = client_of(first.person), []
    for names in (("Carrow",), ("Dunmere", "Eskdale")):
        for name in names:
            other = introduce(first, make_side(f"{name} Council"))
            add_visit(other, first, on=localdate() - DAY, follow_up_on=localdate())
            add_exchange(other, first, on=localdate() - 40 * DAY)
            ask(make_side(f"{name} Trust"), first)
        counted.append([])
        for url in (PAGE, reverse("records:desk")):
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            counted[-1].append(len(asked))
    assert counted[0] == counted[1]


def test_reminders_the_day_before_and_when_the_follow_up_is_due(sides, pair):
    first, second = sides
    today = localdate()
    tomorrow = add_visit(pair, second, on=today + DAY)
    held = add_visit(pair, first, on=today - 14 * DAY, follow_up_on=today, state=VisitState.HELD, people=2)
    add_visit(pair, first, on=today + 2 * DAY)
    for _ in range(2):
        partnerships.remind_of_visits(at=now())
    assert sorted(Notice.objects.filter(kind="partnership.visit").values_list("user", "about")) == sorted(
        (person, str(tomorrow.pk)) for person in (first.person.pk, second.person.pk)
    )
    assert set(Notice.objects.filter(kind="partnership.follow_up").values_list("about", flat=True)) == {str(held.pk)}
    assert render_visit(first.person, str(tomorrow.pk)).heading == "Visit to Brookvale Council"
    assert render_visit(UserFactory(), str(tomorrow.pk)) is None
    assert "Follow-up due" in render_follow_up(second.person, str(held.pk)).heading
    held.followed_up = "A pilot"
    partnerships.save_visit(visit=held, by=first.person, at=now())
    assert render_follow_up(second.person, str(held.pk)) is None


# --- The end --------------------------------------------------------------------------------------


def test_closing_needs_what_changed_and_an_owned_action_of_each(sides, pair):
    first, second = sides
    url = reverse("peers:close-partnership", args=[pair.slug])
    client = client_of(first.person)
    assert "Say what changed" in client.post(url, {"what_changed": ""}).content.decode()
    page = client.post(url, {"what_changed": "A pilot rota."}).content.decode()
    assert "Ashmere Council and Brookvale Council have no action with an owner" in page
    act_on(pair, first)
    page = client.post(url, {"what_changed": "A pilot rota."}).content.decode()
    assert "Brookvale Council has no action with an owner" in page
    assert Partnership.objects.get().ended_at is None
    act_on(pair, second)
    client.post(url, {"what_changed": "A pilot rota."})
    found = Partnership.objects.get()
    assert (found.ending, found.what_changed, found.circle.ended_at) == (Ending.CLOSED, "A pilot rota.", found.ended_at)
    assert AuditEntry.objects.filter(action="partnership.closed", key=found.slug).count() == 1
    assert Notice.objects.filter(kind="partnership.ended").values_list("user", flat=True).get() == second.person.pk
    assert "Partnership ended" in render_ended(second.person, found.slug).heading
    assert "A pilot rota." in read(found, second.person)  # both go on reading
    with pytest.raises(UnableToPartner, match="has ended"):
        add_visit(found, first)
    with pytest.raises(UnableToPartner, match="has ended"):
        partnerships.step_out(partnership=found, organisation=first.organisation, by=first.person, at=now())


def test_either_steps_out_at_any_time(sides, pair):
    first, second = sides
    boss = UserFactory()
    join(boss, second.organisation, role="coordinator")  # not in the circle
    outsider = make_side("Carrow Council").person
    url = reverse("peers:step-out", args=[pair.slug])
    assert client_of(outsider).post(url).status_code == 404
    assert not may(policies.check_can_step_out, pair, outsider, first.organisation)
    assert not may(policies.check_can_step_out, pair, boss, first.organisation)
    assert may(policies.check_can_step_out, pair, boss, second.organisation)
    client_of(boss).post(url)
    found = Partnership.objects.get()
    assert (found.ending, found.ended_by) == (Ending.STEPPED_OUT, second.organisation)
    assert "Ended by Brookvale Council" in read(found, first.person)
    assert not may(policies.check_can_step_out, found, first.person, first.organisation)
    told = set(Notice.objects.filter(kind="partnership.ended").values_list("user", flat=True))
    assert told == {first.person.pk, second.person.pk}


def test_flags_of_an_ended_partnership_stand_as_on_its_last_day(sides, pair):
    first, _ = sides
    partnerships.step_out(partnership=pair, organisation=first.organisation, by=first.person, at=now())
    found = get_partnerships(first.person).get()
    assert find_flags(found, day=localdate() + timedelta(days=400)) == []


def test_show_two_councils_of_unequal_grade_are_introduced_meet_and_close(sides):
    """The whole way by the pages, as two people go it."""
    first, second = sides
    judge(first, "requires_improvement", "2025-03")
    judge(second, "good", "2024-11")
    one, two = client_of(first.person), client_of(second.person)
    one.post(
        reverse("peers:ask-introduction"),
        {
            "asker": first.organisation.pk,
            "asked": second.organisation.pk,
            "meet_by": str(localdate() + 60 * DAY),
            "asker_learns": "How a night line is staffed",
            "asked_learns": "How reviews stay on time",
        },
    )
    two.post(Introduction.objects.get().get_absolute_url(), {"answer": "agree"})
    pair = Partnership.objects.get()
    add = lambda client, what, given: client.post(reverse("peers:add-to-partnership", args=[pair.slug, what]), given)
    aim = {"title": "Someone answers at night", "shown_by": "Calls answered", "proposed_by": first.organisation.pk}
    add(one, "aims", aim)
    two.post(reverse("peers:agree-aim", args=[pair.slug, pair.aims.get().pk]))
    day = str(localdate())
    visit = {"on": day, "follow_up_on": day, "place": "Civic Centre", "capacity": "6", "state": "held", "people": "5"}
    add(one, "visits", visit | {"host": second.organisation.pk})
    add(two, "exchanges", {"giver": second.organisation.pk, "on": day, "what": "The rota", "used": "unknown"})
    rota = reverse("peers:change-in-partnership", args=[pair.slug, "exchanges", pair.exchanges.get().pk])
    given = {"giver": second.organisation.pk, "on": day, "what": "The rota", "used": "used", "how": "A pilot."}
    one.post(rota, given)
    add(one, "exchanges", {"giver": first.organisation.pk, "on": day, "what": "The checklist", "used": "unknown"})
    act_on(pair, first)
    act_on(pair, second)
    one.post(reverse("peers:close-partnership", args=[pair.slug]), {"what_changed": "A night line from May."})
    page = two.get(pair.get_absolute_url()).content.decode()
    for words in (
        *("Requires improvement", "Good", "Agreed by both", "5 of 6", "Used: A pilot.", "The checklist"),
        *("A night line from May.", "Closed"),
    ):
        assert words in page
    assert find_flags(get_partnerships(second.person).get(), day=localdate() + 99 * DAY) == []
    assert CircleMembership.objects.filter(circle=pair.circle).count() == 2
