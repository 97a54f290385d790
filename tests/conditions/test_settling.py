"""The gate: it refuses with everything that is missing, each with where it is done, and then it passes."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.common.canonical import sha256_of
from cairn.conditions.enums import Part
from cairn.conditions.models import Groundwork, Settling
from cairn.conditions.policies import UnableToRecord, UnableToSettle, UnableToStart, find_open
from cairn.conditions.presenters.groundwork import GroundworkView
from cairn.conditions.services import settle, start_groundwork
from cairn.library.models import Method, Project
from cairn.library.services import change_row, remove_row
from cairn.records import services as records
from cairn.records.policies import UnableToChangeRecord
from tests.factories.accounts import UserFactory, client_of
from tests.factories.conditions import ROW_KINDS, add, fill, make_groundwork, make_settled
from tests.factories.records import NOON, approve, join, make_draft, make_organisation, make_record, share_with_all

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def words_of(record, part=None):
    return [one.words for one in find_open(record.get_draft()) if part in (None, one.part)]


def test_row_39_empty_one_is_refused_with_every_part():
    record = make_groundwork()
    with pytest.raises(UnableToSettle) as caught:
        settle(record=record, by=record.author, at=NOON)
    assert {item.part for item in caught.value.items} == set(Part)
    assert all(item.section or item.rows for item in caught.value.items)
    assert f"{len(caught.value.items)} things are missing" in str(caught.value)
    assert not Settling.objects.exists()
    assert not AuditEntry.objects.filter(action="groundwork.settled").exists()


def test_full_one_passes_with_day_person_and_checksum():
    record = fill(make_groundwork())
    assert find_open(record.get_draft()) == []
    settling = settle(record=record, by=record.author, at=NOON)
    assert (settling.at, settling.by) == (NOON, record.author)
    assert settling.sha256 == sha256_of(settling.document)
    said = json.loads(settling.document)
    assert said["group_size"] == 40
    assert [row["name"] for row in said["partners"]] == ["Police"]
    assert AuditEntry.objects.get(action="groundwork.settled").detail == {"sha256": settling.sha256}


# One answer less, and the sentence that names it.
@pytest.mark.parametrize(
    ("answers", "part", "words"),
    [
        ({"objective": ""}, Part.GROUP, "Say what you want to achieve."),
        ({"target_group": ""}, Part.GROUP, "Say who it is for."),
        ({"group_size": None}, Part.GROUP, "Say how many people you want to reach."),
        ({"excluded": ""}, Part.GROUP, "Say who is left out, and why. If no one is, say so in a sentence."),
        ({"needed": ""}, Part.THEORY, "Describe the need."),
        ({"ambition": ""}, Part.THEORY, "Say what should be different at the end."),
        ({"changes_system": ""}, Part.SYSTEM, "Say whether steps, agencies or hand-overs change."),
        ({"system_measure": ""}, Part.SYSTEM, "Say how you will know that the system works in the new way."),
        ({"set_up_from": ""}, Part.TIME, "Setting up begins: enter the month."),
        (
            {"planned_start": "2027"},
            Part.TIME,
            "Planned start: “2027” is a year. Enter the month too, for example 2027-04.",
        ),
        (
            {"planned_start": "2026-12"},
            Part.TIME,
            "The planned start is before setting up begins. Check both dates.",
        ),
        ({"set_up_steps": ""}, Part.TIME, "Say what has to be done before the start."),
    ],
)
def test_names_the_answer_that_is_missing(answers, part, words):
    record = fill(make_groundwork(), **answers)
    assert words_of(record) == [words]
    assert words_of(record, part) == [words]


@pytest.mark.parametrize("name", ["target_group", "objective"])
def test_row_39_vague_words_are_refused_however_they_came_in(name):
    vague = {"target_group": "families", "objective": "Improve outcomes"}[name]
    (words,) = words_of(fill(make_groundwork(), **{name: vague}))
    assert f"“{vague}” is too vague" in words
    assert "For example: " in words


def test_nothing_is_asked_of_a_system_that_stays():
    record = fill(make_groundwork(), changes_system="no", system_measure="")
    for name in ("steps-before", "steps-after"):
        empty(record, name)
    assert words_of(record) == []


def empty(record, name):
    kind = ROW_KINDS[name]
    for _ in range(getattr(record.get_draft(), kind.relation).count()):
        seen = str(record.get_draft().latest_revision_id)
        remove_row(record=record, kind=kind, number=0, seen=seen, by=record.author, at=NOON)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("assumptions", ["Add at least one assumption: what must be true for this to work?"]),
        ("steps-before", ["Add the steps of the system as it is now."]),
        ("steps-after", ["Add the steps of the system as it will be."]),
        ("capacity", ["Add the people, hours and money that it needs."]),
        ("partners", ["Add the partners, or say why there is none."]),
        ("talks", ["Say who talks to whom, and how often."]),
        ("project-risks", ["Add at least one risk with a rule for when to pause or stop."]),
    ],
)
def test_names_the_list_that_is_empty(name, words):
    record = fill(make_groundwork())
    empty(record, name)
    assert words_of(record) == words


def change(record, kind, number=0, /, **answers):
    seen = str(record.get_draft().latest_revision_id)
    change_row(
        record=record, kind=ROW_KINDS[kind], number=number, answers=answers, seen=seen, by=record.author, at=NOON
    )


def test_names_each_gap_of_the_theory():
    record = fill(make_groundwork())
    change(record, "aims", measured_by="", baseline="", target="")
    change(record, "activities", outcomes=[], mechanism="", inputs="")
    change(record, "assumptions", watched_by="")
    assert words_of(record, Part.THEORY) == [
        "The outcome “Fewer moves into emergency care” has no measure.",
        "The activity “One key worker for each young person” leads to no outcome.",
        "The activity “One key worker for each young person” does not say how it should work.",
        "The activity “One key worker for each young person” does not say what it needs.",
        "No activity leads to the outcome “Fewer moves into emergency care”.",
        "No one watches the assumption “Workers stay for two years”.",
    ]
    assert words_of(record, Part.FIGURES) == [
        "The outcome “Fewer moves into emergency care” has no baseline.",
        "The outcome “Fewer moves into emergency care” has no target.",
    ]


def test_activity_whose_outcome_was_removed_leads_to_none():
    record = fill(make_groundwork())
    empty(record, "aims")
    assert "The activity “One key worker for each young person” leads to no outcome." in words_of(record)


def test_row_41_says_by_how_much_too_much_is_promised_until_there_is_an_answer():
    """Row 41."""
    record = fill(make_groundwork())
    change(record, "capacity", promised=Decimal(30))
    short = (
        "Team managers: 30 hours a week promised, 12 hours a week available once 8 hours a week for other work are "
        "deducted. That is 18 hours a week too few."
    )
    assert words_of(record) == [f"{short} Promise less, find more, or say what you will do about it."]
    view = GroundworkView(record.get_draft())
    assert view.shortages == [short]
    answer = {"capacity_answer": "The inspection ends in March."}
    records.save_draft(record=record, by=record.author, at=NOON, answers=answer)
    assert words_of(record) == []
    assert GroundworkView(record.get_draft()).shortages == [short], "the alert stays"


def test_row_44_partner_without_role_or_basis_is_visible():
    """Row 44."""
    record = fill(make_groundwork())
    change(record, "partners", role="", data_basis="", agreed_on="")
    assert words_of(record) == ["Police has no agreed role.", "No basis is stated for sharing data with Police."]
    page = client_of(record.author).get(record.get_absolute_url()).content.decode()
    assert "No agreed role" in page
    assert "Not stated" in page


def test_says_what_changed_since():
    record = make_settled()
    assert GroundworkView(record).changed == []
    records.save_draft(record=record, by=record.author, at=LATER, answers={"group_size": 20})
    change(record, "partners", role="Something else")
    assert GroundworkView(Groundwork.objects.get(pk=record.pk)).changed == ["How many", "Partners"]


def test_publishing_and_results_are_no_change():
    record = make_settled()
    change(record, "aims", result="20", result_on="2028")
    records.share_record(record=record, by=record.author, at=LATER, sharing="organisation")
    assert GroundworkView(Groundwork.objects.get(pk=record.pk)).changed == []


def test_settling_again_keeps_the_first():
    record = make_settled()
    settle(record=record, by=record.author, at=LATER)
    assert Settling.objects.filter(groundwork=record).count() == 2
    assert GroundworkView(Groundwork.objects.get(pk=record.pk)).settling.at == LATER


def test_others_read_what_was_settled():
    record = fill(make_groundwork())
    records.share_record(record=record, by=record.author, at=NOON, sharing="organisation")
    record = Groundwork.objects.get(pk=record.pk)
    records.save_draft(record=record, by=record.author, at=NOON, answers={"group_size": 20})
    settle(record=record, by=record.author, at=LATER)
    record = Groundwork.objects.get(pk=record.pk)
    assert (record.group_size, record.has_unpublished_changes) == (20, False)
    assert GroundworkView(record).changed == []


def test_what_everybody_reads_is_reviewed_before_it_is_settled():
    record = fill(make_groundwork())
    approve(record)
    share_with_all(record)
    record = Groundwork.objects.get(pk=record.pk)
    records.save_draft(record=record, by=record.author, at=NOON, answers={"group_size": 20})
    with pytest.raises(UnableToRecord, match="review your changes"):
        settle(record=record, by=record.author, at=LATER)
    page = client_of(record.author).post(reverse("conditions:settle", args=[record.slug])).content.decode()
    assert "Ask a colleague to review your changes first." in page
    assert not Settling.objects.exists()
    approve(Groundwork.objects.get(pk=record.pk))
    settle(record=record, by=record.author, at=LATER)
    assert Groundwork.objects.get(pk=record.pk).group_size == 20


def test_only_writers_settle():
    record = fill(make_groundwork())
    with pytest.raises(UnableToChangeRecord):
        settle(record=record, by=UserFactory(), at=NOON)


# --- Starting


def test_takes_over_what_the_project_says():
    project = make_draft(Project, target_group="Care leavers", needed="A home", ambition="A home for all", age_from=18)
    record = start_groundwork(about=project.record_ptr, by=project.author, at=NOON)
    assert (record.target_group, record.needed, record.ambition, record.age_from) == (
        "Care leavers",
        "A home",
        "A home for all",
        18,
    )
    assert record.team == project.team
    assert start_groundwork(about=project.record_ptr, by=project.author, at=LATER).pk == record.pk


@pytest.mark.parametrize("model", [Method, Project])
def test_only_writers_of_projects_start_one(model):
    record = make_record(model)
    author = record.author if model is Method else UserFactory()
    with pytest.raises(UnableToStart):
        start_groundwork(about=record.record_ptr, by=author, at=NOON)


# --- Pages


def test_page_of_the_gate_links_each_line_to_its_section_and_then_passes():
    record = make_groundwork()
    client = client_of(record.author)
    address = reverse("conditions:settle", args=[record.slug])
    page = client.post(address, follow=True).content.decode()
    for name in ("group", "why", "time", "partners"):
        assert reverse("records:section", args=[record.slug, name]) in page
    for name in ("aims", "activities", "assumptions", "capacity", "talks", "project-risks"):
        assert reverse("library:rows", args=[record.slug, name]) in page
    assert "Not settled yet: " in page
    fill(record)
    page = client.post(address, follow=True).content.decode()
    assert "Settled on " in page
    assert Settling.objects.get().sha256 in page


def test_project_page_says_whether_and_when_it_was_settled():
    record = make_groundwork()
    project, client = record.about, client_of(record.author)
    page = client.get(project.get_absolute_url()).content.decode()
    assert "Not settled yet (" in page
    assert "baseline and target" in page
    fill(record)
    settle(record=record, by=record.author, at=NOON)
    assert "Settled on 24 November 2026." in client.get(project.get_absolute_url()).content.decode()


def test_project_that_started_without_says_so_to_its_team_alone():
    project = make_record(Project, title="Night line", started="2025-03")
    said = "This started without anything being settled here first."
    assert said in client_of(project.author).get(project.get_absolute_url()).content.decode()
    reader = UserFactory()
    join(reader, make_organisation("Other"))
    for client in (client_of(reader),):
        page = client.get(project.get_absolute_url()).content.decode()
        assert said not in page
        assert "Before it started" not in page


def test_private_one_is_not_named_on_the_public_page_of_its_project():
    project = make_record(Project, title="Night line")
    make_settled(project)
    page = client_of(UserFactory()).get(project.get_absolute_url()).content.decode()
    assert "Before it started" not in page
    assert "Settled on" not in page


def test_old_address_of_what_an_evaluation_could_show_leads_on():
    project = make_record(Project, title="Night line")
    response = client_of(UserFactory()).get(f"/before-you-start/{project.slug}/?place=E06000001&start=2027-04")
    assert response.status_code == 301
    assert response["Location"] == f"/before-you-start/{project.slug}/evaluation/?place=E06000001&start=2027-04"


def test_both_pages_lead_to_each_other():
    record = make_groundwork()
    client = client_of(record.author)
    outlook = reverse("evaluation:outlook", args=[record.about.slug])
    assert outlook in client.get(record.get_absolute_url()).content.decode()
    assert record.get_absolute_url() in client.get(outlook).content.decode()


def test_a_concern_about_a_child_is_never_kept_as_a_risk():
    """Row 50: it goes to the safeguarding lead, whatever box is ticked."""
    record = make_groundwork()
    client = client_of(record.author)
    address = reverse("library:rows", args=[record.slug, "project-risks"])
    given = {
        "what": "The late shift may not be covered",
        "is_about_a_person": "yes",
        "not_a_concern": "yes",
        "likelihood": "high",
        "stop_rule": "Two vacancies",
        "owner": "Head of service",
        "review_on": "31/3/2027",
    }
    page = client.post(address, given)
    assert page.status_code == 200
    assert reverse("voice:safety") in page.content.decode()
    assert not record.get_draft().risks.exists()
    worried = {**given, "is_about_a_person": "no", "what": "I am worried about a child"}
    worried.pop("not_a_concern")
    assert reverse("voice:safety") in client.post(address, worried).content.decode()
    assert not record.get_draft().risks.exists()
    client.post(address, {**given, "is_about_a_person": "no"})
    assert [risk.what for risk in record.get_draft().risks.all()] == ["The late shift may not be covered"]


def test_activity_chooses_among_the_outcomes_of_the_draft():
    record = make_groundwork()
    outcome = add(record, "aims", title="More school days")
    client = client_of(record.author)
    address = reverse("library:rows", args=[record.slug, "activities"])
    assert "More school days" in client.get(address).content.decode()
    client.post(address, {"what": "A mentor", "outcomes": [outcome.key]})
    client.post(address, {"what": "A bus", "outcomes": ["other"]})
    assert [(one.what, one.outcomes) for one in record.get_draft().activities.all()] == [("A mentor", [outcome.key])]


def test_row_is_edited_and_keeps_its_key():
    record = make_groundwork()
    outcome = add(record, "aims", title="More school days")
    client = client_of(record.author)
    address = reverse("library:change-row", args=[record.slug, "aims", 0])
    assert "More school days" in client.get(address).content.decode()
    seen = record.get_draft().latest_revision_id
    client.post(address, {"title": "More lessons", "seen": seen})
    (row,) = record.get_draft().outcomes.all()
    assert (row.title, row.key) == ("More lessons", outcome.key)
    page = client.post(address, {"title": "Fewer lessons", "seen": seen}).content.decode()
    assert "Someone has changed this since you opened it" in page
    assert "Fewer lessons" in page, "what was typed is still there"
    assert [one.title for one in record.get_draft().outcomes.all()] == ["More lessons"]
