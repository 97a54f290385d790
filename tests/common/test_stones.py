"""The stones on pages are those of the posters."""

import re
from pathlib import Path

import pytest

from cairn.common.presenters.data_tables import mark_up_rows
from cairn.common.presenters.signs import DIRECTIONS, SHAPES, VIEWPOINTS, draw_sign
from cairn.common.presenters.stones import COLOURS, LICHEN, cairn, draw_gauge, draw_progress, draw_scene, pebble, tint
from cairn.lessons.enums import Viewpoint
from tests.cases import each

SOURCE = Path(__file__).resolve().parents[2] / "src" / "cairn"
FAMILY = (SOURCE / "boards" / "printing" / "family.typ").read_text(encoding="utf-8")
STYLE = (SOURCE / "static" / "cairn" / "face.css").read_text(encoding="utf-8")
NUMBER = r"(-?[\d.]+)"


def get_block(start: str, end: str) -> str:
    return FAMILY[FAMILY.index(start) : FAMILY.index(end, FAMILY.index(start))]


def test_pebble_has_the_outline_of_the_posters():
    """Every point of the curve in family.typ, as shares of width and height, is on our path."""
    source = get_block("#let pebble(", "curve.close()")
    points = re.findall(r"\(([^(),]+), ([^(),]+)\)", source[source.index("curve.move") :])

    sizes = {"lean": 0.4, "width": 100, "height": 100}
    wanted = [eval(text.replace("pt", ""), dict(sizes)) for point in points for text in point]  # noqa: S307 - our own
    drawn = [float(value) for value in re.findall(NUMBER, pebble(0, 0, 100, 100, 0.4))]
    assert len(points) == 13
    assert drawn == pytest.approx(wanted)


@each("topic", range(6))
def test_scene_has_the_stones_of_the_posters(topic):
    """Width, height, shift and lean of each stone in family.typ are on the page, in the same number."""
    source = get_block("if topic == 1 {", "// The front hill")
    parts = re.split(r"\} else if topic == \d \{|\} else \{\n    let of", source)
    part = parts[topic - 1] if topic else parts[5]
    stones = re.findall(rf"\({NUMBER}, {NUMBER}, {NUMBER}, {NUMBER}, ", part)
    heaps = 2 if topic == 3 else 5 if topic == 4 else 1
    drawn = draw_scene(topic)
    assert drawn.count("<path") == len(stones) * heaps
    assert "style=" not in drawn
    if topic != 0:
        assert LICHEN in drawn


def test_cairn_rests_on_its_foot():
    one, two = cairn(50, 100, 10, [(2, 1, 0, 0.5, "#000")]), cairn(50, 100, 10, [(2, 1, 0, 0.5, "#000")] * 2)
    assert f'd="{pebble(40, 90, 20, 10)}"' in one
    assert f'd="{pebble(40, 80.6, 20, 10)}"' in two  # six hundredths lower than on top of the first


def test_colours_are_the_same_on_paper_and_in_the_style_sheet():
    assert tuple(re.findall(r'rgb\("(#\w+)"\)', get_block("#let colours", ")\n#let lichen"))) == COLOURS
    for name, colour in zip(("slate", "tarn", "heather", "bracken", "lake", "moss"), COLOURS, strict=True):
        assert f"--{name}: {colour};" in STYLE
    assert f"--lichen: {LICHEN};" in STYLE
    assert tint("#000000", 0.5) == "#808080"


@each("stones", [(of, filled) for of in (3, 4) for filled in range(of + 1)])
def test_gauge_fills_the_lowest_stones(stones):
    of, filled = stones
    assert re.findall(r'class="(on|off)"', draw_gauge(filled, of)) == ["on"] * filled + ["off"] * (of - filled)


def test_gauge_refuses_more_stones_than_it_has():
    with pytest.raises(ValueError, match="a gauge of 4 stones cannot have 5 filled"):
        draw_gauge(5)


def test_row_of_stones_fills_the_first():
    assert re.findall(r'class="(on|off)"', draw_progress(2, 5)) == ["on"] * 2 + ["off"] * 3
    with pytest.raises(ValueError, match="a row of 5 stones cannot have 6 filled"):
        draw_progress(6, 5)


@each("kind", SHAPES)
def test_every_part_of_a_sign_has_a_look(kind):
    for look in re.findall(r'class="([\w-]+)"', draw_sign(kind))[1:]:
        assert f".f-sign .{look} {{" in STYLE


def test_every_direction_has_a_shape():
    assert DIRECTIONS.keys() <= SHAPES.keys()


def test_cells_of_a_table_name_their_columns():
    html = mark_up_rows(
        "<thead><tr><th>What &amp; <b>when</b></th><th>How</th></tr></thead>"
        '<tbody><tr><th>a</th><td class="x">b &lt; c<br/></td></tr><tr><td colspan="2">d</td></tr></tbody>'
    )
    assert '<thead><tr><th scope="col">What &amp; <b>when</b></th>' in html
    assert '<th scope="row">a</th><td class="x" data-label="How">b &lt; c<br/></td>' in html
    assert '<td colspan="2">d</td>' in html


def test_a_table_in_a_cell_is_left_alone():
    inner = "<table><tr><td>x</td></tr></table>"
    assert inner in mark_up_rows(f"<tbody><tr><td>{inner}</td><td>y</td></tr></tbody>")


def test_every_viewpoint_has_an_icon():
    assert VIEWPOINTS.keys() == set(Viewpoint.values)
