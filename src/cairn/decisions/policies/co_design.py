"""What may be recorded of a design, and what a project needs before it leaves the design stage."""

from collections.abc import Collection

from cairn.decisions.models import CoDesignStage
from cairn.decisions.policies.decisions import UnableToDecide
from cairn.decisions.queries import AFTER_DESIGN, DESIGNED, has_needs, has_reason
from cairn.library.models import Project
from cairn.library.policies import UnableToMove
from cairn.records.models import Record

MOST_STAGES = 200


def check_has_needs(project: Project, move: str) -> None:
    """What is told of others in the starter library happened elsewhere, and is not held up here."""
    if move not in AFTER_DESIGN or has_needs(project) or has_reason(project):
        return
    if not Project.objects.filter(pk=project.pk, starter_key__isnull=False).exists():
        raise UnableToMove(
            "Before a project leaves the design stage, link a need of young people or families to it, or publish a "
            "reason why there is none. You can do both under “Designed with young people” on its page."
        )


def check_can_log(record: Record) -> None:
    if record.kind not in DESIGNED:
        raise UnableToDecide("Only a project or the use of a model has a log of its design.")
    if CoDesignStage.objects.filter(record=record.pk).count() >= MOST_STAGES:
        raise UnableToDecide(f"A log can hold {MOST_STAGES} entries. Remove one first.")


def check_parts(*, young_people: int, took: Collection[str]) -> None:
    if took and not young_people:
        raise UnableToDecide("No young people took part, so untick what they did. Or enter how many there were.")


def check_reason(project: Record, words: str) -> None:
    if not words.strip():
        raise UnableToDecide("Write the reason, in a sentence or two.")
    if not isinstance(project.get_specific(), Project):
        raise UnableToDecide("Only a project needs this reason.")
