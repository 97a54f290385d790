"""Slides as files: PowerPoint with pictures that say something or nothing, PDF with tags or without."""

import io
import zipfile

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECORATION = '<a:extLst><a:ext uri="{x}"><adec:decorative xmlns:adec="urn:x" val="1"/></a:ext></a:extLst>'
TABLE = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="t"/></p:nvGraphicFramePr>'
    f'<a:tbl xmlns:a="{A}"/></p:graphicFrame>'
)


def picture(description: str = "", *, decoration: bool = False, name: str = "Picture 1") -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="2" name="{name}" descr="{description}">'
        f"{DECORATION if decoration else ''}</p:cNvPr></p:nvPicPr></p:pic>"
    )


def make_slides(*slides: str, shown: tuple[int, ...] = ()) -> bytes:
    """A PowerPoint file as far as it is looked at; `shown` are the numbers of its files in the order of the talk."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        listed = "".join(f'<p:sldId id="{256 + number}" r:id="rId{number}"/>' for number in shown)
        archive.writestr(
            "ppt/presentation.xml", f'<p:presentation xmlns:p="{P}" xmlns:r="{R}">{listed}</p:presentation>'
        )
        if shown:
            targets = "".join(f'<Relationship Id="rId{one}" Target="slides/slide{one}.xml"/>' for one in shown)
            archive.writestr("ppt/_rels/presentation.xml.rels", f"<Relationships>{targets}</Relationships>")
        for number, content in enumerate(slides, start=1):
            text = f"<a:p><a:r><a:t>Words of slide {number}</a:t></a:r></a:p>"
            archive.writestr(
                f"ppt/slides/slide{number}.xml", f'<p:sld xmlns:p="{P}" xmlns:a="{A}">{content}{text}</p:sld>'
            )
    return made.getvalue()


def make_impress(*slides: str) -> bytes:
    """An OpenDocument presentation as far as it is looked at."""
    names = " ".join(f'xmlns:{one}="urn:{one}"' for one in ("office", "draw", "svg", "loext"))
    pages = "".join(f"<draw:page>{content}</draw:page>" for content in slides)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:presentation>{pages}</office:presentation>"
            "</office:body></office:document-content>",
        )
    return made.getvalue()


def frame(description: str = "", *, name: str = "Image 1", decoration: bool = False, inside: str = "image") -> str:
    mark = ' loext:decorative="true"' if decoration else ""
    words = f"<svg:desc>{description}</svg:desc>" if description else ""
    return f'<draw:frame draw:name="{name}"{mark}><draw:{inside}/>{words}</draw:frame>'


def make_pdf(*, tagged: bool, figures: tuple[str | None, ...] = ()) -> bytes:
    """With a figure for each text; None for one without words. Each stands on a page of its own."""
    writer = PdfWriter()
    for _ in figures or ("",):
        writer.add_blank_page(100, 100)
    if tagged:
        marks = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        writer.root_object[NameObject("/MarkInfo")] = marks
        parts = ArrayObject()
        for number, text in enumerate(figures):
            part = DictionaryObject({NameObject("/S"): NameObject("/Picture")})
            part[NameObject("/Pg")] = writer.pages[number].indirect_reference
            if text is not None:
                part[NameObject("/Alt")] = TextStringObject(text)
            parts.append(writer._add_object(part))
        tree = DictionaryObject({NameObject("/K"): parts})
        tree[NameObject("/RoleMap")] = DictionaryObject({NameObject("/Picture"): NameObject("/Figure")})
        # One that leads back to itself, as a hostile file may.
        circle = DictionaryObject({NameObject("/S"): NameObject("/Sect")})
        leads_back = writer._add_object(circle)
        circle[NameObject("/K")] = ArrayObject([leads_back])
        parts.append(leads_back)
        writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(tree)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
