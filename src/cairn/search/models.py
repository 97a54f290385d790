"""What is searched: the words of each record as its readers see them, its tags, and the words that all may see.

The index itself lies beside these tables, made by the migration in the way of each database; see `index`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cairn.common.privacy import DELETE, Exported, Impersonal, Keep, OfPerson, OfRecord, PartOf
from cairn.records.models import Record


class SearchDocument(models.Model):
    """One record as it is searched. Who may find it is asked of the record, at each search.

    Or one page that everybody may read: it has no record, its number is below nothing, and its address stands here.
    """

    PRIVACY = (OfRecord("record", withdraw=DELETE, merge=Keep("Both are indexed again, as all that is written")),)

    id = models.BigIntegerField(primary_key=True)  # the record's, or minus the page's
    record = models.OneToOneField(Record, models.CASCADE, null=True, related_name="search_document")
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=300, blank=True)
    # Where and when what it tells of happened, as a hit shows it.
    place = models.CharField(max_length=100, blank=True)
    years = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    # What was decided about who sees it, and since when: a saved search tells of what was shown since.
    audience = models.CharField(max_length=80)
    shown_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="search_document_of_a_record_or_a_page",
                condition=Q(record=F("id"), address="") | Q(record=None, id__lt=0, is_public=True) & ~Q(address=""),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SearchTag(models.Model):
    """Something by which records can be counted and narrowed: their organisation, place, stage."""

    PRIVACY = (PartOf("document"),)

    document = models.ForeignKey(SearchDocument, models.CASCADE, related_name="tags")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=80)
    label = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "facet", "value"], name="search_tag_once")]
        indexes = [models.Index(fields=["facet", "value"], name="search_tag_by_value")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.label}"


class PublicWord(models.Model):
    """A word that everybody may read somewhere, and in how many records: the only words that are ever offered."""

    PRIVACY = (Impersonal("Single words that a public page has; they are counted out when it goes"),)

    word = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word


class SavedSearch(models.Model):
    """A search that somebody keeps, to hear of what is new in it."""

    PRIVACY = (OfPerson("user", erase=DELETE, exported=(Exported("saved_searches", ("name", "address", "since")),)),)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=600)  # what stands after the ? on the page
    since = models.DateTimeField()
    last_notified_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name
