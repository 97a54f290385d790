"""Writes: plans and their results, models over all their councils, and the right of a council to reply."""

from cairn.evaluation.services.outlook import record_outlook_failure, request_outlook, store_outlook
from cairn.evaluation.services.plans import (
    PLAN_ANSWERS,
    SEEN_LIKE_PLAN,
    discard_plan,
    draft_plan,
    ensure_examples,
    get_seen,
    lock_example,
    lock_plan,
    make_title,
    record_failure,
    request_evaluation,
    revise_plan,
    share_like_plan,
    store_result,
)

__all__ = [
    "PLAN_ANSWERS",
    "SEEN_LIKE_PLAN",
    "discard_plan",
    "draft_plan",
    "ensure_examples",
    "get_seen",
    "lock_example",
    "lock_plan",
    "make_title",
    "record_failure",
    "record_outlook_failure",
    "request_evaluation",
    "request_outlook",
    "revise_plan",
    "share_like_plan",
    "store_outlook",
    "store_result",
]
