"""Plans, which are locked before results exist, and the results."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.accounts.models import User
from cairn.evaluation.specification import PlanSpecification
from cairn.places.models import Place

UID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_uid() -> str:
    """Ten letters that cannot be guessed or misread."""
    return get_random_string(10, UID_LETTERS)


class Direction(models.IntegerChoices):
    FALL = -1, "a fall"
    RISE = 1, "a rise"


class EvaluationPlanQuerySet(models.QuerySet["EvaluationPlan"]):
    def visible_to(self, user: Any) -> "EvaluationPlanQuerySet":
        """A plan is seen by who wrote it; the examples about fictional councils by everybody."""
        if not user.is_authenticated:
            return self.examples()
        return self.filter(Q(author=user) | Q(is_example=True))

    def examples(self) -> "EvaluationPlanQuerySet":
        return self.filter(is_example=True)

    def written_by(self, user: User) -> "EvaluationPlanQuerySet":
        return self.filter(author=user)

    def locked(self) -> "EvaluationPlanQuerySet":
        return self.filter(locked_at__isnull=False)


class EvaluationPlan(models.Model):
    """What is tested, where, since when and what change would matter; never altered once locked."""

    uid = models.CharField(max_length=10, unique=True, default=new_uid, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="evaluation_plans")
    is_example = models.BooleanField(default=False)
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
    created_at = models.DateTimeField(auto_now_add=True)
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
            models.CheckConstraint(
                name="plan_has_an_author_or_is_an_example",
                condition=Q(author__isnull=False, is_example=False) | Q(author__isnull=True, is_example=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} in {self.place} since {self.start_date:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("evaluation:plan", args=[self.uid])

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
        )


class EvaluationState(models.TextChoices):
    WAITING = "waiting", "waiting"
    DONE = "done", "done"
    FAILED = "failed", "failed"


# A worker that was stopped leaves its work waiting; after this time it may be asked for again.
OVERDUE = timedelta(minutes=5)


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def being_worked_out(self, *, at: datetime) -> "EvaluationQuerySet":
        return self.filter(state=EvaluationState.WAITING, requested_at__gt=at - OVERDUE)


class Evaluation(models.Model):
    """The result of one locked plan on the figures of one day: canonical text, rendered once."""

    plan = models.ForeignKey(EvaluationPlan, models.CASCADE, related_name="evaluations")
    state = models.CharField(max_length=10, choices=EvaluationState, default=EvaluationState.WAITING)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    document = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=40, blank=True)
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

    def __str__(self) -> str:
        return f"Result of {self.plan_id}"

    def is_overdue(self, *, at: datetime) -> bool:
        return self.state == EvaluationState.WAITING and self.requested_at <= at - OVERDUE


class EvaluationChart(models.Model):
    """A chart of a result as it was rendered when the result was worked out."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="charts")
    name = models.SlugField(max_length=20)
    title = models.CharField(max_length=200)
    description = models.TextField()
    specification = models.TextField()
    svg = models.TextField()
    png = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "name"], name="one_chart_of_a_name_per_evaluation")
        ]

    def __str__(self) -> str:
        return self.title
