"""What using a model is among the kinds of record."""

from cairn.adoption.models import Adoption
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, register_kind


def register_kinds() -> None:
    register_kind(
        Kind(
            name=RecordKind.ADOPTION,
            model=Adoption,
            page="adoption:adoption",
            plural="Using a model",
            leads_to=(Gap(RecordKind.EVALUATION_PLAN, "Nobody tests here yet whether it changes anything."),),
        )
    )
