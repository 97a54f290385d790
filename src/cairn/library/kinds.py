"""What the library holds, among the kinds of record."""

from cairn.library.models import Claim, EvaluationReport, Method, PracticeModel, Programme, Project, Round
from cairn.records.enums import RecordKind
from cairn.records.kinds import Gap, Kind, register_kind


def register_kinds() -> None:
    register_kind(Kind(name=RecordKind.PROGRAMME, model=Programme, page="library:programme", plural="Programmes"))
    register_kind(Kind(name=RecordKind.ROUND, model=Round, page="library:round", plural="Rounds"))
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
    register_kind(Kind(name=RecordKind.METHOD, model=Method, page="library:method", plural="Methods"))
    register_kind(
        Kind(
            name=RecordKind.EVALUATION_REPORT,
            model=EvaluationReport,
            page="library:report",
            plural="Evaluation reports",
        )
    )
    register_kind(Kind(name=RecordKind.CLAIM, model=Claim, page="library:claim", plural="Reported results"))
