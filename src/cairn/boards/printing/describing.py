"""Content as the templates read it: cleaned, dates in words, and never wider than a column."""

import re
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cairn.boards.printing.content import BoardOnPaper, InsightOnPaper, SheetOnPaper
from cairn.common.documents import DocumentError
from cairn.common.documents.typeset import write
from cairn.common.squares import draw_square_code

HERE_IT_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
TOGETHER = "\N{NO-BREAK SPACE}"
LONGEST_WORD = 22
TOPICS = range(1, 6)


def describe_board(board: BoardOnPaper) -> dict[str, Any]:
    version = write_line(board.version)
    return _describe_paper(board) | {"version": f"Version {version}" if version.isdigit() else version}


def describe_sheet(sheet: SheetOnPaper) -> dict[str, Any]:
    return _describe_paper(sheet)


def _describe_paper(paper: BoardOnPaper | SheetOnPaper) -> dict[str, Any]:
    if not write_line(paper.title):
        raise DocumentError("title", "write a title.")
    return describe(paper) | {
        "plain_title": _write_apostrophes(_clean(paper.title)),
        "square_code": draw_square_code(get_address(paper.address)),
        "site": write_line(settings.SITE_NAME),
    }


def describe(value: Any) -> Any:
    """A dataclass as a dictionary of things that JSON knows."""
    match value:
        case str():
            return write_line(value)
        case date():
            return f"{value.day}{TOGETHER}{value:%B}{TOGETHER}{value:%Y}"
        case dict():
            return {name: describe(item) for name, item in value.items()}
        case tuple() | list():
            return [describe(item) for item in value]
        case _ if is_dataclass(value):
            return _describe_parts(value)
    return value


def _describe_parts(value: Any) -> dict[str, Any]:
    found = {field.name: describe(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, InsightOnPaper):
        first, *others = found["viewpoints"] or [""]
        found["viewpoints"] = [_begin_large(first), *map(_begin_small, others)] if first else others
        found["confidence"] = _begin_large(found["confidence"])
    if hasattr(value, "address"):
        found |= describe_address(value.address)
    if hasattr(value, "topic_number"):
        found["topic"] = value.topic_number if value.topic_number in TOPICS else 0
    return found


def describe_address(address: str) -> dict[str, str]:
    """`link` is what a click opens; `address` is what is read, without the part that everybody knows."""
    return {
        "link": get_address(address),
        "address": let_break(re.sub(r"^https?://", "", _clean(address)).rstrip("/")),
    }


def get_address(address: str) -> str:
    """An address of the web, or nothing: paper leads to no other kind."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return _clean(address) if parts.scheme in ("http", "https") and parts.netloc else ""


def write_line(text: str) -> str:
    return let_break(_write_apostrophes(_clean(text)))


def _clean(text: str) -> str:
    """On one line, in letters that our fonts have."""
    return " ".join(write(text).split())


def _begin_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _begin_small(view: str) -> str:
    """In the middle of a list "A young person" begins small."""
    return view if view[1:2].isupper() else view[:1].lower() + view[1:]


def _write_apostrophes(line: str) -> str:
    """As printers set them: a typewriter's looks like a mistake in large type."""
    return re.sub(r"(?<=\w)'", "\N{RIGHT SINGLE QUOTATION MARK}", line)


def let_break(line: str) -> str:
    """Words and addresses that no column could hold may break inside."""
    return " ".join(_let_word_break(word) if len(word) > LONGEST_WORD else word for word in line.split(" "))


def _let_word_break(word: str) -> str:
    parts = re.findall(rf"[^/._?&=-]{{1,{LONGEST_WORD // 2}}}[/._?&=-]*|[/._?&=-]+", word)
    return HERE_IT_MAY_BREAK.join(parts)
