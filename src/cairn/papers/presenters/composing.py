"""A paper as one document: for the page of a reader, and for the file that is one for all readers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from cairn.common.documents import BulletList, Document, Heading, Notice, Paragraph, Table, read_rich_text
from cairn.common.documents.typeset import get_base_address
from cairn.common.marks import MARKS
from cairn.library.models import Claim, Direction, Method, Topic
from cairn.library.presenters.claims import ClaimView, cite, tell_address
from cairn.library.presenters.entries import get_terms
from cairn.papers.models import Paper
from cairn.papers.presenters.nothing import make_nothing
from cairn.papers.queries import Material, Option, get_material, get_readable_by_all
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.voice.models import Challenge, Viewpoint

SIDE_BY_SIDE = 3  # options in one table
MOST_RESULTS = 2  # of an option, in favour and against
LONGEST_CELL = 140
LONGEST_RESULT = 170
ONE_OPTION_HIDDEN = "One option is left out: you may not see it."
NOT_IN_FILE = (
    "This file is the same for everybody who may see the paper, so it leaves out what not all of them may read. "
    "The page on the site shows each reader what they may see."
)


class Notes:
    """The sources, numbered in the order in which they are cited."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def cite(self, text: str) -> str:
        if text not in self.texts:
            self.texts.append(text)
        return f"[{self.texts.index(text) + 1}]"


def make_document(paper: Paper) -> Document:
    """The file: what everybody who may see the paper may read."""
    material = get_material(paper, get_readable_by_all(paper))
    return compose(paper, material, is_file=True)


def compose(paper: Paper, material: Material, *, is_file: bool = False) -> Document:
    notes = Notes()
    blocks: list[Any] = [
        *_tell_what_is_left_out(material, is_file=is_file),
        *_section("The question", paper.question, _make_drivers(paper)),
        *(_section("What we recommend", paper.recommendation) if paper.recommendation else ()),
        *_section("What the figures say here", paper.local, _make_figures(paper, notes)),
        *_section("The options", paper.options_words, _make_options(material, notes)),
        *_section("What it may cost", paper.costs),
        *_section("What may go wrong", paper.risks),
        *_section("What doing nothing may cost", paper.doing_nothing, make_nothing(paper.assumptions)),
        *_section("What children and families say", paper.voices, _make_voices(material, notes)),
        *_section("What nobody knows", paper.unknowns),
        *_section("Whom to ring", paper.whom_to_ring),
        *_make_sources(paper, notes),
    ]
    about = tuple(_make_about(paper, material))
    return Document(title=paper.title or "Withdrawn", about=about, blocks=tuple(blocks), is_compact=True)


def _section(title: str, words: str, more: Iterable[Any] = ()) -> tuple[Any, ...]:
    inside = (*read_rich_text(words), *more)
    return (Heading(title), *inside) if inside else ()


def _make_about(paper: Paper, material: Material) -> Iterator[str]:
    is_case = material.about is not None and material.about.kind == RecordKind.PROGRAMME
    parts = ["Case for change" if is_case else "Options paper"]
    if paper.place:
        parts[0] += f" for {paper.place.name}" + (" (fictional)" if paper.place.is_fictional else "")
    if paper.organisation:
        parts.append(paper.organisation.name)
    parts.append(f"{'published' if paper.live else 'draft'}, {paper.updated_at:%-d %B %Y}")
    yield f"{parts[0]}. {', '.join(parts[1:])}."
    told = []
    if taken := paper.snapshot.get("taken_on"):
        told.append(f"Figures and results as they stood on {date.fromisoformat(taken):%-d %B %Y}.")
    if paper.place and paper.place.is_fictional:
        told.append(f"Fictional: {paper.place.name} and its figures are invented.")
    if told:
        yield " ".join(told)


def _tell_what_is_left_out(material: Material, *, is_file: bool) -> Iterator[Notice]:
    """Said once on top, with no word of what it is."""
    if is_file:
        if not material.is_whole:
            yield Notice(NOT_IN_FILE)
        return
    told = []
    if material.hidden_options == 1:
        told.append(ONE_OPTION_HIDDEN)
    elif material.hidden_options:
        told.append(f"{material.hidden_options} options are left out: you may not see them.")
    if material.withdrawn_options:
        one = material.withdrawn_options == 1
        told.append("An option was withdrawn." if one else f"{material.withdrawn_options} options were withdrawn.")
    if material.hides_claims:
        told.append("Some results are left out: you may not see them.")
    if told:
        yield Notice(" ".join(told))


def _make_drivers(paper: Paper) -> Iterator[Paragraph]:
    if terms := get_terms("drivers", paper.drivers):
        yield Paragraph((f"What drives this: {'; '.join(term.title.lower() for term in terms)}.",))


# --- Figures -----------------------------------------------------------------------------------


def _make_figures(paper: Paper, notes: Notes) -> Iterator[Any]:
    rows = paper.snapshot.get("figures", [])
    if not rows or paper.place is None:
        return
    columns = _choose_columns(paper, rows)
    name = f"{paper.place.name} (fictional)" if paper.place.is_fictional else paper.place.name
    yield Table(
        caption=f"{name}: newest figures",
        columns=("Measure", *(title.replace("OWN", name) for title, _ in columns), "Source"),
        rows=tuple(
            (f"{row['title']}, {row['unit']}", *(read(row) for _, read in columns), notes.cite(row["source"]))
            for row in rows
        ),
        widths=(10, 2, *([4] * (len(columns) - 2)), 6, 3),
    )
    told = [f"{MARKS[mark].sign} {MARKS[mark].explanation}" for mark in sorted({row["mark"] for row in rows} - {""})]
    if model := paper.snapshot.get("neighbours"):
        told.append(f"Neighbours: the average of the ten councils most alike in this model {notes.cite(model)}.")
    if told:
        yield Paragraph((" ".join(told),))


Column = tuple[str, Callable[[dict[str, Any]], str]]


def _choose_columns(paper: Paper, rows: Sequence[dict[str, Any]]) -> list[Column]:
    columns: list[Column] = [("Year", lambda row: str(row["year"])), ("OWN", _show_own)]
    for title, name in (("Neighbours", "neighbours"), ("England", "england")):
        if any(row[name] for row in rows):
            columns.append((title, lambda row, name=name: row[name] or "not shown"))
    columns.append(("Last years", lambda row: row["trend"] or "not told"))
    return columns


def _show_own(row: dict[str, Any]) -> str:
    return MARKS[row["mark"]].sign if row["mark"] else row["own"]


# --- Options -----------------------------------------------------------------------------------


def _make_options(material: Material, notes: Notes) -> Iterator[Table]:
    """Tables of at most three; what fictional councils did never stands in one with what real ones did."""
    for is_fictional in (False, True):
        options = [option for option in material.options if option.is_fictional is is_fictional]
        for start in range(0, len(options), SIDE_BY_SIDE):
            yield _make_table(options[start : start + SIDE_BY_SIDE], notes, is_fictional=is_fictional)


def _make_table(options: list[Option], notes: Notes, *, is_fictional: bool) -> Table:
    own = [notes.cite(_cite_record(option.record)) for option in options]
    letters = _join([option.letter for option in options])
    rows = [
        _row("What it is", options, lambda option: shorten(option.record.summary), own),
        _row("In favour", options, lambda option: _tell_results(option, notes, Direction.FOR)),
        _row("Against, or no difference", options, lambda option: _tell_against(option, notes)),
        _row("Cost or saving", options, lambda option: _tell_costs(option, notes)),
        _row("What it takes", options, _tell_conditions, own),
        _row("Not known", options, lambda option: shorten(getattr(option.record, "not_known", "")), own),
        _row("Whom to ask", options, lambda option: shorten(getattr(option.record, "who_to_ask", "")), own),
    ]
    return Table(
        caption=f"Options {letters} side by side{' (fictional councils)' if is_fictional else ''}",
        columns=("Option", *(f"{option.letter}: {option.record.title}" for option in options)),
        rows=tuple(rows),
        widths=(4, *([11] * len(options))),
    )


NOTHING = {
    "In favour": "Nothing recorded.",
    "Against, or no difference": "Nothing recorded. That is no proof that nothing went wrong.",
    "Cost or saving": "No cost was found.",
    "Whom to ask": "Nobody is named.",
}


def _row(
    title: str, options: list[Option], tell: Callable[[Option], str], sources: Sequence[str] = ()
) -> tuple[str, ...]:
    cells = [tell(option) for option in options]
    if sources:
        cells = [cell and f"{cell} {source}" for cell, source in zip(cells, sources, strict=True)]
    return (title, *(cell or NOTHING.get(title, "Not recorded.") for cell in cells))


def _tell_results(option: Option, notes: Notes, *directions: Direction) -> str:
    """What changed before how it went, the best source first; and how many more there are."""
    wanted = (Topic.OUTCOME, Topic.DELIVERY)
    found = [one for one in option.claims if one.direction in directions and one.topic in wanted]
    found.sort(key=lambda one: one.topic != Topic.OUTCOME)
    return _tell_claims(found, notes)


def _tell_against(option: Option, notes: Notes) -> str:
    return _tell_results(option, notes, Direction.AGAINST, Direction.NOTHING)


def _tell_costs(option: Option, notes: Notes) -> str:
    return _tell_claims([one for one in option.claims if one.topic == Topic.COST], notes)


def _tell_claims(claims: Sequence[Claim], notes: Notes) -> str:
    lines = [f"• {_tell_claim(claim, notes)}" for claim in claims[:MOST_RESULTS]]
    if len(claims) > MOST_RESULTS:
        lines.append("• More stands on its page.")
    return "\n".join(lines)


WHO = {
    "E": "independent evaluation or research",
    "G": "government",
    "C": "the council or who delivers it",
    "N": "press",
    "S": "second-hand account",
}


def _tell_claim(claim: Claim, notes: Notes) -> str:
    view = ClaimView(claim)
    compared = f"compared with {claim.comparator}" if claim.comparator else view.comparator
    said = "; ".join(filter(None, (WHO[claim.grade], compared)))
    return f"{claim.title} ({shorten(said, LONGEST_RESULT)}) {notes.cite(_cite_source(claim))}"


def _tell_conditions(option: Option) -> str:
    record = option.record
    if isinstance(record, Method):
        return shorten(record.how)
    takes = getattr(record, "takes", "") or record.helps
    told = [shorten(takes), shorten(record.hinders) and f"In the way: {shorten(record.hinders)}"]
    return "\n".join(filter(None, told))


def shorten(text: str, most: int = LONGEST_CELL) -> str:
    """Whole sentences as far as they fit, or the first words of the first one."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = ""
    for sentence in re.findall(r".+?[.!?](?:\s|$)|.+$", text):
        if len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept.strip() or f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:')} …"


# --- Voices and sources ------------------------------------------------------------------------


def _make_voices(material: Material, notes: Notes) -> Iterator[Any]:
    lines = []
    if isinstance(material.about, Challenge):
        challenge = material.about
        source = notes.cite(_cite_record(challenge))
        if told := _name_viewpoints(challenge.viewpoints):
            lines.append(f"The challenge is told from the view of: {told} {source}.")
        if challenge.whose_words:
            lines.append(f"How they put it, in the words of who asked: {shorten(challenge.whose_words, 300)} {source}")
    for need in material.needs:
        who = _name_viewpoints(need.viewpoints)
        lines.append(f"Needed: {need.title}{f' (told by {who})' if who else ''} {notes.cite(_cite_record(need))}.")
    if lines:
        yield BulletList(tuple((line,) for line in lines))
    if not material.needs:
        yield Paragraph(("No young person’s or family’s need is recorded behind this.",))


def _name_viewpoints(names: Iterable[str]) -> str:
    return _join([str(Viewpoint(name).label).lower() for name in names if name in Viewpoint.values])


def _join(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def _cite_source(claim: Claim) -> str:
    source = claim.source
    state = tell_address(source) if source.address else ""  # that no address was recorded stands on the result's page
    return ", ".join(filter(None, (cite(source), source.address, state)))


def _cite_record(record: Record) -> str:
    kind = record.get_kind().label
    return f"{kind} in this library: {record.title}, {get_base_address()}{record.get_absolute_url()}"


def _make_sources(paper: Paper, notes: Notes) -> tuple[Any, ...]:
    parts = [part for number, text in enumerate(notes.texts, 1) for part in (f"\n[{number}] ", *_find_links(text))]
    return (Heading("Sources"), Paragraph((str(parts[0]).lstrip(), *parts[1:]))) if parts else ()


def _find_links(text: str) -> tuple[Any, ...]:
    return tuple(
        part
        for block in read_rich_text(text)
        for line in getattr(block, "items", ()) or (block.parts,)
        for part in line
    )


# --- For whoever writes it ---------------------------------------------------------------------

NUMBER = re.compile(r"\d")
NOTE = re.compile(r"\[\d+\]")


def find_unsourced(paper: Paper) -> list[tuple[str, str]]:
    """Sentences of the writer that hold a number and name no source: the label of the text, and the sentence."""
    found = []
    for name, label in paper.TEXTS.items():
        if name in ("title", "summary"):
            continue
        for sentence in re.split(r"(?<=[.!?])\s+(?!\[)", getattr(paper, name)):
            if NUMBER.search(NOTE.sub("", sentence)) and not NOTE.search(sentence) and "http" not in sentence:
                found.append((label, sentence))
    return found
