"""Charts are drawn on the server, the same every time, and hold nothing that runs."""

# ruff: noqa: S314 (what is read here was just written by us)

import json
import struct
from xml.etree import ElementTree

import altair as alt
import pytest

from cairn.common.charts import PNG_SCALE, render_chart

ROWS = [{"Year": "2020", "Figure": 1.5}, {"Year": "2021", "Figure": None}, {"Year": "2022", "Figure": 2.5}]


def draw(rows=ROWS):
    chart = alt.Chart(alt.NamedData("figures")).mark_line(point=True).encode(x="Year:O", y="Figure:Q")
    return render_chart(
        chart.properties(width=200, height=100), {"figures": rows}, title="A & B", description="One line <rises>."
    )


@pytest.fixture(scope="module")
def drawn():
    return draw()


def test_chart_drawn_twice_is_the_same(drawn):
    assert draw() == drawn


def test_chart_of_other_figures_is_another(drawn):
    other = draw([{"Year": "2020", "Figure": 9.0}])
    assert other.svg != drawn.svg
    assert other.png != drawn.png


def test_chart_specification_holds_its_figures_and_can_be_used_elsewhere(drawn):
    specification = json.loads(drawn.specification)
    assert specification["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    assert specification["datasets"] == {"figures": ROWS}
    assert specification["data"] == {"name": "figures"}


def test_chart_as_svg_is_a_picture_without_scripts_or_outside_addresses(drawn):
    root = ElementTree.fromstring(drawn.svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names & {"script", "foreignObject", "image", "a", "use", "style"} == set()
    attributes = [name for element in root.iter() for name in element.attrib]
    assert [name for name in attributes if name.lower().startswith("on") or name.endswith("href")] == []


def test_chart_as_svg_shows_text_as_text(drawn):
    texts = {element.text for element in ElementTree.fromstring(drawn.svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {"2020", "2021", "2022", "Figure", "Year"} <= texts


def test_chart_escapes_markup_in_a_label():
    chart = draw([{"Year": "<script>alert(1)</script>", "Figure": 1.0}])
    assert "<script" not in chart.svg
    assert "&lt;script" in chart.svg


def test_chart_as_svg_begins_with_its_title_and_description_in_words(drawn):
    first, second = list(ElementTree.fromstring(drawn.svg))[:2]
    assert (first.tag.rpartition("}")[2], first.text) == ("title", "A & B")
    assert (second.tag.rpartition("}")[2], second.text) == ("desc", "One line <rises>.")


def test_chart_as_png_is_twice_as_sharp(drawn):
    assert drawn.png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", drawn.png[16:24])
    root = ElementTree.fromstring(drawn.svg)
    assert (width, height) == (
        round(float(root.get("width")) * PNG_SCALE),
        round(float(root.get("height")) * PNG_SCALE),
    )
