from cairn.events.tasks.mails import remind_bookers, send_booking_mails
from cairn.events.tasks.papers import make_file

__all__ = ["make_file", "remind_bookers", "send_booking_mails"]
