"""What happened later, and how long setting up took: counted only where there is enough to count."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from cairn.conditions.enums import Part
from cairn.conditions.models import Course, Groundwork
from cairn.conditions.presenters.lead_time import LeadTimeView
from cairn.conditions.queries.later import find_what_happened
from cairn.conditions.queries.lead_time import count_months, get_lead_times
from cairn.decisions.models import DesignReason
from cairn.library.forms.rows import get_row_kinds
from cairn.library.models import Project
from cairn.library.services import add_row
from cairn.records.models import Record
from tests.cases import each
from tests.factories.accounts import UserFactory
from tests.factories.conditions import make_ended, make_groundwork
from tests.factories.records import NOON, approve, make_draft, make_record, share_with_all

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def plant(number, *, shared=True, **given):
    """Projects that ended; half of them had not settled the time to set up."""
    for index in range(number):
        title = f"Before you start: tried {index}{'' if shared else ' unseen'}"
        record = make_record(Groundwork, title=title) if shared else make_draft(Groundwork, title=title)
        parts = (Part.TIME,) if index % 2 else ()
        make_ended(record, "stopped" if index % 2 else "reached", open_parts=parts, late=bool(index % 2), **given)


def test_below_ten_only_the_number_that_is_missing_is_there():
    plant(9)
    plant(3, shared=False)
    found = find_what_happened(NOBODY, fictional=False)
    assert (found.missing, found.number, found.parts) == (1, 0, [])
    client = Client()
    page = client.get(reverse("conditions:what-happened")).content.decode()
    assert "1 more project that has ended is needed." in page
    for word in ("tried", "stopped", "Stopped", "9 ", "3 of", "csv"):
        assert word not in page.split("<main")[1].split("</main")[0]
    file = client.get(reverse("conditions:what-happened-file"))
    assert (file.status_code, file["Location"]) == (302, reverse("conditions:what-happened"))


def test_from_ten_on_counts_with_n_names_and_no_cause():
    plant(10)
    plant(4, shared=False)
    found = {one.part: one for one in find_what_happened(NOBODY, fictional=False).parts}
    assert list(found) == list(Part)
    time = found[Part.TIME]
    assert (time.settled.number, len(time.settled.stopped), len(time.settled.late), len(time.settled.reached)) == (
        *(5, 0, 0, 5),
    )
    assert (time.unsettled.number, len(time.unsettled.stopped), len(time.unsettled.late)) == (5, 5, 5)
    assert (found[Part.RISKS].settled.number, found[Part.RISKS].unsettled.number) == (10, 0)
    page = Client().get(reverse("conditions:what-happened")).content.decode()
    assert "5 of 5" in page
    assert "10 projects that you can see have ended. These are counts, not causes" in page
    assert "tried 3" in page
    assert "unseen" not in page.split("<main")[1].split("</main")[0]
    rows = Client().get(reverse("conditions:what-happened-file")).content.decode().splitlines()
    assert len(rows) == 1 + 2 * len(Part)
    assert "unseen" not in "".join(rows)


def test_late_is_counted_among_those_whose_dates_are_known():
    plant(10)
    Course.objects.filter(groundwork__title__in=[f"Before you start: tried {one}" for one in (0, 1, 3)]).update(
        planned_start="2025"
    )
    (row,) = [one for one in find_what_happened(NOBODY, fictional=False).parts if one.part == Part.RISKS]
    assert (len(row.settled.late), len(row.settled.dated), row.settled.number) == (3, 7, 10)
    assert "3 of 7 with both dates" in Client().get(reverse("conditions:what-happened")).content.decode()


def test_what_is_hidden_does_not_count_towards_ten():
    plant(6)
    plant(6, shared=False)
    assert find_what_happened(NOBODY, fictional=False).missing == 4
    assert find_what_happened(UserFactory(), fictional=False).missing == 4


def test_fictional_and_real_ones_are_never_counted_together():
    plant(10)
    Groundwork.objects.filter(title__endswith="0").update(is_fictional=True)
    assert find_what_happened(NOBODY, fictional=False).missing == 1
    assert find_what_happened(NOBODY, fictional=True).missing == 9


def test_what_has_not_ended_does_not_count():
    plant(10)
    Course.objects.filter(groundwork__title__endswith="0").update(ending="", ended_on="")
    assert find_what_happened(NOBODY, fictional=False).missing == 1


# --- How long setting up took


@each(
    "first,second,months",
    [
        ("2027-01", "2027-07", 6),
        ("2026-11-30", "2027-01-02", 2),
        ("2027-01", "2027-01", 0),
        ("2027", "2027-07", None),
        ("2027-01", "2027", None),
        ("", "2027-07", None),
        ("2027-07", "2027-01", None),
    ],
)
def test_months_are_counted_only_where_both_are_known(first, second, months):
    assert count_months(first, second) == months


def set_up(months, **given):
    """A public project whose history says so."""
    project = make_record(Project, title=f"Took {months}", planned_start="2026-03", **given)
    moves = next(kind for kind in get_row_kinds("project") if kind.name == "moves")
    DesignReason.objects.create(project=Record.objects.get(pk=project.pk), words="An earlier one.", at=NOON)
    ends = f"{2026 + months // 12}-{months % 12 + 1:02}"
    for move, on in (("designing", "2026-01"), ("developing", ends)):
        add_row(record=project, kind=moves, answers={"move": move, "moved_on": on}, by=project.author, at=NOON)
    approve(project)
    share_with_all(project)
    return project


@pytest.fixture
def planning():
    return make_groundwork(set_up_from="2027-01", planned_start="2027-07")


def test_row_40_from_nothing_there_is_no_range(planning):
    view = LeadTimeView(planning, NOBODY)
    assert view.planned == 6
    assert view.lines == []
    assert view.sentence.startswith("No project in the library has the dates that we need")


def test_below_five_they_are_named_and_no_more(planning):
    for months in (4, 8):
        set_up(months)
    view = LeadTimeView(planning, NOBODY)
    assert [(one.title, words) for one, words in view.lines] == [("Took 4", ""), ("Took 8", "")]
    assert view.sentence == (
        "Only 2 projects have dates to compare with. That is too few for a range, so we only name them."
    )


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((7, 8, 9, 10, 23), "In 5 projects setting up took 7 to 23 months. Your plan is shorter than all 5."),
        ((6, 7, 8, 9, 10), "In 5 projects setting up took 6 to 10 months. Your plan is shorter than most: 4 of 5"),
        ((1, 2, 3, 4, 9), "In 5 projects setting up took 1 to 9 months. 1 of 5 took longer than your plan."),
        ((1, 2, 3, 4, 6), "In 5 projects setting up took 1 to 6 months. None of them took longer than your plan."),
    ],
)
def test_row_40_from_five_on_a_range_and_where_the_plan_lies(planning, months, words):
    for number in months:
        set_up(number)
    view = LeadTimeView(planning, NOBODY)
    assert view.sentence.startswith(words)
    assert [one.months for one, _ in view.lines] == list(months)
    assert view.lines[0][1].endswith(", 2 months planned")


def test_real_starts_count_and_hidden_or_rough_ones_do_not(planning):
    shared = make_record(Groundwork, title="Started")
    Course.objects.create(groundwork=shared, set_up_from="2025-01", planned_start="2025-03", started_on="2025-12")
    hidden = make_draft(Groundwork, title="Hidden")
    Course.objects.create(groundwork=hidden, set_up_from="2025-01", started_on="2025-12")
    rough = make_record(Groundwork, title="Rough")
    Course.objects.create(groundwork=rough, set_up_from="2025", started_on="2025-12")
    Course.objects.create(groundwork=planning, set_up_from="2025-01", started_on="2025-12")
    (found,) = get_lead_times(NOBODY, fictional=False, apart_from=planning)
    assert (found.title, found.months, found.planned) == ("Started", 11, 2)
    assert get_lead_times(NOBODY, fictional=True) == []
