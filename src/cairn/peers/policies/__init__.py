from cairn.peers.policies.declaring import (
    UnableToDeclare,
    can_declare,
    can_match,
    can_read_all_of,
    check_can_change,
    check_can_declare,
)

__all__ = [
    "UnableToDeclare",
    "can_declare",
    "can_match",
    "can_read_all_of",
    "check_can_change",
    "check_can_declare",
]
