from cairn.lessons.services.agreements import answer_agreement, ask_to_agree, forget_requests, take_back_agreement
from cairn.lessons.services.demonstration import load_demonstration_lessons
from cairn.lessons.services.gathering import gather_lessons, say_why_not, take_back_why_not
from cairn.lessons.services.loading import load_lessons
from cairn.lessons.services.nameless import (
    clear_nameless,
    drop_nameless,
    find_by_code,
    forget_unsent,
    replay_taking_back,
    return_nameless,
    save_nameless,
    send_nameless,
    withdraw_by_code,
)
from cairn.lessons.services.questions import (
    answer_question,
    decide_use,
    make_lesson_of,
    settle_question,
    take_back_answer,
)
from cairn.lessons.services.telling import tell_lesson

__all__ = [
    "answer_agreement",
    "answer_question",
    "ask_to_agree",
    "clear_nameless",
    "decide_use",
    "drop_nameless",
    "find_by_code",
    "forget_requests",
    "forget_unsent",
    "gather_lessons",
    "load_demonstration_lessons",
    "load_lessons",
    "make_lesson_of",
    "replay_taking_back",
    "return_nameless",
    "save_nameless",
    "say_why_not",
    "send_nameless",
    "settle_question",
    "take_back_agreement",
    "take_back_answer",
    "take_back_why_not",
    "tell_lesson",
    "withdraw_by_code",
]
