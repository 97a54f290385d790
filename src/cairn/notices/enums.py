"""Names, and the numbers that mails and jobs go by."""

from datetime import timedelta

from django.db.models import TextChoices

LOST_AFTER = timedelta(seconds=60)  # a worker says every five seconds that it is there
MOST_ATTEMPTS = 5  # then a mail is given up


class Frequency(TextChoices):
    IMMEDIATE = "immediate", "At once"
    DAILY = "daily", "Once a day, in one e-mail"
    WEEKLY = "weekly", "Once a week, in one e-mail"
    NEVER = "never", "Never"


class NoticeGroup(TextChoices):
    """The headings under which people choose how often they hear, in their order on the page."""

    YOURS = "yours", "Your work"
    ACTIONS = "actions", "Your actions"
    FOLLOWED = "followed", "What you follow"
    PROJECTS = "projects", "Projects and coaching"
    PEOPLE = "people", "Joining and circles"
    DUTIES = "duties", "If you coordinate, edit or run this site"


def get_pause(attempts: int) -> timedelta:
    """How long a mail waits after its attempt of this number, the first being 0."""
    return timedelta(minutes=5 * 4**attempts)
