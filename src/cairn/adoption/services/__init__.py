from cairn.adoption.services.changes import (
    add_change,
    delete_check,
    remove_change,
    save_check,
    save_parts,
    sort_changes,
)
from cairn.adoption.services.confirming import comment_on_use, confirm_start, take_over_use
from cairn.adoption.services.demonstration import load_demonstration_checks
from cairn.adoption.services.demonstration_uses import load_demonstration_uses
from cairn.adoption.services.embedding import chase_overdue, get_seen, save_review, start_embedding
from cairn.adoption.services.proposals import decide_proposal, propose_use, publish_use
from cairn.adoption.services.using import load_known_users, start_use

__all__ = [
    "add_change",
    "chase_overdue",
    "comment_on_use",
    "confirm_start",
    "decide_proposal",
    "delete_check",
    "get_seen",
    "load_demonstration_checks",
    "load_demonstration_uses",
    "load_known_users",
    "propose_use",
    "publish_use",
    "remove_change",
    "save_check",
    "save_parts",
    "save_review",
    "sort_changes",
    "start_embedding",
    "start_use",
    "take_over_use",
]
