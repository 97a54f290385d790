"""Who took part in the design of something, and which projects went on without a need of anybody."""

from dataclasses import dataclass

from cairn.accounts.models import Reader
from cairn.decisions.models import CoDesignStage, DesignReason
from cairn.decisions.queries.needs import AFTER_DESIGN, find_needs
from cairn.library.models import Moved, Project, ProjectMove
from cairn.records.enums import RecordKind
from cairn.records.models import Record

# The stages of innovation; pausing and ending are none.
STAGES = (
    *(Moved.MOBILISING, Moved.DESIGNING, Moved.DEVELOPING),
    *(Moved.INTEGRATING, Moved.GROWING, Moved.SYSTEM_CHANGE),
)
DESIGNED = (RecordKind.PROJECT, RecordKind.ADOPTION)


def list_co_design(record: Record) -> list[CoDesignStage]:
    return list(CoDesignStage.objects.filter(record=record.pk).order_by("held_on", "pk"))


def list_stages_reached(record: Record) -> list[Moved]:
    """Of a project, in their order; the use of a model has no stages of its own."""
    if record.kind != RecordKind.PROJECT:
        return []
    moved = set(ProjectMove.objects.filter(project=record.pk).values_list("move", flat=True))
    return [stage for stage in STAGES if stage in moved]


@dataclass(frozen=True)
class WithoutNeeds:
    """A project that left the design stage without a linked need, and the reason that its team gave, if any."""

    project: Project
    reason: DesignReason | None


def list_without_needs(user: Reader) -> list[WithoutNeeds]:
    """Of the projects that somebody may see. What the starter library tells of others was not started here."""
    left = Project.objects.visible_to(user).filter(starter_key=None, moves__move__in=AFTER_DESIGN)
    projects = list(left.select_related("organisation").distinct().order_by("title", "pk"))
    needs = find_needs([one.pk for one in projects])
    without = [one for one in projects if not needs[one.pk]]
    reasons: dict[int, DesignReason] = {}
    for reason in DesignReason.objects.filter(project__in=[one.pk for one in without]).order_by("at", "pk"):
        reasons[reason.project_id] = reason  # the newest stays
    return [WithoutNeeds(one, reasons.get(one.pk)) for one in without]
