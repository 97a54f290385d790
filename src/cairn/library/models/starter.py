from typing import ClassVar

from django.db import models

from cairn.common.privacy import Declared, Kept
from cairn.records.models import Record


class StarterRecord(Record):
    """What the starter library can bring: known by a key, and updated until somebody edits it here."""

    PRIVACY: ClassVar[tuple[Declared, ...]] = (
        Kept("The starter library must not bring it back", ("starter_key", "starter_sha256")),
    )

    # Texts that a kind got after a release. Empty ones do not count in the checksum of an entry, or on the day of an
    # upgrade every entry would look as if somebody had edited it.
    LATER_TEXTS: ClassVar[frozenset[str]] = frozenset()

    starter_key = models.SlugField(max_length=80, unique=True, null=True, blank=True, editable=False)
    starter_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
