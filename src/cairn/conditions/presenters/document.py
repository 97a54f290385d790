"""What is settled, as PDF and Word: with the theory of change and the system as pictures and as tables."""

from collections.abc import Iterator
from typing import Any

from cairn.common.documents import Chart, Document, Facts, Heading, Notice, Paragraph, Table, read_rich_text
from cairn.conditions.models import Groundwork
from cairn.conditions.presenters.diagram import Drawing
from cairn.conditions.presenters.groundwork import GroundworkView
from cairn.records.presenters.documents import describe_in_a_line, say_origin

NOT_STATED = "Not stated"


def make_document(record: Groundwork) -> Document:
    """One for all readers: the project that it is about is named in its title only, for others may not see that."""
    view = GroundworkView(record)
    blocks: list[Any] = [*read_rich_text(record.summary), Paragraph((view.sentence,))]
    for make in (_make_group, _make_theory, _make_outcomes, _make_system, _make_time, _make_capacity, _make_partners):
        blocks += make(view)
    blocks += [*_make_talks(view), *_make_risks(view), *_make_changes(view), *_make_contrast(view)]
    blocks += say_origin(record)
    if view.settling:
        blocks.append(Paragraph((f"Checksum of what was settled: {view.settling.sha256}",)))
    return Document(title=record.title, about=(describe_in_a_line(record),), blocks=tuple(blocks))


def _make_group(view: GroundworkView) -> Iterator[Any]:
    record = view.record
    yield Heading("Objective and target group")
    rows = (
        ("Objective", record.objective),
        ("Target group", record.target_group),
        ("Ages", view.ages),
        ("How many", view.size),
        ("Left out", record.excluded),
        ("What should be different at the end", record.ambition),
    )
    yield Facts(tuple((name, text or NOT_STATED) for name, text in rows))


def _make_theory(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Theory of change")
    if view.record.needed:
        yield Paragraph((f"Need: {view.record.needed}",))
    yield from _draw(view.theory_drawing)
    if rows := view.theory_rows:
        columns = ("Activity", "What it needs", "How it should work", "Outcomes", "Measures")
        yield Table("Theory of change as a table", columns, tuple(rows), (3, 3, 4, 3, 3))
    if assumptions := view.assumptions:
        yield Table("Assumptions", ("Assumption", "Who watches it", "Sign that it is not true"), tuple(assumptions))
    if not view.theory_rows:
        yield Paragraph(("No activities are described yet.",))


def _draw(drawing: Drawing | None) -> Iterator[Any]:
    if drawing:
        for file in drawing.files:
            yield Chart(drawing.words, svg=file)


def _make_outcomes(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Baseline and target")
    rows = tuple(
        (
            one.outcome.title,
            one.measure or "No measure yet",
            one.baseline or NOT_STATED,
            one.target or NOT_STATED,
            one.result or "Not yet",
        )
        for one in view.outcomes
    )
    if rows:
        yield Table("Outcomes", ("Outcome", "Measure", "Baseline", "Target", "Result"), rows)
    else:
        yield Paragraph(("No outcomes are listed yet.",))


def _make_system(view: GroundworkView) -> Iterator[Any]:
    yield Heading("The system before and after")
    yield Paragraph((view.system_sentence,))
    yield from _draw(view.system_drawing)
    for title, steps in (("Before", view.system.before), ("After", view.system.after)):
        if steps:
            numbered = tuple((str(number), what, agency) for number, (agency, what) in enumerate(steps, start=1))
            yield Table(title, ("Step", "What happens", "Who does it"), numbered, (1, 6, 4))
    if not view.system.is_empty:
        yield Facts((("Measured by", view.system_measure),))


def _make_time(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Time to set up")
    yield Paragraph((view.lead_time.planned_words,))
    yield Paragraph((view.lead_time.sentence,))
    if view.record.set_up_steps:
        yield from read_rich_text(view.record.set_up_steps)


def _make_capacity(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Capacity")
    for words in view.shortages:
        yield Notice(words)
    if rows := tuple((*one.cells, one.answer) for one in view.capacity):
        yield Table("Capacity", ("Who or what", "Promised", "Available", "Other work", "Enough?"), rows)
    else:
        yield Paragraph(("No capacity is listed yet.",))
    if view.record.capacity_answer:
        yield Paragraph((f"What the team will do: {view.record.capacity_answer}",))


def _make_partners(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Partners")
    if rows := tuple((one.name, role, basis) for one, role, basis in view.partners):
        yield Table("Partners", ("Partner", "Agreed role", "Basis for sharing data"), rows)
    else:
        yield Paragraph((view.record.works_alone or "No partners are listed yet.",))


def _make_talks(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Regular communication")
    rows = tuple((one["row"].who, one["row"].about or NOT_STATED, str(one["every"]), one["last"]) for one in view.talks)
    if rows:
        yield Table("Regular communication", ("Who", "About", "How often", "Last talked"), rows)
    else:
        yield Paragraph(("No regular communication is planned yet.",))


def _make_risks(view: GroundworkView) -> Iterator[Any]:
    yield Heading("Risks and stop rules")
    rows = tuple(
        (
            one["row"].what,
            str(one["likelihood"]),
            one["row"].stop_rule,
            one["row"].owner,
            f"{one['due']:%-d %B %Y}",
        )
        for one in view.risks
    )
    if rows:
        yield Table("Risks", ("Risk", "Likelihood", "When to pause or stop", "Owner", "Next review"), rows)
    else:
        yield Paragraph(("No risks are listed yet.",))


def _make_changes(view: GroundworkView) -> Iterator[Any]:
    if rows := tuple(
        (f"{one.on:%-d %B %Y}", one.what, one.was or NOT_STATED, one.now, one.reason) for one in view.changes
    ):
        yield Heading("Changes to the plan")
        yield Table("Changes to the plan", ("Date", "What", "Was", "Is", "Why"), rows)


def _make_contrast(view: GroundworkView) -> Iterator[Any]:
    if view.contrast and view.course and view.course.ended_on:
        yield Heading("Ambition and result")
        said_on = f" ({view.contrast.said_on})" if view.contrast.said_on else ""
        yield Facts(((f"At the start{said_on}", view.contrast.ambition), ("At the end", view.contrast.result)))
        for line in view.contrast.lines:
            yield Paragraph((line,))
