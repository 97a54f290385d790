"""What the library holds, among the kinds of record."""

from cairn.library.models import Claim, PracticeModel, Programme, Project
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, register_kind


def register_kinds() -> None:
    register_kind(Kind(name=RecordKind.PROGRAMME, model=Programme, page="library:programme", plural="Programmes"))
    register_kind(
        Kind(
            name=RecordKind.PRACTICE_MODEL,
            model=PracticeModel,
            page="library:model",
            plural="Models",
            leads_to=(Gap(RecordKind.EVALUATION_PLAN, "No council tests this model here yet: no plan is linked."),),
        )
    )
    register_kind(
        Kind(
            name=RecordKind.PROJECT,
            model=Project,
            page="library:project",
            plural="Projects",
            asks_for=(Gap(RecordKind.CHALLENGE, "No challenge is linked that this project answers."),),
        )
    )
    register_kind(Kind(name=RecordKind.CLAIM, model=Claim, page="library:claim", plural="Reported results"))
