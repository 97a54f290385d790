"""Versions of a board, each at an address that lasts, and the files made of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from wagtail.models import Revision

from cairn.boards.enums import SHEET
from cairn.boards.models.pages import BoardPage
from cairn.common.privacy import BLANK, Exported, OfPerson, OfRecord, PartOf, Run


class BoardVersion(models.Model):
    """A board as it was published: which draft, when, who decided, and what changed."""

    PRIVACY = (
        OfPerson(
            "decided_by",
            erase=BLANK,
            exported=(Exported("boards_decided_on", ("board__slug", "number", "decided_at")),),
        ),
        PartOf("board"),
    )

    board = models.ForeignKey(BoardPage, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # Protected, so that clearing out old drafts leaves it.
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    what_changed = models.CharField(max_length=300)
    published_at = models.DateTimeField()
    # Empty, as its day is: it came with the starter library.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="board_version_number_once")]

    def __str__(self) -> str:
        return f"{self.board_id} version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("boards:version", args=[self.board.slug, self.number])


def make_path(*_: object) -> str:
    return f"boards/{get_random_string(2).lower()}/{get_random_string(32)}"


class BoardFile(models.Model):
    """A board or the introductory sheet as something to print, made by the worker."""

    PRIVACY = (
        OfRecord(
            "cited",
            withdraw=Run("cairn.boards.services.files.delete_files_about_withdrawn"),
            merge=Run("cairn.boards.services.files.delete_files_about_duplicate"),
        ),
    )
    RENDERED_FROM = ("version__board", "cited:records.Record")

    class Form(models.TextChoices):
        POSTER = "poster", "Poster, A3"
        HANDOUT = "handout", "Handout, A4"
        SLIDES = "slides", "Slides"
        SHEET = "sheet", "Introductory sheet, A4"

    version = models.ForeignKey(BoardVersion, models.CASCADE, null=True, blank=True, related_name="files")
    form = models.CharField(max_length=8, choices=Form)
    fingerprint = models.CharField(max_length=64)  # of what it says: words that changed make another file
    cited = models.JSONField(default=list)  # numbers of the records whose words may be in it
    file = models.FileField(upload_to=make_path, max_length=200, blank=True)
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "form"], name="board_file_once"),
            models.UniqueConstraint(fields=["form"], condition=Q(version=None), name="sheet_file_once"),
            models.CheckConstraint(
                name="board_file_of_a_version_or_the_sheet",
                condition=Q(version=None, form="sheet") | Q(version__isnull=False) & ~Q(form="sheet"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} of {self.version_id or SHEET}"
