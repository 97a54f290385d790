"""Who has read young people's pages in another language and found them right."""

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, Exported, OfPerson

MOST_LETTERS_OF_CHECKER = 150


class TranslationCheck(models.Model):
    """It holds for the English text and the translation as they were: `sum` is of both."""

    PRIVACY = (
        OfPerson(
            "recorded_by",
            erase=BLANK,
            exported=(Exported("translation_checks", ("language", "checked_by", "checked_on", "recorded_at")),),
        ),
    )

    language = models.CharField(max_length=2)
    sum = models.CharField(max_length=64)
    checked_by = models.CharField(max_length=MOST_LETTERS_OF_CHECKER)  # name and role
    checked_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # somebody found a mistake

    def __str__(self) -> str:
        return f"{self.language}, checked on {self.checked_on}"
