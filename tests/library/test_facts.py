"""The facts of a strip: every list, page, search result, comparison, paper and file says the same of one record."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.html import escape

from cairn.common import documents
from cairn.common.presenters.signs import STRENGTHS
from cairn.library.models import Claim, ModelCost, PracticeModel, Project, ProjectOutcome, Source
from cairn.library.presenters.comparing import compare
from cairn.library.presenters.facts import Facts, expand_amounts
from cairn.library.presenters.known import NO_COSTS, KnownView
from cairn.library.presenters.lists import summarise
from cairn.library.queries.known import find_known
from cairn.papers.models import Paper
from cairn.papers.presenters.composing import compose
from cairn.papers.presenters.options import make_gauge
from cairn.papers.queries import get_material, take_snapshot
from cairn.records.models import Record
from tests.factories.files import read_document
from tests.factories.papers import make_public_claim
from tests.factories.records import NOON, make_draft, make_record

pytestmark = pytest.mark.django_db


def read(client, address):
    return client.get(address).content.decode()


def read_file(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def add_result(about, title, **fields):
    return make_public_claim(about, author=about.author, title=title, **fields)


def find_facts(*records):
    known = find_known(records, Record.objects.visible_to(AnonymousUser()))
    return [Facts(KnownView(known[record.pk])) for record in records]


def is_shown(evidence, page):
    """The sign's words and the stones of a record, in a page or a part of one."""
    return escape(evidence.way.words) in page and f"<b>{evidence.strength} of 4</b>" in page


@pytest.fixture
def rated():
    """A model of each strength, with one result each; by strength."""
    studies = {1: {}, 2: {"study": "comparison", "comparator": "families nearby"}, 3: {"study": "trial"}}
    models = {0: make_record(PracticeModel, title="Model of strength 0")}
    for strength in (1, 2, 3, 4):
        models[strength] = make_record(PracticeModel, title=f"Model of strength {strength}")
        for number in range(2 if strength == 4 else 1):
            source = Source.objects.create(key=f"s-{strength}-{number}", title=f"Source {strength} {number}")
            add_result(
                models[strength],
                f"Result {number}",
                source=source,
                grade="E",
                outcome_terms=["safety"],
                **studies[min(strength, 3)],
            )
    return models


def test_list_page_search_comparison_document_and_file_agree(client, rated):
    listed = {row["Title"]: row for row in read_file(client, "/models/?as=csv")}
    compared = compare(
        [rated[1], rated[3], rated[4]],
        find_known([rated[1], rated[3], rated[4]], Record.objects.visible_to(AnonymousUser())),
    )
    lines = dict(compared)["How strong is the evidence?"]
    assert [line[0].split(" ")[0] for line in lines] == ["1", "3", "4"]
    for strength, model in rated.items():
        evidence = find_facts(model)[0].evidence
        assert evidence.strength == strength
        assert listed[model.title]["Strength of evidence (0 to 4)"] == str(strength)
        assert listed[model.title]["Strength in words"] == STRENGTHS[strength]
        assert listed[model.title]["What changed"] == evidence.way.words
        row = read(client, "/models/").partition(f">{model.title}<")[2].partition("</tr>")[0]
        strip = read(client, model.get_absolute_url()).partition('class="f-strip"')[2].partition("</dl>")[0]
        hit = read(client, f"/search/?q=“{model.title}”").partition("f-hits")[2].partition("</li>")[0]
        assert [is_shown(evidence, part) for part in (row, strip, hit)] == [True] * 3, model.title
        facts = next(block for block in read_document(model).blocks if isinstance(block, documents.Facts))
        assert dict(facts.rows)["How strong is the evidence"].startswith(f"{strength} of 4")
        assert evidence.way.words in dict(facts.rows)["What changed"]


def test_a_paper_says_the_same(rated):
    options = [rated[0], rated[2]]
    given = {"about": None, "place": None, "measures": [], "user": AnonymousUser(), "on": NOON.date()}
    snapshot = take_snapshot(options=options, **given)
    paper = Paper(title="A paper", options=[one.slug for one in options], snapshot=snapshot, updated_at=NOON)
    document = compose(paper, get_material(paper, Record.objects.visible_to(AnonymousUser())))
    details = [dict(block.rows) for block in document.blocks if isinstance(block, documents.Facts)]
    said = [re.sub(r" \[\d+\]$", "", rows["How strong is the evidence?"]) for rows in details]
    facts = find_facts(*options)
    assert said == [f"{one.evidence.describe()}." for one in facts]
    assert said[1] == "Improved. Strength of evidence: 2 of 4, compared with a similar group."
    strip = next(block for block in document.blocks if isinstance(block, documents.Table))
    assert [row[2] for row in strip.rows] == [make_gauge(one.evidence.strength) for one in facts]


def test_every_record_of_the_starter_library_is_told_of_alike(client, starter):
    for address, records in (("/models/", PracticeModel.objects.all()), ("/projects/", Project.objects.all())):
        facts = {one.record.title: one for one in find_facts(*records)}
        rows = read_file(client, f"{address}?as=csv")
        assert {row["Title"]: int(row["Strength of evidence (0 to 4)"]) for row in rows} == {
            title: one.evidence.strength for title, one in facts.items()
        }
        for one in facts.values():
            page = read(client, one.record.get_absolute_url())
            assert is_shown(one.evidence, page.partition('class="f-strip"')[2].partition("</dl>")[0]), one.record


def test_the_fields_that_matter_are_filled_where_something_is_reported(starter):
    """Every result that says what changed names its outcome, so that the gap map finds it."""
    results = Claim.objects.filter(topic="outcome").exclude(direction="context")
    without = [claim.slug for claim in results if not claim.outcome_terms and claim.direction != "nothing"]
    assert without == []


def test_a_project_is_not_rated_by_what_its_model_did_elsewhere(client):
    model = make_record(PracticeModel, title="The model")
    add_result(model, "It worked elsewhere", grade="E", study="trial")
    project = make_record(Project, title="The project")
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    facts = find_facts(project)[0]

    assert (facts.evidence.strength, facts.evidence.way.kind) == (0, "unknown")
    assert facts.view.no_outcomes == "No reported outcome results of its own. See the model: The model."
    page = read(client, project.get_absolute_url())
    assert "It worked elsewhere" not in page.partition('id="evidence"')[2].partition("</section>")[0]

    ProjectOutcome.objects.create(
        project=project, title="Plans", baseline="60", result="30", source=Source.objects.first()
    )
    said = find_facts(project)[0].view.no_outcomes
    assert said == "Its page shows figures before and after. We have not rated them. See the model: The model."


def test_the_model_is_rated_by_the_project_that_used_it_alone():
    model = make_record(PracticeModel, title="The model")
    project = make_record(Project, title="The project")
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    add_result(project, "It worked here", grade="E", study="trial")

    assert find_facts(model)[0].evidence.strength == 3


# --- Choices at the side, counts and order


def test_choices_count_what_the_database_holds(client, starter):
    models = find_facts(*PracticeModel.objects.all())
    page = client.get("/models/")
    groups = {group.name: {one.key: one.number for one in group.choices} for group in page.context["groups"]}
    for key, number in groups["need"].items():
        assert number == sum(key in one.record.needs for one in models)
    by_strength = [one.evidence.strength for one in models]
    names = {"none": [0], "reported": [1], "compared": [2], "trial": [3, 4]}
    for key, number in groups["strength"].items():
        assert number == sum(one in names[key] for one in by_strength)
    assert sum(groups["strength"].values()) == PracticeModel.objects.count()


def test_a_choice_lists_as_many_as_it_says(client, starter):
    for group in client.get("/projects/").context["groups"]:
        for choice in group.choices[:3]:
            found = client.get(f"/projects/?{group.name}={choice.key}").context["page"].paginator.count
            assert found == choice.number, (group.name, choice.key)


def list_rated(client, query=""):
    """The strengths in the titles of the five models, in the order of the file."""
    rows = read_file(client, f"/models/?as=csv&{query}")
    return [row["Title"][-1] for row in rows if row["Title"].startswith("Model of strength")]


def test_choices_of_two_groups_are_both_kept_and_of_one_group_either(client, rated):
    def find(query):
        return set(list_rated(client, query))

    assert find("strength=trial") == {"3", "4"}
    assert find("strength=trial&strength=none") == {"0", "3", "4"}
    assert find("strength=trial&strength=none&outcome=safety") == {"3", "4"}
    assert find("strength=nonsense&outcome=fish") == set("01234")


def test_order_and_file_follow_the_address(client, rated):
    assert list_rated(client) == ["4", "3", "2", "1", "0"]
    assert list_rated(client, "sort=name") == ["0", "1", "2", "3", "4"]
    assert client.get("/models/?sort=nonsense").context["sort"] == "strength"


def test_the_sentence_counts_each_once(rated):
    assert summarise(find_facts(*rated.values()), "model") == (
        "5 models. Two have been tested in a trial, one has been compared with a similar group, one has results with "
        "no comparison and one has no outcome results recorded here yet."
    )
    assert summarise([], "model") == "0 models."


def test_a_draft_of_somebody_else_counts_nowhere(client, rated):
    before = client.get("/models/").context["number_in_all"]
    make_draft(PracticeModel, title="A hidden model")
    assert client.get("/models/").context["number_in_all"] == before
    assert "A hidden model" not in client.get("/models/?as=csv").content.decode()


# --- Cost


def test_what_it_costs_comes_before_a_grant_and_a_saving(rated):
    model = rated[1]
    assert find_facts(model)[0].cost == ""
    assert find_facts(model)[0].no_cost == NO_COSTS
    add_result(model, "£5 saved for each £1", topic="cost")
    assert find_facts(model)[0].cost == "£5 saved for each £1"
    ModelCost.objects.create(model=model, amount="180000", is_rough=True, unit="year", covers="A local project")
    facts = find_facts(model)[0]
    assert (facts.cost, facts.cost_note) == ("About £180,000 a year", "A local project")
    assert facts.no_cost == ""


def test_what_a_linked_record_spent_is_not_called_the_cost_of_a_model():
    model = make_record(PracticeModel, title="The model")
    project = make_record(Project, title="The project")
    Project.models_used.through.objects.create(project=project, practicemodel=model)
    add_result(project, "A retention offer of £15,000", topic="cost", direction="context")

    assert "retention" not in find_facts(model)[0].cost_cell


@pytest.mark.parametrize(
    ("words", "expanded"),
    [
        ("£2.1m", "£2.1 million"),
        ("about £3.2m over two years", "about £3.2 million over two years"),
        ("£956k", "£956,000"),
        ("£1bn", "£1 billion"),
        ("£588,000", "£588,000"),
    ],
)
def test_amounts_are_written_out(words, expanded):
    assert expand_amounts(words) == expanded


def test_the_rule_is_explained_on_a_page_of_its_own(client):
    page = read(client, "/how-we-rate-evidence/")

    assert all(words in page for words in STRENGTHS)
    assert "No second reader has confirmed the codes" in page
    assert "Not in itself" in page
