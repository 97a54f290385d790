"""Boards on paper: the right number of pages, all the words in them, and readable by a machine that reads aloud."""

import io
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from cairn.boards.printing import make_handout, make_poster, make_sheet, make_slides
from cairn.boards.printing.fitting import Limits, choose, cut_down, say_what_is_left_out, shorten, trim_board
from cairn.boards.printing.making import HANDOUT, POSTER, SHEET, SLIDES
from cairn.boards.printing.slides import arrange_slides
from cairn.common.documents import DocumentError
from tests.factories import boards_on_paper as samples

A3 = (842, 1191)
A4 = (595, 842)
WIDE = (960, 540)
MAKERS = {"poster": make_poster, "handout": make_handout, "slides": make_slides}
BOARDS = {
    "short": samples.make_short_board,
    "ordinary": samples.make_board,
    "bare": samples.make_bare_board,
    "long": partial(samples.make_long_board, times=3),
    "hostile": samples.make_hostile_board,
}
PAPERS = tuple(MAKERS)
INVISIBLE = dict.fromkeys(map(ord, "\u200b\xad"))


@cache
def make(paper: str, name: str) -> bytes:
    return MAKERS[paper](BOARDS[name]())


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def get_sizes(pdf: bytes) -> list[tuple[int, int]]:
    return [(round(page.mediabox.width), round(page.mediabox.height)) for page in read(pdf).pages]


def squeeze(text: str) -> str:
    """Without spaces and line ends, which paper puts where it likes."""
    return "".join(text.translate(INVISIBLE).split())


def get_words(pdf: bytes) -> str:
    return squeeze("".join(page.extract_text() for page in read(pdf).pages))


def get_missing(content, words: str) -> list[str]:
    """What somebody wrote and the paper does not hold; views and confidence may begin with a capital there."""
    return [text for text in get_texts(content) if squeeze(text).lower() not in words.lower()]


def get_texts(value) -> list[str]:
    """Every text that somebody wrote, addresses left out."""
    match value:
        case str():
            return [value] if value and not value.startswith("https://") else []
        case tuple():
            return [text for item in value for text in get_texts(item)]
        case _ if hasattr(value, "__dataclass_fields__"):
            return [text for item in vars(value).values() for text in get_texts(item)]
    return []


def check_aloud(pdf: bytes, folder: Path) -> None:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    for command in (["pdfua", "check", str(path)], ["outloud", str(path)]):
        tool = Path(sys.executable).with_name(command[0])
        done = subprocess.run([tool, *command[1:]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", BOARDS)
def test_poster_is_one_page_of_a3(name):
    assert get_sizes(make("poster", name)) == [A3]


@pytest.mark.parametrize(("name", "pages"), [("short", 1), ("ordinary", 2), ("bare", 1), ("long", 2), ("hostile", 2)])
def test_handout_is_one_or_two_pages_of_a4(name, pages):
    assert get_sizes(make("handout", name)) == [A4] * pages


@pytest.mark.parametrize("name", BOARDS)
def test_slides_are_one_page_each(name):
    assert get_sizes(make("slides", name)) == [WIDE] * len(arrange_slides(BOARDS[name]()))


@pytest.mark.parametrize("times", [1, 12])
def test_sheet_is_one_page_of_a4(times):
    assert get_sizes(make_sheet(samples.make_sheet(times))) == [A4]


@pytest.mark.parametrize(
    ("paper", "name"),
    [("poster", "ordinary"), ("handout", "hostile"), ("handout", "short"), ("slides", "short")],
)
def test_papers_pass_the_checks_for_accessibility(paper, name, tmp_path):
    check_aloud(make(paper, name), tmp_path)


def test_sheet_passes_the_checks_for_accessibility(tmp_path):
    check_aloud(make_sheet(samples.make_sheet()), tmp_path)


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_hold_every_text_of_an_ordinary_board(paper):
    board = samples.make_board()
    words = get_words(make(paper, "ordinary"))
    assert get_missing(board, words) == []
    assert "cairn.example.org/boards/adopting" in words
    assert "25November2026" in words
    assert "Version3" in words
    assert "Noton" not in words


def test_sheet_holds_every_text():
    sheet = samples.make_sheet()
    words = get_words(make_sheet(sheet))
    assert get_missing(sheet, words) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_say_where_nothing_is_recorded(paper):
    words = get_words(make(paper, "short"))
    assert "Nothingthatspeaksagainstitisrecorded." in words
    assert "Noexamplethatdidnotgowellisrecordedyet." in words
    assert "Methods" not in words
    assert "Conditions" not in words
    assert "References" not in words


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_without_insights_say_so(paper):
    assert "Noinsightispublishedonthisboardyet." in get_words(make(paper, "bare"))


@pytest.mark.parametrize("paper", PAPERS)
def test_what_people_wrote_is_text_and_never_code(paper):
    pdf = make(paper, "hostile")
    words = get_words(pdf)
    assert '#panic("x")$x^2$@label' in words
    assert "\x00" not in words
    assert "\u202e" not in words
    assert b"javascript:" not in pdf


def test_long_board_says_what_is_left_out():
    words = get_words(make("handout", "long"))
    assert "Notonthishandout:" in words
    assert "Allofitisontheboard’spage." in words
    assert "Wentwell" in words
    assert "Didnotgowell" in words


def test_title_language_and_headings_are_in_the_file():
    pdf = read(make("poster", "ordinary"))
    assert pdf.metadata.title == "Adopting and adapting innovation"
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"


def test_paper_without_a_title_is_refused():
    with pytest.raises(DocumentError) as problem:
        make_poster(samples.make_board(title=" \x00 "))
    assert problem.value.where == "title"


def test_a_board_far_too_long_takes_few_seconds():
    start = time.perf_counter()
    make_poster(samples.make_long_board())
    assert time.perf_counter() - start < 30  # about two on a machine that does nothing else


@pytest.mark.parametrize("levels", [POSTER, HANDOUT, SLIDES, SHEET])
def test_each_level_asks_for_no_more_room_than_the_one_before(levels):
    assert len(set(levels)) == len(levels)
    for before, after in pairwise(levels):
        assert all(getattr(after, name) <= getattr(before, name) for name in vars(before))


def test_choose_takes_the_first_level_that_fits():
    levels = tuple(cut_down(from_body=10, to_body=8))
    for number, level in enumerate(levels):
        assert choose(levels, lambda asked, least=number: levels.index(asked) >= least) == level


def test_trimming_keeps_failures_beside_successes_and_counts_what_it_leaves_out():
    board = samples.make_board()
    kept = trim_board(board, Limits(10, insights=3, cited=1, examples=1, references=0, letters=9000))
    assert [example.went_well for example in kept.examples] == [True, False]
    assert (
        say_what_is_left_out(board, kept)
        == "1 insight, 2 examples, 3 references and 2 records that support or contradict an insight"
    )
    assert say_what_is_left_out(board, board) == ""


def test_slides_show_a_failure_beside_each_success():
    slides = [slide for slide in arrange_slides(samples.make_board()) if slide["is"] == "examples"]
    assert [[example.went_well for example in slide["items"]] for slide in slides] == [[True, False, True, False]]
    slides = [slide for slide in arrange_slides(samples.make_long_board(times=3)) if slide["is"] == "examples"]
    assert {tuple(example.went_well for example in slide["items"]) for slide in slides} == {(True, False) * 2}


def test_paper_never_says_that_nothing_is_recorded_where_something_is_hidden():
    insight = replace(samples.INSIGHTS[1], has_hidden=True)
    words = get_words(make_poster(samples.make_board(insights=(insight,))))
    assert "Nothingthatspeaksagainstitcanbeshownhere." in words
    assert "Nothingthatspeaksagainstitisrecorded." not in words


def test_shorten_cuts_at_a_word():
    assert shorten("Few words", 9) == "Few words"
    assert shorten("One, two and three", 12) == "One, two…"
    assert shorten("Unbreakablelongword", 8) == "Unbreak…"
    assert shorten("One sentence. Another sentence.", 20) == "One sentence."
