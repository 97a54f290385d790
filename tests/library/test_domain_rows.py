"""What the event's report needs software to do (domain.md, section 6), row by row, on the starter library."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import now

from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.models import Claim, EvaluationReport, Method, Programme, Project, Source
from cairn.library.presenters.entries import NO_BASELINE, NO_RESULT, check_set_off
from cairn.library.services import check_links
from cairn.places.models import Place
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_draft, make_organisation

pytestmark = pytest.mark.django_db


def read(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("year", "grade", "when", "source"),
    [
        ("2010", "Inadequate", "2009", "local spotlight on Leeds"),
        ("2015", "Good", "March 2015", "local spotlight on Leeds"),
        ("2018", "Outstanding", "December 2018", "Leeds Star"),
    ],
)
def test_row_02_leeds_stood_elsewhere_in_2010_2015_and_2018_and_each_says_who_tells(
    client, starter, year, grade, when, source
):
    page = read(client, f"/judgements/leeds/?year={year}")
    answer = page.partition('class="govuk-inset-text"')[2].partition("</div>")[0]
    assert f"<strong>{grade}</strong>, from {when}." in answer
    assert "Framework:" in answer
    assert source in page


def test_row_02_a_year_before_every_source_and_a_word_that_is_no_year_say_so(client, starter):
    assert "Our sources mention no grade up to 2001." in read(client, "/judgements/leeds/?year=2001")
    assert "“soon” is not a year. Enter four digits" in read(client, "/judgements/leeds/?year=soon")


def test_row_02_a_project_shows_how_its_council_stood_when_it_began(client, starter):
    page = read(client, "/projects/leeds-family-valued/")
    assert "Inspection before it began" in page
    assert "Leeds: Inadequate, 2009." in page


def test_row_03_a_newcomer_meets_the_introduction_first_and_a_partner_sees_what_to_offer(starter):
    newcomer, partner = UserFactory(), UserFactory()
    council = make_organisation("Leeds City Council")
    council.kind, council.place = "council", Place.objects.get(slug="leeds")
    council.save()
    join(partner, council)
    type(partner).objects.filter(pk=partner.pk).update(created_at=now() - timedelta(days=400))
    pages = {}
    for who in (newcomer, partner):
        client = Client()
        client.force_login(who)
        pages[who] = read(client, "/desk/")
    assert "Start with the introduction" in pages[newcomer]
    assert "Offer to host colleagues" not in pages[newcomer]
    assert "Offer to host colleagues from another council" in pages[partner]
    assert "Start with the introduction" not in pages[partner]


def test_row_04_counts_that_differ_stand_side_by_side_with_their_sources(client, starter):
    page = read(client, "/programmes/innovation-programme/")
    part = page.partition("Sources differ: How many projects")[2]
    for count, source in (("53", "Interim Learning Report"), ("56", "National Audit Office"), ("57", "Rees Centre")):
        assert f"{count} projects" in part
        assert source in part
    assert "October 2013" in page  # on the timeline
    assert "Round 2" in page


def test_row_07_every_result_has_a_viewpoint_and_a_source_and_can_be_found_by_it(client, starter):
    assert not Claim.objects.filter(source=None).exists()
    assert not Claim.objects.exclude(grade__in="EGCNS").exists()
    page = strip_tags(read(client, "/search/?q=protection+plans&kind=reported-result&says=n"))
    assert "Protection plans from about 60 to about 30 per 10,000" in page  # the press says that
    assert "Significant falls in children looked after" not in page  # a second-hand account says that


def test_row_08_a_method_lists_real_uses_those_that_did_not_help_too(client, starter):
    page = read(client, "/methods/social-impact-bond/")
    assert "Did not help" in page
    assert "Family Drug and Alcohol Courts, national unit" in page
    assert Method.objects.filter(uses__helped="helped").exists()
    assert "where it did not help or helped in part" in read(client, "/methods/")


def test_row_11_a_project_outside_the_programme_says_so_and_no_grant_is_invented(client, starter):
    page = read(client, "/projects/west-berkshire-building-communities/")
    assert "No programme funding found." in page
    assert not Project.objects.get(slug="west-berkshire-building-communities").awards.exists()


def test_row_12_a_dead_address_is_flagged_and_its_citation_stays(client, starter):
    source = Source.objects.get(key="icsc-lfv")
    at = datetime(2027, 1, 1, tzinfo=UTC)
    asked = []

    def look(address: str) -> int:
        asked.append(address)
        return 404 if address == source.address else 200

    dead = [one for _ in range(9) for one in check_links(look=look, at=at)]  # a batch at a time
    assert [one.key for one in dead] == ["icsc-lfv"]
    page = read(client, Claim.objects.filter(source=source).first().get_absolute_url())
    assert source.title in page
    assert "the link no longer works (checked on 1 January 2027)" in page
    asked.clear()
    assert check_links(look=look, at=at + timedelta(days=1)) == []
    assert asked == []


def test_row_14_every_project_names_its_drivers_or_says_that_none_are_stated(client, starter):
    known = get_vocabulary("drivers").keys
    assert len(known) == 4
    assert all(set(project.drivers) <= known for project in Project.objects.all())
    assert "Public scrutiny" in read(client, "/projects/leeds-family-valued/")
    assert "None stated" in read(client, "/projects/ealing-brighter-futures/")


def test_row_16_there_are_ten_types_with_their_provenance_and_a_count_for_each(client, starter):
    page = read(client, "/words/ten_types/")
    assert len(get_vocabulary("ten_types").terms) == 10
    assert "This list is an inference." in page
    assert "Doblin" in page
    number = sum("structure" in project.types for project in Project.objects.all())
    assert f">{number}<span" in page.partition(">Structure<")[2].partition("</tr>")[0]
    assert f"{number} projects." in read(client, "/projects/?type=structure")


def test_row_21_leeds_and_west_berkshire_share_a_practice_and_no_evidence(client, starter):
    page = read(client, "/models/restorative-practice/")
    assert "Leeds Family Valued" in page
    assert "West Berkshire, building communities together" in page
    assert "15.5%" not in page
    assert "15.5%" not in read(client, "/projects/west-berkshire-building-communities/")


def test_row_22_what_set_a_project_off_comes_before_its_start_or_the_page_warns(client, starter):
    leeds = Project.objects.get(slug="leeds-family-valued")
    assert (leeds.set_off_on, leeds.started) == ("2009", "2015-01")
    assert "A poor Ofsted rating (2009)" in read(client, leeds.get_absolute_url())
    assert check_set_off(leeds) == ""
    leeds.set_off_on = "2015-03"
    assert "it does not come before the start" in check_set_off(leeds)
    leeds.set_off_on = "2015"
    assert "do not show which came first" in check_set_off(leeds)
    Project.objects.filter(pk=leeds.pk).update(set_off_on="2016")
    assert "it does not come before the start" in read(client, leeds.get_absolute_url())


def test_row_23_what_was_wanted_stands_beside_what_came_of_it(client, starter):
    page = read(client, "/projects/leeds-family-valued/")
    part = page.partition("Aims and results")[2]
    assert part.index("Radical change") < part.index("No significant")
    author = UserFactory()
    project = make_draft(Project, author=author, ambition="Half as many nights in hotels")
    client.force_login(author)
    assert "Not recorded yet." in read(client, project.get_absolute_url())


def test_row_30_the_system_is_shown_before_and_after_with_what_measures_it(client, starter):
    page = read(client, "/projects/ealing-brighter-futures/").partition("The system before and after")[2]
    assert "About half are placed outside the borough" in page
    assert "Teams called MAST" in page
    assert "Share of the children looked after who are placed outside the borough" in page


def test_row_31_without_a_figure_from_before_nobody_can_judge(client, starter):
    page = read(client, "/projects/ealing-brighter-futures/").partition("Outcomes it aimed to change")[2]
    placed, in_care = page.partition("Children in care")[::2]
    assert "about half (2014)" in placed
    assert NO_RESULT in placed
    assert NO_BASELINE in in_care


def test_row_32_each_of_the_three_parts_of_brighter_futures_leads_to_an_outcome(client, starter):
    page = read(client, "/models/intensive-engagement/").partition('id="parts"')[2].partition("</section>")[0]
    assert page.count("What it should change") == 3
    assert "Fewer young people come into care" in page


def test_row_35_what_is_said_of_no_wrong_door_stands_with_who_says_it_and_no_comparator(client, starter):
    page = read(client, "/models/no-wrong-door/")
    assert "86% of referrals stayed out of care" in page
    assert "Second-hand account of an evaluation" in page
    assert "None of them reports a comparison group." in page
    assert "Contested" in read(client, "/models/family-group-conference/")
    assert "Contested" not in page


def test_row_36_a_unit_that_closed_shows_its_end_and_who_took_over(client, starter):
    page = read(client, "/projects/fdac-national-unit/")
    assert "September 2018" in page
    assert "April 2019" in page
    assert "Ended" in page
    assert "October 2019" in read(client, "/projects/tact-peterborough/")


def test_row_47_every_report_tells_what_was_not_found_or_that_none_is_reported(client, starter):
    assert EvaluationReport.objects.count() >= 20
    for report in EvaluationReport.objects.filter(state="published"):
        page = read(client, report.get_absolute_url())
        part = page.partition("Where it found no effect, or a negative one")[2]
        assert (report.negative.split(".")[0][:40] if report.negative else "None reported in what we read.") in (
            part.replace("&#x27;", "'").replace("&quot;", '"')
        )


def test_from_a_question_to_three_answers_in_three_clicks(client, starter):
    """Search, the challenge, and from there No Wrong Door, Middlesbrough's pilot and Bradford."""
    found = read(client, "/search/?q=teenagers+coming+into+care")
    assert "/challenges/fewer-teenagers-coming-into-care/" in found
    page = read(client, "/challenges/fewer-teenagers-coming-into-care/?council=Bradford")
    for slug in ("no-wrong-door", "middlesbrough-no-wrong-door", "bradford-b-positive-pathways"):
        assert f"/{slug}/" in page
    assert "No one from Bradford uses this site yet." in page
    assert "A letter to send" in page
    letter = read(client, "/councils/bradford/letter/")
    assert "No one from Bradford uses this site yet." in letter
    assert "mailto:?subject=" in letter


def test_the_gap_map_counts_what_was_tried_and_names_what_was_not(client, starter):
    page = read(client, "/programmes/innovation-programme/gaps/")
    assert "?need=edge_of_care&amp;type=structure" in page
    here = Project.objects.filter(in_programme__slug="innovation-programme").count()
    assert f"From {here} of the programme’s 94 projects" in page
    assert here < 47
    assert "does not mean that no one tried" in page  # fewer than half are here, so no gap is called one
    assert ">none<" not in page
    assert "No project is recorded for" not in page
    number = Project.objects.filter(
        in_programme__slug="innovation-programme",
        needs__icontains='"edge_of_care"',
        types__icontains='"structure"',
    ).count()
    assert f'type=structure">{number}<span' in page


def test_the_gap_map_names_gaps_once_half_of_the_programme_is_here(client, starter):
    here = Project.objects.filter(in_programme__slug="innovation-programme").count()
    Programme.objects.filter(slug="innovation-programme").update(projects_in_all=2 * here)
    page = read(client, "/programmes/innovation-programme/gaps/")
    assert "No project is recorded for" in page
    assert ">none<" in page
    Programme.objects.filter(slug="innovation-programme").update(projects_in_all=None)
    assert "We do not know how many projects the programme had" in read(
        client, "/programmes/innovation-programme/gaps/?stage=growing"
    )
