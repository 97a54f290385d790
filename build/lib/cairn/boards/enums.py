"""The words in which a board sorts what stands on it."""

from django.db.models import TextChoices


class Went(TextChoices):
    """How an example went, as the board tells it."""

    WELL = "well", "It went well"
    BADLY = "badly", "It did not go well"
    NOT_KNOWN = "not_known", "Mixed or unclear"


class Side(TextChoices):
    HELPS = "helps", "Helps"
    HINDERS = "hinders", "Gets in the way"


VOCABULARIES = ("conditions", "innovation_factors")  # what a condition on a board is chosen from
SHEET = "introductory-sheet"  # stands in the place of a board's slug in addresses
RESERVED_SLUGS = (SHEET, "versions", "files")

# Kinds of record that each block of a board takes, by their names in records.enums.RecordKind
KINDS_OF_INSIGHT = ("insight",)
KINDS_OF_EXAMPLE = ("project", "adoption", "practice_model", "lesson")
KINDS_OF_METHOD = ("method",)
