"""The sections in which a paper is written."""

from dataclasses import dataclass

from cairn.common.forms import long_text, short_text
from cairn.library.forms import TermsField
from cairn.papers.forms.nothing import DoingNothingForm
from cairn.papers.services import is_edited
from cairn.records.models import Record
from cairn.records.sections import Section, SectionForm

SOURCED = "Give the source after each number, as [1] or in words."


class PaperForm(SectionForm):
    title = short_text("What is the paper called?", required=True, most=150)
    summary = long_text("In one sentence, for lists (optional)", rows=2, most=500)
    question = long_text("What decision is needed?", required=True)
    drivers = TermsField("What drives this? (optional)", "drivers")
    recommendation = long_text(
        "What do you recommend? (optional)",
        help_text="Shown on the first page. Leave it blank if the panel decides without one.",
    )


class LocalForm(SectionForm):
    local = long_text("What do the local figures show?", required=True, rows=8, help_text=SOURCED)


class OptionsForm(SectionForm):
    options_words = long_text(
        "The options", required=True, rows=8, help_text="The site adds what is reported about each option below it."
    )
    costs = long_text("What could it cost?", required=True, rows=6, help_text=SOURCED)
    risks = long_text("What could go wrong?", required=True, rows=6)


class VoicesForm(SectionForm):
    voices = long_text(
        "What do children and families say?",
        required=True,
        help_text="Do not include anything that could identify a child or family, or a child’s own words.",
    )


class UnknownsForm(SectionForm):
    unknowns = long_text("What is not known?", required=True)
    whom_to_ring = long_text(
        "Who to contact?", required=True, help_text="A role or a team. Do not give a private phone number."
    )


@dataclass(frozen=True)
class PaperSection(Section):
    """Its texts were filled in for the writer, so that they are there says nothing about whether anybody read them."""

    def is_drafted(self, record: Record) -> bool:
        drafted = record.snapshot.get("drafted", {})
        return any(name in drafted and not is_edited(record, name) for name in self.form.base_fields)


@dataclass(frozen=True)
class DoingNothingSection(PaperSection):
    """Its boxes are no fields of the record."""

    def is_empty(self, record: Record) -> bool:
        return not (record.doing_nothing or record.assumptions)

    def is_drafted(self, record: Record) -> bool:
        return not (record.assumptions or is_edited(record, "doing_nothing"))

    def is_complete(self, record: Record) -> bool:
        return bool(record.doing_nothing)


def get_sections() -> tuple[Section, ...]:
    return (
        PaperSection("what", "Title, question, recommendation", PaperForm),
        PaperSection("local", "What the figures show", LocalForm),
        PaperSection("options", "The options, their cost and risks", OptionsForm),
        DoingNothingSection("nothing", "What doing nothing could cost", DoingNothingForm),
        PaperSection("voices", "What children and families say", VoicesForm),
        PaperSection("unknowns", "What is not known, and who to contact", UnknownsForm),
    )
