from cairn.evaluation.policies.plans import (
    UnableToAskThis,
    UnableToChangePlan,
    check_can_edit,
    check_can_lock,
    check_can_replace,
    check_can_work_out,
    check_direction,
    check_is_own,
    check_sharing_of_result,
    check_smallest_change,
)
from cairn.evaluation.policies.pooled import UnableToFixList, can_evaluate_models
from cairn.evaluation.policies.replies import UnableToReply, check_sharing

__all__ = [
    "UnableToAskThis",
    "UnableToChangePlan",
    "UnableToFixList",
    "UnableToReply",
    "can_evaluate_models",
    "check_can_edit",
    "check_can_lock",
    "check_can_replace",
    "check_can_work_out",
    "check_direction",
    "check_is_own",
    "check_sharing",
    "check_sharing_of_result",
    "check_smallest_change",
]
