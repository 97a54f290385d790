"""The components as every page uses them, and the gallery that shows them."""

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.safestring import SafeString

from cairn.common.gallery import TEMPLATES, get_components
from cairn.common.marks import MARKS
from cairn.common.tables import Column
from tests.cases import each

# Parts of another component, and parts that only base.html uses.
NOT_ALONE = {
    "account-links",
    "chip",
    "council-chip",
    "crumb",
    "f-item",
    "fact",
    "foot",
    "head",
    "hero",
    "page-head",
    "panel",
    "ridges",
    "summary-row",
    "word-mark",
}


@pytest.fixture
def render(tmp_path, settings):
    """Render a line of template that uses components, as it would stand in a page."""

    def render_source(source: str, **context) -> str:
        from django_cotton.compiler_regex import CottonCompiler

        template = engines["django"].from_string(CottonCompiler().process(source))
        return template.render(context, RequestFactory().get("/?region=north&page=2"))

    return render_source


@each("component", get_components(), ids=lambda component: component.name)
def test_component_says_what_it_is_for_and_has_an_example(component):
    assert component.purpose
    assert component.example or component.name in NOT_ALONE


def test_every_example_belongs_to_a_component():
    examples = {path.name for path in (TEMPLATES / "common" / "gallery").glob("*.html")}
    assert examples <= {path.name for path in (TEMPLATES / "components").glob("*.html")}


def test_gallery_shows_all(client):
    page = client.get("/components/").content.decode()
    for component in get_components():
        assert f'id="{component.name}"' in page


def test_component_does_not_see_the_page_around_it(render):
    assert "secret" not in render('<c-details summary="a">b</c-details>', open="secret", summary="secret")
    assert " open" not in render('<c-details summary="a">b</c-details>', open="yes")


def test_table_aligns_figures_and_names_its_scrolling_frame(render):
    html = render(
        '<c-table caption="Rates" :columns="columns" :rows="rows" />',
        columns=["Year", Column("Rate", numeric=True)],
        rows=[["2021", "<b>61</b>"]],
    )
    assert '<th scope="row" class="govuk-table__header">2021</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">&lt;b&gt;61&lt;/b&gt;</td>' in html
    assert 'role="region" aria-label="Rates" tabindex="0"' in html


def test_table_that_is_wider_than_a_phone_says_that_it_scrolls(render):
    narrow, wide = (f'<c-table caption="a" :columns="columns" :rows="rows" {w} />' for w in ("", 'wide="true"'))
    assert "Scroll sideways" not in render(narrow, columns=["a"], rows=[["1"]])
    assert '<p class="cairn-scroll-hint" aria-hidden="true">Scroll sideways' in render(
        wide, columns=["a"], rows=[["1"]]
    )


def test_table_refuses_a_row_of_another_length(render):
    with pytest.raises(ValueError, match="shorter"):
        render('<c-table caption="a" :columns="columns" :rows="rows" />', columns=["a", "b"], rows=[["1"]])


def test_chart_has_its_parts_in_order(render):
    html = render(
        '<c-chart sentence="It fell." :wide="wide" :narrow="narrow" fictional="true">'
        '<c-data-table caption="t" :columns="columns" :rows="rows" /></c-chart>',
        wide=SafeString("<svg>wide</svg>"),
        narrow=SafeString("<svg>narrow</svg>"),
        columns=["Year"],
        rows=[["2021"]],
    )
    parts = ["It fell.", "Fictional", "<svg>wide", "<svg>narrow", "<details", "<table"]
    assert sorted(parts, key=html.index) == parts


def test_chart_of_a_real_place_is_not_tagged(render):
    assert "Fictional" not in render('<c-chart sentence="a" fictional="{{ f }}" />', f=False)


@pytest.mark.parametrize("reason", MARKS)
def test_mark_is_read_out_in_words(render, reason):
    html = render('<c-mark reason="{{ reason }}" />', reason=reason)
    assert f'<span aria-hidden="true">{MARKS[reason].sign}</span>' in html
    assert f'<span class="govuk-visually-hidden">{MARKS[reason].words}</span>' in html


def test_mark_notes_explain_only_what_occurs(render):
    html = render('<c-mark-notes :reasons="reasons" />', reasons=["missing"])
    assert "[x]" in html
    assert "[c]" not in html
    assert all(mark.sign in render("<c-mark-notes />") for mark in MARKS.values())


def test_pagination_keeps_the_filters(render):
    html = render('<c-pagination :page="page" />', page=Paginator(range(30), 10).page(2))
    assert 'href="?region=north&amp;page=1"' in html
    assert 'href="?region=north&amp;page=3"' in html
    assert render('<c-pagination :page="page" />', page=Paginator(range(3), 10).page(1)).strip() == ""


def test_button_passes_its_attributes_on(render):
    assert 'name="draft" value="yes"' in render('<c-button name="draft" value="yes">Save</c-button>')
    assert render('<c-button href="/x">Go</c-button>').strip().startswith('<a href="/x" role="button"')


def test_error_page_for_a_broken_server_needs_nothing():
    html = get_template("500.html").render({"site_name": "Cairn", "static_url": "/static/"})
    assert "Sorry, there is a problem with this site" in html
