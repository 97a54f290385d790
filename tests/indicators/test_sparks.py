"""Ten years as a line, a council among others as dots, and the change in words: pure functions."""

# ruff: noqa: S314 (what is read here was just drawn by us)

import re
from xml.etree import ElementTree

from cairn.indicators.presenters.sparks import (
    DOTS_WIDTH,
    SPARK_HEIGHT,
    SPARK_WIDTH,
    Point,
    describe_change,
    describe_place_among,
    draw_dots,
    draw_spark,
)
from tests.cases import each

NONE = Point(0, None, "hidden")


def series(*values, first=2016):
    return [
        Point(year, value, "hidden" if value is None else f"{value:.1f}") for year, value in enumerate(values, first)
    ]


def count(svg: str, name: str) -> int:
    return sum(element.tag == name for element in ElementTree.fromstring(svg).iter())


def test_spark_draws_ten_years_and_says_each_of_them():
    svg = draw_spark(series(*range(2, 15), first=2013), "Looked after in Leeds")
    label = ElementTree.fromstring(svg).get("aria-label")
    assert label.startswith("Looked after in Leeds: 2016 5.0, 2017 6.0")
    assert label.endswith("2025 14.0")
    assert "2015" not in label
    assert len(re.findall(r"[ML]", re.search(r' d="([^"]+)"', svg)[1])) == 10


def test_spark_keeps_a_gap_and_says_why_it_is_there():
    svg = draw_spark([*series(5, 6), Point(2018, None, "hidden"), *series(7, 8, first=2020)], "A")
    assert re.search(r' d="([^"]+)"', svg)[1].count("M") == 2
    assert "2018 hidden, 2019 not published, 2020 7.0" in svg
    assert count(draw_spark(series(5, None, 6, None, 7), "A"), "circle") == 4  # three that stand alone, and the newest


def test_spark_whose_newest_figure_is_missing_has_no_point_at_its_end():
    assert 'class="s1"' not in draw_spark(series(5, 6, None), "A")


def test_spark_stays_inside_its_picture():
    for values in ((5.0,), (5.0, 5.0), (0.0, 0.0), (1e6, -3.0, 2e6)):
        svg = draw_spark(series(*values), "A")
        for x, y in re.findall(r'cx="([\d.-]+)" cy="([\d.-]+)"', svg):
            assert 0 <= float(x) <= SPARK_WIDTH
            assert 0 <= float(y) <= SPARK_HEIGHT


def test_spark_of_nothing_is_nothing():
    assert draw_spark([], "A") == draw_spark(series(None, None), "A") == ""


def test_spark_escapes_its_label():
    assert "<b>" not in draw_spark(series(1, 2), '<b>"x"')


def test_dots_show_the_council_the_others_and_england():
    svg = draw_dots(12.0, [3.0, 16.0, 9.0], 11.0, "Leeds 12%. 3 neighbours from 3% to 16%. England 11%.")
    assert count(svg, "circle") == 3
    assert svg.count('class="own"') == svg.count('class="eng"') == 1
    places = [float(x) for x in re.findall(r'cx="([\d.]+)"', svg)]
    assert sorted(places) == [places[0], places[2], places[1]]
    assert all(4 <= x <= DOTS_WIDTH - 4 for x in places)


def test_dots_without_a_figure_of_the_council_show_the_others_only():
    svg = draw_dots(None, [3.0, 16.0], None, "A")
    assert count(svg, "circle") == 2
    assert 'class="own"' not in svg
    assert draw_dots(4.0, [], None, "A") == ""


@each(
    ("points", "said"),
    [
        (series(755, 1021), "Higher than in 2016 (755.0)."),
        (series(666, 700, 563), "Lower than in 2016 (666.0)."),
        (series(15.04, 14, 15.01), "The same as in 2016 (15.0)."),
        (series(None, 9, 12), "Higher than in 2017 (9.0)."),
        (series(*range(13), first=2013), "Higher than in 2016 (3.0)."),
        (series(12), "First figure."),
        (series(12, None), ""),
        ([], ""),
    ],
)
def test_change_is_told_without_a_verdict(points, said):
    assert describe_change(points) == said


@each(
    ("own", "said"),
    [
        (99.0, "Higher than all 4 neighbours"),
        (0.0, "Lower than all 4 neighbours"),
        (2.5, "Higher than 2 of 4 neighbours"),
        (1.0, "Lower than 3 of 4 neighbours"),
    ],
)
def test_place_among_others_is_told_in_no_order(own, said):
    assert describe_place_among(own, [1.0, 2.0, 3.0, 4.0], "neighbours") == said


def test_place_among_others_that_are_all_alike():
    assert describe_place_among(2.0, [2.0, 2.0], "others") == "The same as all 2 others"
