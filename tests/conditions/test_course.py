"""While it runs: plans and leaders change, talks are missed, figures grow old, and the end is told beside the start."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cairn.conditions.desk import find_waiting
from cairn.conditions.models import Course, Groundwork, NewLook, PlanChange, Repeated
from cairn.conditions.policies import UnableToRecord
from cairn.conditions.presenters.groundwork import GroundworkView
from cairn.conditions.queries.course import get_own_running, list_freshness
from cairn.conditions.services import (
    change_leader,
    change_plan,
    chase_missed_talks,
    confirm_new_look,
    record_ending,
    record_repeated,
    record_start,
    settle,
)
from cairn.library.models import Project
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.policies import UnableToChangeRecord
from tests.factories.accounts import UserFactory, client_of
from tests.factories.conditions import add, fill, make_groundwork, make_settled
from tests.factories.records import NOON, make_record

pytestmark = pytest.mark.django_db
DAY = NOON.date()


def fresh(record):
    return Groundwork.objects.get(pk=record.pk)


def days(number):
    return NOON + timedelta(days=number)


@pytest.fixture
def at_day(monkeypatch):
    """The site believes that so many days have passed since noon."""

    def set_day(number):
        for module in ("desk", "notices", "presenters.groundwork", "queries.course"):
            monkeypatch.setattr(f"cairn.conditions.{module}.localdate", lambda *given: _day_of(given, number))

    def _day_of(given, number):
        return given[0].date() if given else DAY + timedelta(days=number)

    set_day(0)
    return set_day


# --- Starting, with or without


def test_start_is_recorded_whatever_is_open_and_says_so_plainly():
    record = make_groundwork()
    course = record_start(record=record, started_on="2026-11", by=record.author, at=NOON)
    assert course.open_at_start == [
        *("group", "theory", "figures", "system", "time", "capacity", "partners", "talks", "risks"),
    ]
    said = GroundworkView(fresh(record)).sentence
    assert said.startswith(
        "Started in November 2026, without settling 9 of 9 parts: Objective and target group; Theory"
    )
    page = client_of(record.author).get(record.about.get_absolute_url()).content.decode()
    assert said in page
    fill(record)
    settle(record=record, by=record.author, at=days(2))
    assert "without settling 9 of 9 parts" in GroundworkView(fresh(record)).sentence, "settling later changes no past"


def test_start_of_what_is_settled_has_nothing_open():
    record = make_settled()
    course = record_start(record=record, started_on="2026-11-20", by=record.author, at=NOON)
    assert (course.open_at_start, course.planned_start, course.set_up_from) == ([], "2027-07", "2027-01")
    with pytest.raises(UnableToRecord, match="recorded already"):
        record_start(record=record, started_on="2026-11", by=record.author, at=NOON)


def test_late_start_is_told_in_months_after_the_first_plan():
    record = make_settled()
    Course.objects.create(groundwork=record, started_on="2027-09-15", planned_start="2027-07")
    said = GroundworkView(fresh(record)).sentence
    assert said == ("Settled on 24 November 2026. Started on 15 September 2027, 2 months later than first planned.")


def test_what_has_not_happened_is_not_recorded():
    record = make_settled()
    with pytest.raises(UnableToRecord, match="in the future"):
        record_start(record=record, started_on="2027-07", by=record.author, at=NOON)
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"ended_on": "2027-01"}, "in the future"),
        ({"ended_on": "2026-01"}, "before the start"),
        ({"ending": "other"}, "Choose how it ended"),
        ({"result": " "}, "what was different"),
    ],
)
def test_what_an_end_must_say(answers, words):
    record = make_settled()
    given = {"ended_on": "2026-11", "ending": "reached", "result": "Ten fewer.", **answers}
    with pytest.raises(UnableToRecord, match="when it started first"):
        record_ending(record=record, by=record.author, at=NOON, **given)
    record_start(record=record, started_on="2026-10", by=record.author, at=NOON)
    with pytest.raises(UnableToRecord, match=words):
        record_ending(record=record, by=record.author, at=NOON, **given)


def test_others_record_nothing():
    record, stranger = make_settled(), UserFactory()
    for act in (
        lambda: record_start(record=record, started_on="2026-11", by=stranger, at=NOON),
        lambda: change_leader(record=record, was="A", now="B", reason="C", on=DAY, by=stranger, at=NOON),
        lambda: confirm_new_look(record=record, by=stranger, at=NOON),
        lambda: record_ending(record=record, ended_on="2026-11", ending="stopped", result="x", by=stranger, at=NOON),
    ):
        with pytest.raises(UnableToChangeRecord):
            act()


# --- Changes of the plan


def test_changed_plan_keeps_the_old_and_the_reason():
    """Rows 39 and 40."""
    record = make_settled()
    change_plan(
        record=record,
        item="planned_start",
        value="2027-10",
        reason="The premises are not ready.",
        on=DAY,
        by=record.author,
        at=days(1),
    )
    change_plan(record=record, item="group_size", value=30, reason="Fewer", on=DAY, by=record.author, at=days(2))
    record = fresh(record)
    assert (record.planned_start, record.group_size) == ("2027-10", 30)
    assert [(one.what, one.was, one.now, one.reason) for one in GroundworkView(record).changes] == [
        ("Planned start", "July 2027", "October 2027", "The premises are not ready."),
        ("How many people", "40", "30", "Fewer"),
    ]
    page = client_of(record.author).get(record.get_absolute_url()).content.decode()
    for words in ("July 2027", "October 2027", "The premises are not ready."):
        assert words in page
    course = record_start(record=record, started_on="2026-11", by=record.author, at=days(3))
    assert course.planned_start == "2027-07", "late is counted from the first plan"


def test_row_39_changed_target_is_in_the_list_and_in_the_history():
    record = make_settled()
    key = record.outcomes.get().key
    change_plan(
        record=record, item=f"target:{key}", value="30", reason="Too bold", on=DAY, by=record.author, at=days(1)
    )
    assert record.outcomes.get().target == "30"
    assert PlanChange.objects.values_list("what", "was", "now").get() == (
        "Target: Fewer moves into emergency care",
        "21",
        "30",
    )


def test_changed_plan_of_what_is_shared_is_seen_at_once_or_says_that_it_is_not():
    record = make_settled()
    records.share_record(record=record, by=record.author, at=NOON, sharing="organisation")
    given = {"item": "group_size", "reason": "Fewer", "on": DAY, "by": record.author}
    assert change_plan(record=fresh(record), value=30, at=days(1), **given)
    assert fresh(record).group_size == 30
    records.save_draft(record=fresh(record), by=record.author, at=days(2), answers={"needed": "Something new"})
    assert not change_plan(record=fresh(record), value=20, at=days(3), **given), "other changes wait too"
    assert fresh(record).group_size == 30
    assert fresh(record).get_draft().group_size == 20


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ("planned_start", "soon", "is not a date we can read"),
        ("group_size", "many", "is not a whole number"),
        ("group_size", "0", "is not a whole number"),
        ("other", "1", "Select a valid choice"),
    ],
)
def test_form_refuses_what_cannot_be(item, value, words):
    record = make_settled()
    address = reverse("conditions:record", args=[record.slug, "change"])
    given = {"item": item, "value": value, "reason": "Because", "on": "24/11/2026"}
    assert words in client_of(record.author).post(address, given).content.decode()
    assert not PlanChange.objects.exists()


def test_plan_is_changed_from_its_page():
    record = make_settled()
    address = reverse("conditions:record", args=[record.slug, "change"])
    given = {"item": "group_size", "value": "1,200", "reason": "More", "on": "24/11/2026"}
    client_of(record.author).post(address, given)
    assert fresh(record).group_size == 1200


# --- A new leader


def test_row_42_new_leader_calls_for_a_new_look(at_day):
    """Row 42."""
    record = make_settled()
    add_talk_of_today(record)
    change_leader(record=record, was="A head", now="Another", reason="Retired", on=DAY, by=record.author, at=NOON)
    (item,) = find_waiting(record.author)
    assert item.action == "New leader since 24 November 2026: go through what was settled again"
    assert NewLook.objects.filter(record=record.about_id).count() == 1, "and at the conditions of the project"
    assert "Go through this page with them" in client_of(record.author).get(record.get_absolute_url()).content.decode()
    client_of(record.author).post(reverse("conditions:looked-again", args=[record.slug]))
    assert find_waiting(record.author) == []
    assert PlanChange.objects.get().looked_again_on is not None


def add_talk_of_today(record):
    key = record.talks.get().key
    record_repeated(record=record, what="talk", key=key, on=DAY, next_on=None, by=record.author, at=NOON)


# --- Talks and risks


def test_row_42_missed_talk_is_on_the_desk_and_told_once(at_day):
    record = make_settled()
    at_day(14)
    assert find_waiting(record.author) == []
    assert chase_missed_talks(at=days(14)) == 0
    at_day(15)
    (item,) = find_waiting(record.author)
    assert item.action == "Catch-up was due on 8 December 2026: Director and team"
    assert item.url.endswith("#talks")
    for _ in range(2):
        chase_missed_talks(at=days(15))
    assert Notice.objects.filter(kind="groundwork.talk_missed", user=record.author).count() == 1
    assert (
        "Missed: was due on 8 December 2026" in client_of(record.author).get(record.get_absolute_url()).content.decode()
    )
    key = record.talks.get().key
    record_repeated(
        record=record, what="talk", key=key, on=DAY + timedelta(days=15), next_on=None, by=record.author, at=days(15)
    )
    assert find_waiting(record.author) == []


def test_talked_is_one_click_with_a_date():
    record = make_settled()
    address = reverse("conditions:again", args=[record.slug, "talk", record.talks.get().key])
    client = client_of(record.author)
    page = client.post(address, {"on": "2026-11-20"}, follow=True).content.decode()
    assert "Date saved." in page
    assert "20 November 2026" in page
    client.post(address, {"on": "2026-11-20"})
    assert Repeated.objects.count() == 1
    for wrong in ("tomorrow", "2999-01-01"):
        client.post(address, {"on": wrong})
    assert Repeated.objects.count() == 1


def test_risk_is_due_until_it_is_reviewed(at_day):
    record = make_settled()
    add_talk_of_today(record)
    due = (date(2027, 1, 15) - DAY).days
    at_day(due - 1)
    assert not any("risk" in item.action for item in find_waiting(record.author))
    at_day(due)
    assert [item.action for item in find_waiting(record.author) if item.url.endswith("#risks")] == [
        "Review a risk: No one applies for the late shifts"
    ]
    key = record.risks.get().key
    given = {"record": record, "what": "risk", "key": key, "on": date(2027, 1, 15), "by": record.author}
    for wrong in (None, date(2027, 1, 15)):
        with pytest.raises(UnableToRecord, match="next review"):
            record_repeated(next_on=wrong, at=days(due), **given)
    record_repeated(next_on=date(2027, 4, 15), at=days(due), **given)
    assert not any(item.url.endswith("#risks") for item in find_waiting(record.author))
    (risk,) = GroundworkView(fresh(record)).risks
    assert (risk["last"], risk["due"]) == (date(2027, 1, 15), date(2027, 4, 15))


def test_line_that_is_gone_is_neither_talked_nor_reviewed():
    record = make_settled()
    with pytest.raises(UnableToRecord, match="was removed"):
        record_repeated(record=record, what="talk", key="nothere2", on=DAY, next_on=None, by=record.author, at=NOON)


def test_nothing_waits_for_what_ended_or_for_strangers(at_day):
    record = make_settled()
    at_day(60)
    assert find_waiting(record.author)
    assert find_waiting(UserFactory()) == []
    record_start(record=record, started_on="2026-11", by=record.author, at=days(60))
    record_ending(
        record=record, ended_on="2026-12", ending="stopped", result="No workers.", by=record.author, at=days(60)
    )
    assert find_waiting(record.author) == []
    assert not get_own_running(record.author).exists()


def test_row_43_stale_figures_are_on_the_desk(at_day):
    """Row 43. Without any figures on the site there is nothing to see the change by either."""
    record = make_settled()
    add_talk_of_today(record)
    add(record, "aims", title="Fewer in care", measure="cla_rate", baseline="85", target="70")
    (shown,) = list_freshness(fresh(record))
    assert shown.is_stale(day=DAY)
    (item,) = find_waiting(record.author)
    assert item.action.startswith("Old data: ")
    assert item.action.endswith(" (no figures on this site)")


# --- Ambition and result


def test_ambition_of_the_start_stands_beside_the_result_on_the_page_of_the_project():
    """Row 23: as it was said when it was settled, whatever was written since."""
    project = make_record(Project, title="Night line")
    record = make_settled(project)
    key = record.outcomes.get().key
    change_plan(
        record=record, item=f"target:{key}", value="30", reason="Too bold", on=DAY, by=record.author, at=days(1)
    )
    records.save_draft(record=record, by=record.author, at=days(2), answers={"ambition": "A little better."})
    record_start(record=record, started_on="2026-11", by=record.author, at=days(2))
    result = "Four fewer. Two of six workers left."
    record_ending(record=record, ended_on="2026-11", ending="not_reached", result=result, by=record.author, at=days(2))
    page = client_of(project.author).get(project.get_absolute_url()).content.decode()
    assert "as settled on 24 November 2026" in page
    assert "Half as many young people come into care in an emergency." in page
    assert "A little better." not in page
    assert result in page
    assert (
        "Fewer moves into emergency care: 42 (2026) at the start, no later figure yet. The target is 30 (March "
        "2028), changed from 21 on 24 November 2026." in page
    )
    public = client_of(UserFactory()).get(project.get_absolute_url()).content.decode()
    assert result not in public
