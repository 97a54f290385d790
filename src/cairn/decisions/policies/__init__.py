from cairn.decisions.policies.decisions import (
    UnableToDecide,
    check_can_close,
    check_can_decide_about,
    list_open_before_close,
)

__all__ = ["UnableToDecide", "check_can_close", "check_can_decide_about", "list_open_before_close"]
