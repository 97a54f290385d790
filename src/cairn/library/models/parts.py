"""What hangs on the entries of the library. Each fact names its source and who says it.

What people edit in the site hangs on a ParentalKey: it is part of drafts, revisions and reviews.
"""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from cairn.common.canonical import sha256_of
from cairn.common.privacy import DELETE, REPOINT, OfRecord, names_record, words_of_record
from cairn.library.models.choices import CostUnit, Grade, Happened, Helped, Keep, Moved, RiskState
from cairn.library.models.entries import Method, PracticeModel, Programme, Project, Round
from cairn.library.models.evidence import Source
from cairn.places.models import Place
from cairn.records.models import Record


class Anchored:
    """A row that can be named on the page of its entry, by its words: loading the library again keeps the name."""

    @property
    def anchor(self) -> str:
        return f"{type(self).__name__.lower()}-{sha256_of(str(self))[:10]}"


class SourcedRow(Anchored, models.Model):
    """Something that a source tells, in its place in a list."""

    position = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")
    grade = models.CharField(max_length=1, choices=Grade, blank=True)  # empty, with no source: its team says so

    class Meta:
        abstract = True


class Component(Anchored, models.Model):
    """One part of a model: what it is for (its function), how it is done (its form), what it should move."""

    OWNER: ClassVar[str] = "model"
    PRIVACY = (words_of_record("model"),)

    model = ParentalKey(PracticeModel, on_delete=models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    function = models.CharField(max_length=300, blank=True)
    form = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    measure = models.CharField(max_length=60, blank=True)  # key of definitions/indicators
    keep = models.CharField(max_length=10, choices=Keep, default=Keep.NOT_SAID)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["model", "position"], name="component_position_once")]

    def __str__(self) -> str:
        return self.what


class Rating(SourcedRow):
    """How strong somebody finds the evidence for a model, on a scale that has a name. Never a size, never a cost."""

    OWNER: ClassVar[str] = "model"
    PRIVACY = (words_of_record("model"),)

    model = ParentalKey(PracticeModel, on_delete=models.CASCADE, related_name="ratings")
    scale = models.CharField(max_length=100)
    level = models.CharField(max_length=100)
    rated_by = models.CharField(max_length=200)
    rated_on = models.CharField(max_length=10)
    where = models.CharField(max_length=300)  # where one can read it, as a citation or an address

    def __str__(self) -> str:
        return f"{self.scale}: {self.level}"


class Milestone(SourcedRow):
    """Something that happened to an entry, or to the council in which it was, on a day."""

    PRIVACY = (words_of_record("about"),)

    about = models.ForeignKey(Record, models.CASCADE, related_name="milestones")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="milestones")  # of all of it
    kind = models.CharField(max_length=12, choices=Happened, default=Happened.EVENT)
    happened_on = models.CharField(max_length=10)
    what = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.what}"


class Award(SourcedRow):
    """Money given to a project."""

    OWNER: ClassVar[str] = "project"
    PRIVACY = (
        words_of_record("project"),
        names_record("from_programme"),
        names_record("from_round"),
    )

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="awards")
    from_programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="awards")
    from_round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="awards")
    amount = models.PositiveBigIntegerField(null=True, blank=True)  # pounds; "about" stands in the words
    words = models.CharField(max_length=200)
    given_on = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.words


class Cost(SourcedRow):
    """What something costs, in pounds: how much, for what, when. A grant is an award, and a saving is a result."""

    OWNER: ClassVar[str]

    amount = models.DecimalField(max_digits=14, decimal_places=2)
    is_rough = models.BooleanField(default=False)  # the source says "about"
    unit = models.CharField(max_length=6, choices=CostUnit)
    covers = models.CharField(max_length=200)
    period = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.covers

    @property
    def owner(self) -> Record:
        owner: Record = getattr(self, self.OWNER)
        return owner

    @property
    def owner_id(self) -> int:
        """Key of the model or project that it hangs on."""
        return int(getattr(self, f"{self.OWNER}_id"))


class ModelCost(Cost):
    OWNER: ClassVar[str] = "model"
    PRIVACY = (words_of_record("model"),)

    model = ParentalKey(PracticeModel, on_delete=models.CASCADE, related_name="prices")


class ProjectCost(Cost):
    OWNER: ClassVar[str] = "project"
    PRIVACY = (words_of_record("project"),)

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="prices")


class ProjectMove(SourcedRow):
    """Where a project stood from a day on."""

    OWNER: ClassVar[str] = "project"
    PRIVACY = (words_of_record("project"),)

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField(max_length=14, choices=Moved)
    moved_on = models.CharField(max_length=10)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.moved_on}: {self.move}"


class ProjectOutcome(SourcedRow):
    """An outcome that a project wanted to move: how it is defined, where it stood, where it came to."""

    OWNER: ClassVar[str] = "project"
    PRIVACY = (words_of_record("project"),)

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="outcomes")
    title = models.CharField(max_length=200)
    definition = models.CharField(max_length=500, blank=True)
    measure = models.CharField(max_length=60, blank=True)
    baseline = models.CharField(max_length=200, blank=True)  # empty: not found, so nobody can judge
    baseline_on = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=200, blank=True)
    result_on = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.title


class SystemPart(SourcedRow):
    """A part of the system around a project, before it and after."""

    OWNER: ClassVar[str] = "project"
    PRIVACY = (words_of_record("project"),)

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=200)
    before = models.CharField(max_length=500, blank=True)
    after = models.CharField(max_length=500, blank=True)
    measured_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.part


class Risk(SourcedRow):
    """Something that could go wrong in a project, and the rule that stops or pauses it. Never a mark, never counted."""

    OWNER: ClassVar[str] = "project"
    PRIVACY = (words_of_record("project"),)

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="risks")
    what = models.CharField(max_length=300)
    early_sign = models.CharField(max_length=300, blank=True)
    who_watches = models.CharField(max_length=200, blank=True)  # a post or a team
    stop_rule = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=RiskState, default=RiskState.WATCHING)
    state_on = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.what


class MethodUse(SourcedRow):
    """A method was used somewhere: did it help, and in what conditions?"""

    PRIVACY = (
        OfRecord("method", withdraw=DELETE, merge=REPOINT),
        OfRecord("about", withdraw=DELETE, merge=REPOINT),
    )

    method = models.ForeignKey(Method, models.CASCADE, related_name="uses")
    about = models.ForeignKey(Record, models.CASCADE, related_name="method_uses")
    helped = models.CharField(max_length=14, choices=Helped)
    words = models.CharField(max_length=500, blank=True)
    conditions = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.method_id} in {self.about_id}: {self.helped}"
