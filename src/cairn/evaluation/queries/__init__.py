from cairn.evaluation.queries.plans import (
    WORK_OUT,
    find_queue_place,
    get_plans,
    get_shown_evaluation,
)

__all__ = ["WORK_OUT", "find_queue_place", "get_plans", "get_shown_evaluation"]
