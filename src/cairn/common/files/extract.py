"""The words of one file as JSON. Runs under limits, alone; text.py starts it."""

import json
import re
import sys
import zipfile
from pathlib import Path

from lxml import etree

MOST_CHARACTERS = 500_000
MOST_XML = 50 * 1024 * 1024
MOST_PAGES = 2000
CPU_SECONDS, MEMORY = 15, 768 * 1024 * 1024
BLOCKS = {"p", "h"}


def limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has the timeout only
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def read_pdf(path: Path) -> str:
    from pypdf import PdfReader

    reader = PdfReader(path)
    found: list[str] = []
    length = 0
    for page in list(reader.pages)[:MOST_PAGES]:
        found.append(page.extract_text())
        length += len(found[-1])
        if length > MOST_CHARACTERS:
            break
    return "\n".join(found)


def read_archive(path: Path, part: str) -> str:
    """Words of a Word or OpenDocument file; entities are not resolved, so that none can grow."""
    with zipfile.ZipFile(path) as archive, archive.open(part) as member:
        content = member.read(MOST_XML + 1)
    if len(content) > MOST_XML or b"<!ENTITY" in content:
        raise ValueError("not an honest document")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    paragraphs = (node for node in root.iter() if isinstance(node.tag, str) and etree.QName(node).localname in BLOCKS)
    return "\n".join("".join(node.itertext()) for node in paragraphs)


def read_slides(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    parts.sort(key=lambda name: int("".join(filter(str.isdigit, name))))
    return "\n".join(read_archive(path, part) for part in parts[:MOST_PAGES])


def read_text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def main(address: str, content_type: str) -> None:
    path = Path(address)
    limit()
    if content_type == "application/pdf":
        text = read_pdf(path)
    elif content_type.endswith("wordprocessingml.document"):
        text = read_archive(path, "word/document.xml")
    elif content_type.endswith("presentationml.presentation"):
        text = read_slides(path)
    elif content_type.endswith(("opendocument.text", "opendocument.presentation")):
        text = read_archive(path, "content.xml")
    else:
        text = read_text(path)
    clean = "".join(letter for letter in text[:MOST_CHARACTERS] if letter.isprintable() or letter in "\n\t")
    sys.stdout.write(json.dumps({"text": clean}))
