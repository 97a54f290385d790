"""Slides as files: PowerPoint with pictures that say something or nothing, PDF with tags or without."""

import io
import zipfile

from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECORATION = '<a:extLst><a:ext uri="{x}"><adec:decorative xmlns:adec="urn:x" val="1"/></a:ext></a:extLst>'
TABLE = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="t"/></p:nvGraphicFramePr>'
    f'<a:tbl xmlns:a="{A}"/></p:graphicFrame>'
)


def picture(description: str = "", *, decoration: bool = False) -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="2" name="Picture 1" descr="{description}">'
        f"{DECORATION if decoration else ''}</p:cNvPr></p:nvPicPr></p:pic>"
    )


def make_slides(*slides: str) -> bytes:
    """A PowerPoint file as far as it is looked at."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("ppt/presentation.xml", f'<p:presentation xmlns:p="{P}"/>')
        for number, content in enumerate(slides, start=1):
            text = f"<a:p><a:r><a:t>Words of slide {number}</a:t></a:r></a:p>"
            archive.writestr(
                f"ppt/slides/slide{number}.xml", f'<p:sld xmlns:p="{P}" xmlns:a="{A}">{content}{text}</p:sld>'
            )
    return made.getvalue()


def make_pdf(*, tagged: bool) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if tagged:
        marks = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        writer.root_object[NameObject("/MarkInfo")] = marks
        writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
