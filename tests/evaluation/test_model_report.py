"""A model's PDF and Word file say what all its councils show together, and nothing of any one of them."""

import io
import json

import pytest
from docx import Document as WordFile

from cairn.common.documents import Chart, Heading, Table, to_docx, to_pdf
from cairn.evaluation.models import ModelPlan, ModelResult
from cairn.evaluation.tasks import work_out_model
from tests.factories.files import read_document
from tests.factories.pooled import fix, publish_fictional_model, publish_users

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation", "pooled_once")]
MEASURES = ("rereferral_pct", "referral_rate")


@pytest.fixture
def model():
    found = publish_fictional_model()
    publish_users(found)
    return found


def find_headings(document) -> list[str]:
    return [block.words for block in document.blocks if isinstance(block, Heading)]


def test_the_file_says_what_the_page_says(model):
    work_out_model.func(fix(model).pk)
    document = read_document(model)
    headings = find_headings(document)
    assert "All its councils together" in headings
    assert headings.index("All its councils together") < headings.index("Where this comes from")
    text = "\n".join(part.text for part in WordFile(io.BytesIO(to_docx(document))).paragraphs)
    assert "Changed on 1 of 1 measures." in text
    assert "12 of the 15 councils on the list are used" in text
    assert "It does not say that the model caused a change." in text
    assert ModelPlan.objects.get().sha256 in text
    tables = {block.caption: block for block in document.blocks if isinstance(block, Table)}
    measures, sites = tables["What published figures show"], tables["Councils on the list"]
    assert [row[4] for row in measures.rows] == ["12 of 15"]
    assert len(sites.rows) == 15
    assert len([block for block in document.blocks if isinstance(block, Chart)]) == 1
    assert to_pdf(document).startswith(b"%PDF")


def test_no_figure_of_a_single_council_is_in_it(model):
    work_out_model.func(fix(model).pk)
    stored = json.loads(ModelResult.objects.get().document)
    text = repr(read_document(model))
    for site in stored["primary"]["sites"]:
        assert str(site["change"])[:8] not in text


def test_a_model_that_nobody_evaluated_has_no_such_part(model):
    assert "All its councils together" not in find_headings(read_document(model))
