from cairn.conditions.services.answering import (
    Said,
    SaidOfStatement,
    answer_by_account,
    answer_by_link,
    answer_in_room,
)
from cairn.conditions.services.course import (
    change_leader,
    change_plan,
    chase_missed_talks,
    confirm_new_look,
    record_ending,
    record_repeated,
    record_start,
)
from cairn.conditions.services.demonstration import (
    load_demonstration_groundwork,
)
from cairn.conditions.services.demonstration_reflections import (
    load_demonstration_reflections,
)
from cairn.conditions.services.groundwork import (
    settle,
    start_groundwork,
)
from cairn.conditions.services.looking_again import (
    call_for_new_look,
)
from cairn.conditions.services.rounds import (
    close_due_rounds,
    close_round,
    delete_answers,
    invite,
    open_room,
    open_round,
    remove_words,
    start_profile,
    start_statement_action,
)

__all__ = [
    "Said",
    "SaidOfStatement",
    "answer_by_account",
    "answer_by_link",
    "answer_in_room",
    "call_for_new_look",
    "change_leader",
    "change_plan",
    "chase_missed_talks",
    "close_due_rounds",
    "close_round",
    "confirm_new_look",
    "delete_answers",
    "invite",
    "load_demonstration_groundwork",
    "load_demonstration_reflections",
    "open_room",
    "open_round",
    "record_ending",
    "record_repeated",
    "record_start",
    "remove_words",
    "settle",
    "start_groundwork",
    "start_profile",
    "start_statement_action",
]
