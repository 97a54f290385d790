"""What may happen to lessons and insights. Each rule raises and says what to do instead."""

from cairn.lessons.models import Insight
from cairn.records.enums import Relation
from cairn.records.models import Tie
from cairn.records.policies import UnableToShareRecord


def check_sharing_of_insight(insight: Insight, sharing: str) -> None:
    """No card without a viewpoint and without something that it rests on."""
    draft = insight.get_draft()
    if not draft.viewpoints or not draft.confidence or not draft.summary:
        raise UnableToShareRecord("Say first what the insight is, whose view it is and how sure you are.")
    if not Tie.objects.filter(target=insight.pk, relation=Relation.SUPPORTS, source__withdrawn_at=None).exists():
        raise UnableToShareRecord(
            "Link at least one lesson, result or project that supports it first, so that readers can check it."
        )
