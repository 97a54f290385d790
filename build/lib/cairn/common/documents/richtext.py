"""What people type into large boxes: paragraphs, lists that begin with "- ", and addresses of the web."""

import re
from collections.abc import Iterator
from itertools import groupby

from cairn.common.documents.tree import BulletList, DocumentError, Inline, Link, Paragraph, clean

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’”]")
BULLET = re.compile(r"^\s*[-*•]\s+")


def read_rich_text(text: str) -> tuple[Paragraph | BulletList, ...]:
    """Blocks of what somebody typed. HTML is no markup here: it stays the text that it is."""
    blocks: list[Paragraph | BulletList] = []
    for part in re.split(r"\n\s*\n", clean(text).strip()):
        for is_list, lines in groupby(part.split("\n"), key=lambda line: bool(BULLET.match(line))):
            if is_list:
                blocks.append(BulletList(tuple(_find_links(BULLET.sub("", line)) for line in lines)))
            elif joined := "\n".join(lines).strip():
                blocks.append(Paragraph(_find_links(joined)))
    return tuple(blocks)


def _find_links(text: str) -> tuple[Inline, ...]:
    return tuple(_split(text))


def _split(text: str) -> Iterator[Inline]:
    start = 0
    for found in ADDRESS.finditer(text):
        if before := text[start : found.start()]:
            yield before
        yield _link(found[0])
        start = found.end()
    if rest := text[start:]:
        yield rest


def _link(address: str) -> Inline:
    """A link, or the words as they are where they only look like an address."""
    try:
        return Link(address, address)
    except DocumentError:
        return address
