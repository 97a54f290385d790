"""What came afterwards, results that are overdue, and copies that are not the publisher's page."""

from datetime import date

import pytest

from cairn.library.models import Claim, EvaluationReport, Milestone, Project, Source
from cairn.library.presenters.claims import IN_A_COPY
from cairn.library.presenters.entries import describe_report_state
from cairn.places.models import Place
from tests.factories.accounts import UserFactory
from tests.factories.records import make_draft

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("state", "due", "said"),
    [
        ("published", "2024-04", ""),
        ("running", "2024-04", "Result overdue since April 2024: not found"),
        ("running", "2026-11-28", "Result overdue since 28 November 2026: not found"),
        ("running", "2026-11", "No result found yet; due November 2026"),  # the month is not over
        ("running", "2026", "No result found yet; due 2026"),
        ("running", "2027", "No result found yet; due 2027"),
        ("running", "", "No result found yet; no date is given"),
        ("stopped", "2024-04", "Stopped before it could report"),
    ],
)
def test_a_result_is_overdue_when_its_day_month_or_year_is_over(state, due, said):
    assert describe_report_state(EvaluationReport(state=state, due=due), DAY) == said


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.django_db
def test_a_project_says_what_happened_to_its_council_as_a_whole_and_the_council_page_says_it_too(client, starter):
    page = read(client, "/projects/bradford-b-positive-pathways/").partition(">Timeline<")[2]
    assert page.index("Bradford as a whole: Inadequate in every judgement.") < page.index("A children&#x27;s trust")
    council = read(client, "/councils/bradford/").partition(">Timeline<")[2]
    assert "Inspection: Inadequate in every judgement." in council
    assert "The evaluation is published." not in council  # that is of the project


@pytest.mark.django_db
def test_a_council_page_tells_nothing_of_a_project_that_the_reader_may_not_see(client, starter):
    project = make_draft(Project, author=UserFactory(), title="A secret project")
    bradford = Place.objects.get(slug="bradford")
    Milestone.objects.create(about=project, place=bradford, happened_on="2026", what="SECRET", kind="event")
    assert "SECRET" not in read(client, "/councils/bradford/")


@pytest.mark.django_db
def test_an_evaluation_that_is_not_published_says_since_when_and_why(client, starter):
    trial = EvaluationReport.objects.get(slug="no-wrong-door-trial")
    page = read(client, trial.get_absolute_url())
    assert "Result overdue since April 2024: not found" in page
    assert "No reason for the delay was found." in page
    assert "Where it found no effect, or a negative one" not in page
    stopped = read(client, EvaluationReport.objects.get(slug="mockingbird-comparison-study").get_absolute_url())
    assert "Stopped before it could report" in stopped
    assert "it lacked statistical power" in stopped


@pytest.mark.django_db
def test_a_copy_is_linked_as_a_copy_and_never_as_the_source(client, starter):
    source = Source.objects.get(key="stock-cost")
    page = read(client, Claim.objects.filter(source=source).first().get_absolute_url())
    assert IN_A_COPY in page
    assert f'href="{source.copy_address}" rel="nofollow noopener">see the copy</a>' in page
    assert f">{source.title}</a>" not in page
