"""What a browser prints of the pages that people take to meetings: a clean A4."""

import io

import pytest
from pypdf import PdfReader

from tests.e2e.pages import PAGES, PageType
from tests.e2e.visits import page_server

__all__ = ["page_server"]
pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

PRINTED = ("model", "project", "evaluation report", "challenge of the starter", "board", "council", "result")
BETWEEN_MARGINS = {"width": 688, "height": 1000}  # pixels between the margins of print.css
# Each sees one fault. What a page shows only on a screen is not there, and nothing is wider than the paper.
FAULTS = """() => {
  const seen = one => one.checkVisibility() && one.getClientRects().length > 0;
  const find = selector => [...document.querySelectorAll(selector)].filter(seen);
  const start = one => one.outerHTML.slice(0, 80);
  const wrong = find("form, button, input, select, nav, .f-head, .f-foot, .f-toc, .f-crumbs, .no-print")
    .map(one => "still there: " + start(one));
  const parts = find("h1, h2, h3, p, li, td, th, dt, dd, svg, figure, blockquote");
  for (const heading of find("main h2, main h3")) {
    const next = parts[parts.indexOf(heading) + 1];
    if (!next || (/H[12]/.test(next.tagName) && next.tagName <= heading.tagName))
      wrong.push("a heading with nothing under it: " + heading.textContent.trim());
  }
  for (const one of find("main svg, main table, main p, main li"))
    if (one.getBoundingClientRect().right > window.innerWidth + 1) wrong.push("wider than the paper: " + start(one));
  for (const one of find(".f-sign, .f-map, .f-chart, .f-gauge"))
    if (getComputedStyle(one).printColorAdjust !== "exact") wrong.push("loses its colours: " + start(one));
  return wrong;
}"""


@pytest.fixture
def starter_library(starter):
    """Instead of the one in conftest.py, which loads it for one test."""


@pytest.mark.parametrize("page_type", [one for one in PAGES if one.name in PRINTED], ids=lambda one: one.name)
def test_page_prints_as_a_clean_a4(request, page, page_server, starter, page_type: PageType):
    page.set_viewport_size(BETWEEN_MARGINS)
    page.emulate_media(media="print")
    page.goto(page_server + page_type.path(request))
    assert page.evaluate(FAULTS) == []

    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    for number, sheet in enumerate(sheets, start=1):
        assert (round(sheet.mediabox.width / 72 * 25.4), round(sheet.mediabox.height / 72 * 25.4)) == (210, 297)
        text = sheet.extract_text()
        assert f"Page {number} of {len(sheets)}" in text
        assert len(text) > 60, f"page {number} is as good as empty"


def test_an_address_is_printed_of_sources_only(request, page, page_server, starter):
    page.emulate_media(media="print")
    page.goto(f"{page_server}/evaluation-reports/nao-evaluating-innovation-2022/")
    shown = page.evaluate(
        """() => [...document.querySelectorAll("main a")].map(one =>
        [one.className.includes("f-source"), getComputedStyle(one, "::after").content])"""
    )
    assert {is_source for is_source, _ in shown} == {True, False}
    for is_source, content in shown:
        assert ("http" in content) == is_source
