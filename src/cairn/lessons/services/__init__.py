from cairn.lessons.services.agreements import (
    answer_agreement,
    ask_to_agree,
    delete_unanswered_requests,
    take_back_agreement,
)
from cairn.lessons.services.anonymous import (
    delete_anonymous_draft,
    delete_unsent_drafts,
    find_by_code,
    publish_anonymous_draft,
    replay_taking_back,
    return_anonymous_draft,
    save_anonymous_draft,
    send_anonymous_draft,
    withdraw_by_code,
)
from cairn.lessons.services.demonstration import load_demonstration_lessons
from cairn.lessons.services.gathering import gather_lessons, say_why_not, take_back_why_not
from cairn.lessons.services.loading import load_lessons
from cairn.lessons.services.questions import (
    answer_question,
    decide_use,
    make_lesson_of,
    settle_question,
    take_back_answer,
)
from cairn.lessons.services.writing import start_lesson

__all__ = [
    "answer_agreement",
    "answer_question",
    "ask_to_agree",
    "decide_use",
    "delete_anonymous_draft",
    "delete_unanswered_requests",
    "delete_unsent_drafts",
    "find_by_code",
    "gather_lessons",
    "load_demonstration_lessons",
    "load_lessons",
    "make_lesson_of",
    "publish_anonymous_draft",
    "replay_taking_back",
    "return_anonymous_draft",
    "save_anonymous_draft",
    "say_why_not",
    "send_anonymous_draft",
    "settle_question",
    "start_lesson",
    "take_back_agreement",
    "take_back_answer",
    "take_back_why_not",
    "withdraw_by_code",
]
