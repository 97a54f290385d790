"""What publishers said: a figure belongs to a release, and a later release never overwrites an earlier one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from cairn.actions.models import Action
from cairn.common.privacy import BLANK, DELETE, Exported, Impersonal, OfPerson, words_of_record
from cairn.indicators.enums import COMPUTED, Hoped, Status
from cairn.places.models import Place

LONGEST_KEY = 200  # of a series
PUBLISHED = Impersonal("What a publisher published of councils")


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

    PRIVACY = (PUBLISHED,)

    class State(models.TextChoices):
        LOADING = "loading"
        WAITING = "waiting"  # read whole and shown to whoever gave it, who has not said yes yet
        LIVE = "live"
        WITHDRAWN = "withdrawn"

    class Content(models.TextChoices):
        FIGURES = "figures"
        INSPECTIONS = "inspections"
        NEIGHBOURS = "neighbours"
        DICTIONARY = "dictionary"
        AREAS = "areas"
        REPORT = "report"

    family = models.CharField(max_length=30)
    content = models.CharField(max_length=12, choices=Content, default=Content.FIGURES)
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
    unknown_places = models.JSONField(default=list)  # codes of councils that were not known: rows were left out

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_live_has_latest_year",
                condition=~Q(state="live") | Q(latest_year__isnull=False) | ~Q(content="figures"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.edition}" if self.edition else self.title

    @property
    def edition(self) -> str:
        day = ""
        if self.file_date:  # a first day stands for a month too, so that no more is said than is known
            number = "" if self.file_date.day == 1 else f"{self.file_date.day} "
            day = f"file of {number}{self.file_date:%B %Y}"
        if self.latest_year is None:
            return day
        return f"to {self.latest_year} ({day})" if day else f"to {self.latest_year}"


class Series(models.Model):
    """One column of figures that keeps its meaning from release to release."""

    PRIVACY = (PUBLISHED,)

    class Unit(models.TextChoices):
        COUNT = "count"
        RATE = "rate"
        PERCENTAGE = "percentage"
        AMOUNT = "amount"  # not a count and not below nothing: full-time equivalents, days, scores, pounds
        UNSTATED = "unstated"  # the file does not say; its publisher's dictionary does

    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    unit = models.CharField(max_length=10, choices=Unit)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.key


class PublishedYear(models.Model):
    """One series for one period in one release: what is chosen, as a whole, when figures are put together."""

    PRIVACY = (PUBLISHED,)

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

    PRIVACY = (PUBLISHED,)

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


class Inspection(models.Model):
    """One visit of the inspectorate to a council, as one release tells it."""

    PRIVACY = (PUBLISHED,)

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="inspections")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    framework = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)  # in the inspectorate's words: "Standard inspection", "Focused visit"
    inspected_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    theme = models.CharField(max_length=200, blank=True)  # of a visit without judgements
    link = models.URLField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place", "inspected_on"], name="inspection_by_place")]

    def __str__(self) -> str:
        return f"{self.place}, {self.framework}, {self.inspected_on or 'no date'}"


class Judgement(models.Model):
    """What one inspection found of one area of its framework; never a label on a place."""

    PRIVACY = (PUBLISHED,)

    class Area(models.TextChoices):
        OVERALL = "overall", "Overall effectiveness"
        LEADERS = "leaders", "The impact of leaders on social work practice"
        HELP = "help", "Children who need help and protection"
        IN_CARE = "in_care", "Children in care"
        CARE_LEAVERS = "care_leavers", "Care leavers"
        IN_CARE_AND_LEAVERS = "in_care_and_leavers", "Children in care and care leavers"

    class Grade(models.TextChoices):
        OUTSTANDING = "outstanding", "Outstanding"
        GOOD = "good", "Good"
        REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement to be good"
        INADEQUATE = "inadequate", "Inadequate"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    area = models.CharField(max_length=20, choices=Area)
    grade = models.CharField(max_length=20, choices=Grade)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "area"], name="judgement_once_per_area")]

    def __str__(self) -> str:
        return f"{self.get_area_display()}: {self.get_grade_display()}"


class InspectionReport(models.Model):
    """A report with its words; the file is kept with its release."""

    PRIVACY = (PUBLISHED,)

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="report")
    inspection = models.OneToOneField(Inspection, on_delete=models.CASCADE, related_name="report")
    text = models.TextField()

    def __str__(self) -> str:
        return f"Report: {self.inspection}"


class Neighbour(models.Model):
    """A council that a statistical model counts among the ten most like another, closest first."""

    PRIVACY = (PUBLISHED,)

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="neighbours")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="neighbours")
    neighbour = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "place", "rank"], name="neighbour_once_per_rank"),
            models.UniqueConstraint(fields=["release", "place", "neighbour"], name="neighbour_once"),
            models.CheckConstraint(condition=~Q(place=models.F("neighbour")), name="neighbour_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.rank}: {self.neighbour}"


class DictionaryEntry(models.Model):
    """What a publisher's own dictionary says of one of its series, in the publisher's words."""

    PRIVACY = (PUBLISHED,)

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="entries")
    series_key = models.CharField(max_length=100, db_index=True)
    topic = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    unit = models.CharField(max_length=150, blank=True)
    polarity = models.CharField(max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True)
    year_type = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    method = models.TextField(blank=True)
    links = models.TextField(blank=True)
    last_update = models.CharField(max_length=60, blank=True)  # as published: often words, not a day
    next_update = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "series_key", "topic"], name="dictionary_entry_once_per_topic")
        ]
        verbose_name_plural = "dictionary entries"

    def __str__(self) -> str:
        return self.title


class SharedFigure(models.Model):
    """Years in which one row of a release stands for several councils that run a service together."""

    PRIVACY = (PUBLISHED,)

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="shared_figures")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    others = models.CharField(max_length=200)  # the names of the councils it shares the row with
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "place", "year"], name="shared_figure_once")]

    def __str__(self) -> str:
        return f"{self.place} with {self.others}, {self.year}"


class Upload(models.Model):
    """A file that somebody gave in the site, from its arrival until somebody says yes or no to what it would change."""

    PRIVACY = (OfPerson("by", erase=BLANK),)

    class State(models.TextChoices):
        QUEUED = "queued", "waits to be read"
        READING = "reading", "is being read"
        READY = "ready", "waiting for your approval"
        REFUSED = "refused", "was refused"
        LIVE = "live", "is live"
        DROPPED = "dropped", "was not taken"

    file = models.FileField(upload_to="uploads/%Y/%m", max_length=200, blank=True)
    original_name = models.CharField(max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    rows = models.PositiveIntegerField(default=0)  # figures read so far
    problem = models.TextField(blank=True)
    release = models.OneToOneField(Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="upload")

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_waiting_to_be_read(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.READING)


class FetchedVersion(models.Model):
    """A version of a data set of the publisher's service that was downloaded, so that it is not downloaded again."""

    PRIVACY = (PUBLISHED,)

    data_set = models.CharField(max_length=64)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["data_set", "version"], name="fetched_version_once")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class MeasureFollow(models.Model):
    """Somebody wants to hear when a measure has new figures."""

    PRIVACY = (OfPerson("user", erase=DELETE, exported=(Exported("measures_followed", ("measure", "since")),)),)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=60)  # key of its definition
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "measure"], name="measure_followed_once")]

    def __str__(self) -> str:
        return self.measure


class ActionMeasure(models.Model):
    """The published figure that an action should move, and its last one from before the action as it was known then."""

    PRIVACY = (words_of_record("action"),)

    action = models.OneToOneField(Action, models.CASCADE, related_name="measure")
    measure = models.CharField(max_length=60)  # key of its definition
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    hoped = models.CharField(max_length=4, choices=Hoped)
    # Written down, because a later release may revise it.
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    start_value = models.FloatField(null=True, blank=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="action_measure_starts_with_year_and_value",
                condition=Q(start_year=None, start_value=None) | Q(start_year__isnull=False, start_value__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.place_id}"


class MeasureProposal(models.Model):
    """A measure that somebody would like to have, as they wrote it; it counts for nothing until it is reviewed."""

    PRIVACY = (
        # The proposal stays with those who review it, without a name.
        OfPerson("by", erase=BLANK, exported=(Exported("measures_proposed", ("answers", "changed_at")),)),
    )

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField(default=dict)  # field of the form -> what was written
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.answers.get("title", ""))
