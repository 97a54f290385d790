from cairn.notices.services.jobs import prune_results, reap, retry, run_due
from cairn.notices.services.mailing import deliver, send_duties, send_waiting
from cairn.notices.services.notifying import delete_old_mails, notify, read_token, set_frequency, unsubscribe
from cairn.notices.services.watching import watch_site

__all__ = [
    "delete_old_mails",
    "deliver",
    "notify",
    "prune_results",
    "read_token",
    "reap",
    "retry",
    "run_due",
    "send_duties",
    "send_waiting",
    "set_frequency",
    "unsubscribe",
    "watch_site",
]
