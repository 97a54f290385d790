"""Council areas, their regions and their country, with the codes and names under which they are published."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cairn.common.privacy import Impersonal


class PlaceQuerySet(models.QuerySet["Place"]):
    def councils(self) -> "PlaceQuerySet":
        return self.filter(kind=Place.Kind.COUNCIL)

    def regions(self) -> "PlaceQuerySet":
        return self.filter(kind=Place.Kind.REGION)

    def real(self) -> "PlaceQuerySet":
        return self.filter(is_fictional=False)

    def fictional(self) -> "PlaceQuerySet":
        return self.filter(is_fictional=True)

    def current(self) -> "PlaceQuerySet":
        return self.filter(closed_on=None)

    def abolished(self) -> "PlaceQuerySet":
        return self.exclude(closed_on=None)

    def in_nation(self, *, fictional: bool) -> "PlaceQuerySet":
        """Real places or fictional ones, never both."""
        return self.fictional() if fictional else self.real()


class Place(models.Model):
    """A council area, a region or a country; a council that was abolished stays, because its figures were true."""

    PRIVACY = (Impersonal("Published: names, codes and dates of councils"),)

    class Kind(models.TextChoices):
        COUNCIL = "council"
        REGION = "region"
        COUNTRY = "country"

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    region = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="places_within")
    opened_on = models.DateField(null=True, blank=True)  # first day; empty: before our figures begin
    closed_on = models.DateField(null=True, blank=True)  # last day; empty: it exists
    is_fictional = models.BooleanField(default=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="place_closed_after_opened",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
            ),
            # Three digits for a real council and F for a fictional one, so that neither can pass for the other.
            models.CheckConstraint(
                name="place_fictional_code_starts_with_f",
                condition=Q(is_fictional=True, code__startswith="F") | Q(is_fictional=False) & ~Q(code__startswith="F"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:council", args=[self.slug])

    @property
    def is_current(self) -> bool:
        return self.closed_on is None

    def existed_on(self, day: date) -> bool:
        return (self.opened_on is None or self.opened_on <= day) and (self.closed_on is None or day <= self.closed_on)


class PlaceCode(models.Model):
    """A nine-character code of the Office for National Statistics; a council can have had several."""

    PRIVACY = (Impersonal("Published: names, codes and dates of councils"),)

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="gss_codes")
    code = models.CharField(max_length=9, unique=True)
    first_used_on = models.DateField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class PlaceAlias(models.Model):
    """Another spelling of a place, normalised as `queries.normalise` does."""

    PRIVACY = (Impersonal("Published: names, codes and dates of councils"),)

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "text"], name="place_alias_once_per_place")]

    def __str__(self) -> str:
        return self.text


class PlacePart(models.Model):
    """A name in an imported list that leads to a council: a district within it, or its name in that list."""

    PRIVACY = (Impersonal("Published: names, codes and dates of councils"),)

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=100)
    text = models.CharField(max_length=100, db_index=True)  # the name, normalised as `queries.normalise` does
    source = models.CharField(max_length=64)  # SHA-256 of the file

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "text", "source"], name="place_part_once_per_source")]

    def __str__(self) -> str:
        return self.name


class PlaceChange(models.Model):
    """What came after a council that ended."""

    PRIVACY = (Impersonal("Published: names, codes and dates of councils"),)

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"
        REPLACED = "replaced"

    predecessor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="changes_after")
    successor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="changes_before")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="place_change_once"),
            models.CheckConstraint(name="place_change_between_two", condition=~Q(predecessor=F("successor"))),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}, {self.date}"
