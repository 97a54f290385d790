"""Ways to scale: rows 36 and 37 of the domain research, gaps that a page shows, and who may see what."""

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.html import strip_tags

from cairn.adoption.models import ScalingFunding, ScalingMove, ScalingStrategy
from cairn.adoption.presenters.scaling import STATE_AFTER, WayView
from cairn.adoption.services import load_scaling_strategies
from cairn.library.definitions.starter import get_starter
from cairn.library.models import PracticeModel
from cairn.library.presenters.files import list_tables
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_draft, make_record, make_team

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 1, tzinfo=UTC)
FDAC, TACT = "scaling-family-drug-alcohol-court", "scaling-tact-peterborough"


def clean(page):
    return " ".join(unescape(strip_tags(page)).split())


def read(client, address):
    return clean(client.get(address).content.decode())


def test_row_36_each_way_has_its_money_geography_vehicle_demand_and_life_cycle(client, starter):
    keys = {one["key"] for one in get_starter().ways}
    assert {
        FDAC,
        TACT,
        "scaling-achieving-change-together",
        "scaling-stockport-family",
        "scaling-project-crewe",
    } <= keys
    for key in keys:
        page = client.get(f"/ways-to-scale/{key}/").content.decode()
        for part in ("life-cycle", "money", "outcome", "failed", "vehicle", "where", "demand", "capacity", "unknown"):
            assert f'<section id="{part}"' in page, (key, part)
    assert "Not found in any source we read." in read(client, f"/ways-to-scale/{FDAC}/").partition("Where demand")[2]


def test_row_36_the_national_unit_closed_in_2018_and_has_a_successor_of_2019(client, starter):
    text = read(client, f"/ways-to-scale/{FDAC}/")
    cycle = text.partition("Life cycle")[2].partition("What paid for it")[0]
    assert cycle.index("September 2018 Closed: ") < cycle.index("1 April 2019 A successor took over: ")
    assert "Press: Press on the end of the Family Drug and Alcohol Court National Unit, 2018" in cycle
    assert "StatusContinued by a successor" in text
    assert "Grant, 2015 to September 2018: £2.5 million" in text
    assert "Social investment (planned only): A social impact bond" in text
    assert "Philanthropy, from April 2019" in text


def test_row_36_an_exit_like_that_of_tact_can_be_recorded(client, starter):
    text = read(client, f"/ways-to-scale/{TACT}/")
    assert "October 2019 Notice given: Notice is given. The programme's" in text
    assert "StatusNotice given" in text
    left = ScalingStrategy.objects.get(slug=TACT)
    ScalingMove.objects.create(strategy=left, position=9, step="exit", moved_on="2020-03", note="The charity leaves.")
    assert "StatusEnded" in read(client, f"/ways-to-scale/{TACT}/")


def test_row_37_two_ways_side_by_side_have_money_geography_outcome_and_what_failed(client, starter):
    page = client.get(f"/ways-to-scale/compare/?w={FDAC}&w={TACT}").content.decode()
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    rows = {
        clean(heading): [clean(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)]
        for heading, cells in re.findall(r"<th[^>]*>(.*?)</th>(.*?)</tr>", body, re.DOTALL)
    }
    money, geography, outcome, failed = (rows[name] for name in ("Money", "Geography", "Outcome", "What did not work"))
    assert "Grant, 2015 to September 2018: £2.5 million" in money[0]
    assert "Commissioned, from April 2017: A contract for ten years" in money[1]
    assert geography == ["A national unit", "One place"]
    assert "cannot be firmly credited to the courts" in outcome[0]
    assert "(Independent evaluation or research)" in outcome[0]
    assert outcome[1] == "Not found"
    assert "lacked the support of councils" in failed[0]
    assert "two and a half of ten years" in failed[1]


@pytest.mark.parametrize(
    "asked", ["", f"?w={FDAC}", f"?w={FDAC}&w={FDAC}", "?w=nothing&w=%00", "?" + "&".join(["w=x"] * 9)]
)
def test_a_comparison_of_too_few_says_how_many_to_choose(client, starter, asked):
    assert "Choose 2 to 4 ways to scale; you chose" in read(client, f"/ways-to-scale/compare/{asked}")


def test_the_list_is_narrowed_by_money_geography_and_status_and_is_a_file_too(client, starter):
    page = client.get("/ways-to-scale/?money=philanthropy").content.decode()
    assert FDAC in page.partition("<tbody")[2].partition("</tbody>")[0]
    assert TACT not in page.partition("<tbody")[2].partition("</tbody>")[0]
    text = client.get("/ways-to-scale/?geography=one_place&status=ending&as=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Status"] for row in rows] == ["Notice given"]
    assert "Commissioned, from April 2017: A contract for ten years" in rows[0]["Money"]
    assert client.get("/ways-to-scale/?money=gold&page=99&status=%00").status_code == 200


def test_a_model_and_a_project_name_the_ways_in_which_they_were_scaled(client, starter):
    for address in ("/models/family-drug-alcohol-court/", "/projects/fdac-national-unit/"):
        panel = read(client, address).partition("How it was scaled")[2]
        assert "a national unit and its successor" in panel.partition("What is not known")[0]
    assert "How it was scaled" not in read(client, "/models/pause/")


def test_loading_again_changes_nothing_and_keeps_what_was_edited(starter):
    report = load_scaling_strategies(at=LATER)
    assert (report.added, report.updated, report.kept) == ([], [], [])
    edited = ScalingStrategy.objects.get(slug=FDAC)
    edited.failed = "We see it another way."
    edited.save()
    ScalingMove.objects.filter(strategy=edited).delete()
    assert load_scaling_strategies(at=LATER).kept == [FDAC]
    assert not edited.moves.exists()
    assert [said.line for said in WayView(edited).say("failed")] == ["We see it another way."]  # by no source


def test_each_sentence_of_the_starter_has_its_source(starter):
    for strategy in ScalingStrategy.objects.all():
        view = WayView(strategy)
        for name in ("vehicle", "where", "demand", "capacity", "outcome", "failed"):
            assert all(said.row and said.row.source and said.row.grade for said in view.say(name)), (strategy, name)
        assert all(row.source and row.grade for rows in (strategy.funding, strategy.moves) for row in rows.all())


def test_a_way_to_scale_names_no_model_that_the_reader_may_not_see(client):
    hidden = make_draft(PracticeModel, author=UserFactory(), title="A secret model")
    way = make_draft(ScalingStrategy, title="Three councils share it", practice_model=hidden)
    ScalingStrategy.objects.filter(pk=way.pk).update(live=True, sharing="public")
    for address in (way.get_absolute_url(), "/ways-to-scale/", "/ways-to-scale/?as=csv"):
        page = client.get(address).content.decode()
        assert "Three councils share it" in page
        assert "A secret model" not in page


def test_a_team_adds_money_and_steps_to_its_own(client):
    author = UserFactory()
    team = make_team()
    join(author, team.organisation, team=team)
    way = make_draft(ScalingStrategy, author=author, team=team, title="Three councils share it")
    client.force_login(author)
    page = client.post(
        f"/records/{way.slug}/rows/funding/",
        {"financial_model": "licence", "words": "£5,000 a year each", "since": "2025", "until": "2024"},
    ).content.decode()
    assert "The end comes before the start. Change one of them." in page
    client.post(
        f"/records/{way.slug}/rows/funding/",
        {"financial_model": "licence", "words": "£5,000 a year each", "since": "2025"},
    )
    for step, day in (("paused", "2026-02"), ("started", "2025")):
        client.post(f"/records/{way.slug}/rows/life-cycle/", {"step": step, "moved_on": day})
    draft = ScalingStrategy.objects.get(pk=way.pk).get_draft()
    assert [str(row) for row in draft.funding.all()] == ["Licence or membership: £5,000 a year each"]
    assert [str(row) for _, row in WayView(draft).moves] == ["Started, 2025", "Paused, February 2026"]
    assert WayView(draft).state_words == "Paused"


def test_a_step_that_only_reaches_or_loses_places_leaves_the_status(db):
    way = make_record(ScalingStrategy, title="A way")
    for position, step in enumerate(("started", "grew", "shrank")):
        ScalingMove.objects.create(strategy=way, position=position, step=step)
    ScalingFunding.objects.create(strategy=way, financial_model="grant", words="£1")
    assert WayView(way).state_words == "No end recorded"
    assert {str(step) for step in ScalingMove.Step} - {str(step) for step in STATE_AFTER} == {"grew", "shrank"}
    assert way.created_at == NOON


def test_the_files_of_the_library_hold_ways_to_scale_with_their_money_and_life_cycle(starter):
    tables = {name: [tuple(row) for row in rows] for name, _, rows in list_tables(AnonymousUser())}
    assert any(FDAC in row for row in tables["scaling-strategy"])
    of_unit = {row[2]: row for row in tables["rows"] if row[0] == FDAC}
    assert {"What pays for it", "Life cycle"} <= set(of_unit)
    assert any("A successor took over, 1 April 2019" in row[3] for row in tables["rows"] if row[0] == FDAC)


def test_search_finds_a_way_to_scale_by_what_paid_for_it(client, starter):
    assert FDAC in client.get("/search/?q=social+impact+bond+councils&kind=way-to-scale").content.decode()
