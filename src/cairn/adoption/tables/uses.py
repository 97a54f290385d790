"""What a table of councils using models says beside the answers of their form: which model, where, since when, who
says so. A programme team brings in its list this way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption, AdoptionMove
from cairn.adoption.queries import Start, find_same_time, find_start, make_period, overlaps
from cairn.common.dates import is_before, is_partial_date
from cairn.library.models import Grade, Source
from cairn.library.presenters.claims import cite
from cairn.library.tables.claims import ADDRESS, ClaimLinks, NewSource
from cairn.library.tables.finding import RecordFinder, normalise, try_cell
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place, get_names, is_from_fictional_council
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.tables import LinkColumn, Linked, UnableToReadCell

Status = AdoptionMove.Status
STATUSES = "; ".join(map(str, Status.labels))
GRADES = "; ".join(map(str, Grade.labels))
DATE = "As exactly as it is known: 2025, 2025-04 or 2025-04-30."
MODEL = LinkColumn("model", "Model", "Required. Its title, or the address of its page.", "No Wrong Door")
COUNCIL = LinkColumn("council", "Council", "Required. Its name or its 3-digit code.", "Leeds")
STATUS = LinkColumn(
    "status", "Status", f"One of these: {STATUSES}. Leave it blank for {Status.STARTING.label}.", "Starting"
)
SINCE = LinkColumn("since", "Since", f"{DATE} Blank if no source gives it.", "2021-04")
UNTIL = LinkColumn("since_at_the_latest", "Since, at the latest", "Optional, where only a range is known.", "2021-09")
STOPPED = LinkColumn("stopped", "Stopped", f"Optional. {DATE}", "2024-03")
SOURCE = LinkColumn(
    "source", "Source", "Required. The title of the source, with its year. New sources are added.", "A report, 2024"
)
GRADE = LinkColumn("grade", "Type of source", f"Required. One of these: {GRADES}.", str(Grade.EVALUATION.label))
STAYS = "You cannot change this by a table. Leave the cell as it was, and change it on the page."


@dataclass(frozen=True)
class Taken:
    """A row of the table that was read."""

    model: int
    place: int
    start: Start | None
    stopped: str


class UseLinks(RecordFinder):
    """For one person, who finds no model and no use that is hidden from them."""

    kinds = (RecordKind.PRACTICE_MODEL,)
    columns: ClassVar[tuple[LinkColumn, ...]] = (MODEL, COUNCIL, STATUS, SINCE, UNTIL, STOPPED, SOURCE, ADDRESS, GRADE)
    aliases: ClassVar[Mapping[str, str]] = {"local authority": "council", "la": "council", "start": "since"}
    blanks: ClassVar[Mapping[str, str]] = {}
    related: ClassVar[tuple[str, ...]] = ("place", "source")
    adds: ClassVar[str] = "Sources that would be added"

    def __init__(self, user: Reader) -> None:
        super().__init__(user)
        self.sources = ClaimLinks(user)
        self.taken: list[Taken] = []
        self.made: dict[NewSource | Source, Source] = {}

    # --- Out -----------------------------------------------------------------------------------

    def describe(self, use: Adoption) -> list[str]:
        moves = self.moves.get(use.pk, [])
        last, start = (moves[-1] if moves else None), find_start(moves)
        first, _, until = (start.text if start else "").partition("..")
        stopped = last.moved_on if last and last.status == Status.STOPPED else ""
        return [
            self.titles_by_key.get(use.practice_model_id, ""),
            use.place.name,
            str(Status(last.status).label) if last else "",
            first,
            until,
            stopped,
            cite(use.source) if use.source else use.who_says,
            use.source.address if use.source else "",
            str(Grade(use.grade).label),
        ]

    @cached_property
    def titles_by_key(self) -> dict[int, str]:
        return {record.pk: record.title for record in self.records}

    @cached_property
    def moves(self) -> dict[int, list[AdoptionMove]]:
        found: dict[int, list[AdoptionMove]] = {}
        uses = Adoption.objects.visible_to(self.user).values("pk")
        for move in AdoptionMove.objects.filter(adoption__in=uses).order_by("position"):
            found.setdefault(move.adoption_id, []).append(move)
        return found

    # --- In ------------------------------------------------------------------------------------

    def read(self, cells: Mapping[str, str]) -> Linked:
        linked = Linked()
        model = try_cell(linked, MODEL, lambda: self.find_record(cells.get("model", ""), "Enter the model."))
        place = try_cell(linked, COUNCIL, lambda: self.find_council(cells.get("council", "")))
        moves = self._read_moves(linked, cells)
        grade = try_cell(linked, GRADE, lambda: _find_choice(cells.get("grade", ""), Grade.choices))
        source = self.sources.read_source(linked, cells)
        # A title and a source that the row names by other columns are no more to be asked for where those are wrong.
        linked.defaults = {"title": f"{cells.get('council')}: {cells.get('model')}", "who_says": "The source"}
        if linked.problems or source is None:
            return linked
        taken = Taken(model.pk, place.pk, find_start(moves), cells.get("stopped", "").strip())
        try_cell(linked, COUNCIL, lambda: self.check_overlap(taken, model, place))
        linked.answers = {
            "practice_model_id": model.pk,
            "place": place,
            "moves": moves,
            "source": source,
            "grade": grade,
        }
        title = source.title if isinstance(source, NewSource) else cite(source)
        linked.defaults = {"title": f"{place.name}: {model.title}"[:150], "who_says": title[:300]}
        linked.notes = [f"{Status(moves[-1].status).label.lower()} {moves[-1].moved_on}".strip(), f"from “{title}”"]
        if isinstance(source, NewSource):
            linked.adds.append(f"“{source.title}”, {source.address or 'without an address'}.")
        return linked

    def find_council(self, named: str) -> Place:
        try:
            return find_place(named, fictional=self.is_fictional, names=self.names)
        except UnableToFindPlace as problem:
            raise UnableToReadCell(str(problem)) from problem

    @cached_property
    def is_fictional(self) -> bool:
        return is_from_fictional_council(self.user)

    @cached_property
    def names(self) -> dict[str, set[str]]:
        return get_names(fictional=self.is_fictional)

    def _read_moves(self, linked: Linked, cells: Mapping[str, str]) -> list[AdoptionMove]:
        status = Status.STARTING
        if given := cells.get("status", "").strip():
            status = try_cell(linked, STATUS, lambda: _find_choice(given, Status.choices))
        since = try_cell(linked, SINCE, lambda: _read_date(cells.get("since", "")))
        until = try_cell(linked, UNTIL, lambda: _read_date(cells.get("since_at_the_latest", "")))
        stopped = try_cell(linked, STOPPED, lambda: _read_date(cells.get("stopped", "")))
        if until and since == "":
            linked.problems.append((SINCE.title, "Enter the earliest date as well."))
        elif until and since and is_before(until, since):
            linked.problems.append((UNTIL.title, f"“{until}” is before “{since}”. Change one of the two."))
        if stopped and since and is_before(stopped, since):
            linked.problems.append((STOPPED.title, f"“{stopped}” is before “{since}”. Change one of the two."))
        if stopped and status not in (Status.STOPPED, Status.STARTING):
            linked.problems.append((STOPPED.title, "It has a date, so the status must be “Stopped”."))
        moves = [AdoptionMove(status=status or Status.STARTING, moved_on=since or "", moved_until=until or "")]
        if stopped or status == Status.STOPPED:
            moves[0].status = Status.STARTING
            moves.append(AdoptionMove(position=1, status=Status.STOPPED, moved_on=stopped or ""))
        return moves

    def check_overlap(self, taken: Taken, model: Record, place: Place) -> None:
        """Neither a use that is there nor an earlier row may be about the same time."""
        period = make_period(taken.start, taken.stopped)
        there = find_same_time(self.uses.get((taken.model, taken.place), []), period)
        if there is not None:
            raise UnableToReadCell(
                f"{place.name} is already recorded as using {model.title} at that time: {there.get_absolute_url()}. "
                "Leave this row out, or enter when the earlier use stopped."
            )
        same = [one for one in self.taken if (one.model, one.place) == (taken.model, taken.place)]
        if any(overlaps(make_period(one.start, one.stopped), period) for one in same):
            raise UnableToReadCell(f"An earlier row is about {place.name} and {model.title} too. Keep one of them.")
        self.taken.append(taken)

    @cached_property
    def uses(self) -> dict[tuple[int, int], list[Adoption]]:
        found: dict[tuple[int, int], list[Adoption]] = {}
        for use in Adoption.objects.visible_to(self.user).prefetch_related("moves"):
            found.setdefault((use.practice_model_id, use.place_id), []).append(use)
        return found

    def compare(self, cells: Mapping[str, str], use: Adoption) -> Linked:
        linked = Linked()
        there = dict(zip((column.name for column in self.columns), self.describe(use), strict=True))
        titles = {column.name: column.title for column in self.columns}
        linked.problems += [
            (titles[name], STAYS) for name, cell in cells.items() if cell and normalise(cell) != normalise(there[name])
        ]
        return linked

    def write(self, linked: Linked, *, at: datetime) -> dict[str, Any]:
        source = linked.answers["source"]
        if source not in self.made:  # a new one that several rows name is added once
            self.made[source] = self.sources.write(linked, at=at)["source"]
        return {**linked.answers, "source": self.made[source]}


def _find_choice(given: str, choices: Any) -> str:
    known = {normalise(str(label)): key for key, label in choices} | {normalise(str(key)): key for key, _ in choices}
    if normalise(given) in known:
        return str(known[normalise(given)])
    labels = "; ".join(str(label) for _, label in choices)
    raise UnableToReadCell(f"“{given[:60]}” is not one of the options. Allowed are: {labels}.")


def _read_date(given: str) -> str:
    given = given.strip()
    if given and not is_partial_date(given):
        raise UnableToReadCell(f"“{given[:60]}” is not a date we can read. Enter it like 2025, 2025-04 or 2025-04-30.")
    return given
