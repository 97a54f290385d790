"""Files of a record. None lies under a public address: each is asked for, and whoever asks must see the record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.common.privacy import BLANK, DELETE, REPOINT, OfPerson, OfRecord, words_of_record
from cairn.records.models.record import Record, new_slug


def make_path(*_: object) -> str:
    """Says nothing of the record or of the name the file came with."""
    return f"records/{get_random_string(2).lower()}/{get_random_string(32)}"


class Attachment(models.Model):
    """A file that somebody added to a record."""

    PRIVACY = (OfPerson("added_by", erase=BLANK), OfRecord("record", withdraw=DELETE, merge=REPOINT))
    READ_IN_FILE = ("text",)

    class State(models.TextChoices):
        CHECKING = "checking", "being checked"
        READY = "ready", "ready"
        REFUSED = "refused", "refused"

    slug = models.SlugField(max_length=20, unique=True, default=new_slug, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=150)
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to=make_path, max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    problem = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # what was read in it, for search
    access_text = models.TextField(max_length=3000, blank=True)  # what it says, for people who cannot see it
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Under its record, so that the address says what became of it when the record is withdrawn."""
        return reverse("records:attachment", args=[self.record.slug, self.slug, self.name])


class RecordFile(models.Model):
    """A record as PDF or Word, made by the worker from what the record says on that day."""

    PRIVACY = (words_of_record("record"),)
    RENDERED_FROM = ("record",)

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    record = models.ForeignKey(Record, models.CASCADE, related_name="files")
    form = models.CharField(max_length=4, choices=Form)
    fingerprint = models.CharField(max_length=64)  # of the document it was made from
    file = models.FileField(upload_to=make_path, max_length=200, blank=True)
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "form"], name="one_file_of_a_form_per_record"),
            models.CheckConstraint(
                name="record_file_made_is_there", condition=Q(made_at=None) | Q(file__gt="") | Q(problem__gt="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} of {self.record_id}"
