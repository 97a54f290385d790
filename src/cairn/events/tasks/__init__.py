from cairn.events.tasks.booking import tend_bookings
from cairn.events.tasks.mails import remind_bookers, send_booking_mails
from cairn.events.tasks.papers import make_file
from cairn.events.tasks.suggestions import ask_follower, fetch_mail, reply_to_mail, send_answers

__all__ = [
    "ask_follower",
    "fetch_mail",
    "make_file",
    "remind_bookers",
    "reply_to_mail",
    "send_answers",
    "send_booking_mails",
    "tend_bookings",
]
