from cairn.notices.presenters.jobs import tell_jobs, tell_place, tell_schedules, tell_sent

__all__ = [
    "tell_jobs",
    "tell_place",
    "tell_schedules",
    "tell_sent",
]
