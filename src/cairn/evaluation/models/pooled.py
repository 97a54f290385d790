"""A model over all its councils: the list, fixed before anything is worked out, and what the figures say of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cairn.common.privacy import BLANK, Keep, OfPerson, OfRecord, PartOf
from cairn.evaluation.models.plans import EvaluationState
from cairn.library.models import PracticeModel

LIST_STAYS = "A locked list and its results stay, or bad news could disappear; nothing in them is a person's"


class ModelPlan(models.Model):
    """Which councils, measures and rules a model is tested with. Never altered; a longer list is another version."""

    PRIVACY = (
        OfRecord("practice_model", withdraw=Keep(LIST_STAYS), merge=Keep(LIST_STAYS)),
        OfPerson("locked_by", erase=BLANK),
    )

    practice_model = models.ForeignKey(PracticeModel, models.CASCADE, related_name="model_plans")
    version = models.PositiveSmallIntegerField()
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice_model", "version"], name="model_plan_version_once"),
            models.CheckConstraint(
                name="model_plan_has_its_document", condition=Q(version__gt=0, document__gt="", sha256__gt="")
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.version} of {self.practice_model_id}"


class ModelRun(models.Model):
    """One request to work out all measures of a list on the figures of now, and how far it has come."""

    PRIVACY = (PartOf("plan"),)

    plan = models.ForeignKey(ModelPlan, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=EvaluationState, default=EvaluationState.WAITING)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField()
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="model_run_ends_with_a_time", condition=Q(state="waiting") | Q(finished_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total} measures of list {self.plan_id}"


class ModelResult(models.Model):
    """One measure of a list on the figures of one day: canonical text. A later one does not touch it."""

    PRIVACY = (PartOf("plan"),)

    plan = models.ForeignKey(ModelPlan, models.CASCADE, related_name="results")
    measure = models.CharField(max_length=60)
    worked_out_at = models.DateTimeField()
    # The same figures give the same text, so it is not stored twice; this says when it was last found to be so.
    confirmed_at = models.DateTimeField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=40)
    rules = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "measure", "sha256"], name="model_result_once"),
            models.CheckConstraint(
                name="model_result_has_its_document", condition=Q(document__gt="", sha256__gt="", verdict__gt="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of list {self.plan_id}"


class ModelChart(models.Model):
    """A chart of a result as it was drawn with it: of all councils together, or of one of them without its name."""

    PRIVACY = (PartOf("result"),)

    result = models.ForeignKey(ModelResult, models.CASCADE, related_name="charts")
    name = models.SlugField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    description = models.TextField()
    specification = models.TextField()
    wide = models.TextField()
    narrow = models.TextField()
    # As a file, which has no page around it; a small chart of one council is none.
    svg = models.TextField(blank=True)
    png = models.BinaryField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "name"], name="one_chart_of_a_name_per_model_result")]

    def __str__(self) -> str:
        return self.title


class ModelBundle(models.Model):
    """The file from which a result can be calculated again. It names every council of the list, and its figures."""

    PRIVACY = (PartOf("result"),)

    result = models.OneToOneField(ModelResult, models.CASCADE, related_name="bundle")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"bundle of {self.result_id}"
