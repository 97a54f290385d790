"""From which needs of young people and families something comes, whoever may see them."""

from collections.abc import Sequence

from django.db.models import Q

from cairn.decisions.models import DesignReason
from cairn.library.models import Moved, Project, ProjectMove
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Tie

STEPS = 2  # links that are followed to a need: straight, or through a challenge
UPWARDS = (Relation.COMES_FROM, Relation.INSPIRED_BY)
AFTER_DESIGN = (Moved.DEVELOPING, Moved.INTEGRATING, Moved.GROWING, Moved.SYSTEM_CHANGE)


def find_needs(keys: Sequence[int]) -> dict[int, set[int]]:
    """The needs that each comes from, by key. Whether there is one is no word of it, so nobody's view is asked."""
    reached = {key: {key} for key in keys}
    needs: dict[int, set[int]] = {key: set() for key in keys}
    for _ in range(STEPS):
        links = _find_links({end for found in reached.values() for end in found})
        for key, near in reached.items():
            found = [(far, kind) for one, far, kind in links if one in near]
            needs[key] |= {far for far, kind in found if kind == RecordKind.NEED}
            reached[key] = {far for far, kind in found if kind == RecordKind.CHALLENGE}
    return needs


def _find_links(ends: set[int]) -> list[tuple[int, int, str]]:
    """Near end, far end and its kind. A need that supports something is linked from its own side."""
    if not ends:
        return []
    up = Q(source__in=ends, relation__in=UPWARDS, target__withdrawn_at=None)
    support = Q(target__in=ends, relation=Relation.SUPPORTS, source__withdrawn_at=None)
    ties = Tie.objects.filter(up | support).select_related("source", "target")
    return [
        (tie.target_id, tie.source_id, tie.source.kind)
        if tie.relation == Relation.SUPPORTS
        else (tie.source_id, tie.target_id, tie.target.kind)
        for tie in ties
    ]


def has_needs(project: Project) -> bool:
    return bool(find_needs([project.pk])[project.pk])


def has_reason(project: Project) -> bool:
    return DesignReason.objects.filter(project=project.pk).exists()


def find_left_design(keys: Sequence[int]) -> set[int]:
    """Those of these projects that have gone past the design stage."""
    moves = ProjectMove.objects.filter(project__in=keys, move__in=AFTER_DESIGN)
    return set(moves.values_list("project", flat=True))
