"""The page that a director reads: question, local chart, options, what nobody knows, and the recommendation.

It has to fit on one sheet, so that each text of the writer has a length from which on it goes on in the details.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from cairn.common.documents import BulletList, Heading, Link, Notice, Paragraph, read_rich_text
from cairn.papers.models import Paper
from cairn.papers.presenters.figures import make_local_chart
from cairn.papers.presenters.options import FEW, make_strip
from cairn.papers.presenters.unknowns import list_unknowns
from cairn.papers.presenters.wording import Notes, cite_record, shorten
from cairn.papers.queries import Material
from cairn.papers.services import is_edited

# Letters of each text where there are few options, and where there are many.
MOST = {
    "question": (320, 220),
    "local": (240, 150),
    "unknowns": (260, 170),
    "recommendation": (480, 340),
}
MOST_UNKNOWNS = 5
PROMPT = (
    "To be written. Which option do you recommend, and why? What does it depend on, who decides, and when will you "
    "review it?"
)
NO_RECOMMENDATION = "The authors make no recommendation. The decision is the panel’s."
CONTINUED = " Continued below."


@dataclass
class FirstPage:
    """Its blocks, and which texts went on elsewhere since they were too long for it."""

    paper: Paper
    material: Material
    notes: Notes
    is_file: bool
    can_edit: bool
    cut: set[str] = field(default_factory=set)

    def make(self) -> list[Any]:
        return [
            Heading("The question"),
            *self._make_question(),
            *self._section("The local picture", self._make_local()),
            *self._section("The options", make_strip(self.material, self.notes)),
            *self._section("What we do not know", self._make_unknowns()),
            Heading("Recommendation"),
            *self._make_recommendation(),
        ]

    def _section(self, title: str, inside: Iterator[Any]) -> list[Any]:
        found = list(inside)
        return [Heading(title), *found] if found else []

    def _make_question(self) -> Iterator[Any]:
        yield Paragraph((self._fit("question") or "No question has been written.",))
        if about := self.material.about:
            kind = about.get_kind().label
            yield Paragraph((f"{kind}: {about.title} {self.notes.cite(cite_record(about))}",))

    def _make_local(self) -> Iterator[Any]:
        chart = list(make_local_chart(self.paper, self.notes, for_file=self.is_file))
        yield from chart
        if (not chart or is_edited(self.paper, "local")) and (words := self._fit("local")):
            yield Paragraph((words,))

    def _make_unknowns(self) -> Iterator[Any]:
        lines = [(sentence,) for sentence in list_unknowns(self.material)[:MOST_UNKNOWNS]]
        if words := self._fit("unknowns"):
            lines.append((words,))
        if lines:
            yield BulletList(tuple(lines))

    def _make_recommendation(self) -> Iterator[Any]:
        paper = self.paper
        if paper.recommendation:
            words = self._fit("recommendation")
            yield from (Paragraph((words,)),) if "recommendation" in self.cut else read_rich_text(paper.recommendation)
        else:
            yield Notice(NO_RECOMMENDATION if paper.live else PROMPT)
            if self.can_edit:
                yield Paragraph(
                    (Link("Write the recommendation", reverse("records:section", args=[paper.slug, "what"])),)
                )

    def _fit(self, name: str) -> str:
        """A text in one paragraph; of a long one its first sentences."""
        most = MOST[name][len(self.material.options) > FEW]
        text = " ".join(getattr(self.paper, name).split())
        if len(text) <= most:
            return text
        self.cut.add(name)
        return f"{shorten(text, most)}{CONTINUED}"
