"""Charts are drawn on the server, the same every time, for both widths of a page, and hold nothing that runs."""

# ruff: noqa: S314 (what is read here was just written by us)

import json
import re
import struct
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from cairn.common.charts import DotChart, Line, LineChart, Mark, Row, Start, Words, draw_both, render_chart
from cairn.common.charts.files import make_file
from cairn.common.charts.svg import LETTER, NARROW, SIZE, WIDE, find_ticks, spread, wrap
from tests.cases import each

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words(
    "A & B", "One line <rises>.", "Per 10,000", heading="Ashmere & co", subheading="Two lines", source="Source: us"
)
YEARS = tuple(range(2013, 2026))
RISING = tuple(60.0 + year for year in range(13))


ASHMERE = Line(RISING, "own", "Ashmere")


def make(lines=(ASHMERE,), **changes) -> LineChart:
    return LineChart(**{"words": WORDS, "years": YEARS, "lines": tuple(lines)} | changes)


@pytest.fixture(scope="module")
def drawn():
    return render_chart(make(start=Start(2018, "Last year before June 2018", "Last year before")))


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in read(svg).iter() if element.tag.endswith("text")]


def test_chart_drawn_twice_is_the_same_and_of_other_figures_another(drawn):
    again = make(start=Start(2018, "Last year before June 2018", "Last year before"))
    assert render_chart(again) == drawn
    other = render_chart(make([Line(RISING[::-1], "own", "Ashmere")]))
    assert (other.wide != drawn.wide, other.narrow != drawn.narrow, other.png != drawn.png) == (True, True, True)


def test_chart_has_the_width_of_a_page_and_of_a_phone(drawn):
    for svg, width in ((drawn.wide, WIDE), (drawn.narrow, NARROW)):
        assert read(svg).get("viewBox").split()[2] == str(width)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_chart_says_what_it_shows_to_those_who_do_not_see_it(drawn, width):
    root = read(getattr(drawn, width))
    assert (root.get("role"), root.get("aria-label")) == ("img", "One line <rises>.")


@pytest.mark.parametrize("form", ["svg", "wide", "narrow"])
def test_chart_is_a_picture_without_scripts_styles_or_outside_addresses(drawn, form):
    svg = getattr(drawn, form)
    names = {element.tag.rpartition("}")[2] for element in read(svg).iter()}
    assert names & {"script", "foreignObject", "image", "a", "use", "style"} == set()
    attributes = [name for element in read(svg).iter() for name in element.attrib]
    assert [n for n in attributes if n.lower().startswith("on") or n.endswith("href") or n == "style"] == []


def test_chart_escapes_markup_in_a_label():
    chart = draw_both(make([Line(RISING, "own", "<script>alert(1)</script>")]))
    assert "<script" not in chart.wide + chart.narrow
    assert "&lt;script" in chart.wide


def test_file_says_by_itself_what_it_shows_and_from_where(drawn):
    first, second = list(read(drawn.svg))[:2]
    assert (first.tag, first.text, second.tag, second.text) == (
        f"{SVG}title",
        "A & B",
        f"{SVG}desc",
        "One line <rises>.",
    )
    assert {"Ashmere & co", "Two lines", "Source: us"} <= set(texts(drawn.svg))
    assert "Source: us" not in texts(drawn.wide)


def test_file_is_made_of_a_drawing_of_ours_only():
    with pytest.raises(ValueError, match="not a drawing of ours"):
        make_file(WORDS, "<svg></svg>")


def test_png_is_twice_as_sharp(drawn):
    assert drawn.png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", drawn.png[16:24])
    root = read(drawn.svg)
    assert (width, height) == tuple(round(float(root.get(side)) * 2) for side in ("width", "height"))


def test_specification_holds_its_figures_and_can_be_used_elsewhere(drawn):
    specification = json.loads(drawn.specification)
    assert specification["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    rows = specification["datasets"]["figures"]
    assert rows[0] == {"Year": "2013", "Figure": 60.0, "Series": "Ashmere"}
    assert (len(rows), specification["description"]) == (13, "One line <rises>.")


# --- lines -------------------------------------------------------------------------------------


def test_gap_in_the_figures_is_a_gap_in_the_line_and_has_its_sign():
    values = (60.0, 61.0, None, 63.0, 64.0, None, 66.0, None, 68.0, 69.0, 70.0, 71.0, 72.0)
    chart = draw_both(make([Line(values, "expected", "Expected")], gaps=((2015, "[c]"), (2018, "[x]"), (2020, "[z]"))))
    path = next(one for one in re.findall(r'<path d="([^"]+)" fill="none" stroke="#a33b0a"', chart.wide))
    assert path.count("M") == 3  # a point alone is no run
    assert chart.wide.count("<circle") == 1  # and is drawn as a dot
    assert {"[c]", "[x]", "[z]"} <= set(texts(chart.wide))


def test_names_stand_at_the_ends_of_lines_inside_the_picture_and_not_over_each_other():
    lines = [Line((50.0,) * 13, f"chosen-{index}", f"Council number {index}") for index in range(8)]
    for width, svg in ((WIDE, draw_both(make(lines)).wide), (NARROW, draw_both(make(lines)).narrow)):
        placed = [
            (float(one.get("x")), float(one.get("y")), one.text)
            for one in read(svg).iter("text")
            if one.text.startswith("Council")
        ]
        assert len(placed) == 8
        assert all(x + len(text) * LETTER <= width + 20 for x, _, text in placed)
        heights = sorted(y for _, y, _ in placed)
        assert all(after - before >= SIZE for before, after in pairwise(heights))


def test_years_are_as_many_as_there_is_room_for_and_the_last_one_always():
    chart = draw_both(make())
    years = [[text for text in texts(svg) if re.fullmatch(r"20\d\d", text)] for svg in (chart.wide, chart.narrow)]
    assert years[0] == [str(year) for year in YEARS]
    assert years[1][-1] == "2025"
    assert len(years[1]) <= 7


def test_scale_that_does_not_start_at_0_says_so_and_one_that_does_keeps_quiet():
    chart = draw_both(make())
    assert "Per 10,000. The scale does not start at 0." in texts(chart.wide)
    assert "Per 10,000. Does not start at 0." in texts(chart.narrow)
    chart = draw_both(make(from_zero=True))
    assert "Per 10,000" in texts(chart.wide)
    assert "0" in texts(chart.wide)


def test_many_thin_lines_are_one_small_path():
    others = [Line(tuple(float(number + year % 3) for year in range(13)), "other") for number in range(150)]
    chart = draw_both(make([*others, Line(RISING, "own", "Ashmere")]))
    assert chart.wide.count("<path") < 8
    assert len(chart.wide) < 25_000


def test_chart_of_one_year_and_of_no_figure_can_be_drawn():
    assert "2025" in texts(draw_both(make([Line((4.0,), "own", "A")], years=(2025,))).narrow)
    assert "2025" in texts(draw_both(make([Line((None,), "own", "A")], years=(2025,))).narrow)


# --- dots --------------------------------------------------------------------------------------


def test_dot_chart_names_rows_and_series_and_differs_by_shape():
    rows = (Row("Weighted", ((0, -40.0), (1, -41.0))), Row("All alike", ((0, -38.0),)))
    chart = DotChart(WORDS, ("All councils", "Without the region"), rows)
    both = draw_both(chart)
    for svg in (both.wide, both.narrow):
        assert {"Weighted", "All alike", "All councils", "Without the region", "0"} <= set(texts(svg))
    assert (
        len({re.sub(r"M[\d.-]+ [\d.-]+", "", one) for one in re.findall(r'<path d="([^"]+)" fill="#(?!f)', both.wide)})
        >= 2
    )
    assert len(json.loads(chart.to_vega_lite())["datasets"]["figures"]) == 3


# --- pieces ------------------------------------------------------------------------------------


@each(
    ("low", "high"),
    [(48.0, 62.0), (5.0, 62.0), (61.0, 61.0), (0.0, 0.0), (-45.0, 34.0), (1512.0, 1890.0), (0.01, 0.02)],
)
def test_ticks_are_round_and_reach_over_the_figures(low, high):
    found = find_ticks(low, high, most=5)
    assert found[0] <= low <= high <= found[-1]
    assert len(found) <= 7
    assert all(len(f"{tick:g}") <= 5 for tick in found)


def test_labels_are_spread_between_top_and_bottom():
    assert spread([10.0, 11.0, 100.0], [16, 16, 16], 0, 110) == [10.0, 26.0, 94.0]
    assert wrap("Expected from similar councils", 20) == ["Expected from", "similar councils"]


MONTHS = tuple(f"{name} 2026" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun"))


def make_months(**changes) -> LineChart:
    return make(
        [Line((3.0, 4.0, None, 6.0, 5.0, 9.0), "own", "Calls", **changes.pop("line", {}))],
        years=tuple(range(6)),
        names=MONTHS,
        **changes,
    )


def test_months_are_named_on_the_scale_and_in_the_file():
    drawn = render_chart(make_months())
    assert [text for text in texts(drawn.wide) if text in MONTHS] == list(MONTHS)
    shown = [text for text in texts(drawn.narrow) if text in MONTHS]
    assert shown[-1] == "Jun 2026"
    assert len(shown) < 6  # no room for all of them
    figures = json.loads(drawn.specification)["datasets"]["figures"]
    assert [row["Period"] for row in figures] == list(MONTHS)


def test_numbers_below_a_chart_never_cover_each_other():
    chart = make_months(marks=tuple(Mark(year, str(year + 1)) for year in range(6)))
    for svg in (render_chart(chart).wide, render_chart(chart).narrow):
        rings = [
            (float(one.get("cx")), float(one.get("cy"))) for one in read(svg).iter("circle") if one.get("r") == "9"
        ]
        assert len(rings) == 6
        assert all(abs(x - u) >= 18 or abs(y - v) >= 18 for (x, y), (u, v) in pairwise(sorted(rings)))
        assert max(y for _, y in rings) + 9 < float(read(svg).get("viewBox").split()[3])


def test_a_signal_has_a_shape_of_its_own_for_better_worse_and_neither():
    marked = {
        name: draw_both(make_months(line={"signals": ((5, name),)})).wide for name in ("better", "worse", "neither")
    }
    assert "a7 7" in marked["better"]
    assert "l8 8" in marked["worse"]
    assert "h12v12" in marked["neither"]
