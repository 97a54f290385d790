from cairn.notices.presenters.jobs import describe_jobs, describe_place, describe_schedules, describe_sent

__all__ = [
    "describe_jobs",
    "describe_place",
    "describe_schedules",
    "describe_sent",
]
