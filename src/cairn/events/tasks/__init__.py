from cairn.events.tasks.booking import tend_bookings
from cairn.events.tasks.suggestions import ask_follower, fetch_mail, reply_to_mail, send_answers

__all__ = ["ask_follower", "fetch_mail", "reply_to_mail", "send_answers", "tend_bookings"]
