"""What publishers said: a figure belongs to a release, and a later release never overwrites an earlier one."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from cairn.indicators.enums import COMPUTED, Status
from cairn.places.models import Place


class ReleaseQuerySet(models.QuerySet["Release"]):
    def live(self) -> "ReleaseQuerySet":
        return self.filter(state=Release.State.LIVE)

    def loading(self) -> "ReleaseQuerySet":
        return self.filter(state=Release.State.LOADING)

    def in_nation(self, *, fictional: bool) -> "ReleaseQuerySet":
        return self.filter(is_fictional=fictional)

    def newest_first(self) -> "ReleaseQuerySet":
        """By edition; of two with the same edition the later import comes first."""
        undated = Coalesce("file_date", models.Value("1900-01-01", output_field=models.DateField()))
        return self.order_by("-latest_year", undated.desc(), "-imported_at", "-pk")


class Release(models.Model):
    """One published file, as it was on the day we took it."""

    class State(models.TextChoices):
        LOADING = "loading"
        LIVE = "live"
        WITHDRAWN = "withdrawn"

    family = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=100)
    licence = models.CharField(max_length=100)
    original_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    raw_file = models.FileField(max_length=200, blank=True)
    latest_year = models.PositiveSmallIntegerField(null=True)
    file_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    is_fictional = models.BooleanField(default=False)
    imported_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # status -> number of cells
    notes = models.JSONField(default=list)  # sentences about rows that were set aside, with their row numbers

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_live_has_latest_year", condition=~Q(state="live") | Q(latest_year__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}"

    @property
    def edition(self) -> str:
        day = f" (file of {self.file_date.day} {self.file_date:%B %Y})" if self.file_date else ""
        return f"to {self.latest_year}{day}"


class Series(models.Model):
    """One column of figures that keeps its meaning from release to release."""

    class Unit(models.TextChoices):
        COUNT = "count"
        RATE = "rate"
        PERCENTAGE = "percentage"
        UNSTATED = "unstated"  # the file does not say; its publisher's dictionary does

    key = models.CharField(max_length=100, unique=True)
    unit = models.CharField(max_length=10, choices=Unit)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.key


class PublishedYear(models.Model):
    """One series for one period in one release: what is chosen, as a whole, when figures are put together."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="published_years")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="published_years")
    year = models.PositiveSmallIntegerField()  # the year in which the period ends
    span = models.PositiveSmallIntegerField(default=1)  # years pooled: 3 for "2014-16"; never mixed with single years
    label = models.CharField(max_length=30)  # the period as published

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "series", "year", "span"], name="published_year_once_per_release"
            )
        ]
        indexes = [models.Index(fields=["series", "year"], name="published_year_by_series")]

    def __str__(self) -> str:
        return f"{self.series} {self.label}"


class Observation(models.Model):
    """A figure for one place, or the reason why there is none."""

    published_year = models.ForeignKey(
        PublishedYear, on_delete=models.CASCADE, related_name="observations", db_index=False
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = models.FloatField(null=True)
    status = models.CharField(max_length=16, choices=[(s.value, s.label) for s in Status if s not in COMPUTED])

    class Meta:
        constraints = [
            # Serves as the index by published year as well.
            models.UniqueConstraint(fields=["published_year", "place"], name="observation_once_per_place"),
            models.CheckConstraint(
                name="observation_value_or_reason",
                condition=Q(value__isnull=False, status=Status.NUMBER)
                | Q(value__isnull=True) & ~Q(status=Status.NUMBER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.published_year_id}/{self.place_id}: {self.value if self.value is not None else self.status}"
