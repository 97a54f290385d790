"""What the pages and files of a reflection show, to whom, and what they never show."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from cairn.conditions import services
from cairn.conditions.models import ConditionProfile, StatementAction
from cairn.conditions.presenters.differences import describe_round
from cairn.conditions.presenters.shown import read_rounds
from cairn.library.models import Project
from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_record
from tests.factories.reflections import (
    AGENCIES,
    BOTH,
    COUNCIL,
    HEALTH,
    HELPS,
    HINDERS,
    SCHOOLS,
    close,
    make_closed,
    make_known_to_differ,
    make_profile,
    open_round,
    reply,
)

pytestmark = pytest.mark.django_db
# What would make a score or a table of leagues of it.
SCORES = re.compile(r"\b(total|score|scores|scored|rank|ranked|ranking|average|mean|points|best|worst|league)\b", re.I)
PLANTED = "Plantedwords of somebody"


@pytest.fixture
def profile():
    return make_profile()


def get_page(client, profile, name="reflection", *rest):
    return " ".join(client.get(reverse(f"conditions:{name}", args=[profile.slug, *rest])).content.decode().split())


def get_main(page):
    return re.search(r"<main.*</main>", page, re.S)[0]


# --- What people see differently -------------------------------------------------------------------


def test_a_sentence_names_the_agencies_that_differ_most(client, profile):
    make_known_to_differ(profile)
    client.force_login(profile.author)
    page = get_page(client, profile)
    assert "10 people have answered." in page
    assert "People see “Aim and target group” most differently:" in page
    assert "4 of 4 in Council say it helps" in page
    assert "3 of 3 in Health say it gets in the way" in page


def test_the_table_says_what_the_picture_says(profile):
    make_known_to_differ(profile)
    view = describe_round(read_rounds(profile)[0])
    words = "How clear our aim is, and who it is for"
    rows = [row[1:] for row in view.rows if row[0] == words]
    assert rows == [("4 (4 a lot): Council 4", "3: Schools 3", "3: Health 3", "0")]
    for drawing in (view.chart.wide, view.chart.narrow):
        assert drawing.count("m4 4h0") == 4 + 4 + 1  # of the council for two statements, and the legend
        assert all(f">{name}</text>" in drawing for name in AGENCIES[:3])
        assert f">{AGENCIES[3]}</text>" not in drawing


def test_four_people_of_four_agencies_are_shown_together(client, profile):
    opened = open_round(profile)
    for agency, answer in enumerate((HELPS, HELPS, HINDERS, BOTH)):
        reply(opened, agency, answer)
    close(opened)
    view = describe_round(read_rounds(profile)[0])
    assert view.sentence == (
        "4 people have answered. People see “Aim and target group” most differently: 2 of 4 say it helps, and 1 say it "
        "gets in the way."
    )
    said = str([view.rows, view.chart.wide, view.chart.narrow])
    assert not any(name in said for name in AGENCIES)


def test_below_four_only_the_number_is_shown(client, profile):
    make_closed(profile, {COUNCIL: 2, HEALTH: 1}, words={"aim": PLANTED})
    client.force_login(profile.author)
    page = get_main(get_page(client, profile))
    assert "3 people have answered. Below 4 only this number is shown" in page
    assert '<svg class="f-chart' not in page
    assert PLANTED not in page + get_page(client, profile, "statement", "aim")
    lines = client.get(reverse("conditions:export", args=[profile.slug, "csv"])).content.decode().splitlines()
    assert len(lines) == 1


def test_nothing_is_drawn_while_a_round_is_open(client, profile):
    opened = open_round(profile)
    for _ in range(6):
        reply(opened, COUNCIL, HELPS, words={"aim": PLANTED})
    client.force_login(profile.author)
    page = get_page(client, profile)
    assert "6 people have answered." in page
    assert '<svg class="f-chart' not in page
    statement = get_page(client, profile, "statement", "aim")
    assert "No round has closed yet." in statement
    assert PLANTED not in page + statement
    assert client.get(reverse("conditions:round", args=[profile.slug, 1])).status_code == 404
    assert len(client.get(reverse("conditions:export", args=[profile.slug, "csv"])).content.splitlines()) == 1


def test_rounds_stand_beside_each_other_in_words(client, profile):
    make_closed(profile, {COUNCIL: 5}, HELPS)
    make_closed(profile, {COUNCIL: 4, HEALTH: 2}, HINDERS, at=NOON + timedelta(days=200))
    client.force_login(profile.author)
    page = get_page(client, profile)
    assert "Round 1, November 2026" in page
    assert "Round 2, June 2027" in page
    over_time = page[page.index('id="over-time"') :]
    row = over_time[over_time.index("How clear our aim is") :][:400]
    assert row.index("Most say it helps") < row.index("Most say it gets in the way")


def test_a_round_told_in_words_has_no_number_of_answers(client, profile):
    make_closed(profile, {COUNCIL: 4}, HELPS)
    make_closed(profile, {COUNCIL: 3, HEALTH: 4}, HELPS, HINDERS, at=NOON + timedelta(days=9))
    client.force_login(profile.author)
    main = get_main(get_page(client, profile))
    assert "told without numbers" in main
    assert '<svg class="f-chart' not in main
    content = client.get(reverse("conditions:export", args=[profile.slug, "csv"])).content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(content)) if row[0] == "2"]
    assert len(rows) == 12
    assert {tuple(row[4:8]) for row in rows} == {("", "", "", "")}
    assert {row[3] for row in rows} == {"Everyone"}


# --- What is never shown ---------------------------------------------------------------------------


def list_everything(client, profile):
    """Every page and file of a reflection, as its team has them."""
    yield get_main(get_page(client, profile))
    yield get_main(get_page(client, profile, "round", 1))
    for key in ("aim", "data"):
        yield get_main(get_page(client, profile, "statement", key))
    yield client.get(reverse("conditions:export", args=[profile.slug, "csv"])).content.decode()
    book = zipfile.ZipFile(io.BytesIO(client.get(reverse("conditions:export", args=[profile.slug, "xlsx"])).content))
    yield " ".join(book.read(name).decode() for name in book.namelist() if "sharedStrings" in name)
    yield get_main(client.get(reverse("conditions:reflections")).content.decode())


def test_row_45_there_is_no_total_no_score_and_no_ranking(client, profile):
    make_known_to_differ(profile)
    make_closed(profile, {COUNCIL: 5, HEALTH: 4}, HELPS, HINDERS, at=NOON + timedelta(days=200))
    client.force_login(profile.author)
    for text in list_everything(client, profile):
        visible = re.sub(r"<[^>]*>", " ", text)
        assert not SCORES.search(visible), SCORES.search(visible)


def test_the_list_says_nothing_of_what_came_out(client):
    profiles = [make_profile(title=f"Reflection {number}") for number in range(2)]
    make_closed(profiles[0], {COUNCIL: 9}, HELPS)
    client.force_login(profiles[0].author)
    page = get_main(client.get(reverse("conditions:reflections")).content.decode())
    assert "people have answered" not in page
    assert "Most say" not in page


def test_the_file_has_no_row_of_a_person_and_names_the_frameworks(client, profile):
    make_known_to_differ(profile)
    client.force_login(profile.author)
    content = client.get(reverse("conditions:export", args=[profile.slug, "csv"])).content.decode()
    header, first, *_ = content.splitlines()
    assert header.endswith("CFIR term,Level of change,Cluster (Innovate Project)")
    assert first.startswith('1,2026-11-24,"How clear our aim is, and who it is for",Everyone,4,3,3,0,')
    assert first.endswith("The process,Leadership and governance,Mobilisers")
    assert "Written words" not in content


def test_framework_names_stay_in_help_and_files(client, profile):
    opened = make_known_to_differ(profile)
    client.force_login(profile.author)
    pages = [get_page(client, profile), get_page(client, profile, "statement", "aim")]
    assert not any("CFIR" in page or "Mobilisers" in page for page in pages)
    assert opened.agencies == list(AGENCIES)
    assert "CFIR" in client.get(reverse("conditions:statements")).content.decode()


# --- Who reads it ----------------------------------------------------------------------------------


def test_row_45_it_is_private_until_it_is_shared(client, profile):
    make_closed(profile, {COUNCIL: 5}, HELPS, words={"aim": PLANTED})
    stranger = UserFactory()
    paths = [
        profile.get_absolute_url(),
        reverse("conditions:round", args=[profile.slug, 1]),
        reverse("conditions:statement", args=[profile.slug, "aim"]),
        reverse("conditions:export", args=[profile.slug, "csv"]),
        reverse("conditions:answer", args=[profile.slug]),
    ]
    for path in paths:
        assert client.get(path).status_code == 302  # to the log-in
    client.force_login(stranger)
    assert {client.get(path).status_code for path in paths} == {404}
    assert profile.title not in client.get(reverse("conditions:reflections")).content.decode()
    records.share_record(record=profile, by=profile.author, at=NOON, sharing=Sharing.ORGANISATION)
    assert {client.get(path).status_code for path in paths} == {404}
    client.force_login(profile.author)
    assert PLANTED in get_page(client, profile, "statement", "aim")


def test_words_are_read_without_agency_and_deleted_by_the_team(client, profile):
    make_known_to_differ(profile)
    client.force_login(profile.author)
    page = get_main(get_page(client, profile, "statement", "aim"))
    assert "<li>Helps: 4 (4 a lot): Council 4</li>" in page
    written = page[page.index("In people’s own words") :]
    assert written.count("Written words") == 8  # four, each with the name of its button
    assert not any(name in written for name in AGENCIES)
    found = re.findall(r'action="(/reflections/[^"]+/words/\d+/delete/)"', page)
    assert client.post(found[0]).status_code == 302
    assert get_page(client, profile, "statement", "aim").count("Written words") == 6
    assert client.post(found[1].replace("rounds/1", "rounds/7")).status_code == 404


# --- Starting, opening, acting ---------------------------------------------------------------------


def test_a_reflection_starts_from_a_project(client):
    author = UserFactory()
    project = make_record(Project, author=author)
    client.force_login(author)
    page = client.get(project.get_absolute_url()).content.decode()
    path = f"{reverse('conditions:new-reflection')}?about={project.slug}"
    assert path in page
    client.post(path, {"title": "What helps here", "summary": ""})
    profile = ConditionProfile.objects.get()
    assert (profile.about_id, profile.live, profile.sharing) == (project.pk, False, Sharing.TEAM)
    assert "What helps here" in client.get(project.get_absolute_url()).content.decode()
    client.force_login(UserFactory())
    assert "What helps here" not in client.get(project.get_absolute_url()).content.decode()


def test_a_round_opens_asks_and_closes_through_its_pages(client, profile):
    client.force_login(profile.author)
    path = reverse("conditions:open-round", args=[profile.slug])
    wrong = client.post(path, {"which": "short", "promise": "words", "agencies": "Council", "closes_on": "1/1/2020"})
    assert "You gave 1 agency." in wrong.content.decode()
    assert "1 January 2020 is not possible" in wrong.content.decode()
    day = f"{NOON + timedelta(days=40):%-d/%-m/%Y}"
    given = {"which": "short", "promise": "words", "agencies": "Council\nHealth\n", "closes_on": day}
    assert client.post(path, given).status_code == 302
    opened = profile.rounds.get()
    assert (opened.agencies, len(opened.statements), opened.asks_words) == (["Council", "Health"], 12, True)
    invite = reverse("conditions:invite", args=[profile.slug])
    assert "is not an e-mail address" in client.post(invite, {"emails": "nobody"}).content.decode()
    client.post(invite, {"emails": "a@example.org, b@example.org"})
    page = client.get(invite).content.decode()
    assert "a@example.org" in page
    room = client.post(reverse("conditions:open-room", args=[profile.slug]), {"hours": 1})
    assert "/rooms/" in room.url
    close_path = reverse("conditions:close-round", args=[profile.slug])
    assert "With fewer than four answers" in client.get(close_path).content.decode()
    client.post(close_path)
    assert profile.rounds.get().is_closed
    assert client.get(close_path).status_code == 404


def test_an_action_needs_an_owner_a_first_step_and_a_date(client, profile):
    make_known_to_differ(profile)
    client.force_login(profile.author)
    path = reverse("conditions:new-action", args=[profile.slug, "aim"])
    assert "Reflection: How clear our aim is" in client.get(path).content.decode()
    blank = client.post(path, {"what": "", "first_step": "", "due_date": "", "owner": ""}).content.decode()
    assert all(
        problem in blank for problem in ("Choose an owner", "Enter the date it is due", "What is the first step?")
    )
    assert not StatementAction.objects.exists()
    given = {"what": "Write the aim down", "first_step": "Meet", "due_date": "1/3/2999", "owner": profile.author.pk}
    assert client.post(path, given).status_code == 302
    assert StatementAction.objects.get().statement == "aim"
    assert "Write the aim down" in get_page(client, profile)
    assert "Write the aim down" in get_page(client, profile, "statement", "aim")


def test_row_38_the_same_condition_helps_in_one_place_and_gets_in_the_way_in_another(profile):
    project = Record.objects.get(pk=make_record(Project).pk)
    other = make_profile(title="Elsewhere", about=project)
    make_closed(profile, {COUNCIL: 4}, HELPS)
    make_closed(other, {SCHOOLS: 4}, HINDERS)
    assert [read_rounds(one)[0].shown["aim"].view for one in (profile, other)] == [HELPS, HINDERS]


def test_the_page_asks_as_often_for_forty_people_as_for_four(client, profile, django_assert_max_num_queries):
    client.force_login(profile.author)
    make_closed(profile, {COUNCIL: 2, HEALTH: 2})
    client.get(profile.get_absolute_url())
    with django_assert_max_num_queries(45) as few:
        client.get(profile.get_absolute_url())
    make_closed(profile, {COUNCIL: 10, HEALTH: 10, SCHOOLS: 5}, at=NOON + timedelta(days=300))
    with django_assert_max_num_queries(45) as many:
        client.get(profile.get_absolute_url())
    assert len(many) == len(few)


def test_services_are_the_only_way_to_say_something():
    assert {name for name in services.__all__ if name.startswith("answer")} == {
        *("answer_by_account", "answer_by_link", "answer_in_room")
    }
