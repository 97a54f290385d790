"""The map of what was tried and what was not: each number is counted again here, from the rows of the database."""

import csv
import gzip
import io

import pytest
from django.urls import reverse

from cairn.common.presenters.bubbles import SHAPES, draw_bubble
from cairn.common.presenters.signs import DIRECTIONS
from cairn.library.models import Claim, PracticeModel, Project, Source
from cairn.library.presenters.gap_map import ORDER, SAYS
from cairn.library.presenters.strength import is_outcome_result
from tests.factories.records import make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def model():
    return make_record(PracticeModel, title="Standing Beside", needs=["edge_of_care", "in_care"])


def make_result(about, **given):
    """Published, and reported by the council itself unless something else is given."""
    source, _ = Source.objects.get_or_create(key="a-report", defaults={"title": "A report"})
    given = {"title": "A result", "grade": "C", "topic": "outcome", "direction": "for", **given}
    return make_record(Claim, about_id=about.pk, source=source, **given)


def get_map(client, **asked):
    return client.get(reverse("library:gap-map"), asked).context["map"]


def get_cell(client, row, outcome, **asked):
    return get_map(client, **asked).find_cell(row, outcome)


def test_a_result_stands_in_every_row_of_its_model_and_once_in_each(client, model):
    make_result(model, outcome_terms=["safety", "learning"], title="Fewer arrests")
    for row in ("edge_of_care", "in_care"):
        cell = get_cell(client, row, "safety")
        assert (cell.words, cell.titles) == ("1 improved, as reported", ["Standing Beside"])
    found = get_map(client)
    assert (found.number_results, found.kinds) == (1, {"practice_model": 1})
    assert found.number_empty == found.number_cells - 4
    assert found.made_of == "1 result from 1 model"


def test_what_was_only_reported_is_left_out_when_asked(client, model):
    make_result(model, grade="C", direction="for", outcome_terms=["learning"])
    compared = {"grade": "E", "study": "comparison", "comparator": "Families elsewhere"}
    make_result(model, direction="against", outcome_terms=["learning"], **compared)
    cell = get_cell(client, "in_care", "learning")
    assert cell.words == "1 improved, as reported; 1 worse, compared with a similar group"
    assert get_cell(client, "in_care", "learning", only="compared").words == "1 worse, compared with a similar group"


def test_opinions_and_costs_are_no_results(client, model):
    make_result(model, topic="cost", direction="for", outcome_terms=["money"])
    make_result(model, direction="context", outcome_terms=["safety"])
    assert get_map(client).number_results == 0


def test_nobody_is_told_of_what_they_may_not_see(client, model):
    hidden = make_record(Project, title="Hidden place", needs=["in_care"], sharing="organisation")
    make_result(hidden, direction="for", outcome_terms=["safety"], title="Hidden result")
    fictional = make_record(PracticeModel, title="Invented", needs=["in_care"])
    PracticeModel.objects.filter(pk=fictional.pk).update(is_fictional=True)
    make_result(fictional, direction="for", outcome_terms=["safety"], title="Invented result")
    for address in ("", "?as=csv", "need/in_care/safety/"):
        page = client.get(reverse("library:gap-map") + address).content.decode()
        assert "Hidden" not in page
        assert "Invented" not in page
    assert get_map(client).number_results == 0


def test_an_empty_cell_leads_somewhere(client, model):
    page = client.get(reverse("library:gap", args=["need", "in_care", "court"])).content.decode()
    assert "No result is recorded here." in page
    assert f"{reverse('library:models')}?need=in_care" in page
    for wrong in (["need", "in_care", "luck"], ["need", "luck", "court"], ["luck", "in_care", "court"]):
        assert client.get(reverse("library:gap", args=wrong)).status_code == 404


def test_the_file_has_a_row_for_each_cell(client, model):
    make_result(model, direction="for", outcome_terms=["safety"])
    text = client.get(reverse("library:gap-map"), {"as": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == get_map(client).number_cells
    filled = [row for row in rows if row["Number of results"] != "0"]
    assert [(row["Need"], row["Outcome"], row["Models and projects"]) for row in filled] == [
        ("Edge of care", "Safety", "Standing Beside"),
        ("In care", "Safety", "Standing Beside"),
    ]
    assert filled[0]["Page"].endswith("/library/gap-map/need/edge_of_care/safety/")


def test_every_direction_has_a_shape_and_words():
    assert set(ORDER) == set(SHAPES) == set(SAYS) == set(DIRECTIONS) - {"mixed"}  # one result alone is never mixed
    assert 'width="22.0"' in draw_bubble("worse", 1)
    assert ">14</text>" in draw_bubble("worse", 14)
    assert "<text" not in draw_bubble("worse", None)


def test_every_result_of_the_library_with_a_need_is_in_the_map(client, starter, django_assert_max_num_queries):
    client.get(reverse("library:gap-map"))
    with django_assert_max_num_queries(25):
        found = get_map(client)
    needy = [*PracticeModel.objects.exclude(needs=[]), *Project.objects.exclude(needs=[])]
    own = {
        claim.pk
        for claim in Claim.objects.filter(about__in=[record.pk for record in needy])
        if is_outcome_result(claim) and claim.outcome_terms
    }
    assert own <= {key for cell in found.cells for key in cell.results}
    assert found.number_results > 60
    assert len(gzip.compress(client.get(reverse("library:gap-map")).content)) < 25_000
    assert get_map(client, rows="type").number_results <= found.number_results
    assert get_map(client, rows="stage").kinds.keys() == {"project"}
