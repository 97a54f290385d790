from cairn.adoption.services.demonstration import load_demonstration_checks
from cairn.adoption.services.embedding import chase_overdue, get_seen, save_review, start_embedding
from cairn.adoption.services.scaling import load_scaling_strategies
from cairn.adoption.services.using import add_move, load_known_users, start_use

__all__ = [
    "add_move",
    "chase_overdue",
    "get_seen",
    "load_demonstration_checks",
    "load_known_users",
    "load_scaling_strategies",
    "save_review",
    "start_embedding",
    "start_use",
]
