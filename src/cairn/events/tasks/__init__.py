from cairn.events.tasks.booking import tend_bookings
from cairn.events.tasks.followup import (
    ask_for_feedback,
    chase_event_actions,
    send_action_link,
    send_action_reminder,
    send_feedback_request,
    send_line,
)
from cairn.events.tasks.mails import remind_bookers, send_booking_mails
from cairn.events.tasks.papers import make_file
from cairn.events.tasks.suggestions import ask_follower, fetch_mail, reply_to_mail, send_answers

__all__ = [
    "ask_follower",
    "ask_for_feedback",
    "chase_event_actions",
    "fetch_mail",
    "make_file",
    "remind_bookers",
    "reply_to_mail",
    "send_action_link",
    "send_action_reminder",
    "send_answers",
    "send_booking_mails",
    "send_feedback_request",
    "send_line",
    "tend_bookings",
]
