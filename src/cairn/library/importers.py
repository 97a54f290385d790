"""Readers of bibliographies: RIS by rispy, BibTeX by pybtex. They know no database."""

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

MOST_ENTRIES = 500
MOST_BYTES = 1024 * 1024
YEAR = re.compile(r"\b(1[5-9]|20)\d{2}\b")
STARTS = re.compile(r"^TY {1,2}- ", re.MULTILINE)
RIS, BIBTEX = "ris", "bib"


class UnableToReadBibliography(ValueError):
    """The file is none, or none of the two forms that are read."""


@dataclass(frozen=True)
class Cited:
    """One entry of a bibliography, as far as a source keeps it."""

    title: str
    authors: str = ""
    publisher: str = ""
    year: str = ""
    address: str = ""


def read_bibliography(name: str, content: bytes) -> list[Cited]:
    """In the order of the file; raises UnableToReadBibliography."""
    form = name.rpartition(".")[2].casefold()
    if form not in (RIS, BIBTEX):
        raise UnableToReadBibliography(
            f"“{name[:60]}” is neither a RIS nor a BibTeX file. Choose a file whose name ends in .ris or .bib."
        )
    if len(content) > MOST_BYTES:
        raise UnableToReadBibliography("The file is larger than 1 MB. Split it into smaller files.")
    text = _decode(content)
    found = list(_read_ris(text) if form == RIS else _read_bibtex(text))
    if not found:
        raise UnableToReadBibliography("No references were found in this file. Export it again as RIS or BibTeX.")
    if len(found) > MOST_ENTRIES:
        raise UnableToReadBibliography(
            f"The file has {len(found)} references; at most {MOST_ENTRIES} can be imported at a time. Split it."
        )
    return found


def _decode(content: bytes) -> str:
    """UTF-8 as nearly all programs write it, otherwise as older ones on Windows did."""
    if b"\x00" in content:
        raise UnableToReadBibliography("This is not a text file. Export your references as RIS or BibTeX in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# --- RIS ----------------------------------------------------------------------------------------


def _read_ris(text: str) -> Iterator[Cited]:
    import rispy  # needed by few requests
    from rispy.parser import ParseError

    try:
        entries = rispy.loads(text, skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError, ParseError) as problem:
        raise UnableToReadBibliography(
            "This is not a RIS file that can be read: each reference begins with TY and ends with ER."
        ) from problem
    begun = len(STARTS.findall(text))
    if begun != len(entries):
        # The parser would join what begins with what follows, or leave it out.
        raise UnableToReadBibliography(
            f"{begun} references begin in this file (TY) and {len(entries)} end (ER). Export it again."
        )
    for entry in entries:
        yield Cited(
            title=_tidy(_first(entry, "title", "primary_title", "translated_title")),
            authors=_join(entry.get("authors") or entry.get("first_authors") or entry.get("secondary_authors") or []),
            publisher=_tidy(_first(entry, "publisher", "journal_name", "secondary_title", "alternate_title3")),
            year=_find_year(_first(entry, "year", "publication_year", "date")),
            address=_find_address(entry.get("urls") or [], _first(entry, "doi")),
        )


def _first(entry: dict[str, Any], *names: str) -> str:
    return next((str(entry[name]) for name in names if entry.get(name)), "")


# --- BibTeX -------------------------------------------------------------------------------------


def _read_bibtex(text: str) -> Iterator[Cited]:
    from pybtex.database import parse_string  # needed by few requests
    from pybtex.exceptions import PybtexError

    try:
        data = parse_string(text, "bibtex")
    except PybtexError as problem:
        raise UnableToReadBibliography(f"This is not a BibTeX file that can be read: {problem}.") from problem
    for entry in data.entries.values():
        fields = {name.casefold(): _without_latex(value) for name, value in entry.fields.items()}
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        yield Cited(
            title=_tidy(fields.get("title", "")),
            authors=_join(_without_latex(str(person)) for person in people),
            publisher=_tidy(_first(fields, "publisher", "institution", "journal", "school", "booktitle")),
            year=_find_year(_first(fields, "year", "date")),
            address=_find_address([fields.get("url", "")], fields.get("doi", "")),
        )


def _without_latex(text: str) -> str:
    """Accents as letters, without the braces that keep capitals."""
    import latexcodec  # noqa: F401 (registers the codec “ulatex”)

    with suppress(ValueError):  # what only looks like LaTeX stays as it was written
        text = codecs.decode(text, "ulatex")  # type: ignore[call-overload]  # a codec from text to text
    return text.replace("{", "").replace("}", "")


# --- Both ---------------------------------------------------------------------------------------


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _join(people: Iterable[str]) -> str:
    return "; ".join(_tidy(person) for person in people if person.strip())


def _find_year(text: str) -> str:
    found = YEAR.search(text)
    return found[0] if found else ""


def _find_address(urls: Iterable[str], doi: str) -> str:
    """The first address that is one; otherwise that of the DOI."""
    for url in urls:
        if url.strip().casefold().startswith(("http://", "https://")):
            return url.strip()
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE)
    return f"https://doi.org/{doi}" if doi.startswith("10.") else ""
