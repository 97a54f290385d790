from cairn.peers.policies.declaring import (
    UnableToDeclare,
    can_declare,
    can_import,
    can_match,
    can_read_all_of,
    check_can_change,
    check_can_declare,
)
from cairn.peers.policies.matching import UnableToMatch, check_can_decide, check_can_run

__all__ = [
    "UnableToDeclare",
    "UnableToMatch",
    "can_declare",
    "can_import",
    "can_match",
    "can_read_all_of",
    "check_can_change",
    "check_can_decide",
    "check_can_declare",
    "check_can_run",
]
