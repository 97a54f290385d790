"""What a table of recommendations says beside the answers of their form: of which document, about what, to whom."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ClassVar

from cairn.library.models import Guidance, Recommendation
from cairn.library.tables.finding import RecordFinder, try_cell
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place, is_from_fictional_council
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.tables import LinkColumn, Linked, UnableToReadCell

SEPARATOR = ";"
DOCUMENT = LinkColumn(
    "document",
    "Document",
    "Required. The name of the guidance document or inspection report, or the address of its page. Add the "
    "document first.",
    "Kinship care: practice guide",
)
ABOUT = LinkColumn(
    "about",
    "Models and challenges",
    f"Optional. Titles, or addresses of their pages, separated by “{SEPARATOR}”.",
    "Family group conference",
)
COUNCILS = LinkColumn(
    "councils",
    "Councils",
    f"Optional. The councils it is addressed to by name, separated by “{SEPARATOR}”.",
    "Leeds",
)
MISSING = "Enter the document it comes from: its name, or the address of its page."
STAYS = (
    "You cannot move a recommendation to another document. Leave the cell as it was, or clear the "
    "reference to add a new one."
)
ON_ITS_PAGE = "Change this on the page of the recommendation. Leave the cell as it was in the download."


class DocumentFinder(RecordFinder):
    kinds = (RecordKind.GUIDANCE,)


class RecommendationLinks(RecordFinder):
    kinds = (RecordKind.PRACTICE_MODEL, RecordKind.CHALLENGE)
    columns: ClassVar[tuple[LinkColumn, ...]] = (DOCUMENT, ABOUT, COUNCILS)
    aliases: ClassVar[Mapping[str, str]] = {
        "recommendation": "summary",
        "words": "summary",
        "council": "councils",
        "strength": "backing",
        "strength of evidence": "backing",
        "models": "about",
        "addressed to": "addressed_to",
        "who should act": "addressed_to",
    }
    blanks: ClassVar[Mapping[str, str]] = {}
    related: ClassVar[tuple[str, ...]] = ("guidance",)
    adds: ClassVar[str] = ""

    # --- Out -----------------------------------------------------------------------------------

    def describe(self, recommendation: Recommendation) -> list[str]:
        document = recommendation.guidance.title if recommendation.guidance_id in self.visible else ""
        return [
            document,
            f"{SEPARATOR} ".join(self.titles_about.get(recommendation.pk, [])),
            f"{SEPARATOR} ".join(self.names_of_councils.get(recommendation.pk, [])),
        ]

    @cached_property
    def visible(self) -> set[int]:
        return set(Guidance.objects.visible_to(self.user).values_list("pk", flat=True))

    @cached_property
    def titles_about(self) -> dict[int, list[str]]:
        """Of what the reader may see; the table asks once for all rows."""
        visible = Record.objects.visible_to(self.user).values("pk")
        found = Recommendation.about.through.objects.filter(record__in=visible)
        return _gather(found.order_by("record__title").values_list("recommendation_id", "record__title"))

    @cached_property
    def names_of_councils(self) -> dict[int, list[str]]:
        found = Recommendation.places.through.objects.order_by("place__name")
        return _gather(found.values_list("recommendation_id", "place__name"))

    # --- In ------------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> DocumentFinder:
        return DocumentFinder(self.user)

    def read(self, cells: Mapping[str, str]) -> Linked:
        linked = Linked()
        document = try_cell(linked, DOCUMENT, lambda: self.documents.find_record(cells.get("document", ""), MISSING))
        about = self._read_list(linked, ABOUT, cells, lambda named: self.find_record(named, ""))
        councils = self._read_list(linked, COUNCILS, cells, self._find_council)
        if not linked.problems:
            linked.answers = {"guidance_id": document.pk, "about": about, "places": councils}
            linked.notes = [f"of “{document.title}”", *(f"about “{one.title}”" for one in about)]
            linked.notes += [f"to {place.name}" for place in councils]
        return linked

    def _read_list(
        self, linked: Linked, column: LinkColumn, cells: Mapping[str, str], find: Callable[[str], Any]
    ) -> list[Any]:
        names = [one.strip() for one in cells.get(column.name, "").split(SEPARATOR) if one.strip()]
        found = [try_cell(linked, column, partial(find, named)) for named in names]
        return list(dict.fromkeys(one for one in found if one is not None))

    def _find_council(self, named: str) -> Place:
        try:
            return find_place(named, fictional=is_from_fictional_council(self.user))
        except UnableToFindPlace as problem:
            raise UnableToReadCell(str(problem)) from None

    def compare(self, cells: Mapping[str, str], recommendation: Recommendation) -> Linked:
        linked = Linked()
        there = dict(zip((column.name for column in self.columns), self.describe(recommendation), strict=True))
        for column in self.columns:
            if column.name in cells and cells[column.name] != there[column.name]:
                linked.problems.append((column.title, STAYS if column is DOCUMENT else ON_ITS_PAGE))
        return linked

    def write(self, linked: Linked, *, at: datetime) -> dict[str, Any]:
        return linked.answers


def _gather(pairs: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, words in pairs:
        found.setdefault(key, []).append(words)
    return found
