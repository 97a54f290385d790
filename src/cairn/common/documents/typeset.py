"""The tree as PDF/UA-1, by Typst. What people wrote goes in as data, never as code."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.addresses import make_absolute
from cairn.common.documents import tree
from cairn.common.rasters import FONTS

TEMPLATE = Path(__file__).with_name("document.typ")


UNKNOWN = "\N{WHITE SQUARE}"


def write(text: str) -> str:
    """Text that our fonts can show: PDF/UA refuses a letter without a shape, so a box stands for it."""
    known = get_known_letters()
    return "".join(letter if letter in known else UNKNOWN for letter in tree.clean(text))


@cache
def get_known_letters() -> frozenset[str]:
    """Every letter of the fonts that come with the site, which tools/list_letters.py has listed as ranges."""
    ranges = json.loads((FONTS / "letters.json").read_text())
    return frozenset("\n").union(*(map(chr, range(first, last + 1)) for first, last in ranges))


def to_pdf(document: tree.Document) -> bytes:
    """A tagged PDF; raises DocumentError when Typst refuses it."""
    data = {
        "title": write(document.title),
        "about": [write(line) for line in document.about],
        "language": document.language,
        "site": settings.SITE_NAME,
        "compact": document.is_compact,
        "blocks": [_describe(block) for block in document.blocks],
    }
    pdf: bytes = compile_template(TEMPLATE, data, format="pdf", pdf_standards=["ua-1"])
    return pdf


def compile_template(template: Path, data: dict[str, Any], *, what: str = "the document", **options: Any) -> Any:
    """Set `data` by a template of ours, which sees the files of its own folder and no others."""
    import typst  # a large library, needed by few requests

    try:
        return typst.compile(
            str(template),
            root=str(template.parent),
            sys_inputs={"data": json.dumps(data)},
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            **options,
        )
    except typst.TypstError as problem:
        raise tree.DocumentError(what, f"it could not be made into a PDF ({_first_line(problem)}).") from problem


def _first_line(problem: Exception) -> str:
    return str(problem).splitlines()[0][:150] if str(problem) else "no reason given"


def _describe(block: tree.Block) -> dict[str, Any]:
    """A block as the template reads it."""
    match block:
        case tree.Heading(words, level, starts_page):
            return {"is": "heading", "words": write(words), "level": level, "starts_page": starts_page}
        case tree.Paragraph(parts):
            return {"is": "paragraph", "parts": _inline(parts)}
        case tree.BulletList(items):
            return {"is": "list", "items": [_inline(item) for item in items]}
        case tree.Quote(words, source):
            return {"is": "quote", "words": write(words), "source": write(source)}
        case tree.Notice(words):
            return {"is": "notice", "words": write(words)}
        case tree.Facts(rows):
            return {"is": "facts", "rows": [[write(name), write(value)] for name, value in rows]}
        case tree.Table(caption, columns, rows, widths, is_named_above):
            return {
                "is": "table",
                "caption": "" if is_named_above else write(caption),
                "columns": [write(name) for name in columns],
                "rows": [[_describe_cell(cell) for cell in row] for row in rows],
                "widths": list(widths),
                "short": block.is_short,
            }
        case tree.Chart(words, svg, png):
            kind = "svg" if svg else "png"
            drawing = list(svg.encode() if svg else png)
            return {"is": "chart", "words": write(words), "kind": kind, "drawing": drawing}
    raise TypeError(block)


def _describe_cell(cell: tree.Cell) -> dict[str, Any]:
    if isinstance(cell, tree.Gauge):
        words = _inline((f"{cell.count}\n{cell.words}",))
        return {"parts": words, "drawing": list(cell.svg.encode()), "words": cell.count}
    return {"parts": _inline((cell,) if isinstance(cell, str) else cell)}


def _inline(parts: tuple[tree.Inline, ...]) -> list[dict[str, str]]:
    return [
        {"words": write(part.words), "address": _get_address(part)}
        if isinstance(part, tree.Link)
        else {"words": write(part), "address": ""}
        for part in parts
    ]


def _get_address(link: tree.Link) -> str:
    return make_absolute(link.address) if link.address.startswith("/") else link.address
