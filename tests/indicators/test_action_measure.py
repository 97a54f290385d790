"""The figure that an action should move: who chooses it, what is written down, and what is said of it since."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.accounts.models import User
from cairn.actions.additions import describe_results, find_next_step
from cairn.actions.models import Action
from cairn.actions.notices import render_review
from cairn.actions.services import Ownership, accept_invitation, drop_action, finish_action
from cairn.audit.models import AuditEntry
from cairn.indicators import services
from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Status
from cairn.indicators.models import ActionMeasure
from cairn.indicators.policies import UnableToChooseMeasure
from cairn.indicators.presenters.expected import NO_PROOF, view_expected
from cairn.indicators.queries import get_action_measures
from cairn.places.models import Organisation
from cairn.records.models import Record
from cairn.records.services import share_record, withdraw_record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.actions import action, on_the_day, people, start
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, make_record, make_team

__all__ = ["action", "on_the_day", "people"]
pytestmark = pytest.mark.django_db
SNAPSHOT, FLOW = "cla_rate", "repeat_plan_pct"
COUNTED, POPULATION = "ees.cla.on_31_march.children_count", "ons.population_0_17"
REPEAT = "ees.d3.CPP_subsequent_percent"
QUESTION = "Which figure should this move?"


@pytest.fixture
def council(people):
    """The council of the team, with figures of two measures up to the spring before the actions of these tests."""
    place = CouncilFactory(code="383", name="Leeds", slug="leeds")
    Organisation.objects.filter(pk=make_team().organisation_id).update(place=place)
    add_figures(place, {2024: 90, 2025: 95, 2026: 100}, {2025: 20.0, 2026: 22.0})
    return place


def add_figures(place, counted=None, repeated=None, **release):
    made = ReleaseFactory(**release)
    for year, number in (counted or {}).items():
        publish(made, COUNTED, year, {place: number})
    for year in counted or {}:
        publish(made, POPULATION, year - 1, {place: 10_000})
    for year, number in (repeated or {}).items():
        publish(made, REPEAT, year, {place: number})
    return made


def choose(action, place, *, measure=SNAPSHOT, hoped="down", by=None, at=NOON):
    return services.choose_measure(
        action=Action.objects.get(pk=action.pk), definition=get_definition(measure), place=place, hoped=hoped,
        by=by or action.owner, at=at,
    )  # fmt: skip


def view(action):
    (found,) = view_expected(get_action_measures([action]))
    return found


# --- Choosing -------------------------------------------------------------------------------------


def test_what_it_was_is_written_down_as_it_was_known_then(council, action):
    choose(action, council)
    kept = ActionMeasure.objects.get()
    assert (kept.action_id, kept.measure, kept.place, kept.hoped) == (action.pk, SNAPSHOT, council, "down")
    assert (kept.start_year, kept.start_value, kept.chosen_at) == (2026, 100.0, NOON)
    assert AuditEntry.objects.filter(action="action.measure", key=action.slug, detail__after=SNAPSHOT).count() == 1
    choose(action, council, measure=FLOW, hoped="up")
    assert [(one.measure, one.start_value) for one in ActionMeasure.objects.all()] == [(FLOW, 22.0)]


def test_a_figure_of_a_time_after_the_start_is_no_beginning(council, action):
    """Chosen at the review, when the first figure is out already."""
    add_figures(council, {2027: 80}, sha256="later")
    choose(action, council, at=datetime(2027, 12, 1, tzinfo=UTC))
    kept = ActionMeasure.objects.get()
    assert (kept.start_year, kept.start_value) == (2026, 100.0)


@pytest.mark.both_databases
def test_where_nothing_was_published_before_nothing_is_made_up(council, action):
    other = CouncilFactory(code="380", name="Bradford", slug="bradford")
    choose(action, other)
    kept = ActionMeasure.objects.get()
    assert (kept.start_year, kept.start_value) == (None, None)
    assert view(action).before_words == "No figure was published for the time before the action began."
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionMeasure.objects.update(start_year=2026)


def test_the_owner_and_the_team_choose_it_and_nobody_else(council, people, action):
    share_record(record=Record.objects.get(pk=action.pk), by=people.lead, at=NOON, sharing="organisation")
    path = reverse("indicators:action-measure", args=[action.slug])
    given = {"measure": SNAPSHOT, "place": "383", "hoped": "down"}
    for who, may in [
        ("stranger", False),
        ("colleague", False),
        ("coordinator", False),
        ("teammate", True),
        ("owner", True),
    ]:
        person = getattr(people, who)
        client = client_of(person)
        assert client.get(path).status_code == (200 if may else 404), who
        assert client.post(path, given).status_code == (302 if may else 404), who
        assert client.post(reverse("indicators:remove-action-measure", args=[action.slug])).status_code == (
            302 if may else 404
        ), who
        if not may:
            with pytest.raises(UnableToChooseMeasure, match="Only the owner of this action and its team"):
                choose(action, council, by=person)
            with pytest.raises(UnableToChooseMeasure, match="Only the owner of this action and its team"):
                services.remove_measure(action=action, by=person, at=NOON)
    assert ActionMeasure.objects.count() == 0


def test_a_guest_chooses_and_sees_it_on_the_one_action(council, people):
    guest = UserFactory(email="guest@example.org")
    mine = start(people.lead, Ownership(email=guest.email), what="For the guest")
    other = start(people.lead, people.owner, what="For somebody else")
    accept_invitation(invitation=mine.invitation, user=guest, at=NOON)
    mine.refresh_from_db()
    client = client_of(guest)
    choose(other, council)
    given = {"measure": SNAPSHOT, "place": "383", "hoped": "down"}
    assert client.post(reverse("indicators:action-measure", args=[mine.slug]), given).status_code == 302
    page = client.get(mine.get_absolute_url()).content.decode()
    assert "Before the action began: 100.0 per 10,000 children" in page
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.post(reverse("indicators:action-measure", args=[other.slug]), given).status_code == 404


def test_fictional_and_real_councils_are_never_mixed(council, people, action):
    invented = FictionalCouncilFactory()
    with pytest.raises(UnableToChooseMeasure, match="This action is about a real council"):
        choose(action, invented)
    answer = client_of(people.owner).post(
        reverse("indicators:action-measure", args=[action.slug]),
        {"measure": SNAPSHOT, "place": invented.code, "hoped": "down"},
    )
    assert answer.context["form"].errors == {"place": ["Choose a council from the list"]}


def test_the_form_offers_what_has_figures_and_one_s_own_council(council, people, action):
    page = client_of(people.owner).get(reverse("indicators:action-measure", args=[action.slug]))
    form = page.context["form"]
    assert set(form.measures) == {SNAPSHOT, "cla_number", FLOW}
    assert form.initial == {"place": "383"}
    choose(action, council, measure=FLOW, hoped="up")
    form = client_of(people.owner).get(reverse("indicators:action-measure", args=[action.slug])).context["form"]
    assert form.initial == {"place": "383", "measure": FLOW, "hoped": "up"}


def test_it_is_a_step_after_an_action_was_added(council, people):
    added = start(people.owner, people.owner)
    assert find_next_step(added) == reverse("indicators:action-measure", args=[added.slug])


@pytest.mark.parametrize("lacks", ["figures", "council"])
def test_nobody_is_asked_where_no_figure_could_be_chosen(people, action, lacks, request):
    if lacks == "council":
        request.getfixturevalue("council")
        Organisation.objects.update(place=None)
        action = Action.objects.get(pk=action.pk)
    assert find_next_step(action) == action.get_absolute_url()


def test_the_review_and_the_end_ask_for_it_or_show_it(council, people, action):
    client = client_of(people.owner)
    for act in ("review", "done"):
        assert QUESTION in client.get(reverse("actions:act", args=[action.slug, act])).content.decode()
    assert QUESTION not in client.get(reverse("actions:act", args=[action.slug, "stuck"])).content.decode()
    choose(action, council)
    page = client.get(reverse("actions:act", args=[action.slug, "review"])).content.decode()
    assert "Cannot tell yet." in page
    assert QUESTION not in page


# --- What is said of it ---------------------------------------------------------------------------


def test_before_a_figure_of_the_time_after_nothing_can_be_told(council, action):
    choose(action, council)
    found = view(action)
    assert found.aim == "It should become lower."
    assert found.before_words == (
        "Before the action began: 100.0 per 10,000 children under 18 (31 March 2026), as published on 1 November 2026."
    ).replace("1 November 2026", f"{NOON:%-d %B %Y}")
    assert found.since_words == (
        "Cannot tell yet. The first figure that could show a change: 31 March 2027, expected in November 2027."
    )
    assert not found.has_changed
    assert NO_PROOF not in found.line


@pytest.mark.parametrize(
    ("number", "hoped", "move"),
    [
        (80, "down", "That is lower, as hoped."),
        (80, "up", "That is lower, not as hoped."),
        (120, "up", "That is higher, as hoped."),
        (120, "down", "That is higher, not as hoped."),
        (100, "down", "That is the same."),
        (97, "down", "That is lower, by less than the 10 per cent that would matter."),
        (103, "down", "That is higher, by less than the 10 per cent that would matter."),
    ],
)
def test_a_later_figure_is_compared_and_proves_nothing(council, people, action, number, hoped, move):
    choose(action, council, hoped=hoped)
    add_figures(council, {2027: number}, sha256="later")
    found = view(action)
    assert found.since_words == f"Since then: {number}.0 (31 March 2027). {move}"
    assert found.line == f"Looked after, rate, Leeds: 100.0 in 2026, {number}.0 in 2027. {move} {NO_PROOF}"
    page = client_of(people.owner).get(action.get_absolute_url()).content.decode()
    assert "A change after an action does not prove that the action caused it." in page
    assert page.count('<svg class="f-chart"') == 2


def test_a_figure_that_is_hidden_tells_nothing(council, people, action):
    choose(action, council)
    add_figures(council, {2027: Status.SUPPRESSED}, sha256="later")
    found = view(action)
    assert found.since_words.startswith("Cannot tell yet. The first figure that could show a change: 31 March 2028")
    assert [(one.year, one.cell.mark, one.is_after) for one in found.years][-1] == (2027, "suppressed", True)


def test_a_revision_is_said_and_compared_with(council, action):
    choose(action, council)
    add_figures(council, {2026: 70, 2027: 80}, sha256="later", latest_year=2027)
    found = view(action)
    assert found.before_words.endswith("Since revised to 70.0.")
    assert "That is higher, not as hoped." in found.since_words
    assert ActionMeasure.objects.get().start_value == 100.0


def test_a_year_that_the_action_began_in_is_not_all_its_own(council, action):
    choose(action, council, measure=FLOW)
    add_figures(council, repeated={2027: 20.0}, sha256="later")
    assert "This year began before the action did, on" in view(action).since_words
    add_figures(council, repeated={2028: 20.0}, sha256="still later")
    assert "This year began" not in view(action).since_words


def test_the_chart_begins_some_years_before_and_marks_the_start(council, action):
    add_figures(council, dict.fromkeys(range(2021, 2024), 80), sha256="older", latest_year=2024)
    choose(action, council)
    add_figures(council, {2027: 80}, sha256="later")
    chart = view(action).chart
    assert chart.years == (2022, 2023, 2024, 2025, 2026, 2027)
    assert (chart.start.year, chart.start.label) == (2026, "Last figure before the action")


def test_a_measure_that_is_gone_is_asked_for_again(council, people, action):
    choose(action, council)
    ActionMeasure.objects.update(measure="no_longer_there")
    page = client_of(people.owner).get(action.get_absolute_url())
    assert page.status_code == 200
    assert QUESTION in page.content.decode()
    assert describe_results([action]) == {}


# --- Where else it is shown -----------------------------------------------------------------------


def test_the_record_it_came_from_shows_it_with_the_result_and_asks_as_often_for_three(council, people):
    origin = make_record(author=people.owner, team=make_team())
    client, asked = client_of(people.owner), []
    for wanted in (1, 3):
        while Action.objects.count() < wanted:
            one = start(people.owner, people.owner, because_of=[Record.objects.get(pk=origin.pk)])
            share_record(record=Record.objects.get(pk=one.pk), by=people.owner, at=NOON, sharing="organisation")
            choose(one, council)
            finish_action(
                action=one, done_date=date(2026, 10, 1), outcome="Fewer nights away", by=people.owner, at=NOON
            )
        client.get(origin.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(origin.get_absolute_url()).content.decode()
        asked.append(len(queries))
        assert page.count("Looked after, rate, Leeds: cannot tell yet.") == wanted
    assert asked[0] == asked[1]


def test_the_reminder_of_the_review_carries_it(council, people, action):
    choose(action, council)
    Action.objects.filter(pk=action.pk).update(review_date=NOON.date())
    text = render_review(people.owner, action.slug)
    assert text.sentence.startswith("Why has it not been done yet? Looked after, rate, Leeds: cannot tell yet.")


def test_it_goes_with_the_action(council, people, action):
    choose(action, council)
    drop_action(action=action, reason="No money", by=people.owner, at=NOON)
    assert ActionMeasure.objects.count() == 1
    withdraw_record(record=Record.objects.get(pk=action.pk), by=people.lead, at=NOON)
    assert ActionMeasure.objects.count() == 0


def test_it_stays_when_who_chose_it_is_erased(council, people, action):
    choose(action, council)
    assert User.objects.filter(pk=people.owner.pk).exists()
    people.owner.delete()
    assert ActionMeasure.objects.count() == 1
