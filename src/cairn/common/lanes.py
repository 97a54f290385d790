"""The lanes of the queue. The worker serves each with a thread of its own, so no kind of work waits for another."""

from enum import StrEnum


class Lane(StrEnum):
    """Each job names the lane that it waits in; the value is the name of its queue in the database."""

    SAFETY = "safety"  # mail about worries, before anything else
    MAIL = "mail"
    FILES = "files"  # PDF and Word that somebody waits for, and files that somebody added
    TABLES = "tables"  # spreadsheets that somebody uploaded; a long one takes minutes
    BACKGROUND = "default"  # what nobody waits for; jobs of releases before there were lanes are here too
    CALCULATIONS = "calculations"
