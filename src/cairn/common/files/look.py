"""Whether a PDF has tags, and which pictures of slides or pages have no words. Runs under limits, alone."""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from cairn.common.files.extract import MOST_XML, limit

SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
SHOWN = {"pic", "graphicFrame"}
IN_FRAME = {"image", "object", "plugin"}
MOST_PARTS = 100_000  # of the tags of a PDF, which a hostile one may lead round in a circle
MOST_FOUND = 200
WORDS = ("/Alt", "/ActualText")
Found = list[tuple[int, str]]  # slide or page, and what its picture is called there


# --- PDF ------------------------------------------------------------------------------------------


def look_at_pdf(path: Path) -> dict[str, Any]:
    """Whether it has tags, and the figures among them that have no words."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    root: Any = reader.trailer["/Root"]
    marks = root.get("/MarkInfo")
    marked = marks.get_object().get("/Marked", False) if marks is not None else False
    if not marked or "/StructTreeRoot" not in root:
        return {"tagged": False, "without": []}
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, start=1)}  # type: ignore[union-attr]
    return {"tagged": True, "without": list(_find_figures(root["/StructTreeRoot"].get_object(), pages))}


def _find_figures(root: Any, pages: dict[int, int]) -> Iterator[tuple[int, str]]:
    roles = _read(root, "/RoleMap") or {}
    waiting, seen, number = [root], set[int](), 0
    while waiting and number < MOST_PARTS:
        part = waiting.pop()
        number += 1
        kind = part.get("/S")
        if roles.get(kind, kind) == "/Figure" and not any(str(part.get(name) or "").strip() for name in WORDS):
            page = part.raw_get("/Pg") if "/Pg" in part else None
            yield pages.get(getattr(page, "idnum", 0), 0), str(part.get("/T") or "")
        waiting += _get_children(part, seen)


def _read(part: Any, name: str) -> Any:
    found = part.get(name)
    return found.get_object() if found is not None else None


def _get_children(part: Any, seen: set[int]) -> list[Any]:
    """The parts below, in their order, each once."""
    below = _read(part, "/K")
    found = []
    for one in reversed(below if isinstance(below, list) else [below]):
        key = getattr(one, "idnum", None)
        child = one.get_object() if one is not None and hasattr(one, "get_object") else one
        if hasattr(child, "raw_get") and (key is None or key not in seen):
            seen |= {key} if key is not None else set()
            found.append(child)
    return found


# --- Slides ---------------------------------------------------------------------------------------


def find_in_powerpoint(path: Path) -> Found:
    """Pictures, charts and diagrams with neither a description nor the mark of decoration; a table is read as text."""
    found: Found = []
    with zipfile.ZipFile(path) as archive:
        for number, name in enumerate(_list_slides(archive), start=1):
            shapes = [node for node in _parse(archive, name).iter() if _local(node) in SHOWN]
            shown = [shape for shape in shapes if not any(_local(node) == "tbl" for node in shape.iter())]
            found += [(number, _get_name(shape)) for shape in shown if not _is_described(shape)]
    return found


def _list_slides(archive: zipfile.ZipFile) -> list[str]:
    """In the order in which they are shown, which is not that of their names."""
    names = {name: int(match[1]) for name in archive.namelist() if (match := SLIDE.fullmatch(name))}
    by_name = sorted(names, key=lambda name: names[name])
    if "ppt/_rels/presentation.xml.rels" not in archive.namelist():
        return by_name
    targets = {
        node.get("Id"): str(PurePosixPath("ppt", (node.get("Target") or "").removeprefix("/ppt/")))
        for node in _parse(archive, "ppt/_rels/presentation.xml.rels")
    }
    listed = [node for node in _parse(archive, "ppt/presentation.xml").iter() if _local(node) == "sldId"]
    keys = [value for node in listed for name, value in node.attrib.items() if etree.QName(name).namespace]
    shown = [targets[key] for key in keys if targets.get(key) in names]
    return shown + [name for name in by_name if name not in shown]


def _get_name(shape: Any) -> str:
    return next((node.get("name") or "" for node in shape.iter() if _local(node) == "cNvPr"), "")


def _is_described(shape: Any) -> bool:
    for node in shape.iter():
        if _local(node) == "cNvPr" and (node.get("descr") or "").strip():
            return True
        if _local(node) == "decorative" and node.get("val") in ("1", "true"):
            return True
    return False


def find_in_opendocument(path: Path) -> Found:
    """Frames with a picture, a chart or a film that have neither title nor description."""
    found: Found = []
    with zipfile.ZipFile(path) as archive:
        slides = [node for node in _parse(archive, "content.xml").iter() if _is_slide(node)]
    for number, slide in enumerate(slides, start=1):
        for frame in (node for node in slide.iter() if _local(node) == "frame"):
            parts = {_local(node) for node in frame}
            words = [node for node in frame if _local(node) in ("title", "desc") and "".join(node.itertext()).strip()]
            if parts & IN_FRAME and "text-box" not in parts and not words and not _has(frame, "decorative", "true"):
                found.append((number, _find_attribute(frame, "name")))
    return found


def _is_slide(node: Any) -> bool:
    return _local(node) == "page" and _local(node.getparent()) == "presentation"


def _find_attribute(node: Any, wanted: str) -> str:
    return next((value for name, value in node.attrib.items() if etree.QName(name).localname == wanted), "")


def _has(node: Any, wanted: str, value: str) -> bool:
    return _find_attribute(node, wanted) == value


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with archive.open(name) as member:
        content = member.read(MOST_XML + 1)
    if len(content) > MOST_XML or b"<!ENTITY" in content:
        raise ValueError("not an honest document")
    return etree.fromstring(content, parser)


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def main(address: str, content_type: str) -> None:
    path = Path(address)
    limit()
    if content_type == "application/pdf":
        found = look_at_pdf(path)
    elif content_type.endswith("opendocument.presentation"):
        found = {"without": find_in_opendocument(path)}
    else:
        found = {"without": find_in_powerpoint(path)}
    sys.stdout.write(json.dumps({**found, "without": found["without"][:MOST_FOUND]}))
