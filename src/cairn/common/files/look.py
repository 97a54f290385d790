"""Whether a PDF has tags, or which slides have pictures without words. Runs under limits, alone."""

import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from cairn.common.files.extract import MOST_XML, limit

SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
SHOWN = {"pic", "graphicFrame"}


def has_tags(path: Path) -> bool:
    from pypdf import PdfReader

    root: Any = PdfReader(path).trailer["/Root"]
    marks = root.get("/MarkInfo")
    marked = marks.get_object().get("/Marked", False) if marks is not None else False
    return bool(marked) and "/StructTreeRoot" in root


def find_slides_without_words(path: Path) -> list[int]:
    """Numbers of slides on which a picture or a chart has neither a description nor the mark of decoration."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not (match := SLIDE.fullmatch(name)):
                continue
            with archive.open(name) as member:
                content = member.read(MOST_XML + 1)
            if len(content) > MOST_XML or b"<!ENTITY" in content:
                raise ValueError("not an honest document")
            if any(not _is_described(shape) for shape in _get_shapes(etree.fromstring(content, parser))):
                found.append(int(match[1]))
    return sorted(found)


def _get_shapes(root: Any) -> list[Any]:
    """Pictures, charts and diagrams; a table is read as text."""
    shapes = (node for node in root.iter() if _local(node) in SHOWN)
    return [shape for shape in shapes if not any(_local(node) == "tbl" for node in shape.iter())]


def _is_described(shape: Any) -> bool:
    for node in shape.iter():
        if _local(node) == "cNvPr" and (node.get("descr") or "").strip():
            return True
        if _local(node) == "decorative" and node.get("val") in ("1", "true"):
            return True
    return False


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def main(address: str, content_type: str) -> None:
    path = Path(address)
    limit()
    found: dict[str, Any] = (
        {"tagged": has_tags(path)}
        if content_type == "application/pdf"
        else {"without": find_slides_without_words(path)}
    )
    sys.stdout.write(json.dumps(found))
