"""What an action is among the kinds of record."""

from cairn.actions.models import Action
from cairn.records.enums import RecordKind
from cairn.records.kinds import Kind, register_kind


def register_kinds() -> None:
    register_kind(Kind(name=RecordKind.ACTION, model=Action, page="actions:action", plural="Actions"))
