"""The pictures say what the tables say, draw gaps as gaps, and carry no style of their own."""

import re
from xml.etree import ElementTree

import pytest

from cairn.conditions.presenters.diagram import (
    SHEET,
    SystemView,
    Theory,
    TheoryActivity,
    TheoryOutcome,
    describe_system_change,
    draw_system,
    draw_theory,
)
from tests.cases import each

BEFORE = (("Front door", "Takes the call"), ("Police", "Finds them"), ("police ", "Asks"), ("Front door", "Assesses"))
AFTER = (("Key worker", "Takes the call"), ("Key worker", "Visits"))


def make_theory(number=2, **given):
    activities = tuple(TheoryActivity(f"Activity {one}", "Workers", "Trust", (one % 2,)) for one in range(number))
    outcomes = (TheoryOutcome("Fewer moves", "Moves in a year"), TheoryOutcome("More school", ""))
    return Theory(**{"need": "Too late", "activities": activities, "outcomes": outcomes, "assumptions": (), **given})


def parse(svg):
    return ElementTree.fromstring(str(svg))  # noqa: S314 (drawn by ourselves)


def read(svg):
    return " ".join(parse(svg).itertext())


def find_right_edges(svg):
    root = parse(svg)
    width = float(root.get("viewBox").split()[2])
    height = float(root.get("viewBox").split()[3])
    for box in root.iter("rect"):
        left, top, wide, high = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert left >= 0
        assert left + wide <= width
        assert top >= 0
        assert top + high <= height
    return width


def test_both_drawings_say_all_of_it():
    drawing = draw_theory(make_theory(assumptions=(("They stay", ""), ("It rains", "Manager"))))
    for svg in (drawing.wide, drawing.narrow):
        said = read(svg)
        for words in ("Too late", "Activity 0", "Activity 1", "Workers", "Trust", "Fewer moves", "Moves in a year"):
            assert words in said
        assert "No measure yet" in said
        assert "No one watches this yet" in said
        assert "Watched by: Manager" in said
        assert drawing.words in str(svg)
    assert find_right_edges(drawing.wide) == 760
    assert find_right_edges(drawing.narrow) == 343


def test_gaps_are_dashed():
    whole = draw_theory(make_theory(outcomes=(TheoryOutcome("A", "x"), TheoryOutcome("B", "y"))))
    assert "stroke-dasharray" not in whole.wide + whole.narrow
    gaps = draw_theory(make_theory(activities=(TheoryActivity("A", "", "", ()),)))
    assert "No outcome yet" in read(gaps.wide)
    assert read(gaps.wide).count("Not stated") == 2
    assert "stroke-dasharray" in gaps.wide
    assert "stroke-dasharray" in gaps.narrow


def test_an_arrow_for_each_outcome_of_an_activity():
    one = Theory("", (TheoryActivity("A", "x", "y", (0, 1)),), (TheoryOutcome("B", "m"), TheoryOutcome("C", "m")), ())
    assert len(re.findall(r'<path d="M[^"]*C', draw_theory(one).wide)) == 4  # two along the row, two to outcomes


@each("text", ["<script>alert(1)</script>", 'a" onload="x', "w" * 300, "é & ü 中文 " * 20])
def test_whatever_is_written_is_text(text):
    theory = make_theory(
        need=text, activities=(TheoryActivity(text, text, text, (0,)),), outcomes=(TheoryOutcome(text, text),)
    )
    system = SystemView(((text, text),), ((text, text),))
    for drawing in (draw_theory(theory), draw_system(system)):
        for svg in (drawing.wide, drawing.narrow, *drawing.files):
            root = parse(svg)
            assert {one.tag.split("}")[-1] for one in root.iter()} <= {
                *("svg", "g", "rect", "path", "text", "circle", "title", "desc"),
            }
            assert not any("style" in one.attrib or "class" in one.attrib for one in list(root.iter())[1:])
        find_right_edges(drawing.wide)
        find_right_edges(drawing.narrow)


def test_no_line_of_text_is_wider_than_its_box():
    drawing = draw_theory(make_theory(activities=(TheoryActivity("Longwordwithoutblanks" * 9, "x", "y", (0,)),)))
    for svg, most in ((drawing.wide, 105), (drawing.narrow, 46)):
        assert max(len(one.text or "") for one in parse(svg).iter("text")) <= most


@pytest.mark.parametrize("number", [1, 5, 40])
def test_a_long_theory_is_cut_into_sheets_and_loses_nothing(number):
    drawing = draw_theory(make_theory(number, assumptions=(("They stay", ""),)))
    said = " ".join(read(file) for file in drawing.files)
    for one in range(number):
        assert said.count(f"Activity {one} ") == 1
    assert "More school" in said
    assert said.count("They stay") == 1
    assert (len(drawing.files) > 1) is (number == 40)
    for file in drawing.files:
        width, height = (float(one) for one in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', file).groups())
        assert height / width <= SHEET / 760 + 0.15


def test_hand_overs_are_counted_where_somebody_else_goes_on():
    """Row 30."""
    assert describe_system_change(SystemView(BEFORE, AFTER)) == (
        "Before: 4 steps, 2 agencies and 2 hand-overs. After: 2 steps, 1 agency and 0 hand-overs."
    )
    drawing = draw_system(SystemView(BEFORE, AFTER))
    for svg in (drawing.wide, drawing.narrow):
        assert "Before: 2 hand-overs" in read(svg)
        assert "After: 0 hand-overs" in read(svg)
        assert str(svg).count("<circle") == 2
    assert find_right_edges(drawing.wide) == 760
    assert find_right_edges(drawing.narrow) == 343


@pytest.mark.parametrize(("before", "after", "word"), [((), AFTER, "before"), (BEFORE, (), "after")])
def test_half_a_comparison_says_what_is_missing(before, after, word):
    drawing = draw_system(SystemView(before, after))
    assert f"The steps {word} are not described yet" in drawing.words
    assert "Not described yet" in read(drawing.wide)
