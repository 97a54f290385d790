"""The tree as a Word file with real headings, header rows, links and descriptions of pictures."""

import io
from collections.abc import Mapping

import docx
from django.conf import settings
from django.utils.timezone import now
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from cairn.common.addresses import make_absolute
from cairn.common.documents import tree
from cairn.common.rasters import make_png

LONG_ROW = 1500  # letters; a longer one may go over the end of a page, or it would leave half of one empty
TEAL, QUIET, HAIR = RGBColor(0x0F, 0x4C, 0x52), RGBColor(0x4A, 0x54, 0x53), RGBColor(0xB1, 0xB4, 0xB6)
GAUGE_WIDTH = Pt(15)
A4 = Cm(21), Cm(29.7)
TEXT_WIDTH = Cm(16.2)


def to_docx(document: tree.Document) -> bytes:
    word = docx.Document()
    _set_styles(word, document)
    _set_notice(word)
    _set_page(word)
    if document.is_compact:
        _make_compact(word)
    _number_pages(word)
    word.add_heading(tree.clean(document.title), level=0)
    for line in document.about:
        word.add_paragraph(tree.clean(line), style="Subtitle")
    for block in document.blocks:
        _add(word, block, is_compact=document.is_compact)
    if document.is_compact:
        _tighten_tables(word)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _set_styles(word: WordDocument, document: tree.Document) -> None:
    properties = word.core_properties
    properties.title, properties.language = tree.clean(document.title)[:255], f"{document.language}-GB"
    properties.author, properties.comments = settings.SITE_NAME, ""
    # The template that comes with python-docx was written in 2013, and its dates would be those of every file.
    properties.created = properties.modified = now()
    properties.last_modified_by, properties.revision = settings.SITE_NAME, 1
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), f"{document.language}-GB")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Subtitle", *(f"Heading {level}" for level in range(1, tree.DEEPEST + 1))):
        style = word.styles[name]
        style.font.color.rgb, style.font.name = TEAL, "Arial"
        # The theme's font would win over the name.
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
    subtitle = word.styles["Subtitle"]
    subtitle.font.italic, subtitle.font.color.rgb, subtitle.font.size = False, QUIET, Pt(10)
    for spacing in subtitle.element.rPr.findall(qn("w:spacing")):
        subtitle.element.rPr.remove(spacing)
    for line in word.styles["Title"].element.iter(qn("w:bottom")):
        line.attrib.pop(qn("w:themeColor"), None)
        line.set(qn("w:color"), str(TEAL))


def _set_notice(word: WordDocument) -> None:
    """What the template has in blue italics: ink beside an upright line, as in the PDF."""
    word.styles["Title"].font.bold = True
    notice = word.styles["Intense Quote"]
    font = notice.font
    font.color.rgb, font.bold, font.italic = None, False, False
    notice.paragraph_format.left_indent = notice.paragraph_format.right_indent = Cm(0.4)
    line = OxmlElement("w:left")
    for name, value in {"val": "single", "sz": "24", "space": "8", "color": str(TEAL)}.items():
        line.set(qn(f"w:{name}"), value)
    borders = notice.element.pPr.find(qn("w:pBdr"))
    borders[:] = [line]


def _set_page(word: WordDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = A4
    page.left_margin = page.right_margin = Length((A4[0] - TEXT_WIDTH) // 2)
    page.top_margin = page.bottom_margin = Cm(2.4)
    caption = word.styles["Caption"]
    caption.font.color.rgb, caption.font.size = TEAL, Pt(10)
    caption.paragraph_format.keep_with_next = True  # with the table that it names


def _number_pages(word: WordDocument) -> None:
    """The site, and “Page 2 of 5”, under each page."""
    page = word.sections[0]
    foot = page.footer.paragraphs[0]
    stops = foot.paragraph_format.tab_stops
    stops.add_tab_stop(page.page_width - page.left_margin - page.right_margin, WD_TAB_ALIGNMENT.RIGHT)  # type: ignore[operator]  # set above
    word.styles["Footer"].font.size = Pt(9)
    # Without the stops of the style, of which the first would hold the number in the middle.
    word.styles["Footer"].element.pPr.remove(word.styles["Footer"].element.pPr.find(qn("w:tabs")))
    foot.add_run(f"{settings.SITE_NAME}\tPage ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: WordParagraph, name: str) -> None:
    """A number that Word counts itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    shown = paragraph.add_run("1")
    field.append(shown._r)
    paragraph._p.append(field)


def _make_compact(word: WordDocument) -> None:
    """Smaller type and margins, as in the PDF."""
    page = word.sections[0]
    page.left_margin = page.right_margin = Cm(1.5)
    page.top_margin, page.bottom_margin = Cm(1.3), Cm(1.5)
    sizes = {"Normal": 9.5, "Title": 15, "Subtitle": 9.5, "Heading 1": 11.5, "Heading 2": 10.5, "Caption": 9.5}
    for name, size in sizes.items():
        style = word.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1
    for name in ("List Bullet", "Intense Quote", "Quote"):
        word.styles[name].paragraph_format.space_after = Pt(2)


def _tighten_tables(word: WordDocument) -> None:
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)


def _add(word: WordDocument, block: tree.Block, *, is_compact: bool) -> None:
    match block:
        case tree.Heading(words, level, starts_page):
            heading = word.add_heading(tree.clean(words), level=level)
            heading.paragraph_format.page_break_before = starts_page or None
        case tree.Paragraph(parts):
            _add_parts(word.add_paragraph(), parts)
        case tree.BulletList(items):
            for item in items:
                _add_parts(word.add_paragraph(style="List Bullet"), item)
        case tree.Quote(words, source):
            word.add_paragraph(tree.clean(words), style="Quote")
            word.add_paragraph(tree.clean(source))
        case tree.Notice(words):
            word.add_paragraph(tree.clean(words), style="Intense Quote")
        case tree.Facts(rows):
            for name, value in rows:
                paragraph, words = word.add_paragraph(), tree.clean(value)
                paragraph.add_run(tree.clean(name)).bold = True
                between = "\n" if "\n" in words or words.startswith("•") else " " if name.endswith("?") else ": "
                paragraph.add_run(f"{between}{words}")
                paragraph.paragraph_format.keep_together = True
        case tree.Table():
            _add_table(word, block, is_compact=is_compact)
        case tree.Chart(words, svg, png):
            drawn = word.add_picture(io.BytesIO(png or make_png(svg)), width=_get_width(word))
            _describe_picture(drawn, words)


def _add_table(word: WordDocument, table: tree.Table, *, is_compact: bool) -> None:
    if not table.is_named_above:
        word.add_paragraph(tree.clean(table.caption), style="Caption")
    drawn = word.add_table(rows=1, cols=len(table.columns), style="Normal Table")
    _draw_lines(drawn, room={"top": 10, "bottom": 10} if is_compact else {})
    for cell, name in zip(drawn.rows[0].cells, table.columns, strict=True):
        cell.text = tree.clean(name)
    _mark_row(drawn.rows[0], "w:tblHeader")
    for row in table.rows:
        for cell, words in zip(drawn.add_row().cells, row, strict=True):
            _fill_cell(cell, words)
    for drawn_row, row in zip(drawn.rows, (table.columns, *table.rows), strict=True):
        for cell in drawn_row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        if sum(map(tree.measure, row)) < LONG_ROW:
            _mark_row(drawn_row, "w:cantSplit")
    _embolden(drawn, first_column=is_compact)
    _keep_together(drawn, is_short=table.is_short)
    _set_widths(word, drawn, table.widths)


def _fill_cell(cell: WordCell, given: tree.Cell) -> None:
    """Stones as a picture before the words, which are in the table too for those who do not see it."""
    if isinstance(given, tree.Gauge):
        drawn = cell.paragraphs[0].add_run().add_picture(io.BytesIO(make_png(given.svg)), width=GAUGE_WIDTH)
        _describe_picture(drawn, given.count)
        cell.paragraphs[0].add_run(f" {given.count}: {tree.clean(given.words)}")
    elif isinstance(given, str):
        cell.text = tree.clean(given)
    else:
        _add_parts(cell.paragraphs[0], given)


def _describe_picture(picture: InlineShape, words: str) -> None:
    picture._inline.docPr.set("descr", tree.clean(words))
    for side in "TBLR":
        picture._inline.set(f"dist{side}", "0")  # else some programs keep it away from the margin


def _embolden(drawn: WordTable, *, first_column: bool) -> None:
    """The cells that name a column, and on compact pages those that name a row, as in the PDF."""
    heads = [*drawn.rows[0].cells, *(drawn.columns[0].cells if first_column else ())]
    for run in (run for cell in heads for paragraph in cell.paragraphs for run in paragraph.runs):
        run.bold = True


def _keep_together(drawn: WordTable, *, is_short: bool) -> None:
    """A short table stays on one page; of a long one no row stands alone, under its head or on the last page."""
    last = len(drawn.rows) - 1
    for number, row in enumerate(drawn.rows):
        if number < last and (is_short or number in (0, last - 1)):
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True


def _draw_lines(table: WordTable, *, room: Mapping[str, int]) -> None:
    """Under each row and nowhere else, as in the PDF; cells have some room, in twentieths of a point."""
    about = table._tbl.tblPr
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in {"val": "single", "sz": "4", "space": "0", "color": str(HAIR)}.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room.get(side, 60)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    about.append(borders)
    about.append(margins)


def _mark_row(row: WordRow, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _get_width(word: WordDocument) -> Length:
    """Between the margins."""
    page = word.sections[0]
    return Length(page.page_width - page.left_margin - page.right_margin)  # type: ignore[operator]  # set in the template of every document


def _set_widths(word: WordDocument, drawn: WordTable, widths: tuple[int, ...]) -> None:
    """Shares of the width between the margins; Word reads them from the cells."""
    if not widths:
        return
    whole = _get_width(word)
    drawn.autofit = False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Length(whole * width // sum(widths))
    for row in drawn.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = whole * width // sum(widths)


def _add_parts(paragraph: WordParagraph, parts: tuple[tree.Inline, ...]) -> None:
    for part in parts:
        if isinstance(part, tree.Link):
            _add_link(paragraph, part)
        else:
            paragraph.add_run(tree.clean(part))


def _add_link(paragraph: WordParagraph, link: tree.Link) -> None:
    address = make_absolute(link.address) if link.address.startswith("/") else link.address
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), relation)
    run = paragraph.add_run(tree.clean(link.words))
    run.font.underline, run.font.color.rgb = True, TEAL
    element.append(run._r)
    paragraph._p.append(element)
