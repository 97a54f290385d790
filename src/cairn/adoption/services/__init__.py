from cairn.adoption.services.changes import (
    add_change,
    delete_check,
    remove_change,
    save_check,
    save_parts,
    sort_changes,
)
from cairn.adoption.services.confirming import comment_on_use, confirm_start, take_over_use
from cairn.adoption.services.demonstration import load_demonstration_checks, load_demonstration_figures
from cairn.adoption.services.demonstration_uses import load_demonstration_uses
from cairn.adoption.services.embedding import chase_overdue, get_seen, save_review, start_embedding
from cairn.adoption.services.figures import (
    begin_phase,
    change_measure,
    delete_figure,
    delete_measure,
    freeze_again,
    save_figure,
    save_figures,
    share_measure,
    start_measure,
    undo_phase,
)
from cairn.adoption.services.proposals import decide_proposal, propose_use, publish_use
from cairn.adoption.services.scaling import load_scaling_strategies
from cairn.adoption.services.using import load_known_users, start_use

__all__ = [
    "add_change",
    "begin_phase",
    "change_measure",
    "chase_overdue",
    "comment_on_use",
    "confirm_start",
    "decide_proposal",
    "delete_check",
    "delete_figure",
    "delete_measure",
    "freeze_again",
    "get_seen",
    "load_demonstration_checks",
    "load_demonstration_figures",
    "load_demonstration_uses",
    "load_known_users",
    "load_scaling_strategies",
    "propose_use",
    "publish_use",
    "remove_change",
    "save_check",
    "save_figure",
    "save_figures",
    "save_parts",
    "save_review",
    "share_measure",
    "sort_changes",
    "start_embedding",
    "start_measure",
    "start_use",
    "take_over_use",
    "undo_phase",
]
