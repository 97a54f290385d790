"""What a document is made of. A tree that exists can be rendered: what is wrong is said when it is made."""

import json
import unicodedata
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from cairn.common.canonical import sha256_of

SCHEMES = {"http", "https", "mailto"}
DEEPEST = 4
LETTERS_ACROSS, SHORT_LINES = 60, 30  # fewer than fit on a line; of a table that is kept on one sheet
SMALL_CHARACTERS = 60_000  # of a document with its charts as JSON; see benchmarks/document_speed.py
# Marks that turn the direction of text round, so that what is read differs from what is written.
TURNING = set(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)))


class DocumentError(ValueError):
    """Something cannot be rendered; `where` names the field or block."""

    def __init__(self, where: str, problem: str) -> None:
        self.where = where
        super().__init__(f"{where}: {problem}")


def clean(text: str) -> str:
    """Text without control characters, halves of letters and marks that turn it round; tabs become spaces."""
    text = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        letter
        for letter in text
        if letter == "\n" or (unicodedata.category(letter) not in ("Cc", "Cs", "Cn") and letter not in TURNING)
    )


def _get_scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:  # for example "http://[", which is no address at all
        return ""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: to the web, to a mailbox, or to a page of this site."""

    words: str
    address: str

    def __post_init__(self) -> None:
        inside = self.address.startswith("/") and not self.address.startswith(("//", "/\\"))
        if not inside and _get_scheme(self.address) not in SCHEMES:
            raise DocumentError(
                self.words, f"“{self.address[:60]}” is not a web address, an e-mail address or a page of this site."
            )


Inline = str | Link


@dataclass(frozen=True)
class Heading:
    """`starts_page`: what follows begins on a new sheet."""

    words: str
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    parts: tuple[Inline, ...]


@dataclass(frozen=True)
class BulletList:
    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Quote:
    words: str
    source: str


@dataclass(frozen=True)
class Notice:
    words: str


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what is so named, in one line or several."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gauge:
    """Stones in a cell: how many are full ("2 of 4"), in words what that means, and the drawing."""

    count: str
    words: str
    svg: str


Cell = str | Gauge | tuple[Inline, ...]


def measure(cell: Cell) -> int:
    """How many letters a cell shows."""
    if isinstance(cell, Gauge):
        return len(cell.words)
    parts = (cell,) if isinstance(cell, str) else cell
    return sum(len(part if isinstance(part, str) else part.words) for part in parts)


def _count_lines(cell: Cell, across: int) -> int:
    breaks = cell.count("\n") if isinstance(cell, str) else 0
    return 1 + breaks + measure(cell) // across


@dataclass(frozen=True)
class Table:
    """The first cell of each row is its heading. `widths` are shares of the page's width; without them cells decide."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    is_named_above: bool = False  # a heading just above says the caption, which is not shown again

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise DocumentError(self.caption or "a table", "every row needs as many cells as there are columns.")
        if self.widths and len(self.widths) != len(self.columns):
            raise DocumentError(self.caption or "a table", "every column needs its width, or none has one.")
        if not self.caption:
            raise DocumentError("a table", "it needs a caption.")

    @property
    def is_short(self) -> bool:
        """Whether it surely fits on one sheet, so that it need not be cut in two."""
        shares = self.widths or (1,) * len(self.columns)
        across = [max(LETTERS_ACROSS * share // sum(shares), 1) for share in shares]
        rows = (max(map(_count_lines, row, across), default=1) for row in self.rows)
        return sum(rows) <= SHORT_LINES


@dataclass(frozen=True)
class Chart:
    """A drawing as SVG or PNG; `words` say what it shows to whoever cannot see it. `narrow` is for a phone."""

    words: str
    svg: str = ""
    png: bytes = b""
    narrow: str = ""

    def __post_init__(self) -> None:
        if not self.words.strip():
            raise DocumentError("a picture", "say in words what it shows.")


Block = Heading | Paragraph | BulletList | Quote | Notice | Facts | Table | Chart


@dataclass(frozen=True)
class Document:
    """`about` stands under the title (who, when, for whom); headings begin at level 1 below the title.

    `is_compact`: smaller type and margins, for papers that must fit on two sheets.
    """

    title: str
    about: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = field(default=())
    language: str = "en"
    is_compact: bool = False

    def __post_init__(self) -> None:
        if not clean(self.title).strip():
            raise DocumentError("title", "write a title.")
        level = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if block.level > level + 1 or not 1 <= block.level <= DEEPEST:
                    raise DocumentError(block.words or "a heading", "a level of heading is left out before it.")
                if not block.words.strip():
                    raise DocumentError("a heading", "it has no words.")
                level = block.level


def get_fingerprint(document: Document) -> str:
    """The same for documents that say the same."""
    return sha256_of(_write(document))


def is_small(document: Document) -> bool:
    """Whether its file is made in about a second, so that somebody can wait for it at once."""
    return len(_write(document)) <= SMALL_CHARACTERS


def _write(document: Document) -> str:
    return json.dumps(asdict(document), sort_keys=True, default=lambda raw: raw.hex())
