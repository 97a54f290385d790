"""What came afterwards: every dated line in its order, overdue results said so, and nothing that is hidden."""

from datetime import date

import pytest

from cairn.library.models import EvaluationReport, PracticeModel, Programme, Project, ReportedJudgement, Source
from cairn.library.presenters.timeline import make_timeline
from tests.factories.accounts import UserFactory
from tests.factories.library import make_milestone
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import make_draft, make_record

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 29)


def make_report(about, title="Trial", **fields):
    given = {"state": "running", **fields}
    report = make_record(EvaluationReport, title=title)
    EvaluationReport.objects.filter(pk=report.pk).update(**given)
    report.about.add(about)
    return report


def tell(about, user=None):
    return [(line.when, line.tag, line.words) for line in make_timeline(about, user or UserFactory(), day=DAY)]


@pytest.fixture
def model():
    return make_record(PracticeModel, title="House of help")


@pytest.mark.parametrize(
    ("due", "when", "tag", "words"),
    [
        ("2024-04", "April 2024", "Overdue", "Trial. Result overdue since April 2024: not found."),
        ("2026-11", "November 2026", "Still to come", "Trial. No result found yet; due November 2026."),
        ("2027", "2027", "Still to come", "Trial. No result found yet; due 2027."),
        ("", "No date", "", "Trial. No result found yet; no date is given."),
    ],
)
def test_result_that_is_due_says_how_it_stands(model, due, when, tag, words):
    make_report(model, due=due)
    assert tell(model) == [(when, tag, words)]


def test_evaluation_that_was_stopped_says_why_and_is_never_overdue(model):
    make_report(model, state="stopped", due="2020", why_unpublished="Too few families took part.")
    assert tell(model) == [("2020", "", "Trial. Stopped before it could report. Too few families took part.")]


def test_published_report_is_a_line_and_no_longer_overdue(model):
    make_report(model, state="published", due="2020", published="2021-03")
    assert tell(model) == [("March 2021", "", "Published: Trial")]


def test_published_report_that_an_event_tells_of_is_told_once(model):
    source = Source.objects.create(key="s", title="A report")
    make_milestone(model, "The evaluation is published", happened_on="2021-03", source=source, kind="evaluation")
    make_report(model, state="published", published="2021-03", source=source)
    make_report(model, "Second trial", due="2020", source=source)
    assert [words for _, _, words in tell(model)] == [
        "Second trial. Result overdue since 2020: not found.",
        "The evaluation is published",
    ]


def test_lines_stand_in_the_order_of_time_with_their_sources(model):
    source = Source.objects.create(key="s", title="A page", publisher="Otter Press", address="https://example.org/a")
    make_milestone(model, "It closed", happened_on="2019-02", source=source, grade="N")
    make_milestone(model, "It began", happened_on="2019")
    make_report(model, due="2018")
    lines = make_timeline(model, UserFactory(), day=DAY)
    assert [line.on for line in lines] == ["2018", "2019", "2019-02"]
    assert (lines[2].said_by, lines[2].source_address) == ("A page, Otter Press (press)", "https://example.org/a")


def test_hidden_report_is_not_told(model):
    report = make_draft(EvaluationReport, title="Secret trial")
    EvaluationReport.objects.filter(pk=report.pk).update(state="running", due="2020")
    report.about.add(model)
    assert tell(model) == []
    assert [words for _, _, words in tell(model, report.author)] != []


def test_council_tells_inspections_events_and_nothing_of_hidden_projects():
    council = FictionalCouncilFactory()
    source = Source.objects.create(key="s", title="A page")
    ReportedJudgement.objects.create(
        place=council, judged_on="2022-05", area="overall", grade="good", framework="F", source=source, source_grade="G"
    )
    seen, hidden = make_record(Project, title="Seen"), make_draft(Project, title="Hidden")
    make_milestone(seen, "A trust took over", happened_on="2023-04", place=council)
    make_milestone(hidden, "Secret", happened_on="2023-05", place=council)
    assert tell(council) == [("May 2022", "", "Good"), ("April 2023", "", "A trust took over")]


def test_inspection_that_a_source_tells_in_words_is_told_once():
    council = FictionalCouncilFactory()
    paper, other = (Source.objects.create(key=key, title=key) for key in ("paper", "other"))
    given = {"place": council, "judged_on": "2022-03", "grade": "outstanding", "framework": "F", "source_grade": "N"}
    ReportedJudgement.objects.create(**given, area="overall", source=paper)
    ReportedJudgement.objects.create(**given, area="leaders", source=other)
    project = make_record(Project, title="Seen")
    told = {"place": council, "kind": "inspection", "happened_on": "2022-03", "source": paper}
    make_milestone(project, "Outstanding again.", **told)
    assert tell(council) == [("March 2022", "", "Outstanding again."), ("March 2022", "", "Outstanding (leaders)")]


@pytest.mark.parametrize("kind", [PracticeModel, Project, Programme])
def test_timeline_stands_on_the_page_with_an_anchor_for_each_event(client, kind):
    entry = make_record(kind, title="Entry")
    milestone = make_milestone(entry)
    make_report(entry, due="2020")
    page = client.get(entry.get_absolute_url()).content.decode()
    assert f'id="{milestone.anchor}"' in page
    assert "Overdue" in page
    assert page.count("The programme was announced") == 1
