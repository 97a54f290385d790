"""How long a PDF and a Word file take, short and long: python -m benchmarks.document_speed"""

import io
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")

import django

django.setup()

from pypdf import PdfReader

from cairn.common.documents import Document, Heading, Paragraph, Table, to_docx, to_pdf
from cairn.common.documents.tree import Block

ROUNDS = 5
WORDS = "A team visits each family twice a week and asks what would help. " * 6


def main() -> None:
    print(f"{'sections':>8} {'kind':5} {'pages':>5} {'median ms':>10} {'slowest':>9} {'KB':>7}")
    for sections in (3, 55):
        document = make(sections)
        for kind, render in (("pdf", to_pdf), ("docx", to_docx)):
            content, times = measure(render, document)
            pages = str(count_pages(content)) if kind == "pdf" else "-"
            print(
                f"{sections:8} {kind:5} {pages:>5} {statistics.median(times):10.0f} {max(times):9.0f} "
                f"{len(content) / 1024:7.0f}"
            )


def make(sections: int) -> Document:
    blocks: list[Block] = []
    for number in range(1, sections + 1):
        rows = tuple((f"Year {year}", str(year * number)) for year in range(1, 6))
        blocks += [Heading(f"Section {number}"), Paragraph((WORDS,)), Table("By year", ("Year", "Families"), rows)]
    return Document("How long it takes", blocks=tuple(blocks))


def measure(render: Callable[[Document], bytes], document: Document) -> tuple[bytes, list[float]]:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        content = render(document)
        times.append((time.perf_counter() - start) * 1000)
    return content, times


def count_pages(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


if __name__ == "__main__":
    main()
