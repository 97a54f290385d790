"""A paper as one document: for the page of a reader, and for the file that is one for all readers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from cairn.common.documents import BulletList, Document, Heading, Notice, Paragraph, read_rich_text
from cairn.library.definitions.vocabularies import get_terms
from cairn.papers.models import Paper
from cairn.papers.presenters.contacts import make_contacts
from cairn.papers.presenters.figures import make_figures
from cairn.papers.presenters.first_page import FirstPage
from cairn.papers.presenters.nothing import make_nothing
from cairn.papers.presenters.options import make_options
from cairn.papers.presenters.unknowns import list_unknowns
from cairn.papers.presenters.wording import Notes, cite_record, join_words, shorten
from cairn.papers.queries import Material, get_material, get_readable_by_all
from cairn.records.enums import RecordKind
from cairn.voice.models import Challenge, Viewpoint

ONE_OPTION_HIDDEN = "One option is left out because you cannot see it."
NOT_IN_FILE = (
    "Everyone who can see the paper gets the same file, so it leaves out anything that some of them "
    "cannot see. The page on the site shows all that you can see."
)


def make_document(paper: Paper) -> Document:
    """The file: what everybody who may see the paper may read."""
    material = get_material(paper, get_readable_by_all(paper))
    return compose(paper, material, is_file=True)


def compose(paper: Paper, material: Material, *, is_file: bool = False, can_edit: bool = False) -> Document:
    """One page that is enough for a decision, then the details from the next sheet on."""
    notes = Notes()
    first = FirstPage(paper, material, notes, is_file, can_edit)
    blocks = [*_describe_what_is_left_out(material, is_file=is_file), *first.make()]
    details = [
        *(_section("The question in full", paper.question) if "question" in first.cut else ()),
        *(_section("The recommendation in full", paper.recommendation) if "recommendation" in first.cut else ()),
        *_section("What drives this", "", _make_drivers(paper)),
        *_section("What the local figures show", paper.local, make_figures(paper, notes)),
        *_section("The options one by one", paper.options_words, make_options(material, notes)),
        *_section("What it could cost", paper.costs),
        *_section("What could go wrong", paper.risks),
        *_section("What doing nothing could cost", paper.doing_nothing, make_nothing(paper.assumptions)),
        *_section("What children and families say", paper.voices, _make_voices(material, notes)),
        *_section("What is not known", *_make_unknowns(paper, material)),
        *_section("Who to contact", paper.whom_to_ring, make_contacts(material)),
        *_make_sources(notes),
    ]
    about = tuple(_make_about(paper, material))
    return Document(
        title=paper.title or "Withdrawn", about=about, blocks=(*blocks, *_on_a_new_page(details)), is_compact=True
    )


def _on_a_new_page(blocks: list[Any]) -> Iterator[Any]:
    first, *rest = blocks
    yield replace(first, starts_page=True)
    yield from rest


def _section(title: str, words: str, more: Iterable[Any] = ()) -> tuple[Any, ...]:
    inside = (*read_rich_text(words), *more)
    return (Heading(title), *inside) if inside else ()


def _make_about(paper: Paper, material: Material) -> Iterator[str]:
    is_case = paper.about is not None and paper.about.kind == RecordKind.PROGRAMME
    parts = ["Case for change" if is_case else "Options paper"]
    if paper.place:
        parts[0] += f" for {paper.place.name}" + (" (fictional)" if paper.place.is_fictional else "")
    if paper.organisation:
        parts.append(paper.organisation.name)
    parts.append(f"{'published' if paper.live else 'draft'}, {paper.updated_at:%-d %B %Y}")
    yield f"{parts[0]}. {', '.join(parts[1:])}."
    texts = []
    if taken := paper.snapshot.get("taken_on"):
        texts.append(f"Figures and results as at {date.fromisoformat(taken):%-d %B %Y}.")
    if paper.place and paper.place.is_fictional:
        texts.append(f"Fictional: {paper.place.name} and its figures are invented.")
    if texts:
        yield " ".join(texts)


def _describe_what_is_left_out(material: Material, *, is_file: bool) -> Iterator[Notice]:
    """Said once on top, with no word of what it is."""
    if is_file:
        if not material.is_whole:
            yield Notice(NOT_IN_FILE)
        return
    texts = []
    if material.hidden_options == 1:
        texts.append(ONE_OPTION_HIDDEN)
    elif material.hidden_options:
        texts.append(f"{material.hidden_options} options are left out because you cannot see them.")
    if material.withdrawn_options:
        number = len(material.withdrawn_options)
        texts.append("An option was withdrawn." if number == 1 else f"{number} options were withdrawn.")
    if material.hides_claims:
        texts.append("Some results are left out because you cannot see them.")
    if texts:
        yield Notice(" ".join(texts))


def _make_drivers(paper: Paper) -> Iterator[Paragraph]:
    if terms := get_terms("drivers", paper.drivers):
        words = "; ".join(term.title.lower() for term in terms)
        yield Paragraph((f"{words[:1].upper()}{words[1:]}.",))


# --- Voices and sources ------------------------------------------------------------------------


def _make_voices(material: Material, notes: Notes) -> Iterator[Any]:
    lines = []
    if isinstance(material.about, Challenge):
        challenge = material.about
        source = notes.cite(cite_record(challenge))
        if views := _name_viewpoints(challenge.viewpoints):
            lines.append(f"The challenge gives the view of: {views} {source}.")
        elif Viewpoint.FIGURES in challenge.viewpoints:
            lines.append(f"The challenge is based on figures only {source}.")
        if challenge.whose_words:
            lines.append(
                f"How they put it, in the words of the person who asked: {shorten(challenge.whose_words, 300)} {source}"
            )
    for need in material.needs:
        who = _name_viewpoints(need.viewpoints)
        lines.append(f"Needed: {need.title}{f' (from {who})' if who else ''} {notes.cite(cite_record(need))}.")
    if lines:
        yield BulletList(tuple((line,) for line in lines))
    if material.has_newer_needs:
        yield Paragraph(("A need has been linked since this paper’s figures were taken: update them to include it.",))
    elif not material.needs:
        yield Paragraph(("No need expressed by young people or families is recorded for this.",))


def _name_viewpoints(names: Iterable[str]) -> str:
    people = [name for name in names if name in Viewpoint.values and name != Viewpoint.FIGURES]
    return join_words([str(Viewpoint(name).label).lower() for name in people])


def _make_unknowns(paper: Paper, material: Material) -> tuple[str, list[BulletList]]:
    """All of it; the first page has room for the first few lines."""
    lines = tuple((sentence,) for sentence in list_unknowns(material))
    return paper.unknowns, [BulletList(lines)] if lines else []


def _make_sources(notes: Notes) -> tuple[Any, ...]:
    parts = [part for number, text in enumerate(notes.texts, 1) for part in (f"\n[{number}] ", *_find_links(text))]
    return (Heading("Sources"), Paragraph((str(parts[0]).lstrip(), *parts[1:]))) if parts else ()


def _find_links(text: str) -> tuple[Any, ...]:
    return tuple(
        part
        for block in read_rich_text(text)
        for line in (block.items if isinstance(block, BulletList) else (block.parts,))
        for part in line
    )
