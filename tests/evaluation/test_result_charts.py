"""A chart says by itself what it shows, of whom and from where: pictures are copied out of their pages."""

# ruff: noqa: S314 (what is read here was just drawn by us)

import json
from xml.etree import ElementTree

import pytest

from cairn.common.canonical import to_canonical_json
from cairn.evaluation.presenters import draw_charts
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


def test_scale_that_does_not_start_at_0_says_so(fictional):
    said = "Per 10,000 children under 18, 31 March. The scale does not start at 0."
    assert said in texts(fictional["paths"][2].svg)
    assert not any("start at 0" in text for text in texts(fictional["gaps"][2].svg))


def test_scale_that_starts_at_0_does_not_say_so():
    document = make_document(estimate=make_estimate(synthetic=[5.0] * 8))
    svg = draw_charts(json.loads(to_canonical_json(document)))["paths"][2].svg
    assert "Per 10,000 children under 18, 31 March" in texts(svg)
    assert "0" in texts(svg)


def test_year_without_a_figure_is_a_gap_with_the_sign_of_why():
    document = make_document()
    for row in document["figures"]:
        if row["year"] == 2016:
            row |= {"value": None, "status": "suppressed"}
    chart = draw_charts(json.loads(to_canonical_json(document)))["paths"][2]
    assert "[c]" in texts(chart.svg)
    assert "[c]" in chart.narrow


@pytest.mark.parametrize("name", ["paths", "gaps", "ways", "usual"])
def test_each_chart_is_drawn_for_a_page_and_for_a_phone(fictional, name):
    chart = fictional[name][2]
    assert 'viewBox="0 0 760 ' in chart.wide
    assert 'viewBox="0 0 343 ' in chart.narrow
