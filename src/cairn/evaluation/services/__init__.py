"""Writes: plans and their results, models over all their councils, and the right of a council to reply."""

from cairn.evaluation.services.demonstration import load_demonstration_model
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
from cairn.evaluation.services.pooled import (
    StoredDrawing,
    end_run,
    fix_list,
    note_progress,
    request_run,
    request_runs_of_all,
    store_model_result,
)
from cairn.evaluation.services.replies import ask_for_reply, open_rights_of_model, record_contact, reply

__all__ = [
    "PLAN_ANSWERS",
    "SEEN_LIKE_PLAN",
    "StoredDrawing",
    "ask_for_reply",
    "discard_plan",
    "draft_plan",
    "end_run",
    "ensure_examples",
    "fix_list",
    "get_seen",
    "load_demonstration_model",
    "lock_example",
    "lock_plan",
    "make_title",
    "note_progress",
    "open_rights_of_model",
    "record_contact",
    "record_failure",
    "record_outlook_failure",
    "reply",
    "request_evaluation",
    "request_outlook",
    "request_run",
    "request_runs_of_all",
    "revise_plan",
    "share_like_plan",
    "store_model_result",
    "store_outlook",
    "store_result",
]
