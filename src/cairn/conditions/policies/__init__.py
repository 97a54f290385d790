from cairn.conditions.policies.reflection import (
    MOST_INVITED,
    UnableToReflect,
    can_run,
    check_agencies,
    check_can_answer,
    check_can_open,
    check_can_run,
    check_is_open,
    check_last_day,
    check_subject,
    list_subjects,
)

__all__ = [
    "MOST_INVITED",
    "UnableToReflect",
    "can_run",
    "check_agencies",
    "check_can_answer",
    "check_can_open",
    "check_can_run",
    "check_is_open",
    "check_last_day",
    "check_subject",
    "list_subjects",
]
