"""Names of what a room asks and of what becomes of an answer."""

from django.db import models


class PromptKind(models.TextChoices):
    TEXT = "text", "A few words"
    CHOICE = "choice", "One of several choices"
    SCALE = "scale", "A scale from 1 to 5"


class ItemState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RELEASED = "released", "Released"
    HIDDEN = "hidden", "Hidden"
    MERGED = "merged", "Merged"
