"""A team's own figures: kept without gaps, drawn with limits that are frozen before the start, said with care."""

from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import now

from cairn.adoption import services
from cairn.adoption.analysis.figures import Change, Shape, State, Why, draw_own_chart
from cairn.adoption.models import Adaptation, Adoption, AdoptionMove, OwnFigure, OwnMeasure, OwnPhase
from cairn.adoption.policies import UnableToKeepFigures
from cairn.adoption.presenters.figures import view_measure
from cairn.adoption.presenters.practice import find_practice_of_team
from cairn.common.dates import add_months
from cairn.library.models import PracticeModel, Project, ProjectMove
from cairn.records import services as records
from cairn.records.desk import get_due
from cairn.records.policies import UnableToChangeRecord
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory
from tests.factories.figures import BEFORE, FIRST, SINCE, add_figures, make_measure, set_start
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, join, make_draft, make_record

pytestmark = pytest.mark.django_db

STARTED = date(2026, 1, 1)


@pytest.fixture
def project():
    project = make_draft(Project, title="The house")
    set_start(project, "2026-01")
    return project


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def read(client, address):
    return client.get(address).content.decode()


def view(measure, *, is_team=True):
    return view_measure(OwnMeasure.objects.get(pk=measure.pk), is_team=is_team)


def get_limits(measure):
    return [(phase.mean, phase.lower, phase.upper) for phase in view(measure).chart.phases]


def share(measure):
    """As a colleague of whoever wrote its words."""
    mate, record = UserFactory(), measure.record
    join(mate, record.organisation, team=record.team)
    services.share_measure(measure=measure, is_shared=True, by=mate, at=NOON)


def begin_phase(measure, period, ground="changed", reason="Evening visits began"):
    by = measure.record.author
    return services.begin_phase(measure=measure, period=period, ground=ground, reason=reason, by=by, at=NOON)


# --- Limits ----------------------------------------------------------------------------------------------


def test_frozen_limits_do_not_move_when_later_figures_arrive(project):
    measure = make_measure(project, BEFORE)
    frozen = get_limits(measure)
    assert frozen[0][0] == pytest.approx(20.5)
    add_figures(measure, SINCE, first=STARTED)
    assert get_limits(measure) == frozen
    assert view(measure).chart.is_frozen


def test_without_a_start_each_figure_moves_the_limits(project):
    set_start(project, "")
    measure = make_measure(project, BEFORE)
    free = get_limits(measure)
    add_figures(measure, SINCE, first=STARTED)
    assert get_limits(measure)[0][0] > free[0][0] + 5
    assert not view(measure).chart.is_frozen
    assert view(measure).finding.why is Why.NO_START


def test_limits_begin_anew_after_a_confirmed_change_and_are_frozen_again(project):
    measure = make_measure(project, BEFORE + SINCE)
    frozen = get_limits(measure)
    phase = begin_phase(measure, STARTED)
    before, since = get_limits(measure)
    assert before == frozen[0]
    assert since[0] == pytest.approx(sum(SINCE) / len(SINCE))
    services.undo_phase(phase=phase, by=project.author, at=NOON)
    assert get_limits(measure) == frozen
    assert OwnPhase.objects.get().undone_at == NOON  # that it was tried stays


def test_finding_is_against_the_figures_before_the_start_whatever_limits_began_anew(project):
    measure = make_measure(project, BEFORE + SINCE)
    begin_phase(measure, STARTED)
    found = view(measure).finding
    assert (found.change, found.since) == (Change.BETTER, STARTED)


@pytest.mark.parametrize(
    ("period", "ground", "sentence"),
    [
        (date(2025, 6, 1), "changed", "does not show a lasting change from June 2025"),
        (date(2026, 6, 1), "changed", "too few figures around June 2026"),
        (date(2025, 2, 1), "counted", "too few figures around February 2025"),
        (FIRST, "counted", "too few figures"),
    ],
)
def test_limits_do_not_begin_anew_without_a_change_or_figures(project, period, ground, sentence):
    measure = make_measure(project, BEFORE + SINCE)
    with pytest.raises(UnableToKeepFigures, match=sentence):
        begin_phase(measure, period, ground)
    assert not OwnPhase.objects.exists()


def test_another_way_of_counting_needs_no_signal_and_ends_the_comparison(project):
    measure = make_measure(project, BEFORE + SINCE)
    begin_phase(measure, date(2026, 2, 1), "counted", "A new case system")
    assert view(measure).finding.why is Why.COUNTED
    services.undo_phase(phase=OwnPhase.objects.get(), by=project.author, at=NOON)
    begin_phase(measure, date(2025, 5, 1), "counted", "A new case system")
    found = view(measure).finding
    assert (found.change, found.before) == (Change.BETTER, 8)  # from the figures that are counted alike


def test_another_start_moves_frozen_limits_only_when_somebody_says_so(project):
    measure = make_measure(project, BEFORE + SINCE)
    frozen = get_limits(measure)
    set_start(project, "2026-04")
    assert get_limits(measure) == frozen
    page = read(log_in(project.author), f"/figures/{project.slug}/{measure.pk}/")
    assert "The start of this work is now recorded as April 2026" in page
    log_in(project.author).post(f"/figures/{project.slug}/{measure.pk}/freeze/")
    assert get_limits(measure)[0][0] > frozen[0][0]


# --- What is said ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "better", "change"),
    [
        (SINCE, "up", Change.BETTER),
        (SINCE, "down", Change.WORSE),
        (SINCE, "neither", Change.HIGHER),
        ([5] * 7, "neither", Change.LOWER),
        ([5] * 7, "down", Change.BETTER),
        ([*SINCE[:6], 20], "up", Change.NONE),  # the latest is back
        ([20, 21, 22, 19, 20, 21, 20], "up", Change.NONE),
        ([21, 22, 21, 22, 21, 22, 21], "up", Change.NONE),  # on one side, but nowhere unusual
        (SINCE[:6], "up", Change.CANNOT_TELL),
    ],
)
def test_change_is_said_only_where_it_stays_and_is_unusual(project, since, better, change):
    measure = make_measure(project, BEFORE + since, better=better)
    assert view(measure).finding.change is change


@pytest.mark.parametrize(
    ("started", "counts", "why"),
    [
        ("", BEFORE + SINCE, Why.NO_START),
        ("2025-08", BEFORE + SINCE, Why.FEW_BEFORE),
        ("2026-03", BEFORE + SINCE, Why.FEW_SINCE),
        ("2025-09", BEFORE[:8] + SINCE, None),
    ],
)
def test_why_nothing_can_be_said(project, started, counts, why):
    set_start(project, started)
    found = view(make_measure(project, counts)).finding
    assert found.why is why
    assert (found.change is Change.CANNOT_TELL) is (why is not None)


def test_month_in_which_the_work_began_counts_neither_before_nor_since(project):
    set_start(project, "2026-01-15")
    found = view(make_measure(project, BEFORE + SINCE)).finding
    assert (found.before, found.after, found.why) == (12, 6, Why.FEW_SINCE)


def test_sentence_says_what_changed_since_when_and_from_what(project):
    measure = make_measure(project, BEFORE + SINCE)
    assert view(measure).finding_sentence == (
        "Higher since January 2026 (changed for the better): 40.9 on average, compared with 20.5 before the start. "
        "It changed in a step."
    )


@pytest.mark.parametrize(
    ("since", "shape"),
    [
        (SINCE, Shape.STEP),
        ([22, 25, 28, 31, 34, 37, 40], Shape.GRADUAL),
        ([26, 31, 27, 36, 30, 33, 35], Shape.UNCLEAR),
    ],
)
def test_step_is_told_from_a_slow_change(project, since, shape):
    assert view(make_measure(project, BEFORE + since)).finding.shape is shape


def test_practice_of_a_use_is_said_as_cautiously_as_its_measures_differ(project):
    """What stands beside the outcome on the page of a use of a model."""

    def find(user=project.author):
        found = find_practice_of_team(project, user)
        return found and found.finding.value

    assert find() is None
    make_measure(project, BEFORE + SINCE, asks="outcome")
    assert find() is None  # of practice alone
    make_measure(project, BEFORE + SINCE)
    assert find() == "step_change"
    make_measure(project, BEFORE + SINCE[:3], title="Too few")
    assert find() == "step_change"  # what cannot tell takes nothing away
    make_measure(project, [*BEFORE, 22, 25, 28, 31, 34, 37, 40], title="Slowly")
    assert find() == "gradual_improvement"
    make_measure(project, BEFORE + BEFORE[:7], title="As before")
    assert find() == "no_detectable_change"
    make_measure(project, BEFORE + SINCE, title="Waiting", better="down")
    assert find() == "changed_for_the_worse"
    assert find(UserFactory()) is None
    assert "Too few: Cannot tell yet: 3 figures since the start" in find_practice_of_team(project, project.author).words


def test_target_gets_an_icon_with_words_and_no_target_none(project):
    plain, aimed = (make_measure(project, BEFORE + SINCE, title=f"{target}", target=target) for target in (None, 30))
    assert [icon.words for icon in view(plain).icons] == ["Improvement: the latest figure is unusually high"]
    assert "Likely to miss the target each month, if nothing changes" in [icon.words for icon in view(aimed).icons]


def test_gap_that_is_meant_is_no_zero(project):
    measure = make_measure(project, [*BEFORE, "The system was down", *SINCE[:3], 0])
    point = view(measure).chart.points[12]
    assert (point.state, point.value) == (State.NOT_COLLECTED, None)
    assert view(measure).chart.points[-1].value == 0.0
    assert view(measure).rows[12] == ["January 2026", "[x]", "", "The system was down"]
    table = read(log_in(project.author), f"/figures/{project.slug}/{measure.pk}/figures.csv").splitlines()
    assert table[13].startswith("2026-01,,The system was down,")


def test_percentage_keeps_both_numbers_and_one_of_none_is_no_figure(project):
    measure = make_measure(project, [(9, 12), (0, 0)], form="percentage")
    first, second = view(measure).chart.points
    assert (first.value, first.number, first.out_of) == (75.0, 9, 12)
    assert (second.state, second.value) == (State.NOT_POSSIBLE, None)
    assert view(measure).rows == [
        ["January 2025", "9", "12", "75%", "", ""],
        ["February 2025", "0", "0", "[z]", "", ""],
    ]


# --- What happened meanwhile -----------------------------------------------------------------------------


def test_changes_made_and_notes_are_numbered_on_the_chart():
    use = make_draft(Adoption, practice_model=make_draft(PracticeModel), place=FictionalCouncilFactory(), grade="C")
    AdoptionMove.objects.create(adoption=use, position=0, status="starting", moved_on="2026-01")
    for what, day in (("Added a teacher", "2026-03"), ("Took 11 to 18", "2026"), ("Before all", "2024-01")):
        Adaptation.objects.create(adoption=use, what=what, made_on=day, noted_at=NOON)
    measure = make_measure(use, BEFORE + SINCE)
    OwnFigure.objects.filter(period=date(2026, 3, 1)).update(note="Half the team was ill")
    shown = view(measure)
    assert [(one.sign, one.when, one.words) for one in shown.marks] == [
        ("1", "January 2026", "Starting"),
        ("2", "March 2026", "Change made: Added a teacher"),
        ("2", "March 2026", "Half the team was ill"),
    ]
    assert [(one.year, one.sign) for one in shown.specification.marks] == [(12, "1"), (14, "2")]
    assert [one.words for one in shown.unplaced] == ["Change made: Before all", "Change made: Took 11 to 18"]
    assert shown.finding.change is Change.BETTER  # the start is that of the use


# --- Months follow each other ----------------------------------------------------------------------------


def test_figures_are_typed_month_by_month_from_a_phone(project):
    measure = make_measure(project)
    client, address = log_in(project.author), f"/figures/{project.slug}/{measure.pk}/add/"
    assert client.post(address, {"period": "2025-01-01", "number": "20"}).url == address
    page = read(client, address)
    assert page.index("February 2025") < page.index("December 2024")  # the next one is chosen already
    assert client.post(address, {"period": "2025-02-01", "number": "1,204", "note": "A fair"}).status_code == 302
    assert list(OwnFigure.objects.values_list("period", "number", "note")) == [
        (date(2025, 1, 1), 20, ""),
        (date(2025, 2, 1), 1204, "A fair"),
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"number": "lots"}, "“lots” is not a number"),
        ({"number": "-3"}, "“-3” is not possible"),
        ({"number": "2.5"}, "“2.5” is not a whole number"),
        ({}, "If there were none, enter 0"),
        ({"number": "3", "why_none": "Ill"}, "not both"),
        ({"number": "3", "period": "2031-01-01"}, "Choose one from the list"),
        ({"number": "3", "note": "A boy in the house is being hit"}, "sounds like a concern"),
    ],
)
def test_bad_figure_gets_a_sentence(project, given, sentence):
    measure = make_measure(project, [20])
    address = f"/figures/{project.slug}/{measure.pk}/add/"
    page = log_in(project.author).post(address, {"period": "2025-02-01"} | given).content.decode()
    assert sentence in page
    assert OwnFigure.objects.count() == 1


def test_service_keeps_no_month_that_leaves_a_gap_or_goes_on(project):
    measure = make_measure(project, [20, 21])

    def save(period, at=NOON):
        services.save_figure(measure=measure, period=period, answers={"number": 9}, by=project.author, at=at)

    with pytest.raises(UnableToKeepFigures, match="Enter March 2025 first"):
        save(date(2025, 4, 1))
    with pytest.raises(UnableToKeepFigures, match="November 2026 has not ended"):
        save(date(2026, 11, 1))
    with pytest.raises(UnableToKeepFigures, match="does not begin on 2 March"):
        save(date(2025, 3, 2))
    save(date(2024, 12, 1))
    save(date(2025, 3, 1))
    save(date(2025, 3, 1))  # a second time replaces the first
    assert OwnFigure.objects.count() == 4


def test_only_a_figure_at_an_end_is_deleted(project):
    measure = make_measure(project, [20, 21, 22])
    address = f"/figures/{project.slug}/{measure.pk}/"
    client = log_in(project.author)
    assert (
        "Only the first and the last figure"
        in client.post(f"{address}2025-02/", {"delete": "yes"}, follow=True).content.decode()
    )
    client.post(f"{address}2025-03/", {"delete": "yes"})
    assert [one.number for one in OwnFigure.objects.all()] == [20, 21]
    client.post(f"{address}2025-02/", {"number": "30", "note": "Counted again"})
    assert [one.number for one in OwnFigure.objects.all()] == [20, 30]


def test_quarters_have_three_months(project):
    measure = make_measure(project, [40, 41], every="quarter")
    assert [measure.name_period(one.period) for one in measure.figures.all()] == [
        "January to March 2025",
        "April to June 2025",
    ]
    page = read(log_in(project.author), f"/figures/{project.slug}/{measure.pk}/add/")
    assert "July to September 2025" in page


# --- Who sees what ---------------------------------------------------------------------------------------

SMALL = [(21, 40), (3, 40), (37, 40), (4, 4)]


def test_nobody_outside_the_team_sees_what_is_not_shared():
    project = make_record(Project, title="The house")
    measure = make_measure(project, BEFORE, title="Planted-title")
    mate, reader = UserFactory(), UserFactory()
    join(mate, project.organisation, team=project.team)
    join(reader, project.organisation, role="reader", team=project.team)
    addresses = [f"/figures/{project.slug}/{rest}" for rest in ("", f"{measure.pk}/", f"{measure.pk}/figures.csv")]
    for address in addresses:
        assert log_in(mate).get(address).status_code == 200
        for client in (log_in(reader), log_in(UserFactory()), Client()):
            assert client.get(address).status_code in (302, 404)
    assert "Planted-title" in read(log_in(mate), project.get_absolute_url())
    assert "Your own figures" not in read(log_in(UserFactory()), project.get_absolute_url())
    assert find_practice_of_team(project, UserFactory()) is None


def test_small_numbers_are_hidden_from_outsiders_in_page_chart_and_table():
    project = make_record(Project, title="The house")
    measure = make_measure(project, SMALL * 4, form="percentage")
    address = f"/figures/{project.slug}/{measure.pk}/"
    share(measure)
    team, outsider = log_in(project.author), log_in(UserFactory())
    table = read(outsider, f"{address}figures.csv").removeprefix("\ufeff").splitlines()
    assert table[:5] == [
        "Month,Number,Out of,Percentage,Signal,Mean,Lower limit,Upper limit",
        "2025-01,21,40,52.5,,,,",
        "2025-02,[c],40,[c],,,,",
        "2025-03,[c],40,[c],,,,",  # those it leaves out are few
        "2025-04,[c],[c],[c],,,,",
    ]
    assert "2025-02,3,40" in read(team, f"{address}figures.csv")
    shown = view(measure, is_team=False)
    assert [point.value for point in shown.chart.points[:4]] == [52.5, None, None, None]
    assert shown.chart.phases == ()  # a mean would give a hidden number away
    assert [line.values[:4] for line in shown.specification.lines] == [(52.5, None, None, None)]
    page = read(outsider, address)
    for secret in ("7.5%", "92.5%", "100%", "(3 of 40)", ">3<"):
        assert secret not in page
    assert "small numbers are hidden" in page
    assert "7.5%" in read(team, address)


def test_outsiders_read_no_note_no_reason_and_no_change_made():
    project = make_record(Project, title="The house")
    ProjectMove.objects.create(project=project, position=0, move="growing", moved_on="2025-03", note="Planted-move")
    measure = make_measure(project, [20, "Planted-reason", 22])
    OwnFigure.objects.filter(number=20).update(note="Planted-note")
    share(measure)
    address = f"/figures/{project.slug}/{measure.pk}/"
    outsider = log_in(UserFactory())
    assert "Planted" not in read(outsider, address) + read(outsider, f"{address}figures.csv")
    assert all(
        word in read(log_in(project.author), address) for word in ("Planted-move", "Planted-reason", "Planted-note")
    )
    assert "Evening visits" in read(outsider, project.get_absolute_url())
    for rest in ("add/", "edit/", "delete/", "share/", "import/", "range/", "2025-01/", "template.csv"):
        assert outsider.get(address + rest).status_code == 404
        assert outsider.post(address + rest, {"share": "no", "number": "1"}).status_code in (404, 405)
    log_in(project.author).post(f"{address}share/", {"share": "no"})
    assert outsider.get(address).status_code == 404


def test_colleague_shares_what_somebody_wrote_and_other_words_are_private_again():
    project = make_record(Project, title="The house")
    measure = make_measure(project, [20])
    mate, address = UserFactory(), f"/figures/{project.slug}/{measure.pk}/"
    join(mate, project.organisation, team=project.team)
    page = log_in(project.author).post(f"{address}share/", {"share": "yes"}, follow=True).content.decode()
    assert "Ask a colleague" in page
    assert log_in(UserFactory()).get(address).status_code == 404
    log_in(mate).post(f"{address}share/", {"share": "yes"})
    assert log_in(UserFactory()).get(address).status_code == 200
    services.change_measure(measure=measure, answers={"has_reminders": True}, by=mate, at=NOON)
    assert log_in(UserFactory()).get(address).status_code == 200
    services.change_measure(measure=measure, answers={"title": "Visits"}, by=project.author, at=NOON)
    assert log_in(UserFactory()).get(address).status_code == 404


def test_whoever_may_not_change_the_record_writes_nothing(project):
    measure = make_measure(project, [20])
    stranger, phase = UserFactory(), {"ground": "counted", "reason": "No"}
    for write in (
        lambda: services.start_measure(record=project, answers={}, by=stranger, at=NOON),
        lambda: services.change_measure(measure=measure, answers={"title": "No"}, by=stranger, at=NOON),
        lambda: services.delete_measure(measure=measure, by=stranger, at=NOON),
        lambda: services.save_figures(measure=measure, figures={FIRST: {"number": 1}}, by=stranger, at=NOON),
        lambda: services.save_figure(measure=measure, period=FIRST, answers={"number": 1}, by=stranger, at=NOON),
        lambda: services.delete_figure(figure=measure.figures.get(), by=stranger, at=NOON),
        lambda: services.begin_phase(measure=measure, period=FIRST, by=stranger, at=NOON, **phase),
        lambda: services.freeze_again(measure=measure, by=stranger, at=NOON),
        lambda: services.share_measure(measure=measure, is_shared=True, by=stranger, at=NOON),
    ):
        with pytest.raises(UnableToChangeRecord):
            write()
    assert list(OwnMeasure.objects.values_list("title", "shared_at", "figures__number")) == [
        ("Evening visits", None, 20)
    ]


def test_other_kinds_of_record_have_no_figures():
    challenge = make_draft(Challenge)
    with pytest.raises(UnableToKeepFigures):
        services.start_measure(record=challenge, answers={}, by=challenge.author, at=NOON)
    assert log_in(challenge.author).get(f"/figures/{challenge.slug}/").status_code == 404


# --- What becomes of them --------------------------------------------------------------------------------


def test_withdrawal_deletes_figures_and_merging_shares_them_with_nobody_new(project):
    kept = make_draft(Project, author=project.author, title="The same house")
    measure = make_measure(project, [20])
    share(measure)
    records.merge_records(kept=kept, other=project, by=project.author, at=NOON)
    moved = OwnMeasure.objects.get()
    assert (moved.record_id, moved.shared_at, moved.figures.get().number) == (kept.pk, None, 20)
    kept.refresh_from_db()
    records.withdraw_record(record=kept, by=kept.author, at=NOON)
    assert not OwnMeasure.objects.exists()
    assert not OwnFigure.objects.exists()


# --- The desk --------------------------------------------------------------------------------------------


def test_desk_reminds_only_a_team_that_asked_and_only_while_work_goes_on(project):
    last = add_months(OwnMeasure(every="month").get_period(now().date()), -3)
    measure = make_measure(project, [20], first=last)

    def list_due():
        return [item.action for item in get_due(project.author) if "Evening visits" in item.action]

    assert list_due() == []
    services.change_measure(measure=measure, answers={"has_reminders": True}, by=project.author, at=NOON)
    first, second = add_months(last, 1), add_months(last, 2)
    assert list_due() == [f"Evening visits: enter the figure for {first:%B %Y} to {second:%B %Y} (2 months)"]
    add_month = {"number": 20, "why_none": ""}
    for period in (first, second):
        services.save_figure(measure=measure, period=period, answers=add_month, by=project.author, at=now())
    assert list_due() == []
    OwnFigure.objects.filter(period=second).delete()
    assert list_due() == [f"Evening visits: enter the figure for {second:%B %Y}"]
    ProjectMove.objects.create(project=project, position=0, move="paused", moved_on="2026")
    assert list_due() == []


def test_chart_of_few_figures_has_no_limits(project):
    measure = OwnMeasure(form="count", every="month", better="up")
    figures = [OwnFigure(period=add_months(FIRST, month), number=month) for month in range(3)]
    for number in range(4):
        chart = draw_own_chart(measure, figures[:number], [], start=None, hides_small=False)
        assert (len(chart.points), chart.phases, chart.variation) == (number, (), None)


def test_measure_is_described_once_and_changed_later(project):
    client, address = log_in(project.author), f"/figures/{project.slug}/"
    page = client.post(f"{address}new/", {"title": "Plans"}).content.decode()
    assert page.count("Choose one") >= 4
    given = {"asks": "practice", "title": "Plans", "form": "percentage", "every": "quarter", "better": "up"}
    assert "cannot be more than 100" in client.post(f"{address}new/", {**given, "target": "101"}).content.decode()
    assert client.post(f"{address}new/", {**given, "target": "80"}).status_code == 302
    measure = OwnMeasure.objects.get()
    assert (measure.form, measure.target, measure.has_reminders, measure.shared_at) == ("percentage", 80, False, None)
    add_figures(measure, [(9, 12)], first=FIRST)
    client.post(f"{address}{measure.pk}/edit/", {**given, "form": "count", "title": "Written plans"})
    measure.refresh_from_db()
    assert (measure.title, measure.form) == ("Written plans", "percentage")  # figures are what they are
    page = read(client, address)
    assert page.index("Practice measures") < page.index("Written plans") < page.index("Outcome measures")
    client.post(f"{address}{measure.pk}/delete/")
    assert not OwnMeasure.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_figures_asks_as_often_for_three_measures_as_for_one(project, number, django_assert_num_queries):
    for index in range(number):
        make_measure(project, BEFORE + SINCE, title=f"Measure {index}")
    client, address = log_in(project.author), f"/figures/{project.slug}/"
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)
