"""The first page is enough for a decision: five things, on one sheet, in every form of the paper."""

import io
from dataclasses import asdict

import docx
import pytest
from django.test import Client
from pypdf import PdfReader

from cairn.common.documents import BulletList, Chart, Heading, Notice, Paragraph, Table, to_docx, to_pdf
from cairn.indicators.models import Release
from cairn.papers.models import Paper
from cairn.papers.presenters.composing import make_document
from cairn.papers.presenters.first_page import CONTINUED, NO_RECOMMENDATION, PROMPT
from cairn.papers.presenters.options import make_gauge
from cairn.papers.presenters.unknowns import list_unknowns
from cairn.papers.queries import get_material, take_chart
from cairn.records import services as records
from cairn.records.models import Record
from cairn.voice.models import Need
from tests.factories.accounts import UserFactory
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.papers import make_option, make_paper, make_public_claim
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, make_record
from tests.papers.test_visibility import share

pytestmark = pytest.mark.django_db
HEADINGS = ["The question", "The local picture", "The options", "What we do not know", "Recommendation"]
LONG = "A sentence that goes on for as long as it can, because nobody told its writer to stop in time. "


@pytest.fixture
def author():
    return UserFactory()


def publish_years(place, *values: float, start: int = 2020) -> None:
    """Made-up figures of a fictional council."""
    release = ReleaseFactory(is_fictional=True, latest_year=start + len(values) - 1)
    for year, value in enumerate(values, start):
        publish(release, "simulated.cla_rate.numerator", year, {place: value})
        publish(release, "simulated.cla_rate.denominator", year, {place: 170_000})


@pytest.fixture
def council():
    council = FictionalCouncilFactory(name="Ashmere")
    publish_years(council, 1000, 1100, 1200)
    return council


@pytest.fixture
def challenge(author):
    return make_record(author=author, measures=["cla_rate"])


def list_first(document) -> list:
    """The blocks before the first that begins a sheet."""
    blocks = list(document.blocks)
    return blocks[: next(i for i, one in enumerate(blocks) if isinstance(one, Heading) and one.starts_page)]


def get_strip(document) -> Table:
    return next(one for one in list_first(document) if isinstance(one, Table))


def read_first_sheet(document) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(document))).pages
    assert all((round(page.mediabox.width), round(page.mediabox.height)) == (595, 842) for page in pages)
    assert f"Page 1 of {len(pages)}" in pages[0].extract_text()
    return " ".join(pages[0].extract_text().split())


def test_it_holds_five_things_in_their_order(author, council, challenge):
    first = list_first(make_document(make_paper(author, about=challenge, place=council)))
    assert [one.words for one in first if isinstance(one, Heading)] == HEADINGS
    assert [type(one) for one in first if isinstance(one, Chart | Table | BulletList | Notice)] == [
        Chart,
        Table,
        BulletList,
        Notice,
    ]


def test_page_pdf_and_word_hold_them_before_the_details(author, council, challenge):
    paper = make_paper(author, about=challenge, place=council)
    document = make_document(paper)
    client = Client()
    client.force_login(author)
    page = client.get(paper.get_absolute_url()).content.decode()
    word = docx.Document(io.BytesIO(to_docx(document)))
    paragraphs = [one.text for one in word.paragraphs]
    before = paragraphs[: paragraphs.index("What the local figures show")]
    sheet = read_first_sheet(document)
    for words in (*HEADINGS, PROMPT, "Ashmere (fictional): 70.6 per 10,000 children"):
        assert words in page[: page.index("What the local figures show")]
        assert words in sheet
        assert words in " ".join(before)
    assert "What the local figures show" not in sheet
    assert sheet.index("What we do not know") < sheet.index(PROMPT)
    assert word.tables[0].cell(0, 2).text == "Strength of evidence"
    broken = [one.text for one in word.paragraphs if one.paragraph_format.page_break_before]
    assert broken == ["What the local figures show"]
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == [
        next(one.words for one in document.blocks if isinstance(one, Chart)),
        "1 of 4",
        "1 of 4",
    ]
    assert "Write the recommendation" in page
    assert "Write the recommendation" not in " ".join(paragraphs)


def test_chart_is_drawn_for_a_sheet_and_for_a_phone_and_has_a_table(author, council, challenge):
    paper = make_paper(author, about=challenge, place=council)
    document = make_document(paper)
    (chart,) = (one for one in document.blocks if isinstance(one, Chart))
    assert chart.words == "Ashmere: 70.6 per 10,000 children under 18 in 2022, up from 58.8 in 2020."
    assert chart.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" ')
    assert "Liberation Sans" in chart.svg  # the font of the file
    twin = next(one for one in document.blocks if isinstance(one, Table) and one.caption.startswith("The figures in"))
    assert twin.columns == ("Year", "Ashmere (fictional)")
    assert twin.rows == (("2022", "70.6"), ("2021", "64.7"), ("2020", "58.8"))
    source = f"Source: {paper.snapshot['chart']['source']} ["
    assert Release.objects.get().title in source
    assert any(isinstance(one, Paragraph) and str(one.parts[0]).startswith(source) for one in list_first(document))
    client = Client()
    client.force_login(author)
    page = client.get(paper.get_absolute_url()).content.decode()
    assert 'class="only-wide"' in page
    assert 'class="only-narrow"' in page


def test_without_figures_of_two_years_it_says_why_there_is_no_chart(author, challenge):
    leeds = CouncilFactory(name="Leeds")
    assert take_chart(leeds, ["cla_rate"]) is None
    assert take_chart(None, ["cla_rate"]) is None
    first = list_first(make_document(make_paper(author, about=challenge, place=leeds)))
    assert not any(isinstance(one, Chart) for one in first)
    assert "No figures for these measures are loaded for Leeds." in str(first)


def test_strip_says_what_changed_how_strong_and_the_cost(author):
    option = make_option(author)
    make_public_claim(
        option, author=author, title="Fewer came in", study="comparison", comparator="similar families", grade="E"
    )
    make_public_claim(option, author=author, title="£500 saved for each family", topic="cost", grade="C")
    document = make_document(make_paper(author, options=[option, make_option(author, "Other")]))
    first, second = get_strip(document).rows
    assert first[0] == "A: No Wrong Door"
    assert first[1].startswith("Improved: Fewer came in [")
    assert first[2] == make_gauge(2)
    assert (make_gauge(2).count, make_gauge(2).words) == ("2 of 4", "Compared with a similar group")
    assert first[3].startswith("£500 saved for each family (the council or an organisation involved) [")
    assert second[2:] == (make_gauge(1), "No cost information found.")


# --- What nobody knows -------------------------------------------------------------------------


def unknowns(paper: Paper, user) -> list[str]:
    return list_unknowns(get_material(paper, Record.objects.visible_to(user)))


def test_it_says_plainly_what_nobody_knows(author):
    paper = make_paper(author)
    assert unknowns(paper, author) == [
        "None of these options has been tested in a randomised trial, as far as we found.",
        "No result compared with a similar group: options A and B.",
        "No costs found: options A and B.",
        "No one has recorded asking young people or families about this challenge.",
    ]


def test_what_is_known_is_called_unknown_of_no_option(author):
    challenge = make_record(author=author, viewpoints=["families"])
    need = make_record(Need, author=author, viewpoints=["young_people"])
    records.link(source=challenge, target=need, relation="comes_from", reason="", by=author, at=NOON)
    tried, bare = make_option(author), make_option(author, "Other")
    make_public_claim(
        tried, author=author, title="Fewer came in", study="trial", comparator="similar families", grade="E"
    )
    make_public_claim(tried, author=author, title="£500 saved for each family", topic="cost")
    paper = make_paper(author, about=challenge, options=[tried, bare])
    assert unknowns(paper, author) == [
        "No randomised trial found: option B.",
        "No result compared with a similar group: option B.",
        "No costs found: option B.",
    ]


@pytest.mark.parametrize(
    ("viewpoints", "said"),
    [
        (["figures"], ["No one has recorded asking young people or families about this challenge."]),
        (["families"], ["No one has recorded asking young people about this challenge."]),
        (["care_experienced"], ["No one has recorded asking parents, carers or wider family about this challenge."]),
        (["families", "young_people"], []),
    ],
)
def test_whose_view_is_missing(author, viewpoints, said):
    paper = make_paper(author, about=make_record(author=author, viewpoints=viewpoints))
    assert [one for one in unknowns(paper, author) if "asking" in one] == said


# --- The recommendation ------------------------------------------------------------------------


def test_recommendation_is_the_words_of_a_person_and_never_made_up(author):
    paper = make_paper(author)
    assert paper.recommendation == ""
    assert Notice(PROMPT) in list_first(make_document(paper))
    written = make_paper(author, recommendation="Test option A with ten families.")
    told = list_first(make_document(written))
    assert Paragraph(("Test option A with ten families.",)) in told
    assert PROMPT not in str(told)


def test_published_paper_without_one_says_so(author):
    paper = make_paper(author)
    paper = share(paper, "public")
    assert paper.live
    assert Notice(NO_RECOMMENDATION) in list_first(make_document(paper))


# --- One sheet ---------------------------------------------------------------------------------


def make_longest(author, council, challenge) -> Paper:
    """Six options, and every text as long as it may be."""
    options = [make_option(author, f"{LONG * 2}{number}"[-145:]) for number in range(6)]
    for option in options:
        make_public_claim(option, author=author, title=(LONG * 3)[:200], topic="cost")
    texts = dict.fromkeys(("question", "local", "unknowns", "recommendation", "costs", "risks"), (LONG * 40)[:3000])
    return make_paper(author, about=challenge, place=council, options=options, title=(LONG * 2)[:150], **texts)


def test_longest_paper_still_has_its_first_page_on_one_sheet(author, council, challenge):
    document = make_document(make_longest(author, council, challenge))
    sheet = read_first_sheet(document)
    assert "What we do not know" in sheet
    assert sheet.index("Recommendation") > sheet.index("What we do not know")
    assert sheet.count(CONTINUED.strip()) == 4
    assert "The question in full" not in sheet
    told = str(asdict(document))
    assert told.count((LONG * 40)[:3000].strip()) == 6  # what was cut short stands in full in the details
