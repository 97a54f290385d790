"""A paper for a panel: which of these options, what is known of each, and what nobody knows."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import ClassVar

from django.db import models

from cairn.common.privacy import OfRecord, Run
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

LONG = 3000
# Each looks for papers that speak of a record, in whichever of these fields, and in their history.
CLEAR = Run("cairn.papers.privacy.clear_withdrawn")
REPOINT_PAPERS = Run("cairn.papers.privacy.repoint_papers")


class Paper(Record):
    """An options paper about a challenge, or a case for change about a programme.

    It keeps the words of its writers, official figures, and the slugs of the records it speaks of; never the words of
    those records, which are read again for whoever asks.
    """

    KIND = RecordKind.PAPER
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Title",
        "summary": "In one sentence",
        "question": "The question",
        "recommendation": "What we recommend",
        "local": "What the local figures show",
        "options_words": "The options",
        "costs": "What it could cost",
        "risks": "What could go wrong",
        "doing_nothing": "What doing nothing could cost",
        "voices": "What children and families say",
        "unknowns": "What is not known",
        "whom_to_ring": "Who to contact",
    }
    PRIVACY = (
        OfRecord("about", withdraw=CLEAR, merge=REPOINT_PAPERS),
        OfRecord("options", withdraw=CLEAR, merge=REPOINT_PAPERS, holds="slug"),
        OfRecord("letters", withdraw=CLEAR, merge=REPOINT_PAPERS, holds="slug"),
        OfRecord("snapshot", withdraw=CLEAR, merge=REPOINT_PAPERS, holds="slug"),
        OfRecord("title", withdraw=CLEAR, merge=REPOINT_PAPERS, holds="titles"),
    )

    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="papers")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="papers")
    options = models.JSONField(default=list, blank=True)  # slugs, in their order
    letters = models.JSONField(default=dict, blank=True)  # by slug, of options that were taken out too
    measures = models.JSONField(default=list, blank=True)  # keys of definitions/indicators
    drivers = models.JSONField(default=list, blank=True)  # terms of the vocabulary "drivers"
    # What stood on the site on one day: official figures, slugs of claims and needs; see queries.take_snapshot.
    snapshot = models.JSONField(default=dict, blank=True)
    # What doing nothing may cost is worked out from these; empty: nobody stated any. See analysis.work_out.
    assumptions = models.JSONField(default=dict, blank=True)
    question = models.TextField(max_length=LONG, blank=True)
    recommendation = models.TextField(max_length=LONG, blank=True)
    local = models.TextField(max_length=LONG, blank=True)
    options_words = models.TextField(max_length=LONG, blank=True)
    costs = models.TextField(max_length=LONG, blank=True)
    risks = models.TextField(max_length=LONG, blank=True)
    doing_nothing = models.TextField(max_length=LONG, blank=True)
    voices = models.TextField(max_length=LONG, blank=True)
    unknowns = models.TextField(max_length=LONG, blank=True)
    whom_to_ring = models.TextField(max_length=LONG, blank=True)

    @property
    def letter_of(self) -> dict[str, str]:
        """By the slug of an option; a paper of before they were stored has them in the order of its options."""
        return assign_letters(self.letters, self.options)


def assign_letters(known: Mapping[str, str], options: Iterable[str]) -> dict[str, str]:
    """An option keeps its letter, since the words of the paper use it; a new one gets one that none ever had."""
    letters = dict(known)
    for slug in options:
        if slug not in letters:
            taken = set(letters.values())
            letters[slug] = next(letter for letter in map(_name_letter, count()) if letter not in taken)
    return letters


def _name_letter(number: int) -> str:
    """A to Z, then A2 to Z2."""
    again, place = divmod(number, 26)
    return f"{chr(ord('A') + place)}{again + 1 if again else ''}"
