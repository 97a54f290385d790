from cairn.decisions.policies.co_design import check_can_log, check_has_needs, check_parts, check_reason
from cairn.decisions.policies.decisions import (
    UnableToDecide,
    check_can_close,
    check_can_decide_about,
    list_open_before_close,
)

__all__ = [
    "UnableToDecide",
    "check_can_close",
    "check_can_decide_about",
    "check_can_log",
    "check_has_needs",
    "check_parts",
    "check_reason",
    "list_open_before_close",
]
