"""What may happen to a learning event and to a booking. Each rule raises and says what to do instead."""

from cairn.events.policies.booking import (
    MOST_IN_GROUP,
    UnableToBook,
    UnableToBookTwice,
    check_answers,
    check_can_answer_offer,
    check_can_book,
    check_can_cancel,
    check_can_change,
    check_has_free_places,
    check_not_booked,
    check_sessions,
    find_why_not,
    show_moment,
)
from cairn.events.policies.planning import (
    UnableToPlan,
    can_plan,
    check_arrangements,
    check_can_call_off,
    check_can_open,
    check_can_plan,
    check_capacity,
    check_withdrawal,
)
from cairn.events.policies.suggestions import UnableToChangeSuggestion, can_answer_suggestions

__all__ = [
    "MOST_IN_GROUP",
    "UnableToBook",
    "UnableToBookTwice",
    "UnableToChangeSuggestion",
    "UnableToPlan",
    "can_answer_suggestions",
    "can_plan",
    "check_answers",
    "check_arrangements",
    "check_can_answer_offer",
    "check_can_book",
    "check_can_call_off",
    "check_can_cancel",
    "check_can_change",
    "check_can_open",
    "check_can_plan",
    "check_capacity",
    "check_has_free_places",
    "check_not_booked",
    "check_sessions",
    "check_withdrawal",
    "find_why_not",
    "show_moment",
]
