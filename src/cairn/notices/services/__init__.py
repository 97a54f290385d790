from cairn.notices.services.jobs import prune_results, reap, retry, run_due
from cairn.notices.services.mailing import deliver, send_duties, send_waiting
from cairn.notices.services.telling import forget_old, notify, read_token, set_frequency, unsubscribe

__all__ = [
    "deliver",
    "forget_old",
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
]
