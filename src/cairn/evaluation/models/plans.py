"""Plans, which are locked before results exist, and the results."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.accounts.models import User
from cairn.common.privacy import Keep, Kept, OfRecord, names_record
from cairn.evaluation.models.specification import PlanSpecification
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record, RecordQuerySet

NEVER_WITHDRAWN = (
    "A locked plan and its results stay, or bad news could disappear: they are neither withdrawn nor merged"
)


class Direction(models.IntegerChoices):
    FALL = -1, "a fall"
    RISE = 1, "a rise"


class EvaluationPlanQuerySet(RecordQuerySet):
    def examples(self) -> "EvaluationPlanQuerySet":
        return self.filter(is_example=True)

    def written_by(self, user: User) -> "EvaluationPlanQuerySet":
        return self.filter(author=user)

    def locked(self) -> "EvaluationPlanQuerySet":
        return self.filter(locked_at__isnull=False)


class EvaluationPlan(Record):
    """What is tested, where, since when and what change would matter; never altered once locked."""

    KIND = RecordKind.EVALUATION_PLAN
    TEXTS: ClassVar[dict[str, str]] = {"title": "Plan", "what_was_started": "What was started"}
    PRIVACY = (
        Kept(NEVER_WITHDRAWN),
        OfRecord("replaces", withdraw=Keep(NEVER_WITHDRAWN), merge=Keep(NEVER_WITHDRAWN)),
        names_record("about"),
    )

    is_example = models.BooleanField(default=False)
    # The project or the use of a model that is tested; empty where the plan stands alone.
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="plans_about_it")
    place = models.ForeignKey(Place, models.PROTECT, related_name="evaluation_plans")
    measure = models.CharField(max_length=60)
    start_date = models.DateField()
    direction = models.SmallIntegerField(choices=Direction.choices)
    smallest_change = models.FloatField()
    harm_measure = models.CharField(max_length=60, blank=True)
    what_was_started = models.CharField(max_length=120, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    excluded_places = models.ManyToManyField(Place, related_name="+", blank=True)
    is_national_reform = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    locked_at = models.DateTimeField(null=True, blank=True)
    document = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    earlier_plans = models.PositiveIntegerField(default=0)
    had_figures_when_locked = models.BooleanField(default=False)

    objects = EvaluationPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_locked_only_with_its_document",
                condition=Q(locked_at__isnull=True, document="", sha256="")
                | Q(locked_at__isnull=False, document__gt="", sha256__gt=""),
            ),
        ]

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def specification(self) -> PlanSpecification:
        return PlanSpecification(
            place=self.place.code,
            measure=self.measure,
            start=self.start_date,
            direction=self.direction,
            smallest_change=self.smallest_change,
            harm_measure=self.harm_measure,
            what_was_started=self.what_was_started,
            last_year=self.last_year,
            excluded=tuple(sorted(place.code for place in self.excluded_places.all())) if self.pk else (),
            is_national_reform=self.is_national_reform,
            about=self.about.slug if self.about else "",
        )


class EvaluationState(models.TextChoices):
    WAITING = "waiting", "waiting"
    DONE = "done", "done"
    FAILED = "failed", "failed"


# A result for which no job is on the queue any more may be asked for again after this time.
OVERDUE = timedelta(minutes=5)


class EvaluationQuerySet(RecordQuerySet):
    def being_worked_out(self, *, at: datetime) -> "EvaluationQuerySet":
        return self.filter(state=EvaluationState.WAITING, requested_at__gt=at - OVERDUE)


class Evaluation(Record):
    """The result of one locked plan on the figures of one day: canonical text, rendered once.

    It is seen by whoever sees its plan: what is decided about the sharing of the plan is written here too.
    """

    KIND = RecordKind.EVALUATION
    TEXTS: ClassVar[dict[str, str]] = {"title": "Evaluation"}
    PRIVACY = (Kept(NEVER_WITHDRAWN), OfRecord("plan", withdraw=Keep(NEVER_WITHDRAWN), merge=Keep(NEVER_WITHDRAWN)))

    plan = models.ForeignKey(EvaluationPlan, models.CASCADE, related_name="evaluations")
    state = models.CharField(max_length=10, choices=EvaluationState, default=EvaluationState.WAITING)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    document = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=40, blank=True)
    rules = models.PositiveSmallIntegerField(default=1)  # of the engine; results before they were counted are 1
    problem = models.TextField(blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evaluation_done_only_with_its_document",
                condition=~Q(state="done")
                | Q(document__gt="", sha256__gt="", verdict__gt="", finished_at__isnull=False),
            )
        ]

    def is_overdue(self, *, at: datetime) -> bool:
        return self.state == EvaluationState.WAITING and self.requested_at <= at - OVERDUE


class EvaluationChart(models.Model):
    """A chart of a result as it was rendered when the result was worked out."""

    PRIVACY = (OfRecord("evaluation", withdraw=Keep(NEVER_WITHDRAWN), merge=Keep(NEVER_WITHDRAWN)),)

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="charts")
    name = models.SlugField(max_length=20)
    title = models.CharField(max_length=200)
    description = models.TextField()
    specification = models.TextField()
    # On a page, for its width and for that of a phone; empty in results that were drawn before there were two.
    wide = models.TextField(blank=True)
    narrow = models.TextField(blank=True)
    # As a file, which has no page around it.
    svg = models.TextField()
    png = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "name"], name="one_chart_of_a_name_per_evaluation")
        ]

    def __str__(self) -> str:
        return self.title


class ResultBundle(models.Model):
    """The file from which a result can be worked out again: what was asked, and every figure that was used."""

    PRIVACY = (OfRecord("evaluation", withdraw=Keep(NEVER_WITHDRAWN), merge=Keep(NEVER_WITHDRAWN)),)

    evaluation = models.OneToOneField(Evaluation, models.CASCADE, related_name="bundle")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"bundle of {self.evaluation_id}"
