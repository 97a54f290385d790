from django.db import models

from cairn.common.privacy import Kept
from cairn.records.models import Record


class StarterRecord(Record):
    """What the starter library can bring: known by a key, and updated until somebody edits it here."""

    PRIVACY = (Kept("The starter library must not bring it back", ("starter_key", "starter_sha256")),)

    starter_key = models.SlugField(max_length=80, unique=True, null=True, blank=True, editable=False)
    starter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
