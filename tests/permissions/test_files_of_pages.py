"""The file of a record holds what its page shows the same reader, and nothing of what the reader may not see."""

import io
import re

import docx
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cairn.common.addresses import make_absolute
from cairn.records.kinds import get_kinds
from tests.factories.records import make_record
from tests.permissions.asking import get_client, quick
from tests.permissions.planting import garden

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db

READ_FROM_PAGE = [kind.name for kind in get_kinds() if kind.make_document is None]
WITH_A_DOCUMENT_OF_THEIR_OWN = {"evaluation", "groundwork", "learning_event", "paper"}
# For use on a screen, or said by the head of the file in its own way.
LEFT_OUT = (
    "h1, nav, form, button, svg, script, .no-print, .only-narrow, .only-narrow-inline, .govuk-visually-hidden,"
    ".f-crumbs, .f-buttons, .f-button, .f-legend, .f-kind, .govuk-caption-l, .f-published, .cairn-fictional, "
    ".f-insight__act, .f-messages"
)
LINES = "h2, h3, h4, dt, dd, th, td, li, p, blockquote, figcaption"
READERS = [("anonymous", "public"), ("same organisation", "organisation"), ("same team", "draft"), ("author", "public")]


def read_lines(html):
    """Each shortest thing that a reader of the page meets: a heading, a cell, a line of a list, a paragraph."""
    main = BeautifulSoup(html, "lxml").find("main")
    for one in main.select(LEFT_OUT):
        one.decompose()
    empty_headings = [one for one in main.select("h2, h3, h4") if not has_something_under(one)]
    shortest = [one for one in main.select(LINES) if one.select_one(LINES) is None and one not in empty_headings]
    return {line for one in shortest if (line := squeeze(one.get_text()))}


def has_something_under(heading):
    """A heading whose only content is for use, such as “Download”, has nothing to stand over on paper."""
    for after in heading.find_all_next(True):
        if re.fullmatch("h[1-6]", after.name):
            return after.name > heading.name and has_something_under(after)
        if after.name in ("p", "li", "td", "dd", "blockquote", "figcaption") and after.get_text().strip():
            return True
    return False


def squeeze(text):
    """Without spaces and what only surrounds words: a file sets its lines in another way."""
    return re.sub(
        r"[\s:“”\N{LEFT SINGLE QUOTATION MARK}]", "", text.replace("(fictional)", "").replace("Fictional", "")
    )


def take_file(client, record, form="docx"):
    answer = client.post(reverse("records:request-document", args=[record.slug]), {"form": form})
    assert answer.status_code == 200, answer.status_code
    return answer


def read_file(answer):
    word = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    links = [link.text for paragraph in word.paragraphs for link in paragraph.hyperlinks]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells, *links])


def get_planted(garden, level):
    """Of each kind whose file is read from its page."""
    return [one.record for one in garden.planted if one.level == level and one.record.kind in READ_FROM_PAGE]


@pytest.mark.parametrize(("who", "level"), READERS)
def test_a_file_holds_what_the_page_shows_its_reader_and_no_more(garden, quick, who, level):
    client, problems = get_client(who, garden), []
    hidden = [one.sentence for one in garden.get_hidden(who)]
    for record in get_planted(garden, level):
        shown = read_lines(client.get(record.get_absolute_url()).content.decode())
        assert len(shown) > 3, record.kind
        text = read_file(take_file(client, record))
        squeezed = squeeze(text)
        problems += [(record.kind, "lacks", line) for line in shown if line not in squeezed]
        problems += [(record.kind, "tells", sentence) for sentence in hidden if sentence in text]
        if make_absolute(record.get_absolute_url()) not in text:
            problems.append((record.kind, "lacks", "its address"))
    assert problems == []


def test_every_kind_has_a_file(garden):
    """Of these the page is read; those that write a document of their own are few, and have tests of their own."""
    assert {record.kind for record in get_planted(garden, "public")} == set(READ_FROM_PAGE)
    assert {kind.name for kind in get_kinds()} - set(READ_FROM_PAGE) == WITH_A_DOCUMENT_OF_THEIR_OWN


def test_a_file_is_named_by_the_title_of_its_record(garden, quick):
    record = next(one for one in garden.planted if (one.record.kind, one.level) == ("lesson", "public")).record
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = take_file(get_client("anonymous", garden), record, form)
        assert b"".join(answer.streaming_content).startswith(start)
        assert "attachment" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"
        assert f'filename="{record.title.lower()[:20]}' in answer["Content-Disposition"]


def test_a_long_title_is_cut_between_two_words(client):
    record = make_record(
        title="Children looked after at 31 March, per 10,000 children in Ottenvale since June 2018 or so"
    )
    answer = take_file(client, record)
    name = "children-looked-after-at-31-march-per-10000-children-in-ottenvale-since-june"
    assert f'filename="{name}.docx"' in answer["Content-Disposition"]


def test_the_address_of_a_file_alone_makes_none(garden, quick):
    """So that nothing that follows links has files made; it offers the button."""
    record = next(one for one in garden.planted if (one.record.kind, one.level) == ("lesson", "public")).record
    page = get_client("anonymous", garden).get(reverse("records:document", args=[record.slug, "pdf"]))
    assert "Make the file" in page.content.decode()
