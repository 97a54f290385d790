"""The paper as one document: what stands in it, with which source, and how long it is."""

import io
import re
from dataclasses import asdict

import docx
import pytest
from pypdf import PdfReader

from cairn.common.documents import Facts, Heading, Table, to_docx, to_pdf
from cairn.library.models import Programme, Project
from cairn.papers.presenters.checking import find_unsourced
from cairn.papers.presenters.composing import make_document
from cairn.papers.presenters.nothing import NOT_WORKED_OUT
from cairn.papers.presenters.wording import shorten
from cairn.records import services as records
from cairn.voice.models import Need
from tests.factories.accounts import UserFactory
from tests.factories.papers import ASSUMPTIONS, make_option, make_paper, make_public_claim
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, make_record

pytestmark = pytest.mark.django_db
RELEASE = "Department for Education, Children looked after, to 2025"


def figure(title: str, **given: str) -> dict:
    row = {"measure": title, "name": title, "title": title, "unit": "per cent", "year": 2025, "own": "20.1", "mark": ""}
    return row | {"neighbours": "18.2", "england": "19.3", "trend": "no clear direction", "source": RELEASE} | given


def with_figures(paper, *rows, **changes):
    paper.snapshot |= {"figures": list(rows), "neighbours": "Department for Education, Neighbours, to 2025"} | changes
    return paper


@pytest.fixture
def author():
    return UserFactory()


def table(document, start: str) -> Table:
    return next(one for one in document.blocks if isinstance(one, Table) and one.caption.startswith(start))


def read_option(document, letter: str) -> dict[str, str]:
    """What the details say of one option."""
    blocks = list(document.blocks)
    place = next(i for i, one in enumerate(blocks) if isinstance(one, Heading) and one.words.startswith(f"{letter}: "))
    assert isinstance(blocks[place + 1], Facts)
    return dict(blocks[place + 1].rows)


def test_sections_stand_in_the_order_in_which_a_panel_reads(author):
    paper = make_paper(author, recommendation="Test the first one.", assumptions=ASSUMPTIONS)
    headings = [block for block in make_document(paper).blocks if isinstance(block, Heading)]
    assert [heading.words for heading in headings if heading.starts_page] == ["What the local figures show"]
    assert [heading.words for heading in headings if heading.level == 1] == [
        "The question",
        "The local picture",
        "The options",
        "What we do not know",
        "Recommendation",
        "What the local figures show",
        "The options one by one",
        "What it could cost",
        "What could go wrong",
        "What doing nothing could cost",
        "What children and families say",
        "What is not known",
        "Who to contact",
        "Sources",
    ]


def test_figures_stand_beside_neighbours_and_england_with_their_source(author):
    paper = with_figures(make_paper(author, place=CouncilFactory(name="Leeds")), figure("Re-referrals"))
    found = table(make_document(paper), "Leeds: newest figures")
    assert found.columns == ("Measure", "Year", "Leeds", "Neighbours", "England", "Last years", "Source")
    assert found.rows == (("Re-referrals, per cent", "2025", "20.1", "18.2", "19.3", "no clear direction", "[4]"),)


def test_hidden_figure_shows_its_mark_and_the_mark_is_explained(author):
    hidden = figure("Re-referrals", own="", mark="suppressed", trend="")
    document = make_document(with_figures(make_paper(author, place=CouncilFactory(name="Leeds")), hidden))
    assert table(document, "Leeds").rows[0][2] == "[c]"
    assert "[c] Suppressed, because the number is so small" in str(asdict(document))


def test_fictional_council_keeps_its_tag_in_every_form(author):
    paper = with_figures(make_paper(author, place=FictionalCouncilFactory(name="Ashmere")), figure("Re-referrals"))
    document = make_document(paper)
    assert document.about[0].startswith("Options paper for Ashmere (fictional).")
    assert document.about[1].endswith("Fictional: Ashmere and its figures are invented.")
    pdf, word = read_pdf(document), read_word(document)
    for told in (pdf, word):
        assert "Ashmere (fictional): newest figures" in told
        assert "Fictional: Ashmere and its figures are invented." in told


def test_what_fictional_and_real_councils_did_never_share_a_table(author):
    real, fictional = (make_record(Project, author=author, title=title) for title in ("Real", "Invented"))
    for project, council in ((real, CouncilFactory()), (fictional, FictionalCouncilFactory())):
        project.places.add(council)
        project.places.commit()
    document = make_document(make_paper(author, options=[fictional, make_option(author), real]))
    strips = [one for one in document.blocks if isinstance(one, Table) and one.caption.startswith("Option")]
    assert {one.caption: [row[0] for row in one.rows] for one in strips} == {
        "Options B and C": ["B: No Wrong Door", "C: Real"],
        "Option A (fictional councils)": ["A: Invented"],
    }


def test_results_say_who_says_them_and_with_what_they_are_compared(author):
    option = make_option(author)
    make_public_claim(
        option, author=author, title="No difference", direction="nothing", comparator="similar families", grade="G"
    )
    make_public_claim(option, author=author, title="£500 saved for each family", topic="cost", grade="C")
    document = make_document(make_paper(author, options=[option, make_option(author, "Other")]))
    first, second = read_option(document, "A"), read_option(document, "B")
    who = "independent evaluation or research; no comparison group reported"
    assert first["In favour"] == f"• 86% stayed out of care with No Wrong Door ({who}) [3]"
    assert first["Against, or no difference"] == "• No difference (government; compared with similar families) [3]"
    assert second["Against, or no difference"] == (
        "No unfavourable results reported. This does not show that nothing went wrong."
    )
    said = "the council or an organisation involved; no comparison group reported"
    assert first["Cost or saving"] == f"• £500 saved for each family ({said}) [3]"
    assert second["Cost or saving"] == "No cost information found."
    assert first["Not known"] == "How long it lasts. [2]"
    assert table(document, "Who to contact").rows[0] == (
        "A: No Wrong Door",
        "Named on its page",
        "The hub in the north.",
    )


def test_needs_and_whose_view_stand_in_the_paper(author):
    challenge = make_record(author=author, viewpoints=["young_people"])
    need = make_record(Need, author=author, title="Someone to call at night", viewpoints=["young_people", "families"])
    records.link(source=challenge, target=need, relation="comes_from", reason="", by=author, at=NOON)
    told = str(asdict(make_document(make_paper(author, about=challenge))))
    assert "The challenge gives the view of: children and young people [" in told
    assert (
        "Needed: Someone to call at night (from children and young people and parents, carers and wider family)" in told
    )
    assert "No need expressed by" not in told
    assert "No need expressed by young people or families is recorded for this." in str(
        asdict(make_document(make_paper(author)))
    )


def test_without_assumptions_the_cost_of_doing_nothing_is_not_worked_out(author):
    assert NOT_WORKED_OUT in str(asdict(make_document(make_paper(author))))


def make_full_case(author):
    """A case for change with everything that can hold a number."""
    programme = make_record(Programme, author=author, title="Innovation Programme")
    options = [make_option(author, title) for title in ("No Wrong Door", "Family Safeguarding", "Family Valued")]
    for option in options:
        make_public_claim(option, author=author, title="12 of 40 families left early", direction="against")
        make_public_claim(option, author=author, title="£755 saved for each family", topic="cost")
    paper = make_paper(
        author,
        about=programme,
        place=CouncilFactory(name="Leeds"),
        options=options,
        drivers=["demand", "less_money"],
        assumptions=ASSUMPTIONS,
    )
    return with_figures(paper, *(figure(f"Measure {letter}") for letter in "ABCDE"))


def test_row_13_a_case_for_change_states_the_source_of_every_number(author):
    document = make_document(make_full_case(author))
    assert document.about[0].startswith("Case for change for Leeds.")
    sources = re.findall(r"\[(\d+)\] (.+)", read_sources(document))
    numbers = {number for number, _ in sources}
    assert [number for number, _ in sources] == [str(place) for place in range(1, len(sources) + 1)]
    assert all(text.strip() for _, text in sources)

    figures = table(document, "Leeds: newest figures")
    assert len(figures.rows) == 5
    assert all(re.fullmatch(r"\[\d+\]", row[-1]) and row[-1][1:-1] in numbers for row in figures.rows)
    assert RELEASE in read_sources(document)

    nothing = table(document, "If nothing changes")
    assert {row[0]: row[-1] for row in nothing.rows} == {
        "Children in the first year": "Panel minutes of autumn",
        "Cost of each a year": "Finance team",
        "Growth a year": "The last three years",
        "Years": "Our plan runs so long",
        "Discount a year": "HM Treasury, The Green Book (2022), annex 6",
        "Children in year 3": "Calculated from the lines above",
        "Cost of the first year": "Calculated from the lines above",
        "Cost of 3 years, at today’s value": "Calculated from the lines above",
    }

    lines = [line for letter in "ABC" for said in read_option(document, letter).values() for line in said.split("\n")]
    lines += [cell for row in table(document, "Options A, B and C").rows for cell in row[1:] if isinstance(cell, str)]
    with_number = [line for line in lines if re.search(r"\d", re.sub(r"\[\d+\]", "", line))]
    assert len(with_number) == 18  # of each option strength and three results, and in the strip a result and a cost
    assert all(re.search(r"\[(\d+)\]$", line)[1] in numbers for line in with_number)

    words = str(asdict(document))
    assert "High demand; less money." in words
    assert set(re.findall(r"\[(\d+)\]", words)) == numbers


def read_sources(document) -> str:
    """The last block: words and addresses, one source in a line."""
    return "".join(part if isinstance(part, str) else part.words for part in document.blocks[-1].parts)


def read_pdf(document) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(document))).pages).split())


def read_word(document) -> str:
    word = docx.Document(io.BytesIO(to_docx(document)))
    cells = [cell.text for found in word.tables for row in found.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in word.paragraphs), *cells]).split())


def test_pdf_and_word_say_the_same(author):
    document = make_document(make_full_case(author))
    pdf, word = read_pdf(document), read_word(document)
    for words in (
        "Fewer teenagers in care: options",
        "A: No Wrong Door",
        "£755 saved for each family",
        "Panel minutes of autumn",
        "£3.83 million",
        RELEASE,
        "no comparison group",
    ):
        assert words in pdf
        assert words in word


def test_word_file_is_as_compact_as_the_pdf(author):
    word = docx.Document(io.BytesIO(to_docx(make_document(make_full_case(author)))))
    assert word.styles["Normal"].font.size.pt == 9.5
    assert round(word.sections[0].left_margin.cm, 1) == 1.5
    assert [len(found.columns) for found in word.tables] == [4, 7, 5, 3]  # the strip, figures, doing nothing, contacts


def test_numbers_of_the_writer_without_a_source_are_pointed_out(author):
    paper = make_paper(author, local="In 2025 there were 41. England had 30 [1]. None rose. More at https://x.org/1.")
    assert find_unsourced(paper) == [("What the local figures show", "In 2025 there were 41.")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("Short.", "Short."),
        ("One two. Three four five.", "One two."),
        ("Oneword twoword threeword", "Oneword twoword …"),
    ],
)
def test_long_words_are_cut_at_a_sentence_or_a_word(text, told):
    assert shorten(text, 20) == told
