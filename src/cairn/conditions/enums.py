"""Words of reflections: what people answer, and what they are promised."""

from django.db.models import IntegerChoices, TextChoices


class Answer(TextChoices):
    """What somebody says of one statement."""

    HELPS = "helps", "Helps"
    HINDERS = "hinders", "Gets in the way"
    BOTH = "both", "Both"
    NEITHER = "neither", "Does not matter here"


class Strength(IntegerChoices):
    LITTLE = 1, "A little"
    SOMEWHAT = 2, "Quite a lot"
    STRONGLY = 3, "A lot"


class Promise(TextChoices):
    """What is asked besides the answers, and so what can be shown."""

    WORDS = "words", "Answers, and why in their own words"
    COUNTS = "counts", "Answers only"


class StatementSet(TextChoices):
    SHORT = "short", "The short set"
    LONG = "long", "The longer set"


class Side(TextChoices):
    """What a finding of the library says of a condition."""

    HELPS = "helps", "It helped"
    HINDERS = "hinders", "It got in the way"
    BOTH = "both", "Both, or it depends"
