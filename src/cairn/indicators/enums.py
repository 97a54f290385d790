"""Vocabularies of figures."""

from django.db import models


class Status(models.TextChoices):
    """Why a cell is a number or is not; the reasons are kept apart because they mean different things."""

    NUMBER = "number", "a number"
    SUPPRESSED = "suppressed", "hidden by the publisher because it is small"
    ROUNDS_TO_ZERO = "rounds_to_zero", "more than nothing, but rounds to zero"
    LOW_RELIABILITY = "low_reliability", "left out by the publisher as not reliable"
    NOT_AVAILABLE = "not_available", "not available to the publisher"
    NOT_APPLICABLE = "not_applicable", "does not apply, for example because the council did not exist"
    MISSING = "missing", "missing"
    LOW = "low", "low (the publisher does not say how low)"
    SHARED = "shared", "published for two councils together, so it cannot be separated"
    SOURCE_ERROR = "source_error", "an error in the published file"
    NO_DENOMINATOR = "no_denominator", "counted, but the latest release has nothing to divide it by"
    NO_ROW = "no_row", "not in any data release on this site"


class Hoped(models.TextChoices):
    """Which way a figure should move."""

    UP = "up", "Higher"
    DOWN = "down", "Lower"


# These two are worked out when figures are put together; no file says them.
COMPUTED = (Status.NO_DENOMINATOR, Status.NO_ROW)
