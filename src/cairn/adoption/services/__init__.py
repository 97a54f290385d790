from cairn.adoption.services.demonstration import load_demonstration_checks, load_demonstration_figures
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
from cairn.adoption.services.scaling import load_scaling_strategies
from cairn.adoption.services.using import add_move, load_known_users, start_use

__all__ = [
    "add_move",
    "begin_phase",
    "change_measure",
    "chase_overdue",
    "delete_figure",
    "delete_measure",
    "freeze_again",
    "get_seen",
    "load_demonstration_checks",
    "load_demonstration_figures",
    "load_known_users",
    "load_scaling_strategies",
    "save_figure",
    "save_figures",
    "save_review",
    "share_measure",
    "start_embedding",
    "start_measure",
    "start_use",
    "undo_phase",
]
