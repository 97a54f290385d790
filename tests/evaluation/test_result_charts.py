"""A chart says by itself what it shows, of whom and from where: pictures are copied out of their pages."""

# ruff: noqa: S314 (what is read here was just drawn by us)

import json
from xml.etree import ElementTree

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.evaluation.presenters import draw_charts
from cairn.evaluation.presenters.charts import _round_limits
from tests.cases import each
from tests.factories.evaluation import make_document, make_estimate

SVG = "{http://www.w3.org/2000/svg}"
REAL = {"code": "F002", "name": "Bath & <Wells>", "is_fictional": False, "opened_on": None, "closed_on": None}
PUBLISHERS = ("Department for Education", "Office for National Statistics", "Department for Education")


def draw(**changes):
    return draw_charts(json.loads(to_canonical_json(make_document(**changes))))


def texts(svg: str) -> list[str]:
    """What can be read in the picture."""
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def fictional():
    return draw()


@pytest.fixture(scope="module")
def real():
    first = make_document()["data"][0]
    return draw(place=REAL, data=[first | {"publisher": publisher} for publisher in PUBLISHERS])


@pytest.mark.parametrize("name", ["paths", "gaps"])
def test_chart_names_council_measure_and_source(fictional, real, name):
    assert {"Ashmere (fictional): Looked after, rate", "Source: Cairn simulation (fictional)"} <= set(
        texts(fictional[name][2].svg)
    )
    assert {
        "Bath & <Wells>: Looked after, rate",
        "Source: Department for Education, Office for National Statistics; Cairn",
    } <= set(texts(real[name][2].svg))


@pytest.mark.parametrize("name", ["paths", "gaps"])
def test_chart_as_svg_has_title_and_description_for_those_who_cannot_see_it(real, name):
    title, description, chart = real[name]
    first, second = list(ElementTree.fromstring(chart.svg))[:2]
    assert (first.tag, first.text) == (f"{SVG}title", title)
    assert (second.tag, second.text) == (f"{SVG}desc", description)
    assert json.loads(chart.specification)["description"] == description
    assert "<Wells>" not in chart.svg


def test_axis_that_does_not_start_at_0_says_so(fictional):
    assert "Per 10,000 children under 18; axis does not start at 0" in texts(fictional["paths"][2].svg)
    assert not any("start at 0" in text for text in texts(fictional["gaps"][2].svg))


def test_axis_that_starts_at_0_does_not_say_so():
    document = make_document(estimate=make_estimate(synthetic=[5.0] * 8))
    svg = draw_charts(json.loads(to_canonical_json(document)))["paths"][2].svg
    assert "Per 10,000 children under 18" in texts(svg)
    assert "0" in texts(svg)


@each(
    ("values", "limits"),
    [
        ([48.0, 62.0], (40.0, 70.0)),
        ([5.0, 62.0], (0.0, 80.0)),
        ([61.0, 61.0], (60.7, 61.3)),
        ([0.0, 0.0], (0.0, 0.25)),
        ([1512.0, 1890.0], (1400.0, 2000.0)),
    ],
)
def test_ends_of_the_axis_are_round_and_leave_room(values, limits):
    assert _round_limits(values) == limits
