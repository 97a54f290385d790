"""What a page of the site shows, as blocks of a document.

The file of a record is its page on paper: read from the page itself, as its reader is shown it, a file can neither
lack what the page has nor hold what the reader may not see. What a browser does not print is left out here too.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile
from typing import Any

from cairn.common.documents import tree

# For use on a screen, not for reading: what print.css leaves out.
NOT_READ = {
    *("no-print", "only-narrow", "only-narrow-inline", "f-head", "f-foot", "f-demo", "f-crumbs", "f-messages", "f-toc"),
    *(
        "f-buttons",
        "f-button",
        "f-search",
        "f-hero__ridges",
        "f-band__art",
        "f-hero__art",
        "f-insight__act",
        "f-map",
        "f-legend",
    ),
    *("cairn-scroll-hint", "govuk-button", "govuk-button-group", "govuk-pagination", "govuk-visually-hidden"),
    *("f-kind", "govuk-caption-l", "f-published"),  # which the head of a document says
}
NO_TEXT = {"form", "nav", "button", "select", "input", "textarea", "script", "style", "template", "dialog", "h1"}
INLINE = {
    *("a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "kbd", "label", "mark", "q", "small", "span", "strong"),
    *("sub", "sup", "svg", "time", "u", "wbr"),
}
ON_A_LINE_OF_ITS_OWN = {"f-block", "f-key", "cairn-secondary"}  # where no space stands before it
HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}
OF_BLOCKS = ("table", "details", "dl", "figure", *HEADINGS)
CHART = re.compile(r'<svg class="f-chart".*?</svg>', re.DOTALL)
# Letters: of a word before it is broken, as an address is; room around it; of a line across the page.
MOST_UNBROKEN, AROUND_A_WORD, LETTERS_ACROSS = 16, 4, 90
TABLE_WITHOUT_NAME = "Table"


Lines = list[tree.Inline]


def read_page(html: str) -> tuple[tree.Block, ...]:
    """The blocks of `main`, below its heading of the first level."""
    import lxml.html  # heavy, and not needed to show a page

    page = lxml.html.document_fromstring(html)
    # The drawings as they were sent: a reader of HTML writes `viewBox` in small letters, which no program draws.
    charts = [one for one in page.iter("svg") if "f-chart" in _get_classes(one)]
    drawings = dict(zip(charts, CHART.findall(html), strict=True))
    return tuple(_tidy(_Reader(drawings).read(page.find(".//main"))))


class _Reader:
    def __init__(self, drawings: dict[Any, str]) -> None:
        self.drawings = drawings
        self.level, self.heading = 0, TABLE_WITHOUT_NAME

    def read(self, element: Any) -> Iterator[tree.Block]:
        """Children in their order; words and what stands among them are a paragraph."""
        run: Lines = [element.text or ""]
        for child in element:
            if _is_left_out(child):
                run.append(child.tail or "")
            elif child.tag in INLINE and child not in self.drawings and not _has_blocks(child):
                run += [*_read_inline(child), child.tail or ""]
            else:
                yield from _make_paragraph(run)
                yield from self._read_block(child)
                run = [child.tail or ""]
        yield from _make_paragraph(run)

    def _read_block(self, element: Any) -> Iterator[tree.Block]:
        if element in self.drawings:
            yield tree.Chart(element.get("aria-label"), svg=_name_space(self.drawings[element]))
        elif element.tag in HEADINGS:
            yield from self._make_heading(_to_text(_read_lines(element)), HEADINGS[element.tag])
        elif element.tag == "p" and (fact := _read_fact(element)):
            yield tree.Facts((fact,))
        elif element.tag in ("p", "figcaption"):
            yield from _make_paragraph(_read_lines(element))
        elif element.tag in ("ul", "ol"):
            yield from self._read_list(element)
        elif element.tag == "dl":
            yield tree.Facts(tuple(_read_facts(element)))
        elif element.tag == "table":
            yield from self._read_table(element)
        elif element.tag == "details":
            yield from self._read_details(element)
        elif element.tag == "blockquote":
            yield from self._read_quote(element)
        else:
            yield from self.read(element)

    def _make_heading(self, words: str, level: int) -> Iterator[tree.Heading]:
        if words:
            self.level, self.heading = level, words
            yield tree.Heading(words, level)

    def _read_list(self, element: Any) -> Iterator[tree.Block]:
        items: list[Lines] = []
        for item in element.iterchildren("li"):
            if _is_left_out(item):
                continue
            if _has_blocks(item):  # a list of parts, each with a heading or a table of its own
                yield from _make_list(items)
                items = []
                yield from self.read(item)
            else:
                items.append(_read_lines(item))
        yield from _make_list(items)

    def _read_table(self, element: Any) -> Iterator[tree.Table]:
        rows = [[_to_text(_read_lines(cell)) for cell in row.iter("th", "td")] for row in element.iter("tr")]
        heads = len(element.findall(".//thead/tr"))
        caption = element.find("caption")
        name = self.heading if caption is None else _to_text(_read_lines(caption)) or self.heading
        width = max(map(len, rows), default=0)
        padded = [(*row, *[""] * (width - len(row))) for row in rows]
        if padded[heads:]:
            columns = padded[0] if heads else ("",) * width
            yield tree.Table(name, columns, tuple(padded[heads:]), _share(padded), is_named_above=name == self.heading)

    def _read_details(self, element: Any) -> Iterator[tree.Block]:
        """What is closed on a screen is open on paper; its line is a heading where it says more than a table's name."""
        summary = element.find("summary")
        words = "" if summary is None or "f-fold" in _get_classes(element) else _to_text(_read_lines(summary))
        if summary is not None:
            element.remove(summary)
        level = self.level
        inside = list(self.read(element))
        if words and any(not isinstance(one, tree.Table | tree.Chart) for one in inside):
            yield tree.Heading(words, level + 1)
        yield from inside
        self.level = level

    def _read_quote(self, element: Any) -> Iterator[tree.Block]:
        said = [_to_text(_read_lines(one)) for one in element] or [_to_text(_read_lines(element))]
        words, source = said[0], "\n".join(said[1:])
        yield tree.Quote(words, source) if source else tree.Paragraph((f"“{words.strip('“”')}”",))


# --- Words ------------------------------------------------------------------------------------------


def _get_classes(element: Any) -> list[str]:
    return str(element.get("class") or "").split()


def _is_left_out(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in NO_TEXT or element.get("hidden") is not None:
        return True
    return not NOT_READ.isdisjoint(_get_classes(element))


def _has_blocks(element: Any) -> bool:
    return next(element.iter(*OF_BLOCKS), None) is not None


def _read_lines(element: Any) -> Lines:
    """Words and links of what is one paragraph, cell or line of a list; blocks in it begin a line."""
    lines: Lines = [element.text or ""]
    for child in element:
        if not _is_left_out(child):
            lines += _read_inline(child)
        lines.append(child.tail or "")
    return lines


def _read_inline(element: Any) -> Lines:
    if element.tag == "br":
        return ["\N{LINE SEPARATOR}"]
    if element.tag == "svg":
        return []
    if element.tag == "a":
        return _read_link(element)
    if "cairn-fictional" in _get_classes(element):
        return [" (fictional)"]
    inside = _read_lines(element)
    if element.tag not in INLINE:
        return ["\N{LINE SEPARATOR}", *inside, "\N{LINE SEPARATOR}"]
    return [_get_gap(element), *inside]


def _get_gap(element: Any) -> str:
    """Between words that the style sheet sets on lines of their own, and no space does."""
    before = element.getprevious()
    touches = before is not None and not (before.tail or "")
    return "\N{LINE SEPARATOR}" if touches and not ON_A_LINE_OF_ITS_OWN.isdisjoint(_get_classes(element)) else ""


def _read_link(element: Any) -> Lines:
    words, address = _to_text(_read_lines(element)), element.get("href") or ""
    if not words:
        return []
    if address.startswith(("http://", "https://", "mailto:")):
        words = address if words.endswith("…") else words  # shortened for a screen, and on paper no one can open it
        is_source = "f-source" in _get_classes(element)
        return [words, " (", tree.Link(address, address), ")"] if is_source else [tree.Link(words, address)]
    leads_to_page = address.startswith("/") and not address.startswith("//") and "?" not in address
    return [tree.Link(words, address)] if leads_to_page else [words]


def _join(lines: Lines) -> tuple[tree.Inline, ...]:
    """Spaces as a browser shows them: one for many, and none at an end of a line."""
    joined: list[tree.Inline] = []
    for is_link, parts in groupby(lines, key=lambda part: isinstance(part, tree.Link)):
        words = list(parts)
        joined += words if is_link else [re.sub(r"\s+", _space, "".join(map(str, words)))]
    if joined and isinstance(joined[0], str):
        joined[0] = joined[0].lstrip()
    if joined and isinstance(joined[-1], str):
        joined[-1] = joined[-1].rstrip()
    return tuple(part for part in joined if part)


def _space(found: re.Match[str]) -> str:
    return "\n" if "\N{LINE SEPARATOR}" in found[0] else " "


def _to_text(lines: Lines) -> str:
    return "".join(part.words if isinstance(part, tree.Link) else part for part in _join(lines))


def _make_paragraph(lines: Lines) -> Iterator[tree.Paragraph]:
    if parts := _join(lines):
        yield tree.Paragraph(parts)


def _make_list(items: Iterable[Lines]) -> Iterator[tree.BulletList]:
    if joined := tuple(parts for item in items if (parts := _join(item))):
        yield tree.BulletList(joined)


def _read_fact(paragraph: Any) -> tuple[str, str] | None:
    """“Led by” and who, where a paragraph begins with its name in quiet letters."""
    first = paragraph[0] if len(paragraph) else None
    if first is None or "f-key" not in _get_classes(first) or (paragraph.text or "").strip():
        return None
    name, words = _to_text(_read_lines(first)), _to_text(_read_lines(paragraph))
    value = words.removeprefix(name).strip()
    return (name, value) if value else None


def _read_facts(element: Any) -> Iterator[tuple[str, str]]:
    for name in element.iter("dt"):
        values = [one for one in name.itersiblings("dd") if "govuk-summary-list__actions" not in _get_classes(one)]
        yield _to_text(_read_lines(name)), "\n".join(_to_text(_read_lines(value)) for value in values[:1])


def _share(rows: list[tuple[str, ...]]) -> tuple[int, ...]:
    """The width of each column: room for its longest word, and of the rest the more, the more is in it."""
    columns = [[cell for cell in column if cell] for column in zip(*rows, strict=True)]
    longest = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    fullest = [max(map(len, column), default=1) ** 0.5 for column in columns]
    least = [min(words, MOST_UNBROKEN) + AROUND_A_WORD for words in longest]
    rest = max(0, LETTERS_ACROSS - sum(least)) / sum(fullest)
    return tuple(round(words + rest * full) for words, full in zip(least, fullest, strict=True))


def _name_space(svg: str) -> str:
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


# --- Order ------------------------------------------------------------------------------------------


def _tidy(blocks: Iterable[tree.Block]) -> Iterator[tree.Block]:
    """Facts beside each other are one list; a heading without anything under it goes; no level is left out."""
    merged = list(_merge_facts(blocks))
    level = 0
    for number, block in enumerate(merged):
        if not isinstance(block, tree.Heading):
            yield block
        elif _has_something(merged, number, block.level):
            level = min(block.level, level + 1, tree.DEEPEST)
            yield tree.Heading(block.words, level)


def _has_something(blocks: list[tree.Block], number: int, level: int) -> bool:
    after = takewhile(lambda one: not isinstance(one, tree.Heading) or one.level > level, blocks[number + 1 :])
    return any(not isinstance(one, tree.Heading) for one in after)


def _merge_facts(blocks: Iterable[tree.Block]) -> Iterator[tree.Block]:
    rows: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, tree.Facts):
            rows += block.rows
            continue
        if rows:
            yield tree.Facts(tuple(rows))
            rows = []
        yield block
    if rows:
        yield tree.Facts(tuple(rows))
