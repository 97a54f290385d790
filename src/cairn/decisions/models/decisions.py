"""What was decided, whose view and which figures it rests on, and what came of it."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from cairn.common.dates import show_date
from cairn.common.privacy import DELETE, Kept, OfRecord, PartOf, Repoint, names_record, words_of_record
from cairn.decisions.enums import Appointed, Influence, Took, Who
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.indicators.models import Release
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.rooms.models import RandomKey, make_random_key
from cairn.voice.models import Contribution

LONG = 2000
MOST_PEOPLE = 100_000


class Decision(Record):
    """A decision with its options. Where it appoints staff it names the role, and never a candidate."""

    KIND = RecordKind.DECISION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Decision",
        "summary": "In a few sentences",
        "question": "What had to be decided",
        "reason": "Why we decided this way",
        "you_said": "What young people and families said",
        "influence": "What their view changed",
        "we_did": "What we did",
        "not_done": "What we did not do, and why",
        "role": "Role",
    }
    # Whether a recruitment is closed is no word of a draft: no earlier version opens it again.
    DECIDED = (*Record.DECIDED, "closed_at")
    PRIVACY = (names_record("about"), Kept("That it was closed, and when", ("closed_at",)))

    # The project, the use of a model or another record that it is about; empty where that is gone.
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="decisions")
    made_on = models.CharField(max_length=10, blank=True)  # 2026, 2026-11 or 2026-11-29; empty: still open
    question = models.TextField(max_length=LONG, blank=True)
    reason = models.TextField(max_length=LONG, blank=True)
    you_said = models.TextField(max_length=LONG, blank=True)
    changed_by_view = models.CharField(max_length=8, choices=Influence, blank=True)
    influence = models.TextField(max_length=LONG, blank=True)
    we_did = models.TextField(max_length=LONG, blank=True)
    not_done = models.TextField(max_length=LONG, blank=True)
    role = models.CharField(max_length=150, blank=True)  # to which somebody is appointed; empty: no recruitment
    result = models.CharField(max_length=13, choices=Appointed, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    @property
    def is_recruitment(self) -> bool:
        return bool(self.role)


class DecisionRow(models.Model):
    """A line of one of the lists, in its place."""

    OWNER: ClassVar[str] = "decision"
    PRIVACY = (words_of_record("decision"),)

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class DecisionOption(DecisionRow):
    """One thing that could have been done, and whether it was chosen."""

    decision = ParentalKey(Decision, on_delete=models.CASCADE, related_name="options")
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)  # what speaks for it and against it
    is_chosen = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.title, "; ".join(filter(None, ("Chosen" if self.is_chosen else "", self.why)))


class DecisionParticipant(DecisionRow):
    """A group that took part, how many they were, and how far they were part of it. Never a name."""

    decision = ParentalKey(Decision, on_delete=models.CASCADE, related_name="participants")
    who = models.CharField(max_length=16, choices=Who)
    group = models.CharField(max_length=150, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    took = models.JSONField(default=list, blank=True)  # values of Took

    def __str__(self) -> str:
        return self.get_who_display()

    @property
    def in_two_lines(self) -> tuple[str, str]:
        number = f"{self.number:,}" if self.number is not None else ""
        said = [str(Took(one).label) for one in self.took if one in Took.values]
        return self.get_who_display(), "; ".join(filter(None, (self.group, number, *said)))


class DecisionFigure(DecisionRow):
    """A figure that people looked at: of which measure, council and year, and from which release it came then."""

    decision = ParentalKey(Decision, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=60)  # key of definitions/indicators
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    release = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        try:
            return get_definition(self.measure).title
        except UnableToFindMeasure:  # a reviewer took it out of the list since
            return self.measure

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return str(self), f"{self.place.name}, {self.year}"


class DecisionTold(DecisionRow):
    """Who heard what was decided, how and when."""

    decision = ParentalKey(Decision, on_delete=models.CASCADE, related_name="told")
    who = models.CharField(max_length=16, choices=Who)
    group = models.CharField(max_length=150, blank=True)
    how = models.CharField(max_length=200)
    told_on = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.get_who_display()

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.get_who_display(), "; ".join(filter(None, (self.group, self.how, show_date(self.told_on))))


class DecisionVoice(models.Model):
    """That an answer stands behind a decision, and whether it is quoted. The words are asked for at each request."""

    PRIVACY = (
        PartOf("contribution"),
        OfRecord("decision", withdraw=DELETE, merge=Repoint(per=("contribution",))),
    )

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="voices")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="decision_voices")
    is_quoted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "contribution"], name="decision_voice_once")]

    def __str__(self) -> str:
        return f"{self.contribution_id} for {self.decision_id}"
