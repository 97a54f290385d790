"""Who did what, when, to what. Ids only: never a title, a name or a word of what was written."""

from datetime import datetime

from django.db import models

from cairn.common.privacy import Keep, OfPerson, OfRecord

IDS_ONLY = "An entry names a record by its reference, and never a word of it"


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, target: str, key: str) -> "AuditEntryQuerySet":
        return self.filter(target=target, key=key)

    def before(self, at: datetime) -> "AuditEntryQuerySet":
        return self.filter(at__lt=at)


class AuditEntry(models.Model):
    """One change. People are kept as their id, so that erasing somebody leaves no name behind."""

    PRIVACY = (
        OfPerson(
            "by",
            erase=Keep(
                "Who did what must be answered for. The number leads to a row without a name, and after the time that "
                "the host has set the entry goes."
            ),
        ),
        OfRecord("key", withdraw=Keep(IDS_ONLY), merge=Keep(IDS_ONLY), holds="slug"),
    )

    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=60)  # what happened, as "record.shared"
    by = models.BigIntegerField(null=True, blank=True)  # id of the user; empty: the system, or somebody not logged in
    target = models.CharField(max_length=30)  # the kind of thing
    key = models.CharField(max_length=100)  # its slug or id
    detail = models.JSONField(default=dict, blank=True)  # names of fields, levels, ids

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["target", "key", "-at"], name="audit_of_one_thing")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
