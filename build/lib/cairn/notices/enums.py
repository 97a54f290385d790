from django.db.models import TextChoices


class Frequency(TextChoices):
    IMMEDIATE = "immediate", "At once"
    DAILY = "daily", "Once a day, in one e-mail"
    WEEKLY = "weekly", "Once a week, in one e-mail"
    NEVER = "never", "Never"
