from cairn.adoption.queries.sites import Start, UseSite, find_start, get_sites
from cairn.adoption.queries.uses import (
    LAST_MOVES,
    DoneWith,
    ReviewDue,
    find_linked_models,
    find_uses,
    get_councils_using,
    get_done_with,
    get_models_used_in,
    get_reviews_due,
    get_uses,
    is_resting,
)

__all__ = [
    "LAST_MOVES",
    "DoneWith",
    "ReviewDue",
    "Start",
    "UseSite",
    "find_linked_models",
    "find_start",
    "find_uses",
    "get_councils_using",
    "get_done_with",
    "get_models_used_in",
    "get_reviews_due",
    "get_sites",
    "get_uses",
    "is_resting",
]
