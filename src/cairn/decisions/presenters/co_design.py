"""The log of a design: each stage that was reached, who took part in it, and where nobody young did."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.common.dates import show_date
from cairn.decisions.models import CoDesignStage
from cairn.decisions.presenters.decisions import PARTS, show_number
from cairn.decisions.queries import STAGES
from cairn.library.models import Moved
from cairn.voice.enums import Group

NO_YOUNG_PEOPLE = "No young people took part"


@dataclass(frozen=True)
class EntryView:
    row: CoDesignStage

    @property
    def stage(self) -> str:
        return self.row.get_stage_display()

    @property
    def when(self) -> str:
        return show_date(self.row.held_on)

    @property
    def is_without(self) -> bool:
        return not self.row.young_people

    @property
    def who(self) -> str:
        if self.is_without:
            return NO_YOUNG_PEOPLE
        return f"{show_number(self.row.young_people)} young people"

    @property
    def groups(self) -> list[str]:
        return [str(Group(one).label) for one in self.row.groups if one in Group.values]

    @property
    def parts(self) -> list[str]:
        return [label for part, label in PARTS.items() if part in self.row.took]


@dataclass(frozen=True)
class StageView:
    """One stage with what was recorded of it; nothing is as visible as something."""

    stage: Moved
    entries: list[EntryView]

    @property
    def label(self) -> str:
        return str(self.stage.label)

    @property
    def is_without(self) -> bool:
        """Nobody young took part in any of it."""
        return all(one.is_without for one in self.entries)

    @property
    def words(self) -> str:
        if not self.entries:
            return "Nothing recorded"
        return NO_YOUNG_PEOPLE if self.is_without else ""


def list_stage_views(rows: Sequence[CoDesignStage], reached: Sequence[Moved]) -> list[StageView]:
    """Every stage that was reached or that something is recorded of, in their order."""
    entries = [EntryView(one) for one in rows]
    return [
        StageView(stage, [one for one in entries if one.row.stage == stage])
        for stage in STAGES
        if stage in reached or any(one.row.stage == stage for one in entries)
    ]
