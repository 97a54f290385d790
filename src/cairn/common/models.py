"""The tables that belong to no app: counts of what was sent, for limits.py, and the site version."""

from django.db import models

from cairn.common.privacy import Impersonal


class SendCount(models.Model):
    """How often somebody sent one form in the hour that began with the first time; `sender` is a hash."""

    PRIVACY = (Impersonal("A number beside a hash that leads to nobody, cleared by the second night"),)

    name = models.CharField(max_length=40)
    sender = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "sender"], name="one_count_for_each_form_and_sender")]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class SiteVersion(models.Model):
    """Numbers that change with what the site says; see site_version.py. One row for each transaction at one time."""

    PRIVACY = (Impersonal("Numbers by chance"),)

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
