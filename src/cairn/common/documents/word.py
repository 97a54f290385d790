"""The tree as a Word file with real headings, header rows, links and descriptions of pictures."""

import io

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from cairn.common.addresses import make_absolute
from cairn.common.charts.files import make_png
from cairn.common.documents import tree
from cairn.common.presenters.stones import draw_gauge_picture

TEAL = RGBColor(0x0F, 0x4C, 0x52)
GAUGE_WIDTH = Pt(20)


def to_docx(document: tree.Document) -> bytes:
    word = docx.Document()
    _set_styles(word, document)
    if document.is_compact:
        _make_compact(word)
    word.add_heading(tree.clean(document.title), level=0)
    for line in document.about:
        word.add_paragraph(tree.clean(line), style="Subtitle")
    for block in document.blocks:
        _add(word, block)
    if document.is_compact:
        _tighten_tables(word)
    written = io.BytesIO()
    word.save(written)
    return written.getvalue()


def _set_styles(word: WordDocument, document: tree.Document) -> None:
    properties = word.core_properties
    properties.title, properties.language = tree.clean(document.title)[:255], f"{document.language}-GB"
    properties.author = properties.comments = ""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), f"{document.language}-GB")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", *(f"Heading {level}" for level in range(1, tree.DEEPEST + 1))):
        style = word.styles[name]
        style.font.color.rgb, style.font.name = TEAL, "Arial"
        # The theme's font would win over the name.
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)


def _make_compact(word: WordDocument) -> None:
    """Smaller type and margins, as in the PDF."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
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
                    paragraph.paragraph_format.space_after = Pt(1)


def _add(word: WordDocument, block: tree.Block) -> None:
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
                paragraph = word.add_paragraph()
                paragraph.add_run(f"{tree.clean(name)}: ").bold = True
                paragraph.add_run(tree.clean(value))
        case tree.Table():
            _add_table(word, block)
        case tree.Chart(words, svg, png):
            drawn = word.add_picture(io.BytesIO(png or make_png(svg)), width=_get_width(word))
            _describe_picture(drawn, words)


def _add_table(word: WordDocument, table: tree.Table) -> None:
    word.add_paragraph(tree.clean(table.caption), style="Caption")
    drawn = word.add_table(rows=1, cols=len(table.columns), style="Light List")
    for cell, name in zip(drawn.rows[0].cells, table.columns, strict=True):
        cell.text = tree.clean(name)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in table.rows:
        for cell, words in zip(drawn.add_row().cells, row, strict=True):
            _fill_cell(cell, words)
    _set_widths(word, drawn, table.widths)


def _fill_cell(cell: WordCell, given: tree.Cell) -> None:
    """Stones as a picture before the words, which are in the table too for those who do not see it."""
    if isinstance(given, tree.Gauge):
        run = cell.paragraphs[0].add_run()
        _describe_picture(
            run.add_picture(io.BytesIO(make_png(draw_gauge_picture(given.filled, given.of))), width=GAUGE_WIDTH),
            given.count,
        )
        cell.paragraphs[0].add_run(f" {given.count}\n{tree.clean(given.words)}")
    elif isinstance(given, str):
        cell.text = tree.clean(given)
    else:
        _add_parts(cell.paragraphs[0], given)


def _describe_picture(picture: InlineShape, words: str) -> None:
    picture._inline.docPr.set("descr", tree.clean(words))


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
